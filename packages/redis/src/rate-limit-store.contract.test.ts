import { createMemoryRateLimitStore, type RateLimitStore } from "@parley/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedisRateLimitStore } from "./rate-limit-store.js";
import { createManualClock, type ManualClock } from "./test-helpers/manual-clock.js";
import { atTimeOf, connectClient, uniquePrefix } from "./test-helpers/redis.js";

const MINUTE = 60_000;

async function createOnRedis(clock: ManualClock): Promise<RateLimitStore> {
  const client = atTimeOf(clock, await connectClient());
  return createRedisRateLimitStore({ client, prefix: uniquePrefix(), fallback: "refuse" });
}

const implementations: readonly [string, (clock: ManualClock) => Promise<RateLimitStore>][] = [
  ["in memory", async () => createMemoryRateLimitStore()],
  ["on Redis", createOnRedis],
];

// What every store has to do. Time is the test's own; intervals are long beside a test's duration,
// because Redis forgets by its own clock what counts no longer.
describe.each(implementations)("a rate-limit store %s", (_name, create) => {
  async function setUp(requests: number, interval = MINUTE) {
    const clock = createManualClock();
    const store = await create(clock);
    const window = { requests, interval };
    return {
      clock,
      store,
      take: async (key = "a") => await store.take(key, window, clock.now()),
      pause: async (milliseconds: number) => await store.pause("a", milliseconds, clock.now()),
      learn: async (remaining: number, milliseconds: number) =>
        await store.learn("a", window, remaining, milliseconds, clock.now()),
      /** How many places there are at once. */
      takeAll: async () => {
        let count = 0;
        while ((await store.take("a", window, clock.now())) === 0) count += 1;
        return count;
      },
    };
  }

  it("gives as many places as the limit has, then says when the oldest is free", async () => {
    const { clock, take } = await setUp(2);
    expect(await take()).toBe(0);
    clock.advance(100);
    expect(await take()).toBe(0);
    clock.advance(100);
    expect(await take()).toBe(MINUTE - 200);
    clock.advance(MINUTE - 201);
    expect(await take()).toBe(1);
    clock.advance(1);
    expect(await take()).toBe(0);
    expect(await take()).toBe(100);
  });

  it("takes no place by being asked in vain", async () => {
    const { clock, take } = await setUp(1);
    expect(await take()).toBe(0);
    for (let count = 0; count < 10; count++) expect(await take()).toBe(MINUTE);
    clock.advance(MINUTE);
    expect(await take()).toBe(0);
  });

  it("counts each key by itself", async () => {
    const { take } = await setUp(1);
    expect(await take("a")).toBe(0);
    expect(await take("b")).toBe(0);
    expect(await take("a")).toBe(MINUTE);
  });

  it("gives no place during a pause, which nothing shortens", async () => {
    const { clock, take, pause } = await setUp(5);
    await pause(7000);
    await pause(1000);
    expect(await take()).toBe(7000);
    clock.advance(6999);
    expect(await take()).toBe(1);
    clock.advance(1);
    expect(await take()).toBe(0);
  });

  it("believes a server that says that less remains, until the time that it states", async () => {
    const { clock, take, learn, takeAll } = await setUp(10);
    await take();
    await learn(3, 5000);
    expect(await takeAll()).toBe(3);
    expect(await take()).toBe(5000);
    clock.advance(5000);
    expect(await takeAll()).toBe(10 - 4);
  });

  it("believes it too when it comes to know of more and more that others use", async () => {
    const { clock, learn, takeAll, take } = await setUp(10);
    await learn(8, 5000);
    await learn(4, 9000);
    clock.advance(5000);
    // Of six places that others hold two are free again.
    expect(await takeAll()).toBe(6);
    expect(await take()).toBe(4000);
    clock.advance(4000);
    expect(await takeAll()).toBe(4);
  });

  it("gives no place where a server says that none remain, however many are free here", async () => {
    const { clock, take, learn } = await setUp(10);
    await take();
    await learn(0, 2 * MINUTE);
    clock.advance(MINUTE);
    expect(await take()).toBe(MINUTE);
  });

  it("is never made faster by a server that says that more remains", async () => {
    const { take, learn, takeAll } = await setUp(4);
    await take();
    await learn(1, MINUTE);
    await learn(100, MINUTE);
    await learn(3, MINUTE);
    expect(await takeAll()).toBe(1);
  });

  it("is not slowed by a server that counts as it does", async () => {
    const { clock, take, learn } = await setUp(5);
    for (let round = 0; round < 3; round++) {
      // All are sent before the first is answered, and answers overtake one another.
      for (let count = 0; count < 5; count++) expect(await take()).toBe(0);
      for (const remaining of [2, 4, 0, 3, 1]) await learn(remaining, 2 * MINUTE);
      clock.advance(MINUTE);
    }
  });

  it("counts requests for longer that may have arrived late, and those after them as ever", async () => {
    const { clock, store, take, takeAll } = await setUp(2);
    const window = { requests: 2, interval: MINUTE };
    expect(await takeAll()).toBe(2);
    clock.advance(500);
    await store.delay("a", window, 500, clock.now());
    await store.delay("a", window, 200, clock.now());
    expect(await take()).toBe(MINUTE);
    clock.advance(MINUTE);
    expect(await takeAll()).toBe(2);
    expect(await take()).toBe(MINUTE);
  });

  it("never gives more places than the limit has in any interval", async () => {
    const { clock, store } = await setUp(1);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat({ max: 40_000 }), { minLength: 1, maxLength: 60 }),
        async (requests, gaps) => {
          const key = `run-${run++}`;
          const given: number[] = [];
          const waits: number[] = [0];
          for (const gap of gaps) {
            clock.advance(gap);
            const wait = await store.take(key, { requests, interval: MINUTE }, clock.now());
            if (wait === 0) given.push(clock.now());
            waits.push(wait);
          }
          expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE);
          const spans = given.slice(requests).map((time, index) => time - (given[index] ?? 0));
          expect(Math.min(Infinity, ...spans)).toBeGreaterThanOrEqual(MINUTE);
        },
      ),
      { numRuns: 50 },
    );
  });
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant(["take"] as const) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("wait" as const), fc.nat({ max: 50_000 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("delay" as const), fc.nat({ max: 20_000 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("pause" as const), fc.nat({ max: 90_000 })) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant("learn" as const),
      fc.nat({ max: 8 }),
      fc.nat({ max: 150_000 }),
    ),
  },
);

describe("the two rate-limit stores", () => {
  it("answer alike, whatever they are told", async () => {
    const clock = createManualClock();
    const redis = await createOnRedis(clock);
    const memory = createMemoryRateLimitStore();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(step, { minLength: 1, maxLength: 40 }),
        async (requests, steps) => {
          const key = `run-${run++}`;
          const window = { requests, interval: MINUTE };
          for (const [what, first = 0, second = 0] of steps) {
            if (what === "wait") clock.advance(first);
            const answers = [redis, memory].map(async (store) => {
              const now = clock.now();
              if (what === "take") return store.take(key, window, now);
              if (what === "pause") return store.pause(key, first, now);
              if (what === "delay") return store.delay(key, window, first, now);
              return what === "learn" ? store.learn(key, window, first, second, now) : undefined;
            });
            const [onRedis, inMemory] = await Promise.all(answers);
            expect(onRedis).toBe(inMemory);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
