import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../test-helpers/any-text.js";
import { parseJson } from "./parse-json.js";

/** A JSON text, and what it has to be read as. */
interface Sample {
  readonly text: string;
  readonly value: unknown;
}

const digits = fc.stringMatching(/^[1-9]\d{0,39}$/);
const integer = fc
  .tuple(fc.constantFrom("", "-"), fc.oneof(fc.constant("0"), digits))
  .map(([sign, text]) => sign + text);
const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,30}$/));
const exponent = fc.oneof(fc.constant(""), fc.stringMatching(/^[eE][+-]?\d{1,3}$/));
const space = fc.stringMatching(/^[ \t\r\n]{0,2}$/);

const number: fc.Arbitrary<Sample> = fc
  .tuple(
    integer,
    fc.oneof({ arbitrary: fc.constant(""), weight: 3 }, { arbitrary: fraction, weight: 1 }),
    fc.oneof({ arbitrary: fc.constant(""), weight: 3 }, { arbitrary: exponent, weight: 1 }),
  )
  .map(([whole, part, power]) => {
    const text = whole + part + power;
    const isUnsafe = text === whole && !Number.isSafeInteger(Number(whole));
    return { text, value: isUnsafe ? BigInt(whole) : Number(text) };
  });

const LOOKALIKES = [
  "\0bigint:5",
  "\0bigint:12345678901234567890",
  "\0bigint:x",
  "\0\0bigint:5",
  "\0",
  "\0\0",
  "\x005",
  "\x0012345678901234567890",
  "12345678901234567890",
  '"12345678901234567890',
  "\\",
  '\\"',
  "\\\\",
  '":12345678901234567890,"',
  "__proto__",
  "toJSON",
];
const characters = fc.oneof(fc.constantFrom(...LOOKALIKES), anyText(), digits);
const string: fc.Arbitrary<Sample> = fc
  .tuple(characters, fc.boolean())
  .map(([value, escapeAll]) => ({
    value,
    text: escapeAll
      ? `"${Array.from({ length: value.length }, (_, i) => `\\u${value.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(value),
  }));

// V8 13.6 may read the key "\u0000" as "\\" once it has met "\\" in its place in another object.
const name = string.filter(({ value }) => !String(value).includes("\\"));

const word: fc.Arbitrary<Sample> = fc
  .constantFrom(true, false, null)
  .map((value) => ({ text: String(value), value }));

const { json } = fc.letrec<{ json: Sample }>((tie) => ({
  json: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    number,
    string,
    word,
    fc.tuple(fc.array(tie("json"), { maxLength: 4 }), space).map(([items, gap]) => ({
      text: `[${gap}${items.map((item) => item.text + gap).join(`,${gap}`)}]`,
      value: items.map((item) => item.value),
    })),
    // Names may come twice: the last one counts, as with JSON.parse.
    fc
      .tuple(fc.array(fc.tuple(name, tie("json")), { maxLength: 4 }), space)
      .map(([entries, gap]) => {
        const value: Record<string, unknown> = {};
        for (const [key, inner] of entries) {
          Object.defineProperty(value, String(key.value), {
            value: inner.value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
        }
        const pairs = entries.map(([key, inner]) => key.text + gap + ":" + gap + inner.text + gap);
        return { text: `{${gap}${pairs.join(`,${gap}`)}}`, value };
      }),
  ),
}));

/** Every number, key and bigint, so that -0 and own `__proto__` properties are told apart. */
function fingerprint(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(fingerprint).join()}]`;
  if (typeof value === "object" && value !== null) {
    const own = Object.entries(Object.getOwnPropertyDescriptors(value));
    return `{${own.map(([key, { value: inner }]) => `${JSON.stringify(key)}:${fingerprint(inner)}`).join()}}`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The kind of error that a text is refused with; undefined where it is read. */
function failureOf(parse: (text: string) => unknown, text: string): unknown {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.constructor : error;
  }
}

describe("parseJson", () => {
  it("reads every string as it is, however much it looks like the mark of a large integer", () => {
    fc.assert(
      fc.property(fc.array(string), fc.array(name), digits, (values, names, large) => {
        const entries = names.map(({ text }) => `${text}:${large}`);
        const text = `[1234567890123456789,${values.map((one) => `${one.text},`).join("")}{${entries.join()}}]`;
        const result = parseJson(text);
        const read: unknown[] = Array.isArray(result) ? result : [];
        expect(read.slice(0, -1)).toEqual([
          1234567890123456789n,
          ...values.map(({ value }) => value),
        ]);
        const expected = new Set(names.map(({ value }) => value));
        expect(new Set(Object.keys(read.at(-1) ?? []))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads what JSON.parse reads, but integers beyond 2^53 - 1 as exact bigints", () => {
    fc.assert(
      fc.property(json, space, ({ text, value }, gap) => {
        expect(fingerprint(parseJson(gap + text + gap))).toBe(fingerprint(value));
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, unknown]>([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["-9007199254740991", -9007199254740991],
    ["-9007199254740993", -9007199254740993n],
    ["12345678901234567890", 12345678901234567890n],
    ["0.12345678901234567890", 0.12345678901234568],
    ["12345678901234567890.0", 12345678901234567000],
    ["12345678901234567890e0", 12345678901234567000],
    ["1E400", Number.POSITIVE_INFINITY],
    ['"12345678901234567890"', "12345678901234567890"],
    ['"a\\"12345678901234567890"', 'a"12345678901234567890'],
    ['"\\\\",12345678901234567890'.replace(/^/, "[") + "]", ["\\", 12345678901234567890n]],
  ])("%s is %o", (text, expected) => {
    expect(fingerprint(parseJson(text))).toBe(fingerprint(expected));
  });

  it("leaves keys of digits alone", () => {
    const text = '{"12345678901234567890": 12345678901234567890}';
    expect(parseJson(text)).toEqual({ "12345678901234567890": 12345678901234567890n });
  });

  it("takes the last of several values of a name", () => {
    expect(parseJson('{"a":12345678901234567890,"a":1}')).toEqual({ a: 1 });
    expect(parseJson('{"a":1,"a":12345678901234567890}')).toEqual({ a: 12345678901234567890n });
  });

  it("never sets a prototype", () => {
    const value = parseJson('{"__proto__":{"admin":12345678901234567890}}') ?? {};
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(value).not.toHaveProperty("admin");
  });

  it.each([
    "",
    " ",
    "{",
    "[12345678901234567890",
    "{12345678901234567890:1}",
    "{ -12345678901234567890 : 1}",
    "012345678901234567890",
    "-012345678901234567890",
    "+12345678901234567890",
    "12345678901234567890.",
    ".12345678901234567890",
    "12345678901234567890e",
    "12345678901234567890n",
    "12345678901234567890 1",
    "0x12345678901234567890",
    "[12345678901234567890,]",
    '{"a":12345678901234567890,}',
    '"12345678901234567890',
    "'12345678901234567890'",
    '"a\n12345678901234567890"',
    "<html>12345678901234567890</html>",
    "\ufeff12345678901234567890",
    "NaN",
  ])("throws a SyntaxError for %j", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it("throws a SyntaxError for whatever JSON.parse does not read, and for nothing else", () => {
    const noise = fc.oneof(fc.constantFrom(...Array.from('{}[]:,"\\-+.eE0x \n')), anyText());
    fc.assert(
      fc.property(json, fc.nat(), fc.nat({ max: 3 }), noise, ({ text }, at, removed, added) => {
        const start = at % (text.length + 1);
        const mutant = text.slice(0, start) + added + text.slice(start + removed);
        expect(failureOf(parseJson, mutant)).toBe(failureOf(JSON.parse, mutant));
      }),
      { numRuns: 3000 },
    );
  });

  it("reads long strings beside large integers", () => {
    const long = `${"x".repeat(5_000_000)}${'"\\'.repeat(500_000)}`;
    const text = JSON.stringify([long]).replace(/\]$/, ",12345678901234567890]");
    expect(parseJson(text)).toEqual([long, 12345678901234567890n]);
  });

  it("is done at once with a hostile text of open strings", () => {
    const text = `1234567890123456${'\\"'.repeat(100_000)}`;
    const startedAt = performance.now();
    expect(() => parseJson(text)).toThrow(SyntaxError);
    // Linear it takes a millisecond, quadratic ten seconds and more.
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
