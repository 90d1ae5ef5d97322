import { expect, test } from "vitest";
import { problemsOf, withOperation, type Written } from "../test-helpers/describe.js";

/** The problems of a schema beside a `$ref`, where Redocly does not look, and by itself. */
async function problemsOfSchema(schema: Written): Promise<readonly string[]> {
  return problemsOf(withOperation({ parameters: [{ name: "kind", in: "query", schema }] }));
}

test.each<[string, Written]>([
  ["type", { type: [] }],
  ["type", { type: [1] }],
  ["required", { required: "name" }],
  ["properties", { properties: { name: "text" } }],
  ["minLength", { minLength: "1" }],
])("a `%s` of another form is refused: %j", async (keyword, schema) => {
  expect(await problemsOfSchema(schema)).toContainEqual(
    expect.stringContaining(`#/paths/~1things/get/parameters/0/schema/${keyword}`),
  );
});

test("a list of no types says what is wrong, as nothing at all would fit it", async () => {
  expect(await problemsOfSchema({ type: [] })).toEqual([
    "#/paths/~1things/get/parameters/0/schema/type The keyword `type` is not text or a list of texts: correct it, or leave it out with an overlay.",
  ]);
});
