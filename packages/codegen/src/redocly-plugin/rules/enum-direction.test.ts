import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const contacts = (schemas: { readonly request: string; readonly response: string }): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      requestBody:
        content:
          application/json:
            schema: ${schemas.request}
      responses:
        "200":
          description: A contact.
          content:
            application/json:
              schema: ${schemas.response}
`;

const closed = "{ type: string, enum: [open, closed] }";
const open = "{ type: string, x-parley-open-enum: [open, closed] }";

test("reading open and writing closed passes", async () => {
  expect(await problems("enum-direction", contacts({ request: closed, response: open }))).toEqual(
    [],
  );
});

test("a closed enum that is only read is reported", async () => {
  const found = await problems("enum-direction", contacts({ request: "{}", response: closed }));
  expect(found).toEqual([
    {
      text: "enum: [open, closed] }",
      at: "openapi.yaml#/paths/~1contacts/post/responses/200/content/application~1json/schema/enum",
      message:
        "`enum` closes a value that is only read, and that the provider may add to: write `x-parley-open-enum` in its place.",
    },
  ]);
});

test("an open enum that is only written is reported", async () => {
  const found = await problems("enum-direction", contacts({ request: open, response: "{}" }));
  expect(found).toEqual([
    {
      text: "x-parley-open-enum: [open, closed] }",
      at: "openapi.yaml#/paths/~1contacts/post/requestBody/content/application~1json/schema/x-parley-open-enum",
      message:
        "`x-parley-open-enum` leaves open a value that is only written, so that a misspelt one would be sent: write `enum` in its place.",
    },
  ]);
});

test.each(["[1, 2]", "[1, two]"])(
  "the enum %s has no open form, and the message says so",
  async (values) => {
    const found = await problems(
      "enum-direction",
      contacts({ request: "{}", response: `{ enum: ${values} }` }),
    );
    expect(found).toMatchObject([
      { message: expect.stringContaining("write the known values in `description`") as string },
    ]);
  },
);

test("a tag, an enum of one value, may be read", async () => {
  const found = await problems(
    "enum-direction",
    contacts({ request: "{}", response: '{ type: [string, "null"], enum: [contact, null] }' }),
  );
  expect(found).toEqual([]);
});

test("a condition is no type, and may have an enum", async () => {
  const found = await problems(
    "enum-direction",
    contacts({ request: "{}", response: `{ not: ${closed}, if: ${closed} }` }),
  );
  expect(found).toEqual([]);
});

test.each([
  ["a closed one", closed],
  ["an open one", open],
])("a schema that is read and written may be %s", async (_, schema) => {
  const found = await problems(
    "enum-direction",
    contacts({
      request: "{ $ref: components/schemas/Status.yaml }",
      response:
        "{ type: object, properties: { status: { $ref: components/schemas/Status.yaml } } }",
    }),
    { "components/schemas/Status.yaml": schema },
  );
  expect(found).toEqual([]);
});

test.each([
  ["a property", "{ type: object, properties: { status: { $ref: Status.yaml } } }"],
  ["an item", "{ type: array, items: { $ref: Status.yaml } }"],
  ["an additional property", "{ additionalProperties: { $ref: Status.yaml } }"],
  ["a branch", "{ oneOf: [{ $ref: Status.yaml }] }"],
  ["a tuple", "{ prefixItems: [{ $ref: Status.yaml }] }"],
  [
    "a mapping of a discriminator",
    "{ discriminator: { propertyName: type, mapping: { status: Status.yaml } } }",
  ],
])("an enum in %s is found through files, and reported once in its own", async (_, contact) => {
  const found = await problems(
    "enum-direction",
    contacts({ request: "{}", response: "{ $ref: components/schemas/Contact.yaml }" }),
    {
      "components/schemas/Contact.yaml": contact,
      "components/schemas/Status.yaml": "type: string\nenum: [open, closed]\n",
    },
  );
  expect(found).toMatchObject([
    { text: "enum: [open, closed]", at: "components/schemas/Status.yaml#/enum" },
  ]);
});

test("schemas that refer to themselves end", async () => {
  const found = await problems(
    "enum-direction",
    contacts({ request: "{}", response: "{ $ref: components/schemas/Node.yaml }" }),
    { "components/schemas/Node.yaml": "properties: { next: { $ref: Node.yaml } }\n" },
  );
  expect(found).toEqual([]);
});

test("parameters are written, response headers are read", async () => {
  const found = await problems(
    "enum-direction",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    parameters:
      - { name: status, in: query, schema: ${open} }
    get:
      responses:
        "200":
          description: Contacts.
          headers:
            X-Status: { schema: ${closed} }
`,
  );
  expect(found).toMatchObject([
    { at: "openapi.yaml#/paths/~1contacts/parameters/0/schema/x-parley-open-enum" },
    { at: "openapi.yaml#/paths/~1contacts/get/responses/200/headers/X-Status/schema/enum" },
  ]);
});

const payload = (schema: string): string =>
  `post: { requestBody: { content: { application/json: { schema: ${schema} } } } }`;

test("a webhook's payload is read, and a callback's too", async () => {
  const found = await problems(
    "enum-direction",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      callbacks:
        done:
          https://example.com/done:
            ${payload(closed)}
webhooks:
  contact.created:
    ${payload(closed)}
  contact.updated:
    ${payload(open)}
`,
  );
  expect(found).toMatchObject([
    { at: expect.stringContaining("#/paths/~1contacts/post/callbacks/done/") as string },
    { at: expect.stringContaining("#/webhooks/contact.created/post/") as string },
  ]);
});
