import type { RateLimit } from "./operation.js";

/** Where the use of limits is counted: in this process, or for a whole fleet. */
export interface RateLimitStore {
  /**
   * Takes a place in a limit's window.
   *
   * @param key - The limit: provider, account and name.
   * @param limit - What is allowed; it has `requests` and `interval`.
   * @param now - Milliseconds on the client's clock.
   * @returns 0 when the request may be sent now, else the milliseconds after which to ask again.
   */
  take(
    key: string,
    limit: Required<Pick<RateLimit, "requests" | "interval">>,
    now: number,
  ): number | Promise<number>;
}

// A request is counted when it is sent and by the server when it arrives. Without a margin, a slow
// request followed by a fast one would meet the server's window a moment too early.
const MARGIN = 0.02;

/**
 * Counts in this process, by a log of the last requests: never more than `requests` in any
 * `interval`, whichever way the server counts (fixed window, sliding window or bucket).
 */
export function createMemoryRateLimitStore(): RateLimitStore {
  // One ring of send times per limit; `next` is the oldest and the next to be replaced.
  const logs = new Map<string, { times: number[]; next: number }>();
  return {
    take(key, { requests, interval }, now) {
      let log = logs.get(key);
      if (log === undefined) {
        log = { times: [], next: 0 };
        logs.set(key, log);
      }
      const oldest = log.times[log.next];
      const freeAt = oldest === undefined ? now : oldest + interval * (1 + MARGIN);
      if (freeAt > now) return freeAt - now;
      log.times[log.next] = now;
      log.next = (log.next + 1) % requests;
      return 0;
    },
  };
}
