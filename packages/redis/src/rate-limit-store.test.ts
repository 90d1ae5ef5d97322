import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import {
  ConfigurationError,
  type Logger,
  ParleyError,
  rateLimit,
  type RateLimitWindow,
} from "@parley/runtime";
import { createCluster } from "@redis/client";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { StoreUnavailableError } from "./errors.js";
import { createRedisRateLimitStore, type RedisRateLimitStoreOptions } from "./rate-limit-store.js";
import { createManualClock } from "./test-helpers/manual-clock.js";
import { connectClient, uniquePrefix } from "./test-helpers/redis.js";
import { startRedis } from "./test-helpers/start-redis.js";

function failToWrite(): never {
  throw new Error("the worker has exited");
}

const window: RateLimitWindow = { requests: 8, interval: 60_000 };
const NOW = 0;

function createLogger() {
  return { info: vi.fn<Logger["info"]>(), warn: vi.fn<Logger["warn"]>() };
}

/** A store on a Redis of its own, which the test may end. */
async function setUp(more: Omit<Partial<RedisRateLimitStoreOptions>, "client" | "url"> = {}) {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const clock = createManualClock();
  const logger = createLogger();
  const store = createRedisRateLimitStore({ url: server.url, logger, clock, ...more });
  onTestFinished(() => store.close());
  const take = async () => store.take("a", window, NOW);
  /** How many places there are at once. */
  const takeAll = async () => {
    let count = 0;
    while ((await take()) === 0) count += 1;
    return count;
  };
  /** Asks, again and again, until Redis is back: how soon it can be reached is not for a test to say. */
  const untilBack = async (ask: () => Promise<unknown>) => {
    while (logger.info.mock.calls.length === 0) {
      clock.advance(1000);
      await ask();
      // Else nothing but promises would run, and no socket would ever be connected.
      await setImmediate();
    }
  };
  return { server, clock, logger, store, take, takeAll, untilBack };
}

describe("in Redis", () => {
  it("nothing is kept longer than it counts", async () => {
    const client = await connectClient();
    const prefix = uniquePrefix();
    const store = createRedisRateLimitStore({ client, prefix });
    await store.take("a", window, NOW);
    await store.learn("a", window, 3, 90_000, NOW);
    await store.pause("b", 5000, NOW);
    await store.learn("b", window, 3, 1000, NOW);
    await store.delay("c", window, 200, NOW);
    const lives = new Map<string, number>();
    for (const key of await client.keys(`${prefix}:*`)) {
      lives.set(key.slice(prefix.length), Math.ceil((await client.pTTL(key)) / 1000));
    }
    expect(Object.fromEntries(lives)).toEqual({
      ":limit:{a}:log": 60,
      ":limit:{a}:said": 90,
      ":limit:{b}:said": 5,
      ":limit:{c}:said": 60,
    });
  });

  it("scripts are sent once, and again to a server that has forgotten them", async () => {
    const client = await connectClient();
    const evaluate = vi.spyOn(client, "eval");
    const store = createRedisRateLimitStore({ client, prefix: uniquePrefix(), fallback: "refuse" });
    await client.scriptFlush();
    await store.take("a", window, NOW);
    await store.take("a", window, NOW);
    expect(evaluate).toHaveBeenCalledTimes(1);
    await client.scriptFlush();
    await store.take("a", window, NOW);
    expect(evaluate).toHaveBeenCalledTimes(2);
  });

  it("all works with a cluster's client", async () => {
    const server = await startRedis(undefined, { "cluster-enabled": "yes" });
    onTestFinished(() => server.stop());
    const admin = await connectClient(server.url);
    const slots = Array.from({ length: 16_384 }, (_, slot) => String(slot));
    await admin.sendCommand(["CLUSTER", "ADDSLOTS", ...slots]);
    await vi.waitFor(async () => {
      expect(await admin.clusterInfo()).toContain("cluster_state:ok");
    }, 10_000);
    const cluster = createCluster({ rootNodes: [{ url: server.url }] });
    cluster.on("error", () => undefined);
    await cluster.connect();
    onTestFinished(() => cluster.destroy());
    const store = createRedisRateLimitStore({ client: cluster, fallback: "refuse" });
    // Braces in a name must not tear its keys apart.
    for (const key of ["sinch:default:all", "}", "{", "a}b{c", "%7B", "ü {x}"]) {
      await store.learn(key, window, 3, 5000, NOW);
      for (let count = 0; count < 3; count++) expect(await store.take(key, window, NOW)).toBe(0);
      expect(await store.take(key, window, NOW)).toBeGreaterThan(0);
      await store.pause(key, 50_000, NOW);
      expect(await store.take(key, window, NOW)).toBeGreaterThan(40_000);
    }
  });

  it("limits of one name are told apart by prefix", async () => {
    const client = await connectClient();
    const one = { requests: 1, interval: 60_000 };
    for (const prefix of [uniquePrefix(), uniquePrefix()]) {
      const store = createRedisRateLimitStore({ client, prefix, fallback: "refuse" });
      expect(await store.take("a", one, NOW)).toBe(0);
      expect(await store.take("a", one, NOW)).toBeGreaterThan(0);
    }
  });

  it("a pause that one client is told of stops another, on another connection", async () => {
    const options = {
      url: inject("redisUrl"),
      prefix: uniquePrefix(),
      fallback: "refuse",
    } as const;
    const stores = [createRedisRateLimitStore(options), createRedisRateLimitStore(options)];
    onTestFinished(() => stores.forEach((store) => store.close()));
    const [first, second] = stores.map((store) =>
      rateLimit({ declared: { all: { requests: 9, interval: 1000 } }, mode: "reject", store }),
    );
    const request = { method: "GET", url: "https://api.example.com/", headers: {} };
    const refused = new Response(null, { status: 429, headers: { "retry-after": "60" } });
    await first?.(request, async () => refused);
    // What an answer says is written behind the call's back.
    const client = await connectClient();
    await vi.waitFor(async () => {
      expect(await client.keys(`${options.prefix}:*:said`)).toHaveLength(1);
    });
    const sent = second?.(request, async () => new Response());
    await expect(sent).rejects.toMatchObject({
      name: "RateLimitExceededError",
      retryAfter: expect.any(Number) as number,
    });
  });
});

