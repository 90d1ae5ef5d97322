import { getEventListeners } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createFakeClock } from "../test-helpers/fake-clock.js";
import { sleep, systemClock } from "./clock.js";

describe("sleep", () => {
  it("ends after the milliseconds it was given and leaves neither timer nor listener", async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    let awake = false;
    const slept = sleep(clock, 100, signal).finally(() => {
      awake = true;
    });
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    await slept;
    expect(awake).toBe(true);
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("ends at once with the signal's reason and takes its timer along", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const slept = sleep(clock, 100, controller.signal);
    controller.abort("enough");
    await expect(slept).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("does not begin under a signal that has fired already", async () => {
    const clock = createFakeClock();
    await expect(sleep(clock, 100, AbortSignal.abort("before"))).rejects.toBe("before");
    expect(clock.pending).toBe(0);
  });
});

describe("systemClock", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("tells milliseconds since the epoch", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });

  it("does not go by the wall clock, which may be set back", () => {
    vi.spyOn(Date, "now").mockReturnValue(0);
    expect(systemClock.now()).toBeGreaterThan(1_700_000_000_000);
  });

  it.each([
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, 2_147_483_647],
    [Infinity, 2_147_483_647],
  ])("sets a timer of %d ms for %d ms, as a host fires longer ones at once", (asked, set) => {
    const host = vi.spyOn(globalThis, "setTimeout");
    systemClock.clearTimeout(systemClock.setTimeout(() => undefined, asked));
    expect(host).toHaveBeenCalledExactlyOnceWith(expect.any(Function), set);
  });

  it("forgets a timer that is cleared", () => {
    const host = vi.spyOn(globalThis, "clearTimeout");
    const handle = systemClock.setTimeout(() => undefined, 1_000_000);
    systemClock.clearTimeout(handle);
    expect(host).toHaveBeenCalledExactlyOnceWith(handle);
  });
});
