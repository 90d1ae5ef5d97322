import type { Clock } from "@parley/runtime";

interface Timer {
  readonly callback: () => void;
  readonly dueAt: number;
}

/** A clock whose time moves only when a test says so. */
export interface FakeClock extends Clock {
  /** How many timers wait. */
  readonly pending: number;
  /** Moves time on, running what falls due in order. */
  advance(milliseconds: number): Promise<void>;
  /** Moves time from timer to timer until the promise is settled; fails when nothing would settle it. */
  settle<Value>(promise: PromiseLike<Value>): Promise<Value>;
}

/** Lets every promise callback run that can run without time or network. */
export async function flush(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

export function createFakeClock(): FakeClock {
  const timers = new Set<Timer>();
  let time = 1_800_000_000_000;

  function nextTimer(): Timer | undefined {
    return [...timers].toSorted((a, b) => a.dueAt - b.dueAt)[0];
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
      const timer = { callback, dueAt: time + milliseconds };
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
