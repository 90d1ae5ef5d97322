import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHttpDate, parseRetryAfter, readRetryAfter } from "./retry-after.js";

const NOW = Date.UTC(2026, 10, 21, 8, 0, 0);
const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37);

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(value: number): string {
  return String(value).padStart(2, "0");
}

// The three forms of RFC 9110 section 5.6.7, from its grammar.
function formsOf(time: number) {
  const date = new Date(time);
  const dayName = DAYS[date.getUTCDay()] ?? "";
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const [day, year] = [date.getUTCDate(), date.getUTCFullYear()];
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  const short = dayName.slice(0, 3);
  return {
    imf: `${short}, ${two(day)} ${month} ${String(year).padStart(4, "0")} ${clock} GMT`,
    rfc850: `${dayName}, ${two(day)}-${month}-${two(year % 100)} ${clock} GMT`,
    asctime: `${short} ${month} ${String(day).padStart(2, " ")} ${clock} ${String(year).padStart(4, "0")}`,
  };
}

/** Whole seconds from 1970 to the end of 2100. */
const time = fc
  .integer({ min: 0, max: Date.UTC(2101, 0, 1) / 1000 - 1 })
  .map((seconds) => seconds * 1000);

describe("parseHttpDate", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
  ])("reads the example of RFC 9110 section 5.6.7: %s", (value) => {
    expect(parseHttpDate(value, NOW)).toBe(EXAMPLE);
  });

  it("reads every date from 1970 to 2100 in both forms that have a full year", () => {
    fc.assert(
      fc.property(time, time, (date, now) => {
        const { imf, asctime } = formsOf(date);
        expect(imf).toBe(new Date(date).toUTCString());
        expect(parseHttpDate(imf, now)).toBe(date);
        expect(parseHttpDate(asctime, now)).toBe(date);
      }),
    );
  });

  it("reads a date of two digits as the latest that is no more than 50 years ahead", () => {
    // The shortest 50 years have 11 leap days; the border itself has its own tests below.
    const halfCentury = (50 * 365 + 10) * 86_400_000;
    const away = fc.integer({ min: -halfCentury / 1000, max: halfCentury / 1000 });
    fc.assert(
      fc.property(time, away, (now, seconds) => {
        const date = now + seconds * 1000;
        const at = new Date(date);
        // 29 February may not exist a century on or back.
        fc.pre(at.getUTCMonth() !== 1 || at.getUTCDate() !== 29);
        expect(parseHttpDate(formsOf(date).rfc850, now)).toBe(date);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, string, number]>([
    ["a second before 50 years ahead", "Saturday, 21-Nov-76 07:59:59 GMT", 2076],
    ["50 years ahead to the second", "Saturday, 21-Nov-76 08:00:00 GMT", 2076],
    ["a second after 50 years ahead", "Saturday, 21-Nov-76 08:00:01 GMT", 1976],
    ["51 years ahead", "Monday, 21-Nov-77 08:00:00 GMT", 1977],
    ["a year ago", "Friday, 21-Nov-25 08:00:00 GMT", 2025],
  ])("the rule of 50 years: %s", (_what, value, year) => {
    expect(new Date(parseHttpDate(value, NOW) ?? Number.NaN).getUTCFullYear()).toBe(year);
  });

  it("the year 00 is the next one when a century ends", () => {
    const eve = Date.UTC(2099, 11, 31, 23, 59, 59);
    expect(parseHttpDate("Friday, 01-Jan-00 00:00:00 GMT", eve)).toBe(eve + 1000);
  });

  it("a leap second is the second after it, as Unix time has none", () => {
    expect(parseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT", NOW)).toBe(Date.UTC(2017, 0, 1));
  });

  it("a day of the week that does not fit is let pass (RFC 9110 section 5.6.7: be robust)", () => {
    expect(parseHttpDate("Mon, 06 Nov 1994 08:49:37 GMT", NOW)).toBe(EXAMPLE);
  });

  it("a year below 100 in four digits is that year, not one of the last century", () => {
    expect(parseHttpDate("Sun, 06 Nov 0094 08:49:37 GMT", NOW)).toBeLessThan(Date.UTC(100, 0));
  });

  it("29 February is there in leap years only", () => {
    expect(parseHttpDate("Tue, 29 Feb 2028 00:00:00 GMT", NOW)).toBe(Date.UTC(2028, 1, 29));
    expect(parseHttpDate("Mon, 29 Feb 2100 00:00:00 GMT", NOW)).toBeUndefined();
    expect(parseHttpDate("Monday, 29-Feb-27 00:00:00 GMT", NOW)).toBeUndefined();
  });

  it.each([
    "",
    "2026-11-21T08:00:00Z",
    "Sun, 31 Apr 2026 10:00:00 GMT",
    "Sun, 31 Apr 2026 10:00:60 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 32 Dec 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 08:49:37 gmt",
    "sun, 06 nov 1994 08:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "Fun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT",
    "Sun,06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994",
    "Sun Nov  6 08:49:37 1994 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT\n",
  ])("%j is no HTTP date", (value) => {
    expect(parseHttpDate(value, NOW)).toBeUndefined();
  });
});

describe("parseRetryAfter", () => {
  it.each<[string | null, number]>([
    ["0", 0],
    ["1", 1000],
    ["120", 120_000],
    ["007", 7000],
    [" 120 ", 120_000],
    ["\t120", 120_000],
    ["Sat, 21 Nov 2026 08:00:30 GMT", 30_000],
    ["  Sat, 21 Nov 2026 08:00:30 GMT ", 30_000],
    ["Sat, 21 Nov 2026 07:59:30 GMT", 0],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 0],
  ])("%j is a wait of %d ms", (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  it.each([
    null,
    "",
    " ",
    "-1",
    "+1",
    "1.5",
    "1,5",
    "1e3",
    "0x10",
    "1s",
    "120, 120",
    "1 2",
    "soon",
    "NaN",
    "Infinity",
    "١٢٠",
  ])("%j is illegal and says nothing (RFC 9110 section 10.2.3)", (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });

  it.each(["9007199254741", "99999999999999999999", "9".repeat(400)])(
    "%s seconds is legal, and longer than anyone waits",
    (value) => {
      const wait = parseRetryAfter(value, NOW) ?? 0;
      expect(wait).toBeGreaterThan(200_000 * 365 * 86_400_000);
      expect(Number.isSafeInteger(wait)).toBe(true);
    },
  );

  it("is what is left until a date, in milliseconds, and never negative", () => {
    fc.assert(
      fc.property(time, time, fc.nat({ max: 999 }), (date, second, part) => {
        const now = second + part;
        const expected = Math.max(0, date - now);
        expect(parseRetryAfter(formsOf(date).imf, now)).toBe(expected);
        expect(parseRetryAfter(formsOf(date).asctime, now)).toBe(expected);
      }),
    );
  });

  it("never gives anything but a wait or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+\d., :eGMTSunNov]*$/)), (value) => {
        const wait = parseRetryAfter(value, NOW);
        expect(wait === undefined || (Number.isSafeInteger(wait) && wait >= 0)).toBe(true);
      }),
    );
  });
});

describe("readRetryAfter", () => {
  it.each<[name: string, fields: Readonly<Record<string, string>>, expected: number | undefined]>([
    ["nothing where the field is absent", { date: formsOf(NOW).imf }, undefined],
    ["seconds, whatever the server's clock says", { "retry-after": "5", date: "nonsense" }, 5000],
    ["what is left by our clock, where the server's is not told", ahead(5000), 5000],
    ["what is left by the server's clock, an hour ahead", ahead(3_605_000, 3_600_000), 5000],
    ["what is left by the server's clock, an hour behind", ahead(-3_595_000, -3_600_000), 5000],
    [
      "what is left by our clock, where the server's is no date",
      { ...ahead(5000), date: "5" },
      5000,
    ],
  ])("is %s", (_name, fields, expected) => {
    expect(readRetryAfter(new Headers(fields), NOW)).toBe(expected);
  });
});

/** The fields of an answer that says to wait until a date, of a server whose clock may differ. */
function ahead(until: number, date?: number): Readonly<Record<string, string>> {
  return {
    "retry-after": formsOf(NOW + until).imf,
    ...(date !== undefined && { date: formsOf(NOW + date).imf }),
  };
}
