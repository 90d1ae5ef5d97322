import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  ResponseFormatError,
} from "../errors/errors.js";
import type { HttpRequest, Next } from "../pipeline/middleware.js";
import type { Fetch } from "../pipeline/transport.js";
import { createDeferred } from "../test-helpers/deferred.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { ForeignPromise } from "../test-helpers/foreign-promise.js";
import { authenticate, type Authenticator } from "./authenticate.js";
import { clientCredentials, type ClientCredentialsOptions } from "./client-credentials.js";
import { type AccessToken, createMemoryTokenStore, type TokenStore } from "./token-store.js";

const TOKEN_URL = "https://auth.example.com/oauth2/token";
const request: HttpRequest = { method: "GET", url: "https://api.example.com/things", headers: {} };
const HOUR = 3600;

type Reply = (count: number) => Response | Promise<Response>;

function tokenAnswer(
  token: string,
  more: Readonly<Record<string, unknown>> = { expires_in: HOUR },
) {
  return Response.json({ access_token: token, token_type: "bearer", ...more });
}

/** A token endpoint under a clock of its own; by default it gives token-1, token-2 and so on. */
function setUp(
  reply: Reply = (count) => tokenAnswer(`token-${count}`),
  changed: Partial<ClientCredentialsOptions> = {},
) {
  const clock = createFakeClock();
  const asked: { url: string; init: RequestInit; at: number }[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, init, at: clock.now() - START });
    return reply(asked.length);
  };
  const authenticator = clientCredentials({
    tokenUrl: TOKEN_URL,
    clientId: "key-id",
    clientSecret: "canary-secret",
    fetch,
    clock,
    random: () => 0.5,
    ...changed,
  });
  return { clock, asked, authenticator };
}

