import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDatetime } from "./parse-datetime.js";

describe("parseDatetime", () => {
  test.for<[string, bigint, string]>([
    ["2026-11-21T09:15:00.123456Z", 1_795_252_500_123_456n, "2026-11-21T09:15:00.123Z"],
    // The server leaves the fraction out where there are no microseconds.
    ["2026-11-21T09:15:00Z", 1_795_252_500_000_000n, "2026-11-21T09:15:00.000Z"],
    ["2026-11-21T09:15:00.1Z", 1_795_252_500_100_000n, "2026-11-21T09:15:00.100Z"],
    ["2026-11-21T09:15:00.000001Z", 1_795_252_500_000_001n, "2026-11-21T09:15:00.000Z"],
    ["2026-11-21T09:15:00.999999Z", 1_795_252_500_999_999n, "2026-11-21T09:15:00.999Z"],
    // Archives, and the fields of contacts, have offsets.
    ["2026-11-21T09:15:00.123456+00:00", 1_795_252_500_123_456n, "2026-11-21T09:15:00.123Z"],
    ["2026-11-21T11:15:00.123456+02:00", 1_795_252_500_123_456n, "2026-11-21T09:15:00.123Z"],
    ["2026-11-21T03:45:00-05:30", 1_795_252_500_000_000n, "2026-11-21T09:15:00.000Z"],
    ["1969-12-31T23:59:59.999999Z", -1n, "1969-12-31T23:59:59.999Z"],
    ["1969-12-31T23:59:59.000001Z", -999_999n, "1969-12-31T23:59:59.000Z"],
    ["1900-01-01T00:00:00.5Z", -2_208_988_799_500_000n, "1900-01-01T00:00:00.500Z"],
    ["2024-02-29T12:00:00Z", 1_709_208_000_000_000n, "2024-02-29T12:00:00.000Z"],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000_000n, "0001-01-01T00:00:00.000Z"],
  ])("reads %s to the microsecond", ([text, epochMicroseconds, date]) => {
    expect(parseDatetime(text)).toEqual({ epochMicroseconds, date: new Date(date) });
  });

  test.for<[string, string]>([
    ["2026-02-30T00:00:00Z", "30 February"],
    ["2026-02-29T00:00:00Z", "29 February of a common year"],
    ["2026-04-31T00:00:00Z", "31 April"],
    ["2026-04-31T00:00:00+02:00", "31 April, elsewhere"],
    ["2026-13-01T00:00:00Z", "a thirteenth month"],
    ["2026-00-10T00:00:00Z", "a month 0"],
    ["2026-01-00T00:00:00Z", "a day 0"],
    ["2026-11-21T24:00:00Z", "an hour 24"],
    ["2026-11-21T09:60:00Z", "a minute 60"],
    ["2026-11-21T09:15:60Z", "a second 60"],
    ["2026-11-21T09:15:00+25:00", "an offset of more than a day"],
    ["2026-11-21T09:15:00.1234567Z", "seven digits"],
    ["2026-11-21T09:15:00.Z", "a point and no digit"],
    ["2026-11-21T09:15:00", "no offset"],
    ["2026-11-21T09:15Z", "no seconds"],
    ["2026-11-21", "no time"],
    ["2026-11-21 09:15:00Z", "a space for the T"],
    [" 2026-11-21T09:15:00Z", "a space before it"],
    ["2026-11-21T09:15:00Z\n", "a line break after it"],
    ["21-11-2026 09:15", "the day first"],
    ["", "nothing"],
  ])("refuses %j: %s", ([text]) => {
    expect(parseDatetime(text)).toBeUndefined();
  });

  test("keeps the order of any two moments, where a Date would call them the same", () => {
    const earlier = parseDatetime("2026-11-21T09:15:00.123456Z");
    const later = parseDatetime("2026-11-21T09:15:00.123457Z");
    expect(later?.date).toEqual(earlier?.date);
    expect(later?.epochMicroseconds).toBe((earlier?.epochMicroseconds ?? 0n) + 1n);
  });

  test("gives back the microseconds of any moment from the year 1 to 9999, as the server writes it", () => {
    const microseconds = fc.bigInt(-62_135_596_800_000_000n, 253_402_300_799_999_999n);
    fc.assert(
      fc.property(microseconds, (epochMicroseconds) => {
        expect(parseDatetime(write(epochMicroseconds))?.epochMicroseconds).toBe(epochMicroseconds);
      }),
    );
  });
});

/** As Python's isoformat writes it: six digits, or none where they would be 0. */
function write(epochMicroseconds: bigint): string {
  const fraction = ((epochMicroseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((epochMicroseconds - fraction) / 1000n))
    .toISOString()
    .slice(0, 19);
  return fraction === 0n ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, "0")}Z`;
}
