import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (rest: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
${rest}`;

test("keys on the objects that allow them pass, in every file", async () => {
  const found = await problems(
    "extension-placement",
    description(`
servers: [{ url: https://api.example.com, x-parley-server: { environment: production } }]
x-parley-timeout: 60000
paths:
  /contacts: { $ref: paths/contacts.yaml }
webhooks:
  contact.created: { $ref: webhooks/contact-created.yaml }
`),
    {
      "paths/contacts.yaml": `
x-parley-rate-limit: [default]
get:
  x-parley-timeout: 60000
  parameters:
    - name: limit
      in: query
      x-parley-unverified: The maximum is a guess.
      schema: { type: string, x-parley-prefixes: ["id:"] }
`,
      "webhooks/contact-created.yaml": `
x-parley-webhook-key: contact
post:
  x-parley-unverified: The payload was not seen.
`,
    },
  );
  expect(found).toEqual([]);
});

test("a key on an object that does not allow it is reported with where it belongs", async () => {
  const found = await problems(
    "extension-placement",
    description(`
paths:
  /contacts:
    x-parley-timeout: 60000
    get: {}
`),
  );
  expect(found).toEqual([
    {
      text: "x-parley-timeout: 60000",
      at: "openapi.yaml#/paths/~1contacts/x-parley-timeout",
      message:
        "`x-parley-timeout` on a path means nothing: move it to the root of the description or an operation, or remove it.",
    },
  ]);
});

test("a webhook's key on its operation is reported", async () => {
  const found = await problems(
    "extension-placement",
    description(`
webhooks:
  contact.created:
    post:
      x-parley-webhook-key: contact
`),
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-webhook-key: contact",
      at: "openapi.yaml#/webhooks/contact.created/post/x-parley-webhook-key",
      message: expect.stringContaining(
        "move it to a webhook (the entry under `webhooks`",
      ) as string,
    },
  ]);
});

test("what only a caller needs is reported on the operation of a webhook", async () => {
  const found = await problems(
    "extension-placement",
    description(`
webhooks:
  contact.created: { $ref: webhooks/contact-created.yaml }
`),
    { "webhooks/contact-created.yaml": "post:\n  x-parley-timeout: 1000\n" },
  );
  expect(found).toMatchObject([
    { text: "x-parley-timeout: 1000", at: "webhooks/contact-created.yaml#/post/x-parley-timeout" },
  ]);
});

test("a key among the names of a map is reported", async () => {
  const found = await problems(
    "extension-placement",
    description(`
components:
  schemas:
    Contact:
      type: object
      properties:
        x-parley-open-enum: [a]
`),
  );
  expect(found).toMatchObject([
    { at: "openapi.yaml#/components/schemas/Contact/properties/x-parley-open-enum" },
  ]);
});

const besideReference = (key: string): string =>
  description(`
components:
  schemas:
    Status: { type: string }
    Contact:
      properties:
        status:
          $ref: "#/components/schemas/Status"
          ${key}
`);

test("a note beside the $ref of a schema passes, and what would change its type is reported", async () => {
  expect(
    await problems("extension-placement", besideReference("x-parley-unverified: Seen once only.")),
  ).toEqual([]);
  const found = await problems(
    "extension-placement",
    besideReference("x-parley-open-enum: [open]"),
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-open-enum: [open]",
      at: "openapi.yaml#/components/schemas/Contact/properties/status/x-parley-open-enum",
    },
  ]);
});

test("a key beside the $ref of a path is reported", async () => {
  const found = await problems(
    "extension-placement",
    description(`
paths:
  /contacts:
    $ref: paths/contacts.yaml
    x-parley-rate-limit: [default]
`),
    { "paths/contacts.yaml": "get: {}\n" },
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-rate-limit: [default]",
      at: "openapi.yaml#/paths/~1contacts/x-parley-rate-limit",
      message: expect.stringContaining("beside a `$ref`") as string,
    },
  ]);
});
