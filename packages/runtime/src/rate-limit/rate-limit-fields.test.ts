import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { START } from "../test-helpers/fake-clock.js";
import { readQuotas } from "./rate-limit-fields.js";

const read = (headers: Record<string, string>) => readQuotas(new Headers(headers), START);

describe("X-RateLimit fields, and RateLimit fields of older drafts", () => {
  it.each(["x-ratelimit", "ratelimit"])("%s-*: limit, remaining and reset", (prefix) => {
    const headers = {
      [`${prefix}-limit`]: "100",
      [`${prefix}-remaining`]: "42",
      [`${prefix}-reset`]: "7",
    };
    expect(read(headers)).toEqual([{ limit: 100, remaining: 42, reset: 7000 }]);
  });

  it.each<[string, string, number | undefined]>([
    ["seconds from now", "30", 30_000],
    ["a part of a second", "0.25", 250],
    ["now", "0", 0],
    ["thirty years", "999999999", 999_999_999_000],
    ["seconds since the epoch", String(START / 1000 + 30), 30_000],
    ["seconds since the epoch, with a fraction", `${START / 1000 + 30}.5`, 30_500],
    ["milliseconds since the epoch", String(START + 30_000), 30_000],
    ["a time that is over", String(START / 1000 - 5), 0],
    ["nothing", "", undefined],
    ["less than nothing", "-1", undefined],
    ["a word", "soon", undefined],
    ["a number of another notation", "1e3", undefined],
    ["two numbers", "5, 5", undefined],
    ["more digits than a number has", "9".repeat(16), undefined],
  ])("a reset may be %s", (_name, value, reset) => {
    const headers = { "x-ratelimit-remaining": "1", "x-ratelimit-reset": value };
    expect(read(headers)).toEqual([{ limit: undefined, remaining: 1, reset }]);
  });

  it("a time since the epoch is measured by the server's own clock", () => {
    const headers = {
      date: new Date(START - 90_000).toUTCString(),
      "x-ratelimit-remaining": "1",
      "x-ratelimit-reset": String(START / 1000),
    };
    expect(read(headers)[0]?.reset).toBe(90_000);
    expect(read({ ...headers, date: "yesterday" })[0]?.reset).toBe(0);
  });

  it.each(["100", " 100 ", "100, 100;w=60", "100;w=60"])("a limit may be %j", (limit) => {
    const headers = { "x-ratelimit-remaining": "1", "x-ratelimit-limit": limit };
    expect(read(headers)[0]?.limit).toBe(100);
  });

  it.each(["", "-1", "many", "1.5", "1, 2", "0x10", "9".repeat(16)])(
    "what is no count (%j) remains unread",
    (remaining) => {
      expect(read({ "x-ratelimit-remaining": remaining, "x-ratelimit-reset": "5" })).toEqual([]);
    },
  );
});

