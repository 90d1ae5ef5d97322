import type { Clock } from "@parley/runtime";

/** A clock whose time moves only when a test says so. */
export interface ManualClock extends Clock {
  /** How many timers wait. */
  readonly pending: number;
  /** Moves time on, and runs what falls due. */
  advance(milliseconds: number): void;
}

export function createManualClock(): ManualClock {
  const timers = new Map<object, { readonly callback: () => void; readonly dueAt: number }>();
  let time = 1_800_000_000_000;
  return {
    get pending() {
      return timers.size;
    },
    now: () => time,
    setTimeout(callback, milliseconds) {
      const handle = {};
      timers.set(handle, { callback, dueAt: time + milliseconds });
      return handle;
    },
    clearTimeout(handle) {
      // The handle is what this clock's own setTimeout returned, if anything.
      timers.delete(handle as object);
    },
    advance(milliseconds) {
      time += milliseconds;
      for (const [handle, { callback, dueAt }] of timers) {
        if (dueAt > time) continue;
        timers.delete(handle);
        callback();
      }
    },
  };
}
