import { describe, expect, it } from "vitest";
import { createFakeClock, START } from "./fake-clock.js";

describe("the fake clock of the tests", () => {
  it("stands still until it is told to advance", async () => {
    const clock = createFakeClock();
    const ran: string[] = [];
    clock.setTimeout(() => ran.push("due"), 0);
    await Promise.resolve();
    expect(clock.now()).toBe(START);
    expect(ran).toEqual([]);
    expect(clock.pending).toBe(1);
  });

  it("runs timers in the order in which they fall due, and of two at once the older one first", async () => {
    const clock = createFakeClock();
    const ran: [string, number][] = [];
    const note = (name: string) => () => ran.push([name, clock.now() - START]);
    clock.setTimeout(note("late"), 30);
    clock.setTimeout(note("first of two"), 20);
    clock.setTimeout(note("second of two"), 20);
    clock.setTimeout(note("early"), 10);
    clock.setTimeout(note("too late"), 41);
    await clock.advance(40);
    expect(ran).toEqual([
      ["early", 10],
      ["first of two", 20],
      ["second of two", 20],
      ["late", 30],
    ]);
    expect(clock.now()).toBe(START + 40);
    expect(clock.pending).toBe(1);
  });

  it("lets promise callbacks run between two timers, so that what they start is seen", async () => {
    const clock = createFakeClock();
    const ran: number[] = [];
    const tick = async () => {
      await Promise.resolve();
      ran.push(clock.now() - START);
      clock.setTimeout(() => void tick(), 10);
    };
    clock.setTimeout(() => void tick(), 10);
    await clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
  });

  it("never runs a timer that was cleared", async () => {
    const clock = createFakeClock();
    let ran = false;
    const handle = clock.setTimeout(() => {
      ran = true;
    }, 10);
    clock.clearTimeout(handle);
    await clock.advance(20);
    expect(ran).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it("settles a promise by moving from timer to timer", async () => {
    const clock = createFakeClock();
    const promise = new Promise<string>((resolve) => {
      clock.setTimeout(() => clock.setTimeout(() => resolve("done"), 500), 1000);
    });
    expect(await clock.settle(promise)).toBe("done");
    expect(clock.now() - START).toBe(1500);
  });

  it("fails in place of hanging when nothing can settle the promise", async () => {
    const never = new Promise<void>(() => undefined);
    await expect(createFakeClock().settle(never)).rejects.toThrow("No timer is left");
  });
});
