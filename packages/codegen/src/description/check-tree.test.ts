import { expect, test } from "vitest";
import { DescriptionError } from "../description-error.js";
import { checkTree } from "./check-tree.js";
import { duplicateKeys } from "./duplicate-keys.js";

function faultOf(value: unknown): string {
  try {
    checkTree(value, "a.yaml");
    return "";
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer} ${message}`).join("\n");
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

test("a tree of data is fine, and so is one object in two places", () => {
  const shared = { a: [1, "b", null] };
  expect(faultOf({ x: shared, y: shared })).toBe("");
  expect(faultOf(nested(400))).toBe("");
});

test.each<[string, unknown, RegExp]>([
  ["an infinite number", { a: [Infinity] }, /^#\/a\/0 JSON has no number Infinity/],
  ["half of a character", { a: "\ud800" }, /^#\/a It has half of a character/],
  ["half of a character in a key", { "\udc00": 1 }, /It has half of a character/],
  ["a key called __proto__", JSON.parse('{"a":{"__proto__":1}}'), /^#\/a `__proto__` is no name/],
  ["what is too deep", nested(600), /^#\/0\/0\/0.* It is nested more than 500 deep/],
])("%s is refused with its place", (_what, value, fault) => {
  expect(faultOf(value)).toMatch(fault);
});

test("an object in itself is refused", () => {
  const loop: Record<string, unknown> = {};
  loop["again"] = { loop };
  expect(faultOf({ loop })).toMatch(/^#\/loop\/again\/loop It is nested without end/);
});

test("objects that are repeated without measure are refused at once", () => {
  let value: unknown = ["a"];
  for (let level = 0; level < 60; level++) value = [value, value];
  expect(faultOf(value)).toMatch(/^# With its YAML aliases .* are written/);
});

const pointers = (json: string): string[] =>
  duplicateKeys(json, "a.json").map(({ pointer }) => pointer);

test("a key that stands twice in one object of JSON is found, however it is written", () => {
  expect(pointers('{"a":{"b":1},"c":[{"b":1},{"b":"{\\"b\\":"}]}')).toEqual([]);
  expect(pointers('{"a":{"b":1,"b":2}}')).toEqual(["#/a/b"]);
  expect(pointers('{"c":[0,{"a/b":1,"a\\u002fb":2}]}')).toEqual(["#/c/1/a~1b"]);
});
