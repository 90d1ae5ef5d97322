/** What a limit allows: so many requests in any interval. */
export interface RateLimitWindow {
  /** Requests. */
  readonly requests: number;
  /** Milliseconds. */
  readonly interval: number;
}

/**
 * Where the use of limits is counted: in this process, or for a whole fleet.
 *
 * Each limit has a key of its own: provider, account and name. `now` is milliseconds on the client's
 * clock; a store that is shared has a clock of its own, and does without.
 */
export interface RateLimitStore {
  /**
   * Takes a place in a limit's window.
   *
   * @returns 0 when the request may be sent now, else the milliseconds after which to ask again.
   */
  take(key: string, window: RateLimitWindow, now: number): number | Promise<number>;
  /**
   * Notes that requests up to now may have arrived some milliseconds late, so that each of them
   * counts for so much longer.
   */
  delay(
    key: string,
    window: RateLimitWindow,
    milliseconds: number,
    now: number,
  ): void | Promise<void>;
  /** Gives nobody a place for some milliseconds. It never shortens a pause that is longer. */
  pause(key: string, milliseconds: number, now: number): void | Promise<void>;
  /**
   * Takes the server's word that no more than `remaining` places are left for some milliseconds.
   * Where more are left by this count, others use the limit too: their places are taken here as
   * well. It never gives a place back.
   */
  learn(
    key: string,
    window: RateLimitWindow,
    remaining: number,
    milliseconds: number,
    now: number,
  ): void | Promise<void>;
}

/** The last requests of one limit, and what the server has said. */
interface Log {
  /** A ring of the times of the last requests; `next` is the oldest and the next to be replaced. */
  readonly times: number[];
  next: number;
  /** How much later than sent the requests up to now may have arrived, and until when they count. */
  late: number;
  lateUntil: number;
  pausedUntil: number;
  /** Places that others have taken. */
  held: { readonly places: number; readonly until: number }[];
}

/**
 * Counts in this process, by a log of the last requests: never more than `requests` in any
 * `interval`, whichever way the server counts (fixed window, sliding window or bucket).
 */
export function createMemoryRateLimitStore(): RateLimitStore {
  const logs = new Map<string, Log>();

  function logOf(key: string): Log {
    let log = logs.get(key);
    if (log === undefined) {
      log = { times: [], next: 0, late: 0, lateUntil: 0, pausedUntil: 0, held: [] };
      logs.set(key, log);
    }
    return log;
  }

  return {
    take(key, { requests, interval }, now) {
      const log = logOf(key);
      if (log.pausedUntil > now) return log.pausedUntil - now;
      const oldest = log.times[(log.next + countHeld(log, now)) % requests];
      const late = lateness(log, now);
      const freeAt = oldest === undefined ? now : oldest + interval + late;
      if (freeAt > now) {
        // Those that came after the late ones count no longer than they should.
        const inTime = Math.min(freeAt, Math.max(freeAt - late, log.lateUntil));
        return Math.min(inTime, ...log.held.map(({ until }) => until)) - now;
      }
      log.times[log.next] = now;
      log.next = (log.next + 1) % requests;
      return 0;
    },
    delay(key, { interval }, milliseconds, now) {
      const log = logOf(key);
      log.late = Math.max(lateness(log, now), milliseconds);
      log.lateUntil = Math.max(log.lateUntil, now + interval);
    },
    pause(key, milliseconds, now) {
      const log = logOf(key);
      log.pausedUntil = Math.max(log.pausedUntil, now + milliseconds);
    },
    learn(key, { requests, interval }, remaining, milliseconds, now) {
      const log = logOf(key);
      const counted = interval + lateness(log, now);
      const known = countHeld(log, now) + remaining;
      const isFree = (place: number) =>
        place < requests &&
        (log.times[(log.next + place) % requests] ?? -Infinity) + counted <= now;
      let free = known;
      while (isFree(free)) free += 1;
      if (free === known) return;
      if (remaining === 0) log.pausedUntil = Math.max(log.pausedUntil, now + milliseconds);
      else log.held.push({ places: free - known, until: now + milliseconds });
    },
  };
}

function lateness({ late, lateUntil }: Log, now: number): number {
  return lateUntil > now ? late : 0;
}

function countHeld(log: Log, now: number): number {
  if (log.held.length === 0) return 0;
  log.held = log.held.filter(({ until }) => until > now);
  return log.held.reduce((sum, { places }) => sum + places, 0);
}
