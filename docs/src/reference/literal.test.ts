import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Expression, literal } from "./literal.ts";

test("what is short stands on one line, what is long on several", () => {
  expect(literal({ id: 1, tags: ["a"] })).toBe('{ id: 1, tags: ["a"] }');
  expect(literal({ text: "x".repeat(40), more: "y".repeat(40) })).toBe(
    `{\n  text: "${"x".repeat(40)}",\n  more: "${"y".repeat(40)}",\n}`,
  );
});

test("names that are no identifiers are quoted, and code stays code", () => {
  expect(literal({ "Accept-Language": "es", file: new Expression("new File([])") })).toBe(
    '{ "Accept-Language": "es", file: new File([]) }',
  );
});

test("any JSON that is written comes back when it is run", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 90 }), (value, before) => {
      const run: unknown = runInNewContext(`(${literal(value, before)})`);
      expect(JSON.stringify(run)).toBe(JSON.stringify(value));
    }),
  );
});
