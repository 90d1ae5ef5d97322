import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (pathParameters: string, operationParameters: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts/{id}:
    parameters:
      ${pathParameters}
    get:
      parameters:
        ${operationParameters}
`;

test("parameters of different names pass, and an operation may declare a path's parameter anew", async () => {
  const found = await problems(
    "parameter-names",
    description(
      "- { name: id, in: path }",
      "- { name: id, in: path }\n        - { name: limit, in: query }",
    ),
  );
  expect(found).toEqual([]);
});

test("a name that two locations share is reported", async () => {
  const found = await problems(
    "parameter-names",
    description("- { name: id, in: path }", "- { name: id, in: query }"),
  );
  expect(found).toEqual([
    {
      text: "id, in: query }",
      at: "openapi.yaml#/paths/~1contacts~1{id}/get/parameters/0/name",
      message:
        "The parameter `id` is in the path and in the query, and a method can have only one of that name: leave one out.",
    },
  ]);
});

test("a parameter named body is reported", async () => {
  const found = await problems(
    "parameter-names",
    description("- { name: id, in: path }", "- { name: body, in: query }"),
  );
  expect(found).toMatchObject([{ text: "body, in: query }" }]);
});

test("a cookie is reported", async () => {
  const found = await problems(
    "parameter-names",
    description("- { name: id, in: path }", "- { name: session, in: cookie }"),
  );
  expect(found).toMatchObject([{ at: "openapi.yaml#/paths/~1contacts~1{id}/get/parameters/0/in" }]);
});

test("a shared parameter is reported once, in its own file", async () => {
  const found = await problems(
    "parameter-names",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get: { parameters: [{ $ref: components/parameters/Body.yaml }] }
    post: { parameters: [{ $ref: components/parameters/Body.yaml }] }
`,
    { "components/parameters/Body.yaml": "name: body\nin: query\n" },
  );
  expect(found).toMatchObject([{ text: "body", at: "components/parameters/Body.yaml#/name" }]);
});