describe("while Redis is away", () => {
  it("each process keeps to a quarter of the limit, what it sent before included", async () => {
    const { server, logger, take, takeAll } = await setUp();
    expect(await take()).toBe(0);
    await server.stop();
    expect(await takeAll()).toBe(1);
    expect(await take()).toBe(60_000);
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(
      { "error.type": expect.any(String) as string },
      expect.stringMatching(
        /^Redis does not answer \(.+\): each process keeps to 0\.25 of every limit by itself until it does$/,
      ),
    );
  });

  it.each([
    // share, places in the first interval, and milliseconds until the next
    [1, 8, 60_000],
    [0.5, 4, 60_000],
    [0.3, 2, 60_000],
    [0.05, 1, 150_000],
  ])("each keeps to the share that it is given: %d", async (share, places, next) => {
    const { server, take, takeAll } = await setUp({ fallback: { share } });
    await server.stop();
    expect(await takeAll()).toBe(places);
    expect(await take()).toBe(next);
  });

  it("pauses and what servers say count in each process by itself", async () => {
    const { server, store, clock, take, takeAll } = await setUp({ fallback: { share: 0.5 } });
    await server.stop();
    await store.learn("a", window, 2, 10_000, NOW);
    expect(await takeAll()).toBe(1);
    await store.pause("a", 70_000, NOW);
    clock.advance(60_000);
    expect(await take()).toBe(10_000);
  });

  it("calls are refused by a typed error, where the fallback is to refuse", async () => {
    const { server, logger, store, take } = await setUp({ fallback: "refuse" });
    await server.stop();
    for (let count = 0; count < 3; count++) {
      const error: unknown = await take().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(error).toBeInstanceOf(ParleyError);
      expect(error).toHaveProperty("message", expect.stringContaining("check that it runs"));
    }
    // An answer that cannot be written down is an answer all the same.
    await store.pause("a", 1000, NOW);
    await store.learn("a", window, 0, 1000, NOW);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it("a client's calls go on, and go back to Redis by themselves when it is there again", async () => {
    const { server, clock, logger, store, take, takeAll, untilBack } = await setUp();
    await take();
    await server.stop();
    expect(await takeAll()).toBe(1);
    const again = await startRedis(server.port);
    onTestFinished(() => again.stop());
    await untilBack(async () => store.take("b", { requests: 1, interval: 1 }, NOW));
    expect(logger.info).toHaveBeenCalledExactlyOnceWith({}, "Redis answers again");
    // For one interval it keeps to its share: others may have sent theirs, unknown to Redis.
    const first = await takeAll();
    expect(first).toBeLessThanOrEqual(2);
    clock.advance(60_000);
    expect(await takeAll()).toBe(8 - first);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it("a logger that fails changes none of it", async () => {
    const { server, clock, logger, takeAll, untilBack, store } = await setUp();
    logger.warn.mockImplementation(failToWrite);
    logger.info.mockImplementation(failToWrite);
    await server.stop();
    expect(await takeAll()).toBe(2);
    const again = await startRedis(server.port);
    onTestFinished(() => again.stop());
    await untilBack(async () => store.take("b", { requests: 1, interval: 1 }, NOW));
    clock.advance(60_000);
    expect(await takeAll()).toBe(8);
  });

  it("a warning comes once for each time that it goes away", async () => {
    const { server, clock, logger, take, untilBack } = await setUp();
    await server.stop();
    await take();
    const again = await startRedis(server.port);
    onTestFinished(() => again.stop());
    await untilBack(take);
    await again.stop();
    clock.advance(120_000);
    await take();
    await take();
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it("a process without a logger is warned", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const { server, take } = await setUp({ logger: undefined });
    await server.stop();
    await take();
    await take();
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe("a Redis that hangs", () => {
  it("holds a call up for the timeout, then one call a second", async () => {
    const { server, clock, logger, take } = await setUp();
    await take();
    server.freeze();
    const hanging = take();
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    clock.advance(499);
    await expect(settledSoon(hanging)).resolves.toBe(false);
    clock.advance(1);
    expect(await hanging).toBe(0);
    // Nobody waits for it now.
    expect(await take()).toBeGreaterThan(0);
    clock.advance(1000);
    const probe = take();
    expect(await take()).toBeGreaterThan(0);
    await expect(settledSoon(probe)).resolves.toBe(false);
    server.thaw();
    // Redis knows of the two calls that it was asked for.
    expect(await probe).toBe(0);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it("does not keep a call that is aborted", async () => {
    const { server, store, clock } = await setUp();
    const middleware = rateLimit({ declared: { all: window }, store, clock });
    const request = { method: "GET", url: "https://api.example.com/", headers: {} };
    await middleware(request, async () => new Response());
    server.freeze();
    const controller = new AbortController();
    const call = middleware({ ...request, signal: controller.signal }, async () => new Response());
    controller.abort(new Error("no longer wanted"));
    await expect(call).rejects.toThrow("no longer wanted");
    server.thaw();
  });
});

/** Whether a promise is settled after a while in which it could have been. */
async function settledSoon(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  const client = await connectClient();
  // A round trip to another Redis is time enough.
  await client.ping();
  return settled;
}

describe("an option that cannot be meant", () => {
  const client = { eval: async () => 0, evalSha: async () => 0 };

  it.each([
    ["a share of nothing", { client, fallback: { share: 0 } }, "fallback.share"],
    ["a share of more than all", { client, fallback: { share: 1.5 } }, "fallback.share"],
    ["a share that is none", { client, fallback: { share: Number.NaN } }, "fallback.share"],
    ["no time to answer", { client, timeout: 0 }, "timeout"],
    ["a URL of another kind", { url: "https://user:canary@redis.example.com" }, "url"],
    ["a URL that is none", { url: "canary" }, "url"],
  ] as const)("is refused at once, unseen: %s", (_name, options, named) => {
    const make = () => createRedisRateLimitStore(options);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`"${named}"`);
    expect(make).toThrow(expect.not.stringContaining("canary"));
  });

  it("shows no secret of its URL in a message or by inspection", async () => {
    const logger = createLogger();
    // Nobody listens at port 1.
    const url = "redis://user:canary@127.0.0.1:1";
    const store = createRedisRateLimitStore({ url, logger, fallback: "refuse" });
    onTestFinished(() => store.close());
    const error: unknown = await Promise.resolve(store.take("a", window, NOW)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(inspect([error, store, logger.warn.mock.calls], { depth: 9 })).not.toContain("canary");
  });
});

describe("a connection", () => {
  it("that was made from a URL is closed with the store", async () => {
    const { store, take, logger, server } = await setUp({ fallback: "refuse" });
    await take();
    const admin = await connectClient(server.url);
    expect(await admin.clientList()).toHaveLength(2);
    store.close();
    await vi.waitFor(async () => expect(await admin.clientList()).toHaveLength(1));
    await expect(take()).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it("waits, when it is closed, for what is under way, and warns of nothing", async () => {
    const { store, take, logger, server } = await setUp({ fallback: "refuse" });
    await take();
    const last = take();
    // By now the command is on its way: to send it takes no more than promises.
    await setImmediate();
    store.close();
    expect(await last).toBe(0);
    const admin = await connectClient(server.url);
    await vi.waitFor(async () => expect(await admin.clientList()).toHaveLength(1));
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it("that was given stays open", async () => {
    const client = await connectClient();
    const store = createRedisRateLimitStore({ client, prefix: uniquePrefix() });
    await store.take("a", window, NOW);
    store.close();
    expect(await client.ping()).toBe("PONG");
  });
});
