import { afterEach, describe, expect, it, vi } from "vitest";
import { type Authenticator, bearer } from "../authentication/authenticate.js";
import { ConfigurationError, RateLimitExceededError, TimeoutError } from "../errors/errors.js";
import type { Middleware } from "../pipeline/middleware.js";
import { createMemoryRateLimitStore, type RateLimitStore } from "../rate-limit/rate-limit-store.js";
import {
  connectionFailure,
  createTestClient,
  operations,
  provider,
} from "../test-helpers/create-test-client.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { listenHttp, listenNet, unusedUrl } from "../test-helpers/loopback.js";
import { type ClientOptions, createClient } from "./create-client.js";

const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response("{}", {
      status: code,
      headers: { "content-type": "application/json", ...headers },
    });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the pipeline of a client", () => {
  it("limits, signs and hands to the caller's middleware each attempt afresh, and logs the call once", async () => {
    const events: string[] = [];
    let tokens = 0;
    const authenticator: Authenticator = ({ attempt }) => {
      tokens += 1;
      events.push(`sign ${attempt}`);
      return { authorization: `Bearer ${tokens}` };
    };
    const middleware: Middleware = async ({ attempt, headers, expiresAt }, next) => {
      events.push(`middleware ${attempt} ${headers["authorization"]} ${(expiresAt ?? 0) - START}`);
      const response = await next({
        method: "GET",
        url: "https://us.api.example.com/v1/projects/p/things/1",
        headers,
        attempt,
      });
      events.push(`answered ${response.status}`);
      return response;
    };
    const store: RateLimitStore = {
      ...createMemoryRateLimitStore(),
      take: (key) => {
        events.push(`limit ${key}`);
        return 0;
      },
    };
    const logger = { info: () => events.push("log"), warn: () => events.push("log") };
    const { client, clock, sent } = createTestClient(
      { middleware: [middleware], rateLimit: { store }, logger },
      [status(429), () => connectionFailure("ECONNREFUSED")],
      authenticator,
    );
    expect(await clock.settle(client.things.get({ id: "1" }))).toEqual({ id: 7 });
    expect(events).toEqual([
      "limit example:default:read",
      "sign 1",
      "middleware 1 Bearer 1 120000",
      "answered 429",
      "limit example:default:read",
      "sign 2",
      "middleware 2 Bearer 2 120000",
      "limit example:default:read",
      "sign 3",
      "middleware 3 Bearer 3 120000",
      "answered 200",
      "log",
    ]);
    expect(sent.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer 1",
      "Bearer 2",
      "Bearer 3",
    ]);
    expect(clock.pending).toBe(0);
  });

  it("signs a redirect afresh, and follows none to another origin", async () => {
    const token = vi
      .fn<() => string>()
      .mockReturnValueOnce("one")
      .mockReturnValueOnce("two")
      .mockReturnValue("three");
    const { client, sent } = createTestClient(
      {},
      [
        status(302, { location: "/v1/elsewhere" }),
        status(302, { location: "https://evil.example.net/" }),
      ],
      bearer(token),
    );
    await expect(client.things.get({ id: "1" })).rejects.toMatchObject({ status: 302 });
    expect(sent.map(({ url, headers }) => [url, headers["authorization"]])).toEqual([
      ["https://us.api.example.com/v1/projects/p/things/1", "Bearer one"],
      ["https://us.api.example.com/v1/elsewhere", "Bearer two"],
    ]);
  });

  it("sends credentials to no origin but the client's own, whatever a next link says", async () => {
    const { client, sent } = createTestClient({}, [
      () => Response.json({ items: [{ id: 1 }], next: "https://evil.example.net/links" }),
    ]);
    const first = await client.links.list();
    expect(first.items).toEqual([{ id: 1 }]);
    await expect(first.next()).rejects.toThrow(
      "credentials for https://us.api.example.com go nowhere else",
    );
    expect(sent).toHaveLength(1);
  });

  it("waits for room within the declared limits", async () => {
    const { client, clock, sent } = createTestClient();
    await clock.settle(
      Promise.all([1, 2, 3, 4, 5].map((id) => client.things.get({ id: String(id) }))),
    );
    expect(sent).toHaveLength(5);
    expect(clock.now() - START).toBe(2 * 1020);
    expect(clock.pending).toBe(0);
  });

  it("does not count operations that name no limit", async () => {
    const { client, clock } = createTestClient();
    await Promise.all([1, 2, 3, 4].map(() => client.things.list()));
    expect(clock.now()).toBe(START);
  });

  it("shares its budget for retries among all calls", async () => {
    const { client, clock, sent } = createTestClient(
      { rateLimit: false },
      Array.from({ length: 999 }, () => status(500)),
    );
    for (let call = 0; call < 60; call++) {
      await clock.settle(client.things.list().catch(() => undefined));
    }
    expect(sent).toHaveLength(60 + 100);
  });
});

