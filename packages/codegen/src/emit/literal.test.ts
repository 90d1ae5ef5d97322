import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { literal, propertyName, stringLiteral, type Data } from "./literal.js";

/** Runs source as the data that it is. */
function evaluated(source: string): unknown {
  return runInNewContext(`(${source})`);
}

test("a value that fits is one line, and one that does not is a line for each part", () => {
  expect(literal({ a: [1, "b"], "c-d": null })).toBe('{ a: [1, "b"], "c-d": null }');
  expect(literal({ a: [1], b: "x".repeat(50), c: { d: "y".repeat(60) } })).toBe(
    `{\n  a: [1],\n  b: "${"x".repeat(50)}",\n  c: { d: "${"y".repeat(60)}" },\n}`,
  );
});

test("what is undefined is left out", () => {
  expect(literal({ a: undefined, b: 1 })).toBe("{ b: 1 }");
});

test("a key called __proto__ is a key, and not the prototype", () => {
  const value = Object.fromEntries([["__proto__", { polluted: true }]]);
  const source = literal(value);
  expect(source).toBe('{ ["__proto__"]: { polluted: true } }');
  expect(Object.keys(evaluated(source) as object)).toEqual(["__proto__"]);
});

test("no character ends a string or its line", () => {
  expect(stringLiteral('"\\\n\u2028\u2029\u0085`${a}')).toBe(
    '"\\"\\\\\\n\\u2028\\u2029\\u0085`${a}"',
  );
});

test("only an identifier stands without quotes", () => {
  expect(["a", "$b_1", "1a", "a-b", "ä", ""].map(propertyName)).toEqual([
    "a",
    "$b_1",
    '"1a"',
    '"a-b"',
    '"ä"',
    '""',
  ]);
});

test("whatever the data, its source gives the same data", () => {
  const json = fc.letrec<{ data: Data }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("data"), { maxKeys: 4 }),
    ),
  })).data;
  fc.assert(
    fc.property(json, (data) => {
      expect(JSON.stringify(evaluated(literal(data)))).toBe(JSON.stringify(data));
    }),
    { numRuns: 300 },
  );
});
