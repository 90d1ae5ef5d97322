import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParameterDescriptor } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import { anyText } from "../test-helpers/any-text.js";
import {
  type Decoded,
  decodeJoined,
  decodePath,
  decodeQuery,
  type Shape,
} from "../test-helpers/decode-parameter.js";
import { REFUSED, unlessRefused } from "../test-helpers/unless-refused.js";
import {
  serializeHeaderParameter,
  serializePathParameter,
  serializeQueryParameter,
  serializeScalar,
} from "./serialize-parameter.js";

const WHERE = 'things.get: parameter "color"';
const EMPTY = "";
const STRING = "blue";
const ARRAY = ["blue", "black", "brown"];
const OBJECT = { R: 100, G: 200, B: 150 };

function query(value: unknown, descriptor: Omit<ParameterDescriptor, "in"> = {}, name = "color") {
  return serializeQueryParameter(name, value, { in: "query", ...descriptor }, WHERE).join("&");
}

function path(value: unknown, descriptor: Omit<ParameterDescriptor, "in"> = {}, name = "color") {
  return serializePathParameter(name, value, { in: "path", ...descriptor }, WHERE);
}

function header(value: unknown, descriptor: Omit<ParameterDescriptor, "in"> = {}) {
  return serializeHeaderParameter(value, { in: "header", ...descriptor }, WHERE);
}

/** What a caller may give by accident or by malice. */
const HOSTILE = [
  "\r\nx-injected: 1",
  "a\nb",
  "a\0b",
  "\0",
  "..",
  ".",
  "../..",
  "%2e%2e",
  "%2E",
  "%2f",
  "..%2f",
  "/",
  "//",
  "//evil.example",
  "\\",
  "..\\",
  "?",
  "?admin=1",
  "#",
  "#x",
  "&",
  "&admin=1",
  "a=b&c=d",
  "=",
  "+",
  " ",
  "  ",
  "\t",
  "%",
  "%zz",
  "%00",
  ";",
  ";v=1",
  ",",
  ".,.",
  "|",
  "@",
  ":",
  "[x]",
  "{id}",
  "$&",
  "é",
  "\u00a0",
  "\u2028",
  "\ufeff",
  "😀",
  "👩‍👩‍👧",
  "\u{10ffff}",
  "__proto__",
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  anyText(),
  fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 }).map((all) => all.join("")),
);
const array = fc.array(text, { minLength: 1, maxLength: 5 });
const dictionary = fc
  .uniqueArray(fc.tuple(text, text), { minLength: 1, maxLength: 4, selector: ([key]) => key })
  .map((entries): Record<string, string> => Object.fromEntries(entries))
  // An object of this key in a literal is its prototype, for our decoder too.
  .filter((object) => !Object.hasOwn(object, "__proto__") && Object.keys(object).length > 0);

const VALUES: Record<Shape, fc.Arbitrary<Decoded>> = { scalar: text, array, object: dictionary };

function partsOf(value: Decoded): string[] {
  if (typeof value === "string") return [];
  return Array.isArray(value) ? value : Object.entries(value).flat();
}

