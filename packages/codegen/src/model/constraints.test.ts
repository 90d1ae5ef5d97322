import { expect, test } from "vitest";
import type { SchemaObject } from "../description/openapi.js";
import { constraintsOf } from "./constraints.js";

test.each<[SchemaObject, readonly string[]]>([
  [{ type: "string" }, []],
  [{ minimum: 1, maximum: 100 }, ["1 to 100."]],
  [{ minimum: 0 }, ["At least 0."]],
  [{ maximum: -1 }, ["At most -1."]],
  [{ exclusiveMinimum: 0, exclusiveMaximum: 1 }, ["Greater than 0.", "Less than 1."]],
  // OpenAPI 3.0 has them as modifiers.
  [{ minimum: 0, exclusiveMinimum: true, maximum: 9 }, ["At most 9.", "Greater than 0."]],
  [{ minimum: 0, exclusiveMinimum: false }, ["At least 0."]],
  [{ multipleOf: 5 }, ["A multiple of 5."]],
  [{ minLength: 1 }, ["At least 1 character."]],
  [{ minLength: 2, maxLength: 2 }, ["Exactly 2 characters."]],
  [{ maxItems: 10, uniqueItems: true }, ["At most 10 items.", "No item occurs twice."]],
  [{ minProperties: 1, maxProperties: 3 }, ["1 to 3 properties."]],
  [{ format: "uuid", pattern: "^`a`$" }, ["Format: uuid.", "Pattern: ``^`a`$``."]],
  [{ pattern: "`" }, ["Pattern: `` ` ``."]],
  [{ pattern: "a\nb" }, ["Pattern: `a\\nb`."]],
  [{ enum: ["a", 1, null] }, ["One of `a`, `1` or `null`."]],
  [{ "x-parley-open-enum": ["open", "closed"] }, ["Known values: `open` and `closed`."]],
  [{ "x-parley-prefixes": ["id:"] }, ["Starts with `id:`."]],
  [
    { enum: Array.from({ length: 14 }, (_, index) => index) },
    ["One of `0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, `10`, `11`, and 2 more."],
  ],
])("%j is said as %j", (schema, sentences) => {
  expect(constraintsOf(schema)).toEqual(sentences);
});

test("what the items of a list keep to is said of each", () => {
  expect(constraintsOf({ maxItems: 5 }, { maxLength: 255, pattern: "^a" })).toEqual([
    "At most 5 items.",
    "Each item: pattern: `^a`.",
    "Each item: at most 255 characters.",
  ]);
});