/** The token that a call would be sent with. */
async function tokenOf(authenticator: Authenticator): Promise<string | undefined> {
  return (await authenticator(request))["authorization"];
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe("the token request", () => {
  it("is RFC 6749 section 4.4.2, with the credentials in Basic", async () => {
    const { asked, authenticator } = setUp(undefined, { scope: "read write&x" });
    await tokenOf(authenticator);
    expect(asked[0]?.url).toBe(TOKEN_URL);
    expect(asked[0]?.init).toMatchObject({
      method: "POST",
      redirect: "manual",
      headers: {
        accept: "application/json",
        authorization: `Basic ${Buffer.from("key-id:canary-secret").toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials&scope=read+write%26x",
    });
  });

  it("has no scope where none is wanted", async () => {
    const { asked, authenticator } = setUp();
    await tokenOf(authenticator);
    expect(asked[0]?.init.body).toBe("grant_type=client_credentials");
  });

  it("asks functions for the credentials anew each time", async () => {
    let count = 0;
    const { clock, asked, authenticator } = setUp(undefined, {
      clientId: async () => "id",
      clientSecret: () => `secret-${++count}`,
    });
    await tokenOf(authenticator);
    await clock.advance(HOUR * 1000);
    await tokenOf(authenticator);
    const sent = asked.map(({ init }) => new Headers(init.headers).get("authorization") ?? "");
    expect(sent.map((one) => atob(one.slice(6)))).toEqual(["id:secret-1", "id:secret-2"]);
  });

  it("waits until the first call: making the client asks nothing", async () => {
    const { asked } = setUp();
    await flush();
    expect(asked).toHaveLength(0);
  });

  it.each([
    "http://auth.example.com/token",
    "http://localhost.evil.net/token",
    "http://127.0.0.1.evil.net/token",
    "http://127.evil.net/token",
    "ftp://auth.example.com/token",
    "auth.example.com/token",
    "/token",
    "",
    "javascript:alert(1)",
    "https://user:canary@auth.example.com/token",
    "https://canary@auth.example.com/token",
  ])("refuses to be sent to %s, and shows no secret of it", (tokenUrl) => {
    const make = () => setUp(undefined, { tokenUrl });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow('Option "tokenUrl"');
    expect(make).toThrow(expect.not.stringContaining("canary"));
  });

  it.each([
    "http://localhost:8080/token",
    "http://127.0.0.1:8080/token",
    "http://127.1/token",
    "http://[::1]:8080/token",
    "https://auth.example.com/token?tenant=a",
  ])("may be sent to %s", async (tokenUrl) => {
    const { asked, authenticator } = setUp(undefined, { tokenUrl });
    await tokenOf(authenticator);
    expect(asked[0]?.url).toBe(new URL(tokenUrl).href);
  });

  it("refuses a secret that cannot be sent when it is made, unseen", () => {
    const clientSecret = "canary\n";
    const make = () => setUp(undefined, { clientSecret });
    expect(make).toThrow("password begins or ends with white space");
    expect(make).toThrow(expect.not.stringContaining("canary"));
  });
});

describe("one token for all", () => {
  it("1,000 calls at once make one request", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp(() => promise);
    const calls = Array.from({ length: 1000 }, () => tokenOf(authenticator));
    await flush();
    expect(asked).toHaveLength(1);
    resolve(tokenAnswer("token-1"));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["Bearer token-1"]));
    expect(asked).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("is given at once while it is good, without a promise between", async () => {
    const { authenticator, asked } = setUp();
    await tokenOf(authenticator);
    expect(authenticator(request)).toEqual({ authorization: "Bearer token-1" });
    expect(asked).toHaveLength(1);
  });

  it("is replaced in the background five minutes before its end, while calls go on with it", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp((count) =>
      count === 1 ? tokenAnswer("token-1") : promise,
    );
    await tokenOf(authenticator);
    await clock.advance(HOUR * 1000 - 300_001);
    expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    for (let count = 0; count < 100; count++) {
      expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    }
    expect(asked).toHaveLength(2);
    resolve(tokenAnswer("token-2"));
    await flush();
    expect(await tokenOf(authenticator)).toBe("Bearer token-2");
    expect(asked).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it("is no longer used from 30 s before its end: calls wait for the next one", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp((count) =>
      count === 1 ? tokenAnswer("token-1") : promise,
    );
    await tokenOf(authenticator);
    await clock.advance(HOUR * 1000 - 30_001);
    expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    await clock.advance(1);
    const calls = [tokenOf(authenticator), tokenOf(authenticator)];
    await flush();
    // The one that the call before has asked for in the background.
    expect(asked).toHaveLength(2);
    resolve(tokenAnswer("token-2"));
    expect(await Promise.all(calls)).toEqual(["Bearer token-2", "Bearer token-2"]);
    expect(asked).toHaveLength(2);
  });

  it("a short-lived one is replaced in its last quarter, and not used in its last tenth", async () => {
    const life = { expires_in: 40 };
    const { clock, asked, authenticator } = setUp((count) => tokenAnswer(`token-${count}`, life));
    await tokenOf(authenticator);
    await clock.advance(29_999);
    await tokenOf(authenticator);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    await flush();
    expect(asked).toHaveLength(2);
    // Nobody asks for 36 s: the second one is in its last tenth.
    await clock.advance(36_000);
    expect(await tokenOf(authenticator)).toBe("Bearer token-3");
  });

  it("margins are the caller's to choose", async () => {
    const margins = { refreshAhead: 0, clockSkew: 0 };
    const { clock, asked, authenticator } = setUp(undefined, margins);
    await tokenOf(authenticator);
    await clock.advance(HOUR * 1000 - 1);
    expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    await flush();
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(await tokenOf(authenticator)).toBe("Bearer token-2");
  });
});

describe("the answer", () => {
  it.each<[string, Readonly<Record<string, unknown>>, number]>([
    ["seconds", { expires_in: 100 }, 100],
    ["seconds in a string", { expires_in: "100" }, 100],
    ["seconds in parts", { expires_in: 0.5 }, 0.5],
    ["nothing: five minutes", {}, 300],
    ["null: five minutes", { expires_in: null }, 300],
    ["no life: five minutes", { expires_in: 0 }, 300],
    ["less than no life: five minutes", { expires_in: -1 }, 300],
    ["no number: five minutes", { expires_in: "soon" }, 300],
  ])("expires_in says %s", async (_what, more, seconds) => {
    const options = { refreshAhead: 0, clockSkew: 0 };
    const { clock, authenticator } = setUp((count) => tokenAnswer(`token-${count}`, more), options);
    await tokenOf(authenticator);
    await clock.advance(seconds * 1000 - 1);
    expect(await tokenOf(authenticator)).toBe("Bearer token-1");
    await clock.advance(1);
    expect(await tokenOf(authenticator)).toBe("Bearer token-2");
  });

  it.each([1e300, 9_007_199_254_740_991, "1e400"])(
    "expires_in says %s, which no store could keep: the token lives for a year",
    async (seconds) => {
      const year = 365 * 24 * HOUR * 1000;
      const kept: AccessToken[] = [];
      const memory = createMemoryTokenStore();
      const store: TokenStore = {
        get: (key) => memory.get(key),
        async obtain(...given) {
          const token = await memory.obtain(...given);
          kept.push(token);
          return token;
        },
      };
      const { authenticator } = setUp(() => tokenAnswer("t", { expires_in: seconds }), { store });
      await tokenOf(authenticator);
      expect(kept).toEqual([{ value: "t", issuedAt: START, lifetime: year }]);
    },
  );

  it.each([{ token_type: "Bearer" }, { token_type: "BEARER" }, { token_type: undefined }])(
    "token_type may be %o",
    async (more) => {
      const { authenticator } = setUp(() => tokenAnswer("t", { expires_in: 60, ...more }));
      expect(await tokenOf(authenticator)).toBe("Bearer t");
    },
  );

  it("may be JSON of any name", async () => {
    const { authenticator } = setUp(
      () => new Response('{"access_token":"t"}', { headers: { "content-type": "text/plain" } }),
    );
    expect(await tokenOf(authenticator)).toBe("Bearer t");
  });

  it.each<[string, () => Response]>([
    ["no token", () => Response.json({ token: "canary" })],
    ["an empty token", () => tokenAnswer("")],
    ["a token that is no string", () => Response.json({ access_token: { canary: 1 } })],
    ["a token that no header can hold", () => tokenAnswer("canary\r\nx-injected: 1")],
    ["a token with a space at its end", () => tokenAnswer("canary ")],
    ["a token that is not ASCII", () => tokenAnswer("canaryé")],
    ["a token of another type", () => tokenAnswer("canary", { token_type: "mac" })],
    ["a list", () => Response.json(["canary"])],
    ["null", () => Response.json(null)],
    ["nothing", () => new Response(null, { status: 204 })],
    ["JSON that is cut off", () => new Response('{"access_token":"canary')],
    ["a form", () => new Response("access_token=canary&token_type=bearer")],
    [
      "HTML",
      () => new Response("<html>canary</html>", { headers: { "content-type": "text/html" } }),
    ],
  ])("%s is refused, unseen", async (_what, reply) => {
    const { clock, asked, authenticator } = setUp(reply);
    const error = await failureOf(tokenOf(authenticator));
    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(error).toMatchObject({ operationId: "oauth2.token" });
    expect(error).toHaveProperty("message", expect.stringContaining("no bearer access_token"));
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
    // It would not be better the second time.
    expect(asked).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe("a token endpoint that fails", () => {
  it("is asked again after 429 and 5xx, with back-off or when it says", async () => {
    const { clock, asked, authenticator } = setUp((count) => {
      if (count === 1) return new Response(null, { status: 503 });
      if (count === 2) return new Response(null, { status: 429, headers: { "retry-after": "7" } });
      if (count === 3) return new Response(null, { status: 500 });
      return tokenAnswer("token");
    });
    expect(await clock.settle(tokenOf(authenticator))).toBe("Bearer token");
    // Half of a second, what Retry-After says, half of four seconds.
    expect(asked.map(({ at }) => at)).toEqual([0, 500, 7500, 9500]);
    expect(clock.pending).toBe(0);
  });

  it("fails the calls that wait after four attempts, and is asked again by the next", async () => {
    const { clock, asked, authenticator } = setUp((count) =>
      count <= 4 ? new Response(null, { status: 503 }) : tokenAnswer("token"),
    );
    const calls = [tokenOf(authenticator), tokenOf(authenticator)].map(failureOf);
    const errors = await clock.settle(Promise.all(calls));
    for (const error of errors) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status: 503, operationId: "oauth2.token" });
    }
    expect(asked).toHaveLength(4);
    expect(await tokenOf(authenticator)).toBe("Bearer token");
    expect(asked).toHaveLength(5);
  });

  it.each([400, 401, 403, 404])("is not asked again after a %d", async (status) => {
    const body = { error: "invalid_client", error_description: "canary" };
    const { asked, authenticator } = setUp(() => Response.json(body, { status }));
    const error = await failureOf(tokenOf(authenticator));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, body, operationId: "oauth2.token" });
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining(`oauth2.token: ${status} (POST /oauth2/token)`),
    );
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
    expect(asked).toHaveLength(1);
  });

  it("a connection that breaks is tried again, as asking twice does no harm", async () => {
    const { clock, asked, authenticator } = setUp((count) => {
      if (count === 1) throw new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
      return tokenAnswer("token");
    });
    expect(await clock.settle(tokenOf(authenticator))).toBe("Bearer token");
    expect(asked).toHaveLength(2);
  });

  it("a connection that is never made is a ConnectionError", async () => {
    const { clock, authenticator } = setUp(() => {
      throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    });
    const error = await clock.settle(failureOf(tokenOf(authenticator)));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ neverSent: true, operationId: "oauth2.token" });
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
  });

  it("leaves a present token in use, and is spared for ten seconds", async () => {
    const { clock, asked, authenticator } = setUp((count) =>
      count === 1 ? tokenAnswer("token-1") : Response.json({}, { status: 400 }),
    );
    await tokenOf(authenticator);
    await clock.advance(HOUR * 1000 - 300_000);
    for (let second = 0; second < 60; second++) {
      expect(await tokenOf(authenticator)).toBe("Bearer token-1");
      await clock.advance(1000);
    }
    expect(asked).toHaveLength(1 + 6);
    // At its end the pause counts no longer.
    await clock.advance(300_000 - 60_000 - 30_000);
    expect(await failureOf(tokenOf(authenticator))).toBeInstanceOf(ApiError);
    expect(await failureOf(tokenOf(authenticator))).toBeInstanceOf(ApiError);
    expect(asked).toHaveLength(1 + 6 + 2);
  });
});

/** The API: answers by what it thinks of the token that it is sent. */
function api(accepts: (token: string) => boolean, reply?: Reply) {
  const endpoint = setUp(reply);
  const sent: string[] = [];
  const next: Next = async ({ headers }) => {
    const token = headers["authorization"] ?? "";
    sent.push(token);
    return new Response(null, { status: accepts(token) ? 200 : 401 });
  };
  const middleware = authenticate(endpoint.authenticator, {
    origins: ["https://api.example.com"],
    clock: endpoint.clock,
  });
  const call = async (changed: Partial<HttpRequest> = {}) =>
    (await middleware({ ...request, ...changed }, next)).status;
  return { ...endpoint, sent, call };
}

describe("after a 401", () => {
  it("a token that was good is replaced, once for 1,000 calls, and each is sent once more", async () => {
    let revoked = "";
    const { clock, asked, sent, call } = api((token) => token !== revoked);
    expect(await call()).toBe(200);
    revoked = "Bearer token-1";
    await clock.advance(60_000);
    const calls = Array.from({ length: 1000 }, () => call());
    expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
    expect(asked).toHaveLength(2);
    expect(sent).toHaveLength(1 + 2000);
  });

  it("a token that is refused when it is brand-new is kept: its age is not the reason", async () => {
    const { clock, asked, sent, call } = api(() => false);
    for (let count = 0; count < 10; count++) expect(await call()).toBe(401);
    await clock.advance(59_999);
    expect(await call()).toBe(401);
    expect(asked).toHaveLength(1);
    expect(sent).toHaveLength(11);
  });

  it("an API that refuses every token has one token request a minute", async () => {
    const { clock, asked, call } = api(() => false);
    for (let second = 0; second < 600; second++) {
      expect(await call()).toBe(401);
      await clock.advance(1000);
    }
    expect(asked).toHaveLength(10);
  });

  it("a late 401 for a token that is replaced already does not replace the new one", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp();
    const middleware = authenticate(authenticator, { origins: ["https://api.example.com"] });
    const slow = middleware(request, (one) =>
      one.headers["authorization"] === "Bearer token-1"
        ? promise
        : Promise.resolve(new Response(null, { status: 200 })),
    );
    await flush();
    await clock.advance(HOUR * 1000);
    expect(await tokenOf(authenticator)).toBe("Bearer token-2");
    resolve(new Response(null, { status: 401 }));
    expect((await slow).status).toBe(200);
    expect(await tokenOf(authenticator)).toBe("Bearer token-2");
    expect(asked).toHaveLength(2);
  });

  it("a replacement that fails is the call's error, and the next call tries again", async () => {
    const { clock, asked, call } = api(
      (token) => token === "Bearer token-3",
      (count) => (count === 2 ? Response.json({}, { status: 400 }) : tokenAnswer(`token-${count}`)),
    );
    expect(await call()).toBe(401);
    await clock.advance(60_000);
    expect(await failureOf(call())).toMatchObject({ status: 400, operationId: "oauth2.token" });
    expect(await call()).toBe(200);
    expect(asked).toHaveLength(3);
  });
});

const next: Next = async () => new Response(null, { status: 200 });

describe("a call that ends while it waits for a token", () => {
  it("by its signal ends alone: others have the token", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp(() => promise);
    const middleware = authenticate(authenticator, { origins: ["https://api.example.com"], clock });
    const controller = new AbortController();
    const aborted = failureOf(middleware({ ...request, signal: controller.signal }, next));
    const other = middleware(request, next);
    await flush();
    controller.abort(new Error("no longer wanted"));
    expect(await aborted).toHaveProperty("message", "no longer wanted");
    resolve(tokenAnswer("token-1"));
    expect((await other).status).toBe(200);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.init.signal?.aborted).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it("by its deadline ends alone: others have the token", async () => {
    const { promise, resolve } = createDeferred<Response>();
    const { clock, asked, authenticator } = setUp(() => promise);
    const middleware = authenticate(authenticator, { origins: ["https://api.example.com"], clock });
    const late = failureOf(middleware({ ...request, expiresAt: START + 1000 }, next));
    const other = middleware(request, next);
    await clock.advance(1000);
    expect(await late).toMatchObject({ name: "TimeoutError", limit: "deadline" });
    resolve(tokenAnswer("token-1"));
    expect((await other).status).toBe(200);
    expect(asked).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

/** A store that notes the keys it is asked for. */
function notingStore(): { store: TokenStore; keys: string[] } {
  const memory = createMemoryTokenStore();
  const keys: string[] = [];
  const store: TokenStore = {
    get: (key) => memory.get(key),
    obtain(key, willDo, ask) {
      keys.push(key);
      return memory.obtain(key, willDo, ask);
    },
  };
  return { store, keys };
}

/** A call whose first token is refused, with a store in which another may be kept. */
async function setUpRefused(age: number, kept?: (issuedAt: number) => AccessToken) {
  const { store, keys } = notingStore();
  const member = setUp(undefined, { store });
  const first = await tokenOf(member.authenticator);
  await member.clock.advance(age);
  if (kept !== undefined) {
    await store.obtain(
      keys[0] ?? "",
      () => false,
      async () => kept(member.clock.now()),
    );
  }
  const middleware = authenticate(member.authenticator, {
    origins: ["https://api.example.com"],
    clock: member.clock,
  });
  const sent: (string | undefined)[] = [];
  const answer = await middleware(request, async ({ headers }) => {
    sent.push(headers["authorization"]);
    return new Response(null, { status: headers["authorization"] === first ? 401 : 200 });
  });
  return { status: answer.status, sent, asked: member.asked };
}

const replaced = (issuedAt: number): AccessToken => ({
  value: "replaced",
  issuedAt,
  lifetime: HOUR * 1000,
});

describe("a secret that never comes", () => {
  it.each<[string, Partial<ClientCredentialsOptions>]>([
    ["alone", {}],
    ["with a store that others use", { store: createMemoryTokenStore() }],
  ])(
    "fails the calls that wait, and not those that come when it is there: %s",
    async (_n, more) => {
      for (const name of ["clientId", "clientSecret"]) {
        let isSealed = true;
        let asks = 0;
        const secret = async () => {
          asks += 1;
          return isSealed ? createDeferred<string>().promise : "open";
        };
        const { clock, asked, authenticator } = setUp(undefined, { ...more, [name]: secret });
        const failed = failureOf(tokenOf(authenticator));
        // A store's key is made outside of this clock's time.
        await vi.waitUntil(() => asks > 0);
        await flush();
        await clock.advance(120_000);
        expect(await failed).toMatchObject({
          name: "TimeoutError",
          limit: "deadline",
          operationId: "oauth2.token",
        });
        isSealed = false;
        expect(await tokenOf(authenticator)).toBe("Bearer token-1");
        expect(asked).toHaveLength(1);
        expect(clock.pending).toBe(0);
      }
    },
  );
});

describe("a store that several share", () => {
  it("knows a client by its id, whatever realm the promise of it is from", async () => {
    const { store, keys } = notingStore();
    for (const clientId of ["id", () => "id", () => ForeignPromise.resolve("id")]) {
      await tokenOf(setUp(undefined, { store, clientId }).authenticator);
    }
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it("has one token for all, and one request for it", async () => {
    const { store } = notingStore();
    const members = [1, 2, 3, 4].map(() => setUp(undefined, { store }));
    const tokens = await Promise.all(members.map(({ authenticator }) => tokenOf(authenticator)));
    expect(new Set(tokens)).toEqual(new Set(["Bearer token-1"]));
    expect(members.flatMap(({ asked }) => asked)).toHaveLength(1);
  });

  it("has one token for each endpoint, client and scope, under names that hold none of them", async () => {
    const { store, keys } = notingStore();
    const differing: Partial<ClientCredentialsOptions>[] = [
      {},
      { clientSecret: "another" },
      { clientId: async () => "key-id" },
      { clientId: "other-id" },
      { scope: "read" },
      { tokenUrl: "https://login.example.com/token" },
    ];
    for (const changed of differing) {
      await tokenOf(setUp(undefined, { store, ...changed }).authenticator);
    }
    expect(keys[0]).toMatch(/^oauth2:[0-9a-f]{64}$/);
    expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 3, 4, 5]);
  });

  it("is not asked while a token is good, and gives the one that another has fetched before its end", async () => {
    const { store, keys } = notingStore();
    const first = setUp(undefined, { store });
    const second = setUp(undefined, { store });
    await tokenOf(first.authenticator);
    await tokenOf(second.authenticator);
    for (const { clock } of [first, second]) await clock.advance(HOUR * 1000 - 300_001);
    await tokenOf(first.authenticator);
    expect(keys).toHaveLength(2);
    for (const { clock } of [first, second]) await clock.advance(1);
    await store.obtain(
      keys[0] ?? "",
      () => false,
      async () => ({ value: "fresh", issuedAt: first.clock.now(), lifetime: HOUR * 1000 }),
    );
    for (const { authenticator } of [first, second]) {
      expect(await tokenOf(authenticator)).toBe("Bearer token-1");
      await expect.poll(() => tokenOf(authenticator)).toBe("Bearer fresh");
    }
    expect([...first.asked, ...second.asked]).toHaveLength(1);
  });

  it.each([
    ["an old token", 60_000],
    ["a brand-new token", 1000],
  ])(
    "has the token that another has put in the place of %s that is refused",
    async (_what, age) => {
      const { status, sent, asked } = await setUpRefused(age, replaced);
      expect(status).toBe(200);
      expect(sent).toEqual(["Bearer token-1", "Bearer replaced"]);
      expect(asked).toHaveLength(1);
    },
  );

  it("is asked for another token once, where nobody has replaced the one that is refused", async () => {
    const { status, sent, asked } = await setUpRefused(60_000);
    expect(status).toBe(200);
    expect(sent).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, ((issuedAt: number) => AccessToken) | undefined]>([
    ["nobody has replaced it", undefined],
    ["what has replaced it is at its end", (now) => ({ ...replaced(now), lifetime: 0 })],
  ])("leaves a brand-new token in use that is refused where %s", async (_what, kept) => {
    const { status, sent, asked } = await setUpRefused(1000, kept);
    expect(status).toBe(401);
    expect(sent).toEqual(["Bearer token-1"]);
    expect(asked).toHaveLength(1);
  });
});
