import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (schema: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
components:
  schemas:
    Value: ${schema}
`;

test.each([
  "{ type: string, x-parley-open-enum: [a] }",
  '{ type: [string, "null"], x-parley-open-enum: [a] }',
  '{ type: string, x-parley-prefixes: ["id:"] }',
])("%s passes", async (schema) => {
  expect(await problems("string-extensions", description(schema))).toEqual([]);
});

test.each([
  "{ type: integer, x-parley-open-enum: [a] }",
  "{ x-parley-open-enum: [a] }",
  "{ type: [string, integer], x-parley-open-enum: [a] }",
  '{ type: ["null"], x-parley-open-enum: [a] }',
])("%s is reported, which is no string", async (schema) => {
  const found = await problems("string-extensions", description(schema));
  expect(found).toEqual([
    {
      text: "x-parley-open-enum: [a] }",
      at: "openapi.yaml#/components/schemas/Value/x-parley-open-enum",
      message:
        '`x-parley-open-enum` describes a string: write `type: string`, or `type: [string, "null"]`.',
    },
  ]);
});

test("prefixes of a number are reported", async () => {
  const found = await problems(
    "string-extensions",
    description('{ type: integer, x-parley-prefixes: ["id:"] }'),
  );
  expect(found).toMatchObject([{ at: "openapi.yaml#/components/schemas/Value/x-parley-prefixes" }]);
});

test.each(["enum: [a]", "const: a"])("%s beside an open enum is reported", async (closed) => {
  const found = await problems(
    "string-extensions",
    description(`{ type: string, x-parley-open-enum: [a], ${closed} }`),
  );
  expect(found).toMatchObject([
    { text: `${closed} }`, at: `openapi.yaml#/components/schemas/Value/${closed.split(":")[0]}` },
  ]);
});
