import { expect, test } from "vitest";
import { visitDescription } from "./visit-description.js";

test("every OpenAPI object that can hold a schema is visited, each at its pointer", () => {
  const schema = { type: "object", properties: { "a/b": { items: { type: "string" } } } };
  const visited: string[] = [];
  visitDescription(
    {
      paths: {
        "/things": {
          parameters: [{ name: "id", in: "query", schema: true }],
          post: {
            requestBody: { content: { "application/json": { schema } } },
            responses: { "200": { headers: { etag: { schema: {} } } } },
            callbacks: { done: { "{$url}": { post: {} } } },
          },
        },
      },
      components: { schemas: { Thing: { oneOf: [{ $ref: "#" }] } } },
    },
    (kind, _node, pointer) => visited.push(`${kind} ${pointer}`),
  );
  expect(visited).toEqual([
    "Root #",
    "PathItem #/paths/~1things",
    "Parameter #/paths/~1things/parameters/0",
    "Operation #/paths/~1things/post",
    "RequestBody #/paths/~1things/post/requestBody",
    "MediaType #/paths/~1things/post/requestBody/content/application~1json",
    "Schema #/paths/~1things/post/requestBody/content/application~1json/schema",
    "Schema #/paths/~1things/post/requestBody/content/application~1json/schema/properties/a~1b",
    "Schema #/paths/~1things/post/requestBody/content/application~1json/schema/properties/a~1b/items",
    "Response #/paths/~1things/post/responses/200",
    "Header #/paths/~1things/post/responses/200/headers/etag",
    "Schema #/paths/~1things/post/responses/200/headers/etag/schema",
    "Callback #/paths/~1things/post/callbacks/done",
    "PathItem #/paths/~1things/post/callbacks/done/{$url}",
    "Operation #/paths/~1things/post/callbacks/done/{$url}/post",
    "Components #/components",
    "Schema #/components/schemas/Thing",
    "Schema #/components/schemas/Thing/oneOf/0",
  ]);
});

test("a schema is visited under every keyword that has one, in a list or in a map", () => {
  const one = [
    "additionalProperties",
    "unevaluatedProperties",
    "items",
    "unevaluatedItems",
    "contains",
    "propertyNames",
    "contentSchema",
    "not",
    "if",
    "then",
    "else",
  ];
  const lists = ["prefixItems", "allOf", "anyOf", "oneOf"];
  const maps = ["properties", "patternProperties", "dependentSchemas", "$defs"];
  const visited: string[] = [];
  const entries: [string, unknown][] = [
    ...one.map((keyword): [string, unknown] => [keyword, {}]),
    ...lists.map((keyword): [string, unknown] => [keyword, [{}]]),
    ...maps.map((keyword): [string, unknown] => [keyword, { key: {} }]),
  ];
  const schema: unknown = Object.fromEntries(entries);
  visitDescription({ components: { schemas: { A: schema } } }, (_kind, _node, pointer) => {
    if (pointer.startsWith("#/components/schemas/A/")) visited.push(pointer.slice(23));
  });
  expect(visited.toSorted()).toEqual(
    [
      ...one,
      ...lists.map((keyword) => `${keyword}/0`),
      ...maps.map((keyword) => `${keyword}/key`),
    ].toSorted(),
  );
});

test("what examples, defaults and extensions hold is data, whatever it looks like", () => {
  const visited: string[] = [];
  visitDescription(
    {
      components: {
        schemas: {
          Thing: {
            default: { properties: { a: {} } },
            examples: [{ allOf: [{}] }],
            "x-note": { items: {} },
          },
        },
      },
    },
    (kind, _node, pointer) => visited.push(`${kind} ${pointer}`),
  );
  expect(visited).toEqual([
    "Root #",
    "Components #/components",
    "Schema #/components/schemas/Thing",
  ]);
});
