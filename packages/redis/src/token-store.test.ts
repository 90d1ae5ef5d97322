import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import {
  type AccessToken,
  ConfigurationError,
  createMemoryTokenStore,
  type Logger,
  systemClock,
  type TokenStore,
} from "@parley/runtime";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { StoreUnavailableError } from "./errors.js";
import { createManualClock } from "./test-helpers/manual-clock.js";
import { connectClient, uniquePrefix } from "./test-helpers/redis.js";
import { startRedis } from "./test-helpers/start-redis.js";
import { createRedisTokenStore, type RedisTokenStoreOptions } from "./token-store.js";

const HOUR = 3_600_000;

function tokenOf(value: string, lifetime = HOUR): AccessToken {
  return { value, issuedAt: Math.floor(systemClock.now()), lifetime };
}

const anyToken = () => true;
const isOther = ({ value }: AccessToken) => value !== "token-1";
const newKey = () => randomBytes(32).toString("base64");

/** A token endpoint whose answers the test gives itself. */
function createEndpoint() {
  const asked: { answer: (token: AccessToken) => void; fail: (error: Error) => void }[] = [];
  const ask = () =>
    new Promise<AccessToken>((resolve, reject) => {
      asked.push({ answer: resolve, fail: reject });
    });
  return { asked, ask };
}

const nobody = () => Promise.reject(new Error("It should not have asked."));

const implementations: readonly [string, () => Promise<TokenStore>][] = [
  ["in memory", async () => createMemoryTokenStore()],
  [
    "on Redis",
    async () =>
      createRedisTokenStore({
        client: await connectClient(),
        prefix: uniquePrefix(),
        encryptionKey: newKey(),
        fallback: "refuse",
      }),
  ],
];

describe.each(implementations)("a token store %s", (_name, create) => {
  it("asks for a token where it keeps none, and keeps it", async () => {
    const store = await create();
    const token = tokenOf("token-1");
    expect(await store.get("a")).toBeUndefined();
    expect(await store.obtain("a", anyToken, async () => token)).toEqual(token);
    expect(await store.get("a")).toEqual(token);
    expect(await store.obtain("a", anyToken, nobody)).toEqual(token);
    expect(await store.get("b")).toBeUndefined();
  });

  it("asks once for all who obtain at once", async () => {
    const store = await create();
    const { asked, ask } = createEndpoint();
    const calls = Array.from({ length: 20 }, () => store.obtain("a", anyToken, ask));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const token = tokenOf("token-1");
    asked[0]?.answer(token);
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, () => token));
    expect(asked).toHaveLength(1);
  });

  it("asks for another where the one that is kept will not do", async () => {
    const store = await create();
    await store.obtain("a", anyToken, async () => tokenOf("token-1"));
    const other = await store.obtain("a", isOther, async () => tokenOf("token-2"));
    expect(other.value).toBe("token-2");
    // Somebody who was refused the first has the second.
    expect((await store.obtain("a", isOther, nobody)).value).toBe("token-2");
  });

  it("keeps nothing where asking fails, and lets the next one ask", async () => {
    const store = await create();
    const failing = store.obtain("a", anyToken, () => Promise.reject(new Error("refused")));
    await expect(failing).rejects.toThrow("refused");
    expect(await store.get("a")).toBeUndefined();
    const next = await store.obtain("a", anyToken, async () => tokenOf("token-1"));
    expect(next.value).toBe("token-1");
  });

  it("lets one ask whose token under way will not do", async () => {
    const store = await create();
    const { asked, ask } = createEndpoint();
    const first = store.obtain("a", anyToken, ask);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const choosy = store.obtain("a", ({ value }) => value === "token-2", ask);
    asked[0]?.answer(tokenOf("token-1"));
    expect((await first).value).toBe("token-1");
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.answer(tokenOf("token-2"));
    expect((await choosy).value).toBe("token-2");
  });
});

