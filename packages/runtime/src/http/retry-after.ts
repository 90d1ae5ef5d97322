const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The three forms of an HTTP date (RFC 9110 section 5.6.7): IMF-fixdate, RFC 850, asctime.
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/;
const RFC_850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/;
const ASCTIME =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/;

/**
 * Reads an HTTP date (RFC 9110 section 5.6.7), in any of its three forms.
 *
 * @param value - The field value.
 * @param now - Milliseconds since the epoch, for the century of a two-digit year.
 * @returns Milliseconds since the epoch, or undefined for anything that is no HTTP date.
 */
export function parseHttpDate(value: string, now: number): number | undefined {
  const parts = (IMF_FIXDATE.exec(value) ?? RFC_850.exec(value) ?? ASCTIME.exec(value))?.groups;
  if (parts === undefined) return undefined;
  const { day = "", month = "", year = "", time = "" } = parts;
  const monthIndex = MONTHS.indexOf(month);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  if (monthIndex < 0 || hours > 23 || minutes > 59 || seconds > 60) return undefined;

  function inYear(fullYear: number): number | undefined {
    const date = new Date(0);
    // Not by Date.UTC, which takes a year below 100 for one of the last century.
    date.setUTCFullYear(fullYear, monthIndex, Number(day));
    // It carries 31 April over into May: such a date does not exist.
    if (date.getUTCDate() !== Number(day)) return undefined;
    return date.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }

  if (year.length === 4) return inYear(Number(year));
  // RFC 9110 section 5.6.7: what seems more than 50 years ahead is of the past century.
  const limit = new Date(now);
  const latest = limit.getUTCFullYear() + 50;
  const sameDigits = latest - ((latest - Number(year)) % 100);
  const date = inYear(sameDigits);
  const isTooLate = date !== undefined && date > limit.setUTCFullYear(latest);
  return isTooLate ? inYear(sameDigits - 100) : date;
}

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3): whole seconds or an HTTP date.
 *
 * @param value - The field value, or null when the field is absent.
 * @param now - Milliseconds since the epoch.
 * @returns Milliseconds to wait, never negative, or undefined for an absent or illegal value.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const trimmed = value.trim();
  if (/^\d+$/.test(trimmed)) {
    // Any number of digits is legal: what no number can hold is still a very long wait.
    return Math.min(Number(trimmed) * 1000, Number.MAX_SAFE_INTEGER);
  }
  const date = parseHttpDate(trimmed, now);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** What time it is by the server's clock, where an answer says it; else by ours. */
export function serverTime(headers: Headers, now: number): number {
  return parseHttpDate(headers.get("date") ?? "", now) ?? now;
}

/**
 * Reads how long an answer says to wait. A date is measured against the answer's own `Date`: the
 * server's clock may be wrong, but it is the one that it speaks by.
 *
 * @param now - Milliseconds since the epoch.
 * @returns Milliseconds, or undefined where the answer does not say.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after");
  return value === null ? undefined : parseRetryAfter(value, serverTime(headers, now));
}
