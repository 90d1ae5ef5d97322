import { expect, test } from "vitest";
import { description, emitted, json, type Written } from "./test-helpers/describe.js";
import { typeCheck } from "./test-helpers/type-check.js";

const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });
const failure = { description: "Failed.", ...json(ref("Failure")) };
const string = { type: "string" };

const written = description({
  servers: [
    { url: "https://api.example.com", "x-parley-server": { environment: "production" } },
    { url: "https://test.example.com", "x-parley-server": { environment: "test" } },
    {
      url: "https://{region}.files.example.com",
      variables: { region: { default: "us", enum: ["us", "eu"] } },
      "x-parley-server": { name: "files" },
    },
  ],
  "x-parley-client-parameters": { projectId: { option: "projectId" } },
  "x-parley-rate-limits": { all: { requests: 5, interval: 1000 } },
  "x-parley-retry": { rejected: ["429"], schedules: { "5XX": [250, 500] } },
  "x-parley-webhooks": {
    discriminator: { property: "type" },
    verification: { algorithm: "hmac-sha256", signatureHeader: "X-Signature", signed: ["body"] },
  },
  webhooks: {
    "contact.created": {
      post: {
        requestBody: { required: true, ...json(ref("ContactCreated")) },
        responses: { "200": { description: "Received." } },
      },
    },
  },
  paths: {
    "/projects/{projectId}/contacts": {
      parameters: [{ name: "projectId", in: "path", required: true, schema: string }],
      get: {
        operationId: "contacts.list",
        parameters: [{ name: "cursor", in: "query", schema: string }],
        responses: {
          "200": {
            description: "Found.",
            ...json({
              type: "object",
              required: ["items"],
              properties: { items: { type: "array", items: ref("Contact") }, next: string },
            }),
          },
        },
        "x-parley-pagination": {
          style: "token",
          items: "/items",
          next: "/next",
          parameter: "cursor",
        },
        "x-parley-rate-limit": ["all"],
      },
      post: {
        operationId: "contacts.create",
        parameters: [
          { name: "uuid", in: "query", schema: string },
          { name: "urn", in: "query", schema: string },
        ],
        requestBody: { required: true, ...json(ref("NewContact")) },
        responses: {
          "200": { description: "Changed.", ...json(ref("Contact")) },
          "201": { description: "Created.", ...json(ref("Contact")) },
          "204": { description: "As it was." },
          "404": failure,
          "4XX": { description: "Refused.", content: { "text/html": { schema: string } } },
          default: failure,
        },
        "x-parley-methods": {
          "contacts.create": { parameters: ["projectId"], status: "201" },
          "contacts.update": { exactlyOneOf: ["uuid", "urn"] },
        },
        "x-parley-empty-result": {},
        "x-parley-timeout": 60000,
      },
    },
    "/files/{name}": {
      servers: [
        {
          url: "https://{region}.files.example.com",
          variables: { region: { default: "us", enum: ["us", "eu"] } },
          "x-parley-server": { name: "files" },
        },
      ],
      put: {
        operationId: "files.upload",
        parameters: [
          {
            name: "name",
            in: "path",
            required: true,
            schema: { type: "string", "x-parley-prefixes": ["image:", "video:"] },
          },
          {
            name: "filter",
            in: "query",
            ...json({ type: "object", properties: { a: { type: "integer" } } }),
          },
        ],
        requestBody: {
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["file"],
                properties: { file: { type: "string", format: "binary" } },
              },
            },
          },
        },
        responses: { "204": { description: "Kept." }, "413": { description: "Too large." } },
      },
      get: {
        operationId: "files.download",
        parameters: [{ name: "name", in: "path", required: true, schema: string }],
        responses: { "200": { description: "Found.", content: { "image/png": {} } } },
      },
    },
    "/health": {
      get: { operationId: "health.get", responses: { "200": { description: "Fine." } } },
    },
  },
  components: {
    schemas: {
      Contact: {
        type: "object",
        required: ["id", "state"],
        properties: {
          id: { type: "integer" },
          state: { type: "string", "x-parley-open-enum": ["open", "closed"] },
          pet: ref("Pet"),
        },
      },
      NewContact: {
        type: "object",
        required: ["name"],
        properties: { name: string, kind: { type: "string", enum: ["person", "bot"] } },
      },
      Failure: { type: "object", required: ["message"], properties: { message: string } },
      ContactCreated: {
        type: "object",
        required: ["type", "contact"],
        properties: { type: { const: "contact.created" }, contact: ref("Contact") },
      },
      Pet: {
        oneOf: [ref("Cat"), ref("Dog")],
        discriminator: { propertyName: "kind", mapping: { cat: "Cat", dog: "Dog" } },
      },
      Cat: {
        type: "object",
        required: ["kind"],
        properties: { kind: string, lives: { type: "integer" } },
      },
      Dog: {
        type: "object",
        required: ["kind"],
        properties: { kind: { const: "dog" }, barks: { type: "boolean" } },
      },
    },
  },
});