describe("the style table of OpenAPI 3.1.1, section 4.8.12.4", () => {
  it.each<[style: ParameterDescriptor["style"], explode: boolean, value: unknown, written: string]>(
    [
      ["form", false, EMPTY, "color="],
      ["form", false, STRING, "color=blue"],
      ["form", false, ARRAY, "color=blue,black,brown"],
      ["form", false, OBJECT, "color=R,100,G,200,B,150"],
      ["form", true, EMPTY, "color="],
      ["form", true, STRING, "color=blue"],
      ["form", true, ARRAY, "color=blue&color=black&color=brown"],
      ["form", true, OBJECT, "R=100&G=200&B=150"],
      ["spaceDelimited", false, ARRAY, "color=blue%20black%20brown"],
      ["spaceDelimited", false, OBJECT, "color=R%20100%20G%20200%20B%20150"],
      ["pipeDelimited", false, ARRAY, "color=blue%7Cblack%7Cbrown"],
      ["pipeDelimited", false, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"],
      ["deepObject", true, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    ],
  )("a query in style %s, explode %s, writes %j as %s", (style, explode, value, expected) => {
    expect(query(value, { ...(style && { style }), explode })).toBe(expected);
  });

  it.each<[style: ParameterDescriptor["style"], explode: boolean, value: unknown, written: string]>(
    [
      ["matrix", false, STRING, ";color=blue"],
      ["matrix", false, ARRAY, ";color=blue,black,brown"],
      ["matrix", false, OBJECT, ";color=R,100,G,200,B,150"],
      ["matrix", true, STRING, ";color=blue"],
      ["matrix", true, ARRAY, ";color=blue;color=black;color=brown"],
      ["matrix", true, OBJECT, ";R=100;G=200;B=150"],
      ["label", false, STRING, ".blue"],
      ["label", false, ARRAY, ".blue,black,brown"],
      ["label", false, OBJECT, ".R,100,G,200,B,150"],
      ["label", true, STRING, ".blue"],
      ["label", true, ARRAY, ".blue.black.brown"],
      ["label", true, OBJECT, ".R=100.G=200.B=150"],
      ["simple", false, STRING, "blue"],
      ["simple", false, ARRAY, "blue,black,brown"],
      ["simple", false, OBJECT, "R,100,G,200,B,150"],
      ["simple", true, STRING, "blue"],
      ["simple", true, ARRAY, "blue,black,brown"],
      ["simple", true, OBJECT, "R=100,G=200,B=150"],
    ],
  )("a path in style %s, explode %s, writes %j as %s", (style, explode, value, expected) => {
    expect(path(value, { ...(style && { style }), explode })).toBe(expected);
  });

  it.each<[explode: boolean, value: unknown, written: string]>([
    [false, EMPTY, ""],
    [false, STRING, "blue"],
    [false, ARRAY, "blue,black,brown"],
    [false, OBJECT, "R,100,G,200,B,150"],
    [true, STRING, "blue"],
    [true, ARRAY, "blue,black,brown"],
    [true, OBJECT, "R=100,G=200,B=150"],
  ])("a header, explode %s, writes %j as %s", (explode, value, expected) => {
    expect(header(value, { explode })).toBe(expected);
  });

  it("a query without a style is an exploded form", () => {
    expect(query(ARRAY)).toBe("color=blue&color=black&color=brown");
  });

  it("a query in another style is not exploded unless it says so", () => {
    expect(query(ARRAY, { style: "pipeDelimited" })).toBe("color=blue%7Cblack%7Cbrown");
  });

  it("a path and a header without a style are simple and not exploded", () => {
    expect(path(OBJECT)).toBe("R,100,G,200,B,150");
    expect(header(OBJECT)).toBe("R,100,G,200,B,150");
  });

  it("a deep object writes arrays as repeated pairs and objects by another pair of brackets", () => {
    const value = { tag: ["a", "b"], size: { from: 1, to: undefined } };
    expect(query(value, { style: "deepObject", explode: true }, "filter")).toBe(
      "filter%5Btag%5D=a&filter%5Btag%5D=b&filter%5Bsize%5D%5Bfrom%5D=1",
    );
  });
});

/** RFC 9110 section 5.5, character by character; empty is a value too. */
function isFieldValue(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const isBlank = code === 9 || code === 32;
    const isAtEnd = index === 0 || index === value.length - 1;
    if ((isBlank && isAtEnd) || (!isBlank && code < 33) || code === 127 || code > 255) return false;
  }
  return true;
}

describe("what is written is read again", () => {
  const shapes: Shape[] = ["scalar", "array", "object"];
  const queries = (["form", "spaceDelimited", "pipeDelimited"] as const).flatMap((style) =>
    [true, false].flatMap((explode) => shapes.map((shape) => [style, explode, shape] as const)),
  );
  it.each(queries)("in a query: style %s, explode %s, %s", (style, explode, shape) => {
    fc.assert(
      fc.property(VALUES[shape], (value) => {
        const result = unlessRefused(() => query(value, { style, explode }, "näme"));
        const read =
          result === REFUSED ? result : decodeQuery(result, "näme", style, explode, shape);
        // A comma inside an item is escaped; a space or a pipe looks like the separator.
        const separator = { form: undefined, spaceDelimited: " ", pipeDelimited: "|" }[style];
        const isSayable =
          explode || separator === undefined || !partsOf(value).join("").includes(separator);
        expect(read).toEqual(isSayable ? value : REFUSED);
      }),
    );
  });

  it("in a query: a deep object", () => {
    fc.assert(
      fc.property(dictionary, (value) => {
        const result = query(value, { style: "deepObject", explode: true }, "f&=[");
        expect(decodeQuery(result, "f&=[", "deepObject", true, "object")).toEqual(value);
      }),
    );
  });

  const paths = (["simple", "label", "matrix"] as const).flatMap((style) =>
    [true, false].flatMap((explode) => shapes.map((shape) => [style, explode, shape] as const)),
  );
  it.each(paths)("in a path: style %s, explode %s, %s", (style, explode, shape) => {
    fc.assert(
      fc.property(VALUES[shape], (value) => {
        const result = unlessRefused(() => path(value, { style, explode }, "näme"));
        const read =
          result === REFUSED ? result : decodePath(result, "näme", style, explode, shape);
        const isDotted = style === "label" && explode;
        const isAmbiguous = isDotted && partsOf(value).join("").includes(".");
        const items = typeof value === "string" ? [value] : partsOf(value);
        const isStep = shape !== "object" && /^\.{0,2}$/.test(items.join(isDotted ? "." : ","));
        expect(read).toEqual(isAmbiguous || isStep ? REFUSED : value);
      }),
    );
  });

  const headers = [true, false].flatMap((explode) =>
    shapes.map((shape) => [explode, shape] as const),
  );
  it.each(headers)("in a header: explode %s, %s", (explode, shape) => {
    fc.assert(
      fc.property(VALUES[shape], (value) => {
        // A header is not escaped (section 4.8.12.4): a key that holds the equals sign has no form.
        fc.pre(!explode || shape !== "object" || Object.keys(value).every((k) => !k.includes("=")));
        const result = unlessRefused(() => header(value, { explode }));
        const read =
          result === REFUSED ? result : decodeJoined(result, ",", shape, explode, (part) => part);
        const items = typeof value === "string" ? [value] : partsOf(value);
        const isField = isFieldValue(items.join(",")) && !partsOf(value).join("").includes(",");
        expect(read).toEqual(isField ? value : REFUSED);
      }),
    );
  });
});

describe("a path value cannot leave its segment", () => {
  const cases = (["simple", "label", "matrix"] as const).flatMap((style) =>
    [true, false].flatMap((explode) =>
      [true, false].map((allowReserved) => [style, explode, allowReserved] as const),
    ),
  );
  it.each(cases)("style %s, explode %s, allowReserved %s", (style, explode, allowReserved) => {
    fc.assert(
      fc.property(fc.oneof(text, array, dictionary), (value) => {
        const segment = unlessRefused(() => path(value, { style, explode, allowReserved }));
        fc.pre(segment !== REFUSED);
        const paths = [
          [`/a/${segment}/z`, 4],
          [`/a/${segment}`, 3],
          [`/a/z:${segment}`, 3],
        ] as const;
        for (const [filled, parts] of paths) {
          const url = new URL(`https://api.example.com${filled}`);
          expect(url.host).toBe("api.example.com");
          expect(url.pathname.split("/")).toHaveLength(parts);
          expect(url.pathname.startsWith("/a/")).toBe(true);
          expect(url.pathname.endsWith("/")).toBe(false);
          expect(url.search + url.hash).toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([[""], ["."], [".."], [["."]], [[""]], [[]], [{}], [null], [undefined]])(
    "%j is refused in every style, as it would call another path",
    (value) => {
      for (const explode of [true, false]) {
        expect(() => path(value, { style: "simple", explode })).toThrow(ConfigurationError);
        expect(() => path(value, { style: "label", explode })).toThrow(ConfigurationError);
      }
    },
  );

  it("says which parameter would call another path, and why", () => {
    expect(() => path("..")).toThrow(
      `${WHERE} is "..", which would call another path; give a value that is neither empty nor "." nor "..".`,
    );
    expect(() => path(undefined)).toThrow(`${WHERE} is missing; it is part of the path.`);
  });

  it("allowReserved leaves only what a segment may hold", () => {
    expect(path("id:1@x!$&'()*+,;=", { allowReserved: true })).toBe("id:1@x!$&'()*+,;=");
    expect(path("a/b?c#d[e]f%g h", { allowReserved: true })).toBe("a%2Fb%3Fc%23d%5Be%5Df%25g%20h");
  });
});

describe("a query value cannot add a parameter", () => {
  const cases = (["form", "spaceDelimited", "pipeDelimited"] as const).flatMap((style) =>
    [true, false].map((allowReserved) => [style, allowReserved] as const),
  );
  it.each(cases)("style %s, allowReserved %s", (style, allowReserved) => {
    fc.assert(
      fc.property(fc.oneof(text, array), (value) => {
        const result = unlessRefused(() => query(value, { style, allowReserved }));
        fc.pre(result !== REFUSED);
        const url = new URL(`https://api.example.com/a?first=1&${result}&last=1`);
        expect(url.hash).toBe("");
        expect(url.pathname).toBe("/a");
        const names = [...url.searchParams.keys()];
        expect(new Set(names)).toEqual(new Set(["first", "color", "last"]));
        const separator = { form: undefined, spaceDelimited: " ", pipeDelimited: "|" }[style];
        const items = [value].flat();
        expect(url.searchParams.getAll("color")).toEqual(
          separator === undefined ? items : [items.join(separator)],
        );
      }),
      { numRuns: 300 },
    );
  });

  it("allowReserved leaves what neither ends the query nor starts another pair", () => {
    expect(query(":/?[]@!$'()*,;", { allowReserved: true })).toBe("color=:/?[]@!$'()*,;");
    expect(query("a&b=c#d+e%f", { allowReserved: true })).toBe("color=a%26b%3Dc%23d%2Be%25f");
  });

  it("without allowReserved every reserved character is escaped", () => {
    expect(query(":/?#[]@!$&'()*+,;= ~")).toBe(
      "color=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20~",
    );
  });

  it("a name is escaped too", () => {
    expect(query("1", {}, "a&b=c")).toBe("a%26b%3Dc=1");
  });
});

describe("a header value cannot add a header", () => {
  it("what is not refused arrives as it was given", () => {
    fc.assert(
      fc.property(fc.oneof(text, array, dictionary), fc.boolean(), (value, explode) => {
        const result = unlessRefused(() => header(value, { explode }));
        fc.pre(result !== REFUSED);
        expect([...new Headers([["x-color", result]])]).toEqual([["x-color", result]]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["a\r\nb: 1", "a\nb", "a\rb", "a\0b", "a\u007fb", "a\u0001b", "\u2028", "😀"])(
    "%j is refused: a header field cannot hold it",
    (value) => {
      expect(() => header(value)).toThrow(ConfigurationError);
      expect(() => header([value, "x"])).toThrow(ConfigurationError);
    },
  );

  it.each([" a", "a ", "\ta", "a\t", " "])(
    "%j is refused: a platform would cut its ends",
    (value) => {
      expect(() => header(value)).toThrow(ConfigurationError);
    },
  );

  it("never shows the value that it refuses", () => {
    expect(() => header("canary\r\n")).toThrow(expect.not.stringContaining("canary"));
  });

  it("JSON is written on one line", () => {
    expect(header({ a: "x\ny" }, { json: true })).toBe(String.raw`{"a":"x\ny"}`);
  });
});

describe("values without a faithful form are refused", () => {
  it.each<[unknown, string]>([
    ["a\ud800", "holds half a surrogate pair, which has no UTF-8 form."],
    ["\udc00b", "holds half a surrogate pair, which has no UTF-8 form."],
    [Number.NaN, "is NaN; give"],
    [Number.POSITIVE_INFINITY, "is Infinity; give"],
    [new Date(Number.NaN), "is an invalid Date; give"],
    [Symbol("s"), "is a value of type symbol; give"],
    [() => 1, "is a value of type function; give"],
  ])("%s", (value, reason) => {
    expect(() => serializeScalar(value, WHERE)).toThrow(`${WHERE} ${reason}`);
    for (const write of [query, path, header]) {
      expect(() => write(value)).toThrow(ConfigurationError);
      expect(() => write([value])).toThrow(ConfigurationError);
      expect(() => write({ key: value })).toThrow(ConfigurationError);
    }
  });

  it("half a surrogate pair in the key of an object, too", () => {
    for (const explode of [true, false]) {
      expect(() => query({ "\ud800": 1 }, { explode })).toThrow(ConfigurationError);
      expect(() => path({ "\ud800": 1 }, { explode })).toThrow(ConfigurationError);
      expect(() => header({ "\ud800": 1 }, { explode })).toThrow(ConfigurationError);
    }
    expect(() => query({ "\ud800": 1 }, { style: "deepObject" })).toThrow(ConfigurationError);
  });

  it.each([[null], [[null]], [{ key: null }]])("null: %j", (value) => {
    for (const write of [query, path, header]) {
      expect(() => write(value)).toThrow(ConfigurationError);
    }
    expect(() => query({ key: null }, { style: "deepObject" })).toThrow(ConfigurationError);
  });

  it.each([[[]], [{}], [{ key: undefined }], [new Map([["a", 1]])]])(
    "%o, which would vanish in silence",
    (value) => {
      for (const explode of [true, false]) {
        expect(() => query(value, { explode })).toThrow(ConfigurationError);
        expect(() => path(value, { explode })).toThrow(ConfigurationError);
        expect(() => header(value, { explode })).toThrow(ConfigurationError);
      }
      expect(() => query(value, { style: "deepObject" })).toThrow(ConfigurationError);
      expect(() => query({ key: value }, { style: "deepObject" })).toThrow(ConfigurationError);
    },
  );

  it("an array with a hole or an array inside", () => {
    // oxlint-disable-next-line eslint/no-sparse-arrays -- the case
    for (const value of [["a", , "b"], [["a"]], [{ a: 1 }]]) {
      for (const write of [query, path, header]) {
        expect(() => write(value)).toThrow(ConfigurationError);
      }
    }
  });

  it.each<[string, () => string]>([
    ["a space in spaceDelimited", () => query(["New York", "Rome"], { style: "spaceDelimited" })],
    ["a pipe in pipeDelimited", () => query(["a|b"], { style: "pipeDelimited" })],
    ["a pipe in the key of an object", () => query({ "a|b": 1 }, { style: "pipeDelimited" })],
    [
      "a comma in a form with allowReserved",
      () => query(["a,b"], { explode: false, allowReserved: true }),
    ],
    ["a comma in a path with allowReserved", () => path(["a,b"], { allowReserved: true })],
    ["a dot in an exploded label", () => path(["a.b"], { style: "label", explode: true })],
    [
      "a semicolon in an exploded matrix with allowReserved",
      () => path(["a;b"], { style: "matrix", explode: true, allowReserved: true }),
    ],
    ["a comma in a header's list", () => header(["a,b"])],
  ])("an item that holds the separator: %s", (_what, write) => {
    expect(write).toThrow(ConfigurationError);
    expect(write).toThrow(/separator/);
  });

  it("JSON of what JSON cannot say", () => {
    for (const value of [() => 1, Symbol("s"), 1n, { a: 1n }]) {
      for (const write of [query, path, header]) {
        expect(() => write(value, { json: true })).toThrow(ConfigurationError);
      }
    }
  });
});

describe("scalars", () => {
  it.each<[unknown, string]>([
    ["", ""],
    [0, "0"],
    [-1.5, "-1.5"],
    [true, "true"],
    [false, "false"],
    [12345678901234567890n, "12345678901234567890"],
    [new Date("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z"],
  ])("%o is written as %s", (value, expected) => {
    expect(serializeScalar(value, WHERE)).toBe(expected);
  });

  it("an undefined query parameter sends nothing", () => {
    expect(serializeQueryParameter("a", undefined, { in: "query" }, WHERE)).toEqual([]);
  });

  it("a Date in a deep object is a date, not an empty object", () => {
    expect(query({ from: new Date(0) }, { style: "deepObject" })).toBe(
      "color%5Bfrom%5D=1970-01-01T00%3A00%3A00.000Z",
    );
  });

  it("a parameter with content is JSON, null included", () => {
    expect(query({ a: [1] }, { json: true })).toBe("color=%7B%22a%22%3A%5B1%5D%7D");
    expect(query(null, { json: true })).toBe("color=null");
    expect(path({ a: 1 }, { json: true })).toBe("%7B%22a%22%3A1%7D");
    expect(path([1, 2], { json: true, allowReserved: true })).toBe("%5B1,2%5D");
  });
});
