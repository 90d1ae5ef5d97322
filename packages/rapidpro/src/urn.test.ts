import { ConfigurationError } from "@parley/runtime";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { Urn } from "./generated/types.js";
import { formatUrn, parseUrn, type UrnParts } from "./urn.js";

const scheme = fc.constantFrom("tel", "mailto", "whatsapp", "deleted", "ext", "a1+.-");

// With every character that parts a URN; short enough for three of them, escaped, to be one.
const part = fc
  .array(
    fc.oneof(
      fc.constantFrom("?", "#", "%", ":", "%23", "%3F", "%25", "\n"),
      fc.string({ unit: "binary" }),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => text !== "" && encodeURIComponent(text).length < 60);

const parts: fc.Arbitrary<UrnParts> = fc.record(
  { scheme, path: part, query: part, display: part },
  { requiredKeys: ["scheme", "path"] },
);

describe("parseUrn", () => {
  test.for<[string, UrnParts]>([
    ["tel:+250788123123", { scheme: "tel", path: "+250788123123" }],
    ["mailto:amina@example.org", { scheme: "mailto", path: "amina@example.org" }],
    ["tel:********", { scheme: "tel", path: "********" }],
    ["deleted:1", { scheme: "deleted", path: "1" }],
    ["facebook:ref:12:34", { scheme: "facebook", path: "ref:12:34" }],
    [
      "telegram:3527065?channel=7&id=2#amina",
      { scheme: "telegram", path: "3527065", query: "channel=7&id=2", display: "amina" },
    ],
    [
      "twitterid:12#Amina N: 100 / 200",
      { scheme: "twitterid", path: "12", display: "Amina N: 100 / 200" },
    ],
    ["ext:a%23b%3Fc%25d", { scheme: "ext", path: "a#b?c%d" }],
    ["ext:100%", { scheme: "ext", path: "100%" }],
    ["ext:a%2523b", { scheme: "ext", path: "a%23b" }],
    ["tel:1?#", { scheme: "tel", path: "1" }],
  ])("reads %s", ([urn, expected]) => {
    expect(parseUrn(urn)).toEqual(expected);
  });

  test.for<[string, string]>([
    ["", "nothing"],
    ["+250788123123", "no scheme"],
    ["tel", "no colon"],
    ["tel:", "no path"],
    [":+250788123123", "an empty scheme"],
    ["tel:?query", "a query in place of the path"],
    ["tel:#display", "a display in place of the path"],
    ["TEL:1", "an upper-case scheme"],
    ["1tel:1", "a scheme that begins with a digit"],
    ["te l:1", "a space in the scheme"],
    [" tel:1", "a space before it"],
    ["tel:1?a?b", "two queries"],
    ["tel:1#a#b", "two displays"],
    ["tel:1#a?b", "a query after the display"],
  ])("refuses %j: %s", ([urn]) => {
    expect(() => parseUrn(urn)).toThrow(ConfigurationError);
  });

  test("takes 255 characters and no more, a character outside the basic plane being one", () => {
    expect(parseUrn(`ext:${"a".repeat(251)}`).path).toHaveLength(251);
    expect(parseUrn(`ext:${"😀".repeat(251)}`).path).toBe("😀".repeat(251));
    expect(() => parseUrn(`ext:${"a".repeat(252)}`)).toThrow("at most 255 characters");
    expect(() => parseUrn(`ext:${"😀".repeat(252)}`)).toThrow("at most 255 characters");
  });

  test("its message tells the form and not the address, which is personal", () => {
    expect(() => parseUrn("250788123123")).toThrow(
      /^A URN has a lower-case scheme, a colon, a path, .*: "tel:\+250788123123"\.$/,
    );
    expect(() => parseUrn("250788999111")).not.toThrow("250788999111");
  });
});

describe("formatUrn", () => {
  test("is read as the same parts, whatever characters they hold", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseUrn(formatUrn(given))).toEqual(given);
      }),
    );
  });

  test("writes again what was read, where nothing in it is needlessly escaped", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const urn = formatUrn(given);
        expect(formatUrn(parseUrn(urn))).toBe(urn);
      }),
    );
  });

  test("escapes what would move the border to the next part, and nothing else", () => {
    expect(formatUrn({ scheme: "ext", path: "a#b?c%d/é é", display: "?" })).toBe(
      "ext:a%23b%3Fc%25d/é é#%3F",
    );
  });

  test("leaves out parts that are empty", () => {
    expect(formatUrn({ scheme: "tel", path: "+12025550101", query: "", display: "" })).toBe(
      "tel:+12025550101",
    );
  });

  test.for<[UrnParts, string]>([
    [{ scheme: "tel", path: "" }, "A URN has"],
    [{ scheme: "", path: "1" }, "A URN has"],
    [{ scheme: "tel#", path: "1" }, "A URN has"],
    [{ scheme: "tel:1", path: "2" }, '"tel:1" is no scheme'],
    [{ scheme: "ext", path: "a".repeat(252) }, "at most 255 characters"],
    [{ scheme: "ext", path: "%".repeat(84) }, "at most 255 characters"],
  ])("refuses %j", ([given, message]) => {
    expect(() => formatUrn(given)).toThrow(ConfigurationError);
    expect(() => formatUrn(given)).toThrow(message);
  });

  test("gives what parameters take, where the scheme is one that can be written", () => {
    const urn = formatUrn({ scheme: "tel", path: "+12025550101" });
    expectTypeOf(urn).toEqualTypeOf<`tel:${string}`>();
    expectTypeOf(urn).toExtend<Urn>();
    expectTypeOf(formatUrn({ scheme: "deleted", path: "1" })).not.toExtend<Urn>();
    expectTypeOf(formatUrn(parseUrn(urn))).not.toExtend<Urn>();
    expect(urn).toBe("tel:+12025550101");
  });
});
