import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (pagination: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      parameters: [{ name: cursor, in: query }, { name: limit, in: query }, { name: page, in: header }]
      x-parley-pagination:
        ${pagination}
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { page_token: { type: string } } }
      responses:
        "200": { $ref: components/responses/Contacts.yaml }
        "400": { description: Refused. }
`;

const files = {
  "components/responses/Contacts.yaml": `
description: Contacts.
content:
  application/json:
    schema: { $ref: ../schemas/ContactList.yaml }
`,
  "components/schemas/ContactList.yaml": `
allOf:
  - type: object
    properties:
      items: { type: array, items: { type: string } }
      total: { type: integer }
      mixed: { type: [array, string] }
      either: { anyOf: [{ type: array }, { type: string }] }
      list: { anyOf: [{ type: array }, { type: "null" }] }
      refined: { allOf: [{ type: array }, { minItems: 1 }] }
  - type: object
    properties:
      pagination:
        anyOf:
          - type: "null"
          - $ref: Pagination.yaml
`,
  "components/schemas/Pagination.yaml": `
type: object
properties:
  next: { type: [string, "null"] }
  more: { type: boolean }
`,
};

const at = (property: string): string =>
  `openapi.yaml#/paths/~1contacts/post/x-parley-pagination/${property}`;

test.each([
  "{ style: url, items: /items, next: /pagination/next, parameter: cursor }",
  "{ style: token, items: /items, next: /pagination/next, parameter: page_token, in: body }",
  "{ style: offset, items: /items, total: /total, parameter: cursor }",
])("%s passes, its pointers followed through files and compositions", async (pagination) => {
  expect(await problems("pagination", description(pagination), files)).toEqual([]);
});

test.each([
  ["that the operation lacks", "offset"],
  ["that is no query parameter", "page"],
])("a parameter %s is reported", async (_, parameter) => {
  const found = await problems(
    "pagination",
    description(`style: offset\n        items: /items\n        parameter: ${parameter}`),
    files,
  );
  expect(found).toMatchObject([{ text: parameter, at: at("parameter") }]);
});

test("a body property that the request lacks is reported", async () => {
  const found = await problems(
    "pagination",
    description(
      "{ style: token, items: /items, next: /pagination/next, parameter: cursor, in: body }",
    ),
    files,
  );
  expect(found).toMatchObject([
    {
      at: at("parameter"),
      message:
        "The request body has no property `cursor`: name the one that takes the page's token.",
    },
  ]);
});

test.each([
  ["items", "that lead nowhere", "/results", "leads to nothing in the schema"],
  ["items", "that are no list", "/pagination", "does not lead to a list"],
  ["items", "that may be a string", "/mixed", "does not lead to a list"],
  ["items", "of which one alternative is a string", "/either", "does not lead to a list"],
  ["next", "that leads nowhere", "/pagination/following", "leads to nothing in the schema"],
  ["next", "that is no string", "/pagination/more", "does not lead to a string"],
])("%s %s are reported", async (property, _, pointer, fault) => {
  const pointers = { items: "/items", next: "/pagination/next", [property]: pointer };
  const found = await problems(
    "pagination",
    description(
      `style: url\n        items: ${pointers.items}\n        next: ${pointers.next}\n        parameter: cursor`,
    ),
    files,
  );
  expect(found).toMatchObject([
    {
      text: pointer,
      at: at(property),
      message: expect.stringContaining(fault) as string,
    },
  ]);
});

test.each(["/list", "/refined"])("a list that is composed (%s) passes", async (items) => {
  const found = await problems(
    "pagination",
    description(`{ style: offset, items: ${items}, parameter: cursor }`),
    files,
  );
  expect(found).toEqual([]);
});

test("a body property of an operation without a body is reported", async () => {
  const found = await problems(
    "pagination",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      x-parley-pagination: { style: token, items: "", next: "", parameter: token, in: body }
`,
  );
  expect(found).toMatchObject([
    { text: "token, in: body }" },
    { message: expect.stringContaining("without a JSON success response") as string },
  ]);
});

const content = (properties: string): string =>
  `{ application/json: { schema: { type: object, properties: { ${properties} } } } }`;

test("a pointer that one of two success responses lacks is reported once", async () => {
  const found = await problems(
    "pagination",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      parameters: [{ name: skip, in: query }]
      x-parley-pagination: { style: offset, items: /items, total: /total, parameter: skip }
      responses:
        "200": { description: All., content: ${content("items: { type: array }, total: { type: integer }")} }
        "206": { description: Some., content: ${content("items: { type: object }")} }
`,
  );
  expect(found).toMatchObject([
    { text: "/items, total: /total, parameter: skip }" },
    { text: "/total, parameter: skip }" },
  ]);
});

test("a list without a JSON response is reported", async () => {
  const found = await problems(
    "pagination",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      parameters: [{ name: skip, in: query }]
      x-parley-pagination: { style: offset, items: "", parameter: skip }
      responses:
        "200": { description: Contacts., content: { text/csv: { schema: { type: string } } } }
`,
  );
  expect(found).toMatchObject([
    {
      text: 'x-parley-pagination: { style: offset, items: "", parameter: skip }',
      at: "openapi.yaml#/paths/~1contacts/get/x-parley-pagination",
    },
  ]);
});

test("the empty pointer is the whole body, which may be the list", async () => {
  const found = await problems(
    "pagination",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      parameters: [{ name: skip, in: query }]
      x-parley-pagination: { style: offset, items: "", parameter: skip }
      responses:
        "200": { description: Contacts., content: { application/json: { schema: { type: array } } } }
`,
  );
  expect(found).toEqual([]);
});
