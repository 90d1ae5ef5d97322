/** A moment as RapidPro writes it, without loss. */
export interface PreciseDatetime {
  /** To the millisecond, for whatever takes a Date. */
  readonly date: Date;
  /** Microseconds since the Unix epoch, exact. */
  readonly epochMicroseconds: bigint;
}

const DATETIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads a datetime to the microsecond: RapidPro gives up to six digits, and a Date keeps three.
 * Two changes in one millisecond are two different moments; `after` filters with the string itself.
 *
 * @returns The moment, or undefined for a string that is no datetime.
 * @example
 * ```ts
 * parseDatetime("2026-11-21T09:15:00.123456Z")?.epochMicroseconds; // 1795252500123456n
 * ```
 */
export function parseDatetime(text: string): PreciseDatetime | undefined {
  const [, seconds = "", fraction = "", zone = ""] = DATETIME.exec(text) ?? [];
  const epochMilliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(epochMilliseconds) || !isOnCalendar(seconds)) return undefined;
  const microseconds = Number(fraction.padEnd(6, "0"));
  return {
    date: new Date(epochMilliseconds + Math.floor(microseconds / 1000)),
    epochMicroseconds: BigInt(epochMilliseconds) * 1000n + BigInt(microseconds),
  };
}

/** Date.parse takes 30 February for 2 March, and 24:00 for the next day. */
function isOnCalendar(seconds: string): boolean {
  return new Date(`${seconds}Z`).toISOString().startsWith(seconds);
}
