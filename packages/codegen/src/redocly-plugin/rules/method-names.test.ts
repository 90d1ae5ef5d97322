import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (...ids: readonly string[]): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
${ids.map((id, index) => `  /path-${index}:\n    get: { operationId: ${id} }`).join("\n")}
webhooks:
  contact.created:
    post: { operationId: not a method }
`;

test("methods and groups of methods that differ pass, and webhooks have no methods", async () => {
  const found = await problems(
    "method-names",
    description("contacts.get", "contacts.list", "contacts.messages.list"),
  );
  expect(found).toEqual([]);
});

test("an operation without operationId is reported", async () => {
  const found = await problems(
    "method-names",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      summary: List contacts
`,
  );
  expect(found).toMatchObject([{ text: "get:", at: "openapi.yaml#/paths/~1contacts/get" }]);
});

test.each([
  "listContacts",
  "contacts.List",
  "contacts.get_one",
  "contacts..get",
  "contacts-list.get",
])("the operationId %s is reported, which is not a path of camelCase names", async (id) => {
  const found = await problems("method-names", description(id));
  expect(found).toEqual([
    {
      text: `${id} }`,
      at: "openapi.yaml#/paths/~1path-0/get/operationId",
      message: `The operationId \`${id}\` is not a method's path: write camelCase names joined by dots, such as \`contacts.get\`.`,
    },
  ]);
});

test("a method that two operations have is reported on the second", async () => {
  const found = await problems("method-names", description("contacts.get", "contacts.get"));
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/paths/~1path-1/get/operationId",
      message: "Two operations have the method `contacts.get`: give each its own name.",
    },
  ]);
});

test("a further method of an operation counts too, and is reported on its key", async () => {
  const found = await problems(
    "method-names",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get: { operationId: contacts.get }
    post:
      operationId: contacts.create
      x-parley-methods:
        contacts.create: {}
        contacts.get: {}
`,
  );
  expect(found).toMatchObject([
    {
      text: "contacts.get: {}",
      at: "openapi.yaml#/paths/~1contacts/post/x-parley-methods/contacts.get",
    },
  ]);
});

test("a method that is a group of methods too is reported", async () => {
  const found = await problems(
    "method-names",
    description("contacts.messages", "contacts.messages.list"),
  );
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/paths/~1path-0/get/operationId",
      message:
        "`contacts.messages` is a method, and by `contacts.messages.list` a group of methods too: rename it, such as `contacts.messages.get`.",
    },
  ]);
});

test("a method whose name another's only starts with passes", async () => {
  expect(await problems("method-names", description("contacts.get", "contacts.getAll"))).toEqual(
    [],
  );
});

test("two methods whose types would share a name are reported", async () => {
  const found = await problems(
    "method-names",
    description("contacts.tags.list", "contacts.tagsList"),
  );
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/paths/~1path-1/get/operationId",
      message:
        "The methods `contacts.tagsList` and `contacts.tags.list` would share the type name ContactsTagsList: rename one.",
    },
  ]);
});

test.each(["api.get", "contacts.then"])("the name %s is reported, which is taken", async (id) => {
  const found = await problems("method-names", description(id));
  expect(found).toMatchObject([{ at: "openapi.yaml#/paths/~1path-0/get/operationId" }]);
});
