import { expect, test } from "vitest";
import { jsonValue } from "./validation-value.js";

test("a value is what JSON has of it", () => {
  const value = {
    date: new Date(0),
    large: 2n ** 63n,
    missing: undefined,
    list: [undefined, 1n, () => 1],
    deep: { inner: { gone: undefined, kept: null } },
  };
  expect(jsonValue(value, false)).toEqual({
    date: "1970-01-01T00:00:00.000Z",
    large: 2 ** 63,
    list: [null, 1, null],
    deep: { inner: { kept: null } },
  });
});

test("what is given stays as it is", () => {
  const value = { a: { b: undefined, c: 1n } };
  jsonValue(value, false);
  expect(value).toEqual({ a: { b: undefined, c: 1n } });
  expect(Object.keys(value.a)).toEqual(["b", "c"]);
});

test("bytes are text in forms, and no text in JSON", () => {
  for (const bytes of [new Blob(["a"]), new ArrayBuffer(1), new Uint8Array(1)]) {
    expect(jsonValue({ file: bytes, files: [bytes] }, true)).toEqual({ file: "", files: [""] });
    expect(jsonValue({ file: bytes }, false)).toEqual({ file: {} });
  }
});

test("a property named __proto__ is a property", () => {
  const value: unknown = JSON.parse('{"__proto__": {"a": 1}}');
  const copy = jsonValue(value, false);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1}}');
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});