const consumer = `
import { isApiError } from "@parley/runtime";
import type { ExampleResources, ExampleServerOptions } from "./generated/client.js";
import { operations } from "./generated/operations.js";
import { provider } from "./generated/provider.js";
import type { Contact, ContactsUpdateResult } from "./generated/types.js";
import { type ExampleEvent, webhookRules } from "./generated/webhooks.js";

declare const example: ExampleResources;
declare function given(): string | undefined;

export const options: ExampleServerOptions = { environment: "test", region: "eu", projectId: "p" };
// @ts-expect-error -- There is no such environment.
export const misplaced: ExampleServerOptions = { environment: "staging" };

export async function call(): Promise<unknown> {
  await example.health.get();
  // @ts-expect-error -- The method has no parameters.
  await example.health.get({ verbose: true });

  const created: Contact = await example.contacts.create({ body: { name: "Mina", kind: "person" } });
  await example.contacts.create({ projectId: "other", body: { name: "Mina" } });
  // @ts-expect-error -- The body is required.
  await example.contacts.create({});
  // @ts-expect-error -- What is written is closed.
  await example.contacts.create({ body: { name: "Mina", kind: "ghost" } });
  // @ts-expect-error -- A misspelt key is found.
  await example.contacts.create({ body: { name: "Mina", knid: "bot" } });
  // @ts-expect-error -- This method has no such parameter.
  await example.contacts.create({ uuid: "u", body: { name: "Mina" } });

  await example.contacts.update({ uuid: "u", body: { name: "Mina" } });
  const updated: ContactsUpdateResult = await example.contacts.update({ urn: "tel:1", body: { name: "Mina" } });
  const id: number | undefined = updated.id;
  // @ts-expect-error -- One of the two is required.
  await example.contacts.update({ body: { name: "Mina" } });
  // @ts-expect-error -- Only one of the two may be given.
  await example.contacts.update({ uuid: "u", urn: "tel:1", body: { name: "Mina" } });

  // What is read is open.
  if (created.state === "open" || created.state === "snoozed") return created.state;
  if (created.pet?.kind === "cat") return created.pet.lives;
  if (created.pet?.kind === "dog") return created.pet.barks;

  for await (const contact of example.contacts.list()) return contact.id + (id ?? 0);
  const page = await example.contacts.list({ cursor: given() });
  const next: string | undefined = page.body.next;
  const first: Contact | undefined = page.items[0];
  // @ts-expect-error -- A misspelt parameter is found.
  await example.contacts.list({ curser: "c" });

  await example.files.upload({ name: "image:1", filter: { a: 1 }, body: { file: new Blob([]) } });
  await example.files.upload({ name: "video:1" });
  // @ts-expect-error -- The name has no known prefix.
  await example.files.upload({ name: "audio:1" });
  const image: Blob = await example.files.download({ name: "image:1" });
  return [next, first, image];
}

export function explain(error: unknown): string {
  if (!isApiError(error, example.contacts.create)) return "not declared";
  switch (error.status) {
    case 404:
      return error.body.message;
    case 409:
      return error.body.toUpperCase();
    case 503:
      return error.body.message;
    // @ts-expect-error -- That is no error status.
    case 200:
      return "";
    default:
      return "another";
  }
}

export function receive(event: ExampleEvent): unknown {
  switch (event.type) {
    case "contact.created":
      return event.data.contact.id;
    case "unknown":
      return event.raw;
  }
}

export const data: readonly unknown[] = [operations, provider, webhookRules];
`;

async function generatedFiles(): Promise<Record<string, string>> {
  const files = await emitted(written);
  return Object.fromEntries([...files].map(([name, text]) => [`generated/${name}`, text]));
}

// The compiler runs as a process of its own.
test(
  "generated code compiles under the strictest settings, and types what a consumer writes",
  { timeout: 60_000 },
  async () => {
    expect(await typeCheck({ ...(await generatedFiles()), "consumer.ts": consumer })).toBe("");
  },
);

test("the compiler would say what is wrong", { timeout: 60_000 }, async () => {
  const wrong = `import { operations } from "./generated/operations.js";\nexport const a: number = operations;\n`;
  expect(await typeCheck({ ...(await generatedFiles()), "consumer.ts": wrong })).toContain(
    "consumer.ts(2,14): error TS2322",
  );
});
