/** Time as the runtime sees it; tests give their own, so that nothing sleeps. */
export interface Clock {
  /** Milliseconds since the Unix epoch; never runs backwards. */
  now(): number;
  /** Runs `callback` once after `milliseconds`; returns a handle for {@link Clock.clearTimeout}. */
  setTimeout(callback: () => void, milliseconds: number): unknown;
  /** Forgets a timer. */
  clearTimeout(handle: unknown): void;
}

// The longest wait that a host's timer keeps: beyond 2^31 - 1 ms it fires at once.
const LONGEST_TIMER = 2_147_483_647;

// Read once: it never changes, and costs more to read than the time since it. Not while loading:
// Node makes `performance` when it is first touched, which takes a tenth of importing a client.
let timeOrigin: number | undefined;

/** The host's clock: monotonic, so that a corrected wall clock cannot shorten a limit's window. */
export const systemClock: Clock = {
  now: () => (timeOrigin ??= performance.timeOrigin) + performance.now(),
  setTimeout: (callback, milliseconds) =>
    setTimeout(callback, Math.min(milliseconds, LONGEST_TIMER)),
  // The handle is what this clock's own setTimeout returned.
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/**
 * Waits on a clock.
 *
 * @param clock - The clock to wait on.
 * @param milliseconds - How long.
 * @param signal - Ends the wait at once; the promise then rejects with the signal's reason.
 */
export function sleep(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clock.clearTimeout(handle);
      reject(signal?.reason);
    };
    const handle = clock.setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
