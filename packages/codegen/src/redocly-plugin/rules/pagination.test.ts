import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (pagination: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      parameters: [{ name: cursor, in: query }, { name: page, in: header }]
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
  ["that the operation lacks", "parameter: offset"],
  ["that is no query parameter", "parameter: page"],
])("a parameter %s is reported", async (_, parameter) => {
  const found = await problems(
    "pagination",
    description(`style: offset\n        items: /items\n        ${parameter}`),
    files,
  );
  expect(found).toMatchObject([{ line: parameter, at: at("parameter") }]);
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
      line: `${property}: ${pointer}`,
      at: at(property),
      message: expect.stringContaining(fault) as string,
    },
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
      line: 'x-parley-pagination: { style: offset, items: "", parameter: skip }',
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
