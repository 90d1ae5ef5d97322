import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryRateLimitStore } from "./rate-limit-store.js";

describe("the memory store", () => {
  it("gives as many places as the limit has, then says how long the oldest is still counted", () => {
    const store = createMemoryRateLimitStore();
    const limit = { requests: 2, interval: 1000 };
    expect(store.take("a", limit, 0)).toBe(0);
    expect(store.take("a", limit, 100)).toBe(0);
    expect(store.take("a", limit, 200)).toBe(800);
    expect(store.take("a", limit, 999)).toBe(1);
    expect(store.take("a", limit, 1000)).toBe(0);
    expect(store.take("a", limit, 1000)).toBe(100);
    expect(store.take("a", limit, 1100)).toBe(0);
  });

  it("takes no place by being asked in vain", () => {
    const store = createMemoryRateLimitStore();
    const limit = { requests: 1, interval: 1000 };
    expect(store.take("a", limit, 0)).toBe(0);
    for (let now = 1; now < 1000; now += 10) expect(store.take("a", limit, now)).toBeGreaterThan(0);
    expect(store.take("a", limit, 1000)).toBe(0);
  });

  it("takes the places that a server knows of and this count does not, and no others", () => {
    const store = createMemoryRateLimitStore();
    const limit = { requests: 3, interval: 1000 };
    expect(store.take("a", limit, 0)).toBe(0);
    // As many as are left here: nobody else uses the limit.
    void store.learn("a", limit, 2, 5000, 0);
    expect(store.take("a", limit, 0)).toBe(0);
    void store.learn("a", limit, 0, 400, 0);
    expect(store.take("a", limit, 0)).toBe(400);
    expect(store.take("a", limit, 400)).toBe(0);
    // None are left here either: it is the log that says when one is free.
    void store.learn("a", limit, 0, 5000, 400);
    expect(store.take("a", limit, 400)).toBe(600);
  });

  it("counts each key by itself", () => {
    const store = createMemoryRateLimitStore();
    const limit = { requests: 1, interval: 1000 };
    expect(store.take("a", limit, 0)).toBe(0);
    expect(store.take("b", limit, 0)).toBe(0);
    expect(store.take("a", limit, 0)).toBeGreaterThan(0);
  });

  it("never gives more places than the limit has in any interval, however it is asked", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.nat({ max: 1500 }), { minLength: 1, maxLength: 200 }),
        (requests, interval, gaps) => {
          const store = createMemoryRateLimitStore();
          const given: number[] = [];
          const waits: number[] = [];
          let now = 1_800_000_000_000;
          for (const gap of gaps) {
            now += gap;
            const wait = store.take("a", { requests, interval }, now);
            if (wait === 0) given.push(now);
            else waits.push(Number(wait));
          }
          // A time since the epoch is exact to a fraction of a microsecond.
          expect(Math.max(0, ...waits)).toBeLessThanOrEqual(interval + 0.001);
          const spans = given
            .slice(requests)
            .map((time, index) => time - (given[index] ?? Number.NaN));
          expect(Math.min(Infinity, ...spans)).toBeGreaterThanOrEqual(interval);
        },
      ),
    );
  });
});
