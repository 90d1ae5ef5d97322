import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPointer } from "./json-pointer.js";

// The document of RFC 6901 section 5.
const DOCUMENT: unknown = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

describe("readPointer", () => {
  it.each<[string, unknown]>([
    ["", DOCUMENT],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("RFC 6901 section 5: %j", (pointer, expected) => {
    expect(readPointer(DOCUMENT, pointer)).toEqual(expected);
  });

  it("~01 is ~1, not a slash (RFC 6901 section 4)", () => {
    expect(readPointer({ "~1": "right", "/": "wrong" }, "/~01")).toBe("right");
  });

  it.each([
    "/absent",
    "/foo/2",
    "/foo/-",
    "/foo/-1",
    "/foo/01",
    "/foo/0.0",
    "/foo/length",
    "/foo/0/0",
    "/foo/0/length",
    "/foo/map",
    "/a",
    "/toString",
    "/constructor",
    "/constructor/prototype",
    "/__proto__",
    "/foo/__proto__",
    "/foo/constructor",
  ])("nothing is at %s", (pointer) => {
    expect(readPointer(DOCUMENT, pointer)).toBeUndefined();
  });

  it.each([undefined, null, "text", 1, true, 1n])("nothing is inside %o", (value) => {
    expect(readPointer(value, "/length")).toBeUndefined();
    expect(readPointer(value, "/toString")).toBeUndefined();
    expect(readPointer(value, "")).toBe(value);
  });

  it("a key that JSON.parse makes of __proto__ is a key like any other", () => {
    expect(readPointer(JSON.parse('{"__proto__":{"a":1}}'), "/__proto__/a")).toBe(1);
  });

  it("finds every value of every document", () => {
    const walk = (value: unknown, pointer: string) => {
      expect(readPointer(root, pointer)).toBe(value);
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    };
    let root: unknown;
    const key = fc.oneof(fc.constantFrom("~", "/", "~1", "~0", "", "__proto__"), fc.string());
    fc.assert(
      fc.property(fc.object({ key }), (document) => {
        root = document;
        walk(document, "");
      }),
    );
  });
});
