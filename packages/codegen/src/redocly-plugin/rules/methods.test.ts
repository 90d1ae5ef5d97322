import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const operation = (methods: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts/{list}:
    parameters: [{ name: list, in: path, required: true }]
    post:
      operationId: contacts.create
      parameters:
        - { name: uuid, in: query }
        - { name: urn, in: query }
        - { name: key, in: query, required: true }
      requestBody:
        content:
          application/json:
            schema:
              oneOf:
                - $ref: components/schemas/NewContact.yaml
                - $ref: components/schemas/ContactChange.yaml
      responses:
        "200":
          description: Changed.
          content:
            application/json:
              schema: { type: object, properties: { results: { type: array }, next: { type: string } } }
        "201": { description: Created. }
      x-parley-methods:
        ${methods}
`;

const files = {
  "components/schemas/NewContact.yaml": "type: object\n",
  "components/schemas/ContactChange.yaml": "type: object\n",
};

const at = (method: string, ...rest: readonly (string | number)[]): string =>
  ["openapi.yaml#/paths/~1contacts~1{list}/post/x-parley-methods", method, ...rest].join("/");

test("methods whose names are all declared pass", async () => {
  const found = await problems(
    "methods",
    operation(`contacts.create: { parameters: [list, key], body: "#/components/schemas/NewContact", status: "201" }
        contacts.update:
          parameters: [list, key, uuid, urn]
          exactlyOneOf: [uuid, urn]
          body: "#/components/schemas/ContactChange"
          status: "200"
        contacts.get: { exactlyOneOf: [uuid], first: /results }`),
    files,
  );
  expect(found).toEqual([]);
});

test("a schema of the root's components is a body too", async () => {
  const found = await problems(
    "methods",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      operationId: contacts.create
      requestBody: { content: { application/json: { schema: { type: object } } } }
      x-parley-methods: { contacts.create: { body: "#/components/schemas/NewContact" } }
components: { schemas: { NewContact: { type: object } } }
`,
  );
  expect(found).toEqual([]);
});

test("an operationId that is none of the methods is reported", async () => {
  const found = await problems("methods", operation("contacts.update: {}"), files);
  expect(found).toEqual([
    {
      text: "contacts.create",
      at: "openapi.yaml#/paths/~1contacts~1{list}/post/operationId",
      message:
        "The operationId `contacts.create` is none of the operation's methods (contacts.update): make it one of them.",
    },
  ]);
});

test("a parameter that the operation lacks is reported", async () => {
  const found = await problems(
    "methods",
    operation(
      "contacts.create:\n          parameters:\n            - list\n            - key\n            - id",
    ),
    files,
  );
  expect(found).toMatchObject([{ text: "id", at: at("contacts.create", "parameters", 2) }]);
});

test.each([
  ["list", "[uuid, key]"],
  ["key", "[list, uuid]"],
])("a method that leaves out %s, which every call needs, is reported", async (name, given) => {
  const found = await problems(
    "methods",
    operation(`contacts.create:\n          parameters: ${given}`),
    files,
  );
  expect(found).toMatchObject([
    {
      text: `parameters: ${given}`,
      at: at("contacts.create", "parameters"),
      message: `\`contacts.create\` leaves out \`${name}\`, which every call needs: add it.`,
    },
  ]);
});

test("a choice of a parameter that the method lacks is reported", async () => {
  const found = await problems(
    "methods",
    operation(
      "contacts.create:\n          parameters: [list, key, uuid]\n          exactlyOneOf:\n            - uuid\n            - urn",
    ),
    files,
  );
  expect(found).toMatchObject([{ text: "urn", at: at("contacts.create", "exactlyOneOf", 1) }]);
});

test("a choice that has a required parameter is reported", async () => {
  const found = await problems(
    "methods",
    operation("contacts.create:\n          exactlyOneOf:\n            - uuid\n            - key"),
    files,
  );
  expect(found).toMatchObject([{ text: "key", at: at("contacts.create", "exactlyOneOf", 1) }]);
});

test("a body that no schema becomes is reported", async () => {
  const found = await problems(
    "methods",
    operation('contacts.create:\n          body: "#/components/schemas/Contact"'),
    files,
  );
  expect(found).toMatchObject([
    { text: '"#/components/schemas/Contact"', at: at("contacts.create", "body") },
  ]);
});

test("a body of an operation without one is reported", async () => {
  const found = await problems(
    "methods",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      operationId: contacts.get
      x-parley-methods:
        contacts.get:
          body: "#/components/schemas/Contact"
components: { schemas: { Contact: { type: object } } }
`,
  );
  expect(found).toMatchObject([
    {
      text: '"#/components/schemas/Contact"',
      message: expect.stringContaining("of an operation that has none") as string,
    },
  ]);
});

test("a body that is the name of another component is reported", async () => {
  const found = await problems(
    "methods",
    operation('contacts.create: { body: "#/components/schemas/Locale" }').replace(
      "{ name: uuid, in: query }",
      "{ $ref: components/parameters/Locale.yaml }",
    ),
    { ...files, "components/parameters/Locale.yaml": "name: locale\nin: query\n" },
  );
  expect(found).toMatchObject([{ at: at("contacts.create", "body") }]);
});

test("what is missing is told with what there is", async () => {
  const lacking = `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      operationId: contacts.get
      responses: {}
      x-parley-methods:
        contacts.get: { parameters: [id], exactlyOneOf: [uuid], status: "200" }
`;
  expect((await problems("methods", lacking)).map(({ message }) => message)).toEqual([
    "The operation has no parameter `id`, which `contacts.get` names: it has none.",
    "`contacts.get` has no parameter `uuid` to choose: it has id.",
    "The operation declares no response `200`, by which `contacts.get` succeeds: it has none.",
  ]);
});

test("a list in another response than the method's is no list of it", async () => {
  const found = await problems(
    "methods",
    operation('contacts.create: { status: "201", first: /results }'),
    files,
  );
  expect(found).toMatchObject([{ text: "/results }", at: at("contacts.create", "first") }]);
});

test("a status that the operation does not declare is reported", async () => {
  const found = await problems(
    "methods",
    operation('contacts.create:\n          status: "202"'),
    files,
  );
  expect(found).toMatchObject([{ text: '"202"', at: at("contacts.create", "status") }]);
});

test.each(["/items", "/next"])(
  "the pointer %s is reported, which leads to no list",
  async (first) => {
    const found = await problems(
      "methods",
      operation(`contacts.create:\n          first: ${first}`),
      files,
    );
    expect(found).toMatchObject([{ text: first, at: at("contacts.create", "first") }]);
  },
);