/** A store on the Redis that the tests share, and a look at what it keeps there. */
async function setUpKept(more: Omit<Partial<RedisTokenStoreOptions>, "client" | "url"> = {}) {
  const client = await connectClient();
  const prefix = uniquePrefix();
  const encryption = "unencrypted" in more ? {} : { encryptionKey: newKey() };
  const options = { client, prefix, fallback: "refuse", ...encryption, ...more } as const;
  const keyOf = (part: string) => `${prefix}:token:{a}:${part}`;
  return { client, prefix, keyOf, options, store: createRedisTokenStore(options) };
}

describe("in Redis", () => {
  it("a token cannot be read, and lives as long as it is good", async () => {
    const { client, keyOf, store } = await setUpKept();
    await store.obtain("a", anyToken, async () => tokenOf("canary"));
    const kept = await client.get(keyOf("sealed"));
    expect(kept).toMatch(/^aes-256-gcm:/);
    expect(Buffer.from(kept?.slice(12) ?? "", "base64").toString()).not.toContain("canary");
    const life = await client.pTTL(keyOf("sealed"));
    expect(life).toBeGreaterThan(HOUR - 60_000);
    expect(life).toBeLessThanOrEqual(HOUR);
    expect(await client.exists(keyOf("lock"))).toBe(0);
  });

  it("a token can be read where that was asked for in so many words", async () => {
    const { client, keyOf, store } = await setUpKept({ unencrypted: true });
    const token = tokenOf("token-1");
    await store.obtain("a", anyToken, async () => token);
    expect(JSON.parse((await client.get(keyOf("sealed"))) ?? "")).toEqual(token);
    expect(await store.get("a")).toEqual(token);
  });

  it.each([
    "canary",
    "",
    "null",
    "{}",
    "aes-256-gcm:AAAA",
    '{"value":1,"issuedAt":2,"lifetime":3}',
  ])("what is no token (%j) is replaced, with a warning", async (garbage) => {
    const logger = { info: vi.fn<Logger["info"]>(), warn: vi.fn<Logger["warn"]>() };
    for (const how of [{}, { unencrypted: true } as const]) {
      logger.warn.mockClear();
      const { client, keyOf, store } = await setUpKept({ ...how, logger });
      await client.set(keyOf("sealed"), garbage);
      expect(await store.get("a")).toBeUndefined();
      await store.obtain("a", anyToken, async () => tokenOf("token-1"));
      expect(await store.get("a")).toMatchObject({ value: "token-1" });
      expect(logger.warn).toHaveBeenCalledTimes(1);
    }
  });

  it("a key can be changed for another without a token being lost", async () => {
    const { options } = await setUpKept();
    const [older, newer] = [newKey(), newKey()];
    const [before, during, after] = [[older], [newer, older], [newer]].map((encryptionKey) =>
      createRedisTokenStore({ ...options, unencrypted: undefined, encryptionKey }),
    );
    await before?.obtain("a", anyToken, async () => tokenOf("token-1"));
    expect((await during?.obtain("a", anyToken, nobody))?.value).toBe("token-1");
    expect(await after?.get("a")).toBeUndefined();
  });

  it("the lock of one that still asks is extended, and nobody else asks", async () => {
    const clock = createManualClock();
    const { client, keyOf, options, store } = await setUpKept({ clock });
    const { asked, ask } = createEndpoint();
    const first = store.obtain("a", anyToken, ask);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await client.pExpire(keyOf("lock"), 2000);
    clock.advance(10_000 / 3);
    await vi.waitFor(async () => expect(await client.pTTL(keyOf("lock"))).toBeGreaterThan(5000));
    const second = createRedisTokenStore({ ...options, clock: systemClock });
    const other = second.obtain("a", anyToken, nobody);
    asked[0]?.answer({ value: "token-1", issuedAt: clock.now(), lifetime: HOUR });
    expect((await first).value).toBe("token-1");
    expect((await other).value).toBe("token-1");
    expect(clock.pending).toBe(0);
  });

  it("one that was away for so long that another has its lock ends neither that nor its token", async () => {
    const { client, keyOf, store } = await setUpKept();
    const { asked, ask } = createEndpoint();
    const slow = store.obtain("a", anyToken, ask);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await client.set(keyOf("lock"), "another", { expiration: { type: "PX", value: 5000 } });
    asked[0]?.answer(tokenOf("token-1"));
    // It has a token of its own, which is good.
    expect((await slow).value).toBe("token-1");
    expect(await client.get(keyOf("lock"))).toBe("another");
    expect(await client.exists(keyOf("sealed"))).toBe(0);
  });

  it("a lock that its owner has left behind holds nobody up for longer than it lives", async () => {
    const { client, keyOf, store } = await setUpKept();
    await client.set(keyOf("lock"), "dead", { expiration: { type: "PX", value: 300 } });
    const token = await store.obtain("a", anyToken, async () => tokenOf("token-1"));
    expect(token.value).toBe("token-1");
  });
});

