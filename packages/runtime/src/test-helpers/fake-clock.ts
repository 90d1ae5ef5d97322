import type { Clock } from "../http/clock.js";

interface Timer {
  readonly callback: () => void;
  readonly dueAt: number;
}

/** A clock whose time moves only when a test says so. */
export interface FakeClock extends Clock {
  /** How many timers wait; a test that is over asserts 0. */
  readonly pending: number;
  /** Moves time on, running what falls due in order; promise callbacks run before and after each timer. */
  advance(milliseconds: number): Promise<void>;
  /** Moves time from timer to timer until the promise is settled; fails when nothing would ever settle it. */
  settle<Value>(promise: PromiseLike<Value>): Promise<Value>;
}

/** 15 January 2027, 08:00:00 UTC: a whole second, so that HTTP dates fall on it. */
export const START = 1_800_000_000_000;

/**
 * Lets every promise callback run that can run without time or network: a turn of the event loop
 * begins only when no promise callback is left.
 */
export async function flush(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

export function createFakeClock(start: number = START): FakeClock {
  const timers = new Set<Timer>();
  let time = start;

  function nextTimer(): Timer | undefined {
    let next: Timer | undefined;
    // A set keeps the order of insertion: of two that are due at once the older one is run first.
    for (const timer of timers) if (next === undefined || timer.dueAt < next.dueAt) next = timer;
    return next;
  }

  function run(timer: Timer): void {
    timers.delete(timer);
    time = Math.max(time, timer.dueAt);
    timer.callback();
  }

  return {
    get pending() {
      return timers.size;
    },
    now: () => time,
    setTimeout(callback, milliseconds) {
      const timer = { callback, dueAt: time + Math.max(0, milliseconds || 0) };
      timers.add(timer);
      return timer;
    },
    clearTimeout(handle) {
      // The handle is what this clock's own setTimeout returned, if anything.
      timers.delete(handle as Timer);
    },
    async advance(milliseconds) {
      const end = time + milliseconds;
      await flush();
      for (let next = nextTimer(); next !== undefined && next.dueAt <= end; next = nextTimer()) {
        run(next);
        await flush();
      }
      time = end;
    },
    async settle(promise) {
      let settled = false;
      const note = () => {
        settled = true;
      };
      promise.then(note, note);
      for (;;) {
        await flush();
        if (settled) return promise;
        const next = nextTimer();
        if (next === undefined) throw new Error("No timer is left that could settle the promise.");
        run(next);
      }
    },
  };
}