describe("a POST", () => {
  it.each<[string, () => Response | Error]>([
    ["a reset", () => connectionFailure("ECONNRESET")],
    ["500", status(500)],
    ["503 with Retry-After", status(503, { "retry-after": "1" })],
    ["408", status(408)],
  ])("is sent once when it meets %s", async (_name, answer) => {
    const { client, clock, sent } = createTestClient({}, [answer]);
    await clock.settle(client.things.create({ body: { name: "x" } }).catch(() => undefined));
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("is sent once when it takes too long", async () => {
    const { client, clock, sent } = createTestClient({ timeout: 100 }, [
      () => new Promise(() => undefined),
    ]);
    const failed = clock.settle(client.things.create({ body: { name: "x" } }));
    await expect(failed).rejects.toBeInstanceOf(TimeoutError);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it.each<[string, () => Response | Error]>([
    ["a refused connection", () => connectionFailure("ECONNREFUSED")],
    ["429", status(429)],
  ])("is sent again, the same body with it, when it meets %s", async (_name, answer) => {
    const { client, clock, sent } = createTestClient({}, [answer]);
    await clock.settle(client.things.create({ body: { name: "x" } }));
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("meets a server exactly once when the server breaks off", async () => {
    let requests = 0;
    await using server = await listenNet((socket) => {
      requests += 1;
      socket.resetAndDestroy();
    });
    const client = createClient<
      { things: { create: (parameters: object) => Promise<unknown> } },
      object
    >({
      provider,
      operations,
      authenticator: bearer("secret"),
      options: { baseUrl: server.url },
    });
    const failed = client.things.create({ body: { name: "x" } });
    await expect(failed).rejects.toMatchObject({ name: "ConnectionError", neverSent: false });
    expect(requests).toBe(1);
  });

  it("is tried again where nobody listened", async () => {
    const url = await unusedUrl();
    const clock = createFakeClock();
    const attempts: unknown[] = [];
    const client = createClient<
      { things: { create: (parameters: object) => Promise<unknown> } },
      object
    >({
      provider,
      operations,
      authenticator: bearer("secret"),
      options: {
        baseUrl: url,
        // The clock stands still, so that only a wait of nothing ends.
        clock: {
          ...clock,
          setTimeout: (callback, wait) => (wait === 0 ? setImmediate(callback) : undefined),
        },
        random: () => 0,
        middleware: [
          (request, next) => {
            attempts.push(request.attempt);
            return next(request);
          },
        ],
      },
    });
    const failed = client.things.create({ body: { name: "x" } });
    await expect(failed).rejects.toMatchObject({ name: "ConnectionError", neverSent: true });
    expect(attempts).toEqual([1, 2, 3]);
  });
});

describe("headers", () => {
  it("of a call win over those of its client, those of credentials over all", async () => {
    const { client, sent } = createTestClient({
      headers: {
        "X-A": "client",
        "X-B": "client",
        Authorization: "client",
        Accept: "client/client",
      },
    });
    await client.things.get(
      { id: "1", "X-Trace": "parameter" },
      { headers: { "x-a": "call", "x-trace": "call", authorization: "call" } },
    );
    expect(sent[0]?.headers).toEqual({
      // What a client says of all its requests yields to what the operation says.
      accept: "application/json",
      "x-a": "call",
      "x-b": "client",
      "x-trace": "call",
      authorization: "Bearer secret",
    });
  });

  it("may be told apart by their case alone: they are the same field", async () => {
    const { client, sent } = createTestClient({ headers: { "X-TENANT": "client" } });
    await client.things.list({}, { headers: { "x-Tenant": "call" } });
    expect(sent[0]?.headers["x-tenant"]).toBe("call");
  });
});

const define = (options: Readonly<Record<string, unknown>>) => () => createTestClient(options);

const never = () => new Promise<Response>(() => undefined);

const hanging: Authenticator = () => new Promise(() => undefined);

describe("options", () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["timeout", { timeout: 0 }],
    ["timeout", { timeout: -1 }],
    ["timeout", { timeout: Number.NaN }],
    ["timeout", { timeout: "30" }],
    ["deadline", { deadline: 0 }],
    ["deadline", { deadline: Number.NaN }],
    ["maxResponseBytes", { maxResponseBytes: 0 }],
    ["maxResponseBytes", { maxResponseBytes: null }],
    ["retry.attempts", { retry: { attempts: 0 } }],
    ["retry.attempts", { retry: { attempts: Number.NaN } }],
    ["retry", { retry: { baseDelay: -1 } }],
    ["retry", { retry: { baseDelay: Number.NaN } }],
    ["retry", { retry: { maxDelay: Number.NaN } }],
    ["rateLimit.maxQueue", { rateLimit: { maxQueue: 0 } }],
    ["fetch", { fetch: "fetch" }],
    ["fetch", { fetch: null }],
    ["headers.x a", { headers: { "x a": "1" } }],
    ["headers.x-a", { headers: { "x-a": "1\r\nx-b: 2" } }],
    ["headers.x-a", { headers: { "x-a": "\u{1F600}" } }],
    ["headers.x-a", { headers: { "x-a": undefined } }],
    ["baseUrl", { baseUrl: "api.example.com" }],
    ["environment", { environment: "staging" }],
    ["region", { region: "mars" }],
  ])("that are unusable are refused at once, by name: %s", (name, options) => {
    expect(define(options)).toThrow(ConfigurationError);
    expect(define(options)).toThrow(`option "${name}"`);
    expect(define(options)).toThrow(/^example: /);
  });

  it("that are secret are not shown when they are refused", () => {
    expect(define({ headers: { "x-key": "s3cret\n" } })).not.toThrow("s3cret");
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["nothing", {}],
    ["no limit of time", { timeout: Infinity, deadline: Infinity }],
    ["no delay", { retry: { baseDelay: 0, maxDelay: 0 } }],
    ["headers of every kind", { headers: { "x-a": "", "x-b": "a\tb c", "x-c": "ä" } }],
  ])("may say: %s", async (_name, options) => {
    const { client } = createTestClient(options);
    expect(await client.things.get({ id: "1" })).toEqual({ id: 7 });
  });

  it("a misspelt limit is refused by name", () => {
    const options: ClientOptions = { rateLimit: { limits: { raed: false } } };
    expect(() => createTestClient({ ...options })).toThrow(
      `rate limit "raed" is not declared; there are "read".`,
    );
  });

  it("timeout and deadline bound attempts and calls", async () => {
    const { client, clock, sent } = createTestClient({ timeout: 100, deadline: 500 }, [
      never,
      never,
      never,
    ]);
    const failed = clock.settle(client.things.get({ id: "1" }));
    await expect(failed).rejects.toMatchObject({ limit: "timeout" });
    // 100 + 250 + 100, after which a wait of 500 would pass the deadline.
    expect(clock.now() - START).toBe(450);
    expect(sent).toHaveLength(2);
  });

  it("timeout and deadline of a call win over those of its client", async () => {
    const { client, clock } = createTestClient({ timeout: 100, deadline: 500 }, [never]);
    const failed = clock.settle(client.things.get({ id: "1" }, { timeout: 9000, deadline: 7000 }));
    await expect(failed).rejects.toMatchObject({ limit: "deadline" });
    expect(clock.now() - START).toBe(7000);
  });

  it("deadline ends a call whose credentials never come, and so does its signal", async () => {
    const { client, clock, sent } = createTestClient(
      { deadline: 500, rateLimit: false },
      [],
      hanging,
    );
    const late = clock.settle(client.things.get({ id: "1" }));
    await expect(late).rejects.toMatchObject({ name: "TimeoutError", limit: "deadline" });
    expect(clock.now() - START).toBe(500);
    const aborted = client.things.get({ id: "1" }, { signal: AbortSignal.abort("enough") });
    await expect(aborted).rejects.toBe("enough");
    expect(sent).toHaveLength(0);
    expect(clock.pending).toBe(0);
  });

  it("signal ends a call at once", async () => {
    const controller = new AbortController();
    const { client, clock } = createTestClient({}, [() => new Promise(() => undefined)]);
    const failed = client.things.get({ id: "1" }, { signal: controller.signal });
    failed.catch(() => undefined);
    await flush();
    controller.abort("enough");
    await expect(failed).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it("retry: false sends once, while a call may still ask for more", async () => {
    const failing = [status(500), status(500), status(500)];
    const once = createTestClient({ retry: false }, failing);
    await once.clock.settle(once.client.things.list().catch(() => undefined));
    expect(once.sent).toHaveLength(1);
    const more = createTestClient({ retry: false }, failing);
    await more.clock.settle(
      more.client.things.list({}, { retry: { attempts: 2 } }).catch(() => undefined),
    );
    expect(more.sent).toHaveLength(2);
  });

  it("retry of a call: false sends once", async () => {
    const { client, clock, sent } = createTestClient({}, [status(500)]);
    await clock.settle(client.things.list({}, { retry: false }).catch(() => undefined));
    expect(sent).toHaveLength(1);
  });

  it("rateLimit: false ignores the limits", async () => {
    const { client, clock } = createTestClient({ rateLimit: false });
    await Promise.all([1, 2, 3, 4].map(() => client.things.get({ id: "1" })));
    expect(clock.now()).toBe(START);
  });

  it("rateLimit: a mode, and limits by name", async () => {
    const { client } = createTestClient({
      rateLimit: { mode: "reject", limits: { read: { requests: 1, interval: 1000 } } },
    });
    await client.things.get({ id: "1" });
    await expect(client.things.get({ id: "1" })).rejects.toBeInstanceOf(RateLimitExceededError);
  });

  it("maxResponseBytes bounds an answer", async () => {
    const { client } = createTestClient({ maxResponseBytes: 8 });
    await expect(client.things.get({ id: "1" })).resolves.toEqual({ id: 7 });
    const small = createTestClient({ maxResponseBytes: 7 });
    await expect(small.client.things.get({ id: "1" })).rejects.toMatchObject({
      name: "ResponseFormatError",
    });
  });

  it("random is the jitter of the waits", async () => {
    const { client, clock } = createTestClient({ random: () => 0.5 }, [status(500)]);
    await clock.settle(client.things.list());
    expect(clock.now() - START).toBe(125);
  });

  it("fetch is globalThis.fetch where none is given", async () => {
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(200, { "content-type": "application/json" });
      answer.end(`{"id":9}`);
    });
    const client = createClient<
      { things: { get: (parameters: object) => Promise<unknown> } },
      object
    >({
      provider,
      operations,
      authenticator: bearer("secret"),
      options: { baseUrl: `${server.url}/`, projectId: "p" },
    });
    expect(await client.things.get({ id: "1" })).toEqual({ id: 9 });
  });
});

describe("a store that providers share", () => {
  it("counts each provider, and each account of it, by itself", async () => {
    const store = createMemoryRateLimitStore();
    const keys: string[] = [];
    const noting: RateLimitStore = {
      ...store,
      take: (key, window, now) => {
        keys.push(key);
        return store.take(key, window, now);
      },
    };
    await createTestClient({ rateLimit: { store: noting } }).client.things.get({ id: "1" });
    await createTestClient({ rateLimit: { store: noting, account: "blue" } }).client.things.get({
      id: "1",
    });
    expect(keys).toEqual(["example:default:read", "example:blue:read"]);
  });
});

const urlOf = async (options: Readonly<Record<string, unknown>>) => {
  const { client, sent } = createTestClient(options);
  await client.things.get({ id: "1" });
  return sent[0]?.url;
};

describe("where a client's requests go", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["to the description's first server", {}, "https://us.api.example.com/v1/projects/p/things/1"],
    [
      "by a variable of the server",
      { region: "eu" },
      "https://eu.api.example.com/v1/projects/p/things/1",
    ],
    [
      "to another environment",
      { environment: "sandbox" },
      "https://sandbox.example.com/projects/p/things/1",
    ],
    [
      "to a base URL",
      { baseUrl: "http://localhost:4010/mock/" },
      "http://localhost:4010/mock/projects/p/things/1",
    ],
  ])("is %s", async (_name, options, url) => {
    expect(await urlOf(options)).toBe(url);
  });

  it("is an operation's own server, where it has one, and credentials go there too", async () => {
    const { client, sent } = createTestClient({}, [() => new Response("bytes")]);
    await client.files.get({});
    expect(sent[0]).toMatchObject({
      url: "https://files.example.com/file",
      headers: { authorization: "Bearer secret", accept: "*/*" },
    });
  });
});

