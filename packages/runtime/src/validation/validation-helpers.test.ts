import { expect, test } from "vitest";
import { codePointLength, isEqual } from "./validation-helpers.js";

test("a character is a code point, however many units it has", () => {
  expect(["", "ab", "😀", "e\u0301", "\ud83d"].map(codePointLength)).toEqual([0, 2, 1, 2, 1]);
});

test.each<[unknown, unknown]>([
  [1, 1],
  ["a", "a"],
  [null, null],
  [
    [1, [2]],
    [1, [2]],
  ],
  [
    { a: 1, b: { c: [] } },
    { b: { c: [] }, a: 1 },
  ],
])("%j is %j", (one, other) => {
  expect(isEqual(one, other)).toBe(true);
});

test.each<[unknown, unknown]>([
  [1, "1"],
  [0, false],
  [null, {}],
  [[], {}],
  [[1], [1, 2]],
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ toString: 1 }, { a: 1 }],
])("%j is not %j", (one, other) => {
  expect(isEqual(one, other)).toBe(false);
  expect(isEqual(other, one)).toBe(false);
});
