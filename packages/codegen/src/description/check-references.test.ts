import { expect, test } from "vitest";
import { ok, problemsOf, withOperation, type Written } from "../test-helpers/describe.js";

const referTo = ($ref: string, rest: Written = {}): Written => withOperation(ok({ $ref }), rest);

const schemas = (a: Written): Written => ({ components: { schemas: { A: a } } });

const beside = (rest: Written): Written =>
  withOperation(ok({ $ref: "#/components/schemas/A", ...rest }), {
    components: { schemas: { A: { type: "object" } } },
  });

test.each([
  ["#/paths/~1things/get/responses/200/description", /description/],
  ["#/__proto__", /leads nowhere: correct it/],
  ["#/components/schemas/Missing", /leads nowhere: correct it/],
])("a $ref to %s is refused", async ($ref, message) => {
  const problems = await problemsOf(referTo($ref));
  expect(problems).not.toEqual([]);
  expect(problems.join("\n")).toMatch(message);
});

test("a $ref to an anchor is refused, and says what to write", async () => {
  const named = schemas({ type: "object", $anchor: "named" });
  expect(await problemsOf(referTo("#named", named))).toEqual([
    "#/paths/~1things/get/responses/200/content/application~1json/schema/$ref `#named` is an `$anchor`: write `#/components/schemas/A` in its place, with an overlay.",
  ]);
  expect(await problemsOf(referTo("#nobody", named))).toEqual([
    expect.stringContaining("Can't resolve $ref"),
  ]);
});

test("a $ref into a schema is followed, unless it comes back to itself", async () => {
  const list = {
    type: "object",
    properties: { list: { type: "array", items: { type: "string" } } },
  };
  const into = "#/components/schemas/A/properties/list/items";
  expect(await problemsOf(referTo(into, schemas(list)))).toEqual([]);
  const loop = {
    type: "object",
    properties: { list: { type: "array", items: { $ref: `${into}/x` } } },
  };
  expect(
    await problemsOf(
      referTo(
        "#/components/schemas/A/properties/a",
        schemas({
          type: "object",
          properties: {
            a: {
              type: "object",
              properties: { b: { $ref: "#/components/schemas/A/properties/a" } },
            },
          },
        }),
      ),
    ),
  ).toContainEqual(expect.stringContaining("contains this `$ref`"));
  expect(await problemsOf(referTo(into, schemas(loop)))).not.toEqual([]);
});

test("what stands beside a $ref has to have its shape too", async () => {
  expect(await problemsOf(beside({ description: "Fine.", enum: [{}] }))).toEqual([]);
  expect(await problemsOf(beside({ enum: "a" }))).toEqual([
    expect.stringMatching(/schema\/enum The keyword `enum` is not a list: correct it/),
  ]);
});