const pathOf = async (
  options: Readonly<Record<string, unknown>>,
  parameters: { project_id?: string } = {},
) => {
  const { client, sent } = createTestClient(options);
  await client.things.get({ id: "1", ...parameters });
  return new URL(sent[0]?.url ?? "").pathname;
};

describe("parameters of a whole client", () => {
  it("come from an option", async () => {
    expect(await pathOf({ projectId: "option" })).toBe("/v1/projects/option/things/1");
  });

  it("come from the environment where there is no option", async () => {
    vi.stubEnv("EXAMPLE_PROJECT_ID", "environment");
    expect(await pathOf({ projectId: undefined })).toBe("/v1/projects/environment/things/1");
    expect(await pathOf({ projectId: "option" })).toBe("/v1/projects/option/things/1");
  });

  it("yield to those of a call", async () => {
    expect(await pathOf({ projectId: "option" }, { project_id: "call" })).toBe(
      "/v1/projects/call/things/1",
    );
  });

  it("are missed when nobody gives them, before anything is sent", async () => {
    await expect(pathOf({ projectId: undefined })).rejects.toThrow(
      `path parameter "project_id" is missing`,
    );
  });
});

describe("a client", () => {
  it("has a method for each operation, which carries its data", () => {
    const { client } = createTestClient();
    expect(client.things.get.operation).toBe(operations[0]);
    expect(client.verdicts.get.operation.id).toBe("verdicts.get");
  });

  it("has one path-style client, made when it is asked for", () => {
    const { client } = createTestClient();
    expect(client.api).toBe(client.api);
    expect(Object.keys(client)).toContain("api");
  });

  it("walks a list through its pipeline", async () => {
    const { client, sent } = createTestClient({}, [
      () => Response.json({ items: [{ id: 1 }], next: "b" }),
      () => Response.json({ items: [{ id: 2 }] }),
    ]);
    const ids: number[] = [];
    for await (const { id } of client.things.list({ limit: 1 })) ids.push(id);
    expect(ids).toEqual([1, 2]);
    expect(sent.map(({ url, headers }) => [new URL(url).search, headers["authorization"]])).toEqual(
      [
        ["?limit=1", "Bearer secret"],
        ["?limit=1&cursor=b", "Bearer secret"],
      ],
    );
  });

  it("takes a retry's 404 for a deletion that had succeeded, and a first one for what it is", async () => {
    const retried = createTestClient({}, [() => connectionFailure("ECONNRESET"), status(404)]);
    await expect(
      retried.clock.settle(retried.client.things.delete({ id: "1" })),
    ).resolves.toBeUndefined();
    const first = createTestClient({}, [status(404)]);
    await expect(first.client.things.delete({ id: "1" })).rejects.toMatchObject({ status: 404 });
  });
});