/** A store on a Redis of its own, which the test may end. */
async function setUpServer(fallback?: "local" | "refuse") {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const clock = createManualClock();
  const logger = { info: vi.fn<Logger["info"]>(), warn: vi.fn<Logger["warn"]>() };
  const options = { url: server.url, encryptionKey: newKey(), logger, clock, fallback };
  const store = createRedisTokenStore(options);
  onTestFinished(() => store.close());
  return { server, clock, logger, store };
}

describe("while Redis is away", () => {
  it("a process has one token of its own, and shares one again when Redis is back", async () => {
    const { server, clock, logger, store } = await setUpServer();
    await server.stop();
    const { asked, ask } = createEndpoint();
    const calls = [1, 2, 3].map(() => store.obtain("a", anyToken, ask));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]?.answer(tokenOf("local"));
    for (const token of await Promise.all(calls)) expect(token.value).toBe("local");
    expect(await store.get("a")).toMatchObject({ value: "local" });
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(
      { "error.type": expect.any(String) as string },
      expect.stringContaining("each process asks for tokens of its own until it does"),
    );
    const again = await startRedis(server.port);
    onTestFinished(() => again.stop());
    while (logger.info.mock.calls.length === 0) {
      clock.advance(1000);
      await store.get("a");
      await setImmediate();
    }
    const shared = { value: "shared", issuedAt: clock.now(), lifetime: HOUR };
    await store.obtain("a", anyToken, async () => shared);
    expect(await store.get("a")).toEqual(shared);
  });

  it("calls are refused by a typed error, where the fallback is to refuse", async () => {
    const { server, logger, store } = await setUpServer("refuse");
    await server.stop();
    await expect(store.obtain("a", anyToken, nobody)).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.get("a")).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it("a token that was asked for under its lock is given all the same", async () => {
    const { server, clock, store } = await setUpServer("refuse");
    const { asked, ask } = createEndpoint();
    const call = store.obtain("a", anyToken, ask);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await server.stop();
    asked[0]?.answer(tokenOf("token-1"));
    expect((await call).value).toBe("token-1");
    expect(clock.pending).toBe(0);
  });

  it("one that hangs holds a call up for half a second", async () => {
    const { server, clock, store } = await setUpServer();
    await store.get("a");
    server.freeze();
    const call = store.obtain("a", anyToken, async () => tokenOf("local"));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    clock.advance(500);
    expect((await call).value).toBe("local");
    server.thaw();
  });
});

describe("a Redis token store", () => {
  it.each<[string, Partial<RedisTokenStoreOptions>]>([
    ["neither a key nor the words", {}],
    ["a key that is not set", { encryptionKey: undefined }],
    ["both", { encryptionKey: newKey(), unencrypted: true }],
  ])("is refused with %s", (_name, encryption) => {
    const client = { eval: async () => 0, evalSha: async () => 0 };
    const make = () => createRedisTokenStore({ client, ...encryption } as RedisTokenStoreOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow('"encryptionKey"');
    expect(make).toThrow('"unencrypted: true"');
  });

  it("shows neither key nor token by inspection or as JSON", async () => {
    const encryptionKey = newKey();
    const url = inject("redisUrl");
    const store = createRedisTokenStore({ url, prefix: uniquePrefix(), encryptionKey });
    onTestFinished(() => store.close());
    await store.obtain("a", anyToken, async () => tokenOf("canary"));
    const shown = inspect(store, { depth: 9, showHidden: true }) + JSON.stringify(store);
    expect(shown).not.toContain("canary");
    expect(shown).not.toContain(encryptionKey);
  });
});