describe("the RateLimit field", () => {
  it("names quotas, whose sizes are in RateLimit-Policy", () => {
    const headers = {
      ratelimit: '"burst";r=3;t=1 , "day";t=3000;r=900',
      "ratelimit-policy": '"day";q=1000;w=86400;qu="requests", "burst";q=10;w=1',
    };
    expect(read(headers)).toEqual([
      { limit: 10, remaining: 3, reset: 1000 },
      { limit: 1000, remaining: 900, reset: 3_000_000 },
    ]);
  });

  it.each<[string, string, { remaining: number; reset?: number }]>([
    ["without a reset", '"a";r=5', { remaining: 5 }],
    ["with a reset that is no count", '"a";r=5;t=1.5', { remaining: 5 }],
    ["under a token", "a;r=5;t=1", { remaining: 5, reset: 1000 }],
    ["with a partition key", '"a";r=5;t=1;pk=:YWJj:', { remaining: 5, reset: 1000 }],
    [
      "with parameters of every type",
      '"a";a=?1;b=-1.5;c=@1;d="\\";r=9";r=5;t=1',
      { remaining: 5, reset: 1000 },
    ],
    ["with a parameter twice: the last counts", '"a";r=9;r=5;t=1', { remaining: 5, reset: 1000 }],
    ["with blanks where they may be", ' "a"; r=5;  t=1 ', { remaining: 5, reset: 1000 }],
  ])("has a quota %s", (_name, ratelimit, { remaining, reset }) => {
    expect(read({ ratelimit })).toEqual([{ limit: undefined, remaining, reset }]);
  });

  it.each([
    "",
    '"a"',
    '"a";r',
    '"a";r=-1',
    '"a";r=1.5',
    '"a";r="5"',
    '"a";R=5',
    '"a" ;r=5',
    '"a;r=5',
    '"a";r=5,',
    '"a";r=5,,"b";r=6',
    '"a";r=5 "b";r=6',
    '("a" "b");r=5',
    "limit=10, reset=1",
    "limit=10, remaining=-5, reset=1",
    "limit=10; remaining=5; reset=1",
    '"é";r=5',
    '"a";r=5\u00a0',
  ])("is no field as %j", (ratelimit) => {
    expect(read({ ratelimit })).toEqual([]);
  });

  it.each<[string, { limit?: number; remaining: number; reset?: number }]>([
    ["limit=10, remaining=5, reset=1", { limit: 10, remaining: 5, reset: 1000 }],
    ["reset=50,remaining=0,limit=10", { limit: 10, remaining: 0, reset: 50_000 }],
    ["remaining=7", { remaining: 7 }],
  ])("may be the dictionary of draft 07: %j", (ratelimit, quota) => {
    expect(read({ ratelimit })).toEqual([{ limit: undefined, reset: undefined, ...quota }]);
  });

  it("says nothing of requests where its policy counts something else", () => {
    const ratelimit = '"bytes";r=5;t=1, "all";r=6;t=1';
    const policy = '"bytes";q=10;qu="content-bytes", "all";q=20';
    expect(read({ ratelimit, "ratelimit-policy": policy })).toEqual([
      { limit: 20, remaining: 6, reset: 1000 },
    ]);
  });

  it("is read without its policy where that is no list", () => {
    const headers = { ratelimit: '"a";r=5;t=1', "ratelimit-policy": '"a";q=' };
    expect(read(headers)).toEqual([{ limit: undefined, remaining: 5, reset: 1000 }]);
  });

  // RFC 9651 section 3.3.3: a string's characters are those of ASCII that can be seen, and the space.
  const name = fc
    .string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
    .map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
  const count = fc.nat({ max: 999_999_999_999_999 });

  it("gives back every quota that it was written with", () => {
    const quota = fc.record({ name, r: count, t: fc.option(count), q: fc.option(count) });
    fc.assert(
      fc.property(
        fc.uniqueArray(quota, { selector: (one) => one.name, minLength: 1, maxLength: 5 }),
        fc.constantFrom(",", ", ", " ,\t"),
        (quotas, comma) => {
          const list = (write: (one: (typeof quotas)[number]) => string) =>
            quotas.map(write).join(comma);
          const headers = {
            ratelimit: list(
              (one) => `${one.name};r=${one.r}${one.t === null ? "" : `;t=${one.t}`}`,
            ),
            "ratelimit-policy": list(
              (one) => `${one.name}${one.q === null ? "" : `;q=${one.q};w=60`}`,
            ),
          };
          expect(read(headers)).toEqual(
            quotas.map(({ r, t, q }) => ({
              limit: q ?? undefined,
              remaining: r,
              reset: t === null ? undefined : t * 1000,
            })),
          );
        },
      ),
    );
  });
});

describe("whatever a server sends", () => {
  const visible = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f);
  const value = fc.oneof(
    fc.string({ unit: visible.map((code) => String.fromCharCode(code)) }),
    // Near what is legal.
    fc.string({
      unit: fc.constantFrom(
        '"',
        ";",
        "=",
        ",",
        "r",
        "t",
        "q",
        "1",
        "9",
        ".",
        "-",
        " ",
        "\\",
        ":",
        "?",
        "@",
        "*",
      ),
    }),
    fc.nat().map(String),
  );
  const names = ["limit", "remaining", "reset"].flatMap((name) => [
    `x-ratelimit-${name}`,
    `ratelimit-${name}`,
  ]);

  it("is read as counts, or not at all", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names, "ratelimit", "ratelimit-policy", "date"), value),
        (headers) => {
          for (const { limit = 0, remaining, reset = 0 } of read(headers)) {
            expect(Number.isSafeInteger(limit) && limit >= 0).toBe(true);
            expect(Number.isSafeInteger(remaining) && remaining >= 0).toBe(true);
            expect(Number.isFinite(reset) && reset >= 0).toBe(true);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is read in time that grows with its length alone", () => {
    for (const part of ['"a";', '"', "\\", ";a", "; ", ",", '"a";r=1,', "1", "a=1;", "\t,", " "]) {
      const long = part.repeat(20_000);
      const start = performance.now();
      for (const ratelimit of [long, `${long}!`, `"a"${long}`, `"a";r=1${long}!`])
        read({ ratelimit });
      // Each takes a few milliseconds; with backtracking, one would take minutes.
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});
