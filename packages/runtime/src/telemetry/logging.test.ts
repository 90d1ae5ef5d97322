import { Console } from "node:console";
import { Writable } from "node:stream";
import pino from "pino";
import { describe, expect, it, vi } from "vitest";
import { clientCredentials } from "../authentication/client-credentials.js";
import { ConnectionError, TimeoutError } from "../errors/errors.js";
import { createFetch } from "../pipeline/create-fetch.js";
import type { HttpRequest, Next } from "../pipeline/middleware.js";
import { retry } from "../retry/retry.js";
import { connectionFailure, createTestClient } from "../test-helpers/create-test-client.js";
import { createFakeClock } from "../test-helpers/fake-clock.js";
import { type Logger, logging } from "./logging.js";
import { reportAttempts } from "./telemetry.js";

function failToWrite(): never {
  throw new Error("the worker has exited");
}

const request: HttpRequest = {
  method: "POST",
  url: "https://api.example.com/things/canary-path?q=canary-query",
  headers: { authorization: "canary-header", "x-id": "canary-header" },
  body: "canary-body",
  operation: { id: "things.update", method: "POST", path: "/things/{id}" },
};

function setUp() {
  const clock = createFakeClock();
  const info = vi.fn<Logger["info"]>();
  const warn = vi.fn<Logger["warn"]>();
  const middleware = logging({ info, warn }, { clock });
  const records = () => [...info.mock.calls, ...warn.mock.calls];
  return { clock, info, warn, middleware, records };
}

function answering(status: number, clock: ReturnType<typeof createFakeClock>, took = 0): Next {
  return async () => {
    await clock.advance(took);
    const headers = { "set-cookie": "canary", "x-a": "canary" };
    return new Response(status === 204 ? null : "canary", { status, headers });
  };
}

describe("logging", () => {
  it("that fails, as a logger whose worker has died does, fails no call", async () => {
    const logger = { debug: failToWrite, info: failToWrite, warn: failToWrite };
    const { client, clock } = createTestClient({ logger }, [
      () => new Response(null, { status: 503 }),
      () => Response.json({ id: 7 }),
      () => new Response(null, { status: 404 }),
    ]);
    expect(await clock.settle(client.things.get({ id: "1" }))).toEqual({ id: 7 });
    await expect(clock.settle(client.things.get({ id: "1" }))).rejects.toMatchObject({
      status: 404,
    });
    const { client: broken, clock: time } = createTestClient({ logger, retry: false }, [
      () => Promise.reject(new Error("reset")),
    ]);
    await expect(time.settle(broken.things.get({ id: "1" }))).rejects.toBeInstanceOf(
      ConnectionError,
    );
  });

  it("logs a call once, with route template, status and milliseconds", async () => {
    const { clock, info, warn, middleware } = setUp();
    const response = await middleware(request, answering(201, clock, 120));
    expect(response.status).toBe(201);
    expect(info.mock.calls).toEqual([
      [
        {
          "parley.operation": "things.update",
          "http.request.method": "POST",
          "url.template": "/things/{id}",
          "http.response.status_code": 201,
          duration: 120,
        },
        "call answered",
      ],
    ]);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    [200, "info"],
    [204, "info"],
    [302, "info"],
    [399, "info"],
    [400, "warn"],
    [429, "warn"],
    [500, "warn"],
  ] as const)("a %d is logged as %s", async (status, level) => {
    const { clock, info, warn, middleware } = setUp();
    await middleware(request, answering(status, clock));
    expect([info.mock.calls.length, warn.mock.calls.length]).toEqual(
      level === "info" ? [1, 0] : [0, 1],
    );
  });

  it("logs a failure with its type and, where it is ours, its message", async () => {
    const { clock, info, warn, middleware } = setUp();
    const error = new TimeoutError("things.update: no answer", { limit: "timeout" });
    const call = middleware(request, async () => {
      await clock.advance(30_000);
      throw error;
    });
    await expect(call).rejects.toBe(error);
    expect(warn.mock.calls).toEqual([
      [
        {
          "parley.operation": "things.update",
          "http.request.method": "POST",
          "url.template": "/things/{id}",
          "error.type": "TimeoutError",
          "error.message": "things.update: no answer",
          duration: 30_000,
        },
        "call failed",
      ],
    ]);
    expect(info).not.toHaveBeenCalled();
  });

  it.each<[string, unknown, string]>([
    ["another's error", new RangeError("canary"), "RangeError"],
    ["an abort", new DOMException("canary", "AbortError"), "AbortError"],
    ["a reason that is no error", "canary", "string"],
    ["no reason", undefined, "undefined"],
  ])("tells of %s its type alone", async (_what, reason, type) => {
    const { middleware, records } = setUp();
    const call = middleware(request, () => Promise.reject(reason));
    await expect(call).rejects.toBe(reason);
    expect(records()).toHaveLength(1);
    expect(records()[0]?.[0]).toMatchObject({ "error.type": type, "error.message": undefined });
    expect(JSON.stringify(records())).not.toContain("canary");
  });

  it("never logs a body, a header, or a value in the URL", async () => {
    const { clock, middleware, records } = setUp();
    for (const status of [200, 401, 500]) await middleware(request, answering(status, clock));
    const bare: HttpRequest = { ...request, operation: undefined };
    await middleware(bare, answering(200, clock));
    const cause = new Error("canary");
    const failing: Next = async () => {
      throw new ConnectionError("things.update: reset", { neverSent: false, cause });
    };
    await expect(middleware(request, failing)).rejects.toThrow("reset");
    expect(records()).toHaveLength(5);
    expect(JSON.stringify(records())).not.toContain("canary");
  });

  it("calls a logger's own methods on the logger", async () => {
    class Counter implements Logger {
      count = 0;
      info() {
        this.count += 1;
      }
      warn() {
        this.count += 10;
      }
    }
    const { clock } = setUp();
    const logger = new Counter();
    const middleware = logging(logger, { clock });
    await middleware(request, answering(200, clock));
    await middleware(request, answering(500, clock));
    await expect(middleware(request, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
    expect(logger.count).toBe(21);
  });

  it("a logger that fails is not taken for a call that fails", async () => {
    const { clock, info, warn, middleware } = setUp();
    info.mockImplementation(() => {
      throw new Error("disk full");
    });
    expect((await middleware(request, answering(200, clock))).status).toBe(200);
    expect(warn).not.toHaveBeenCalled();
  });
});

function answer(): Response {
  const headers = { "x-request-id": "r-1", "x-region": "eu", "set-cookie": "canary" };
  return Response.json({ id: 7 }, { headers });
}

describe("the headers of a record", () => {
  it("are the request's names and the state of limits where nothing else is asked for", async () => {
    const info = vi.fn<Logger["info"]>();
    const { client } = createTestClient({ logger: { info, warn: vi.fn<Logger["warn"]>() } }, [
      answer,
    ]);
    await client.things.get({ id: "1" });
    expect(info.mock.calls[0]?.[0]).toMatchObject({ "http.response.header.x-request-id": ["r-1"] });
    expect(JSON.stringify(info.mock.calls)).not.toMatch(/canary|region/);
  });

  it("are those that a client's options allow, and no others", async () => {
    const info = vi.fn<Logger["info"]>();
    const logger = { info, warn: vi.fn<Logger["warn"]>() };
    const { client } = createTestClient({ logger, loggedResponseHeaders: ["X-Region"] }, [answer]);
    await client.things.get({ id: "1" });
    expect(info.mock.calls[0]?.[0]).toMatchObject({ "http.response.header.x-region": ["eu"] });
    expect(JSON.stringify(info.mock.calls)).not.toMatch(/canary|r-1/);
  });
});

describe("a logger with debug", () => {
  type Entry = readonly [level: string, message: string, fields: Readonly<Record<string, unknown>>];

  function createKeeper() {
    const entries: Entry[] = [];
    const keep =
      (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
        entries.push([level, message, fields]);
      };
    const logger: Logger = { debug: keep("debug"), info: keep("info"), warn: keep("warn") };
    return { logger, entries };
  }

  const common = {
    "parley.operation": "things.get",
    "http.request.method": "GET",
    "url.template": "/projects/{project_id}/things/{id}",
  };

  it("is told of each attempt, what it waited for, and what came of it", async () => {
    const { logger, entries } = createKeeper();
    const listing = {
      ...common,
      "parley.operation": "things.list",
      "url.template": "/things",
    };
    const { client, clock } = createTestClient({ logger }, [
      () => Response.json({}, { status: 503, headers: { "x-request-id": "r-1" } }),
      () => connectionFailure("ECONNRESET"),
    ]);
    await clock.settle(client.things.list({ cursor: "canary" }));
    // Random is 1: the waits are the whole of 250 and 500 ms, and no limit adds to them.
    const attempts = entries.filter(([, message]) => message.startsWith("attempt"));
    expect(attempts).toEqual([
      [
        "debug",
        "attempt answered",
        {
          ...listing,
          "parley.wait": 0,
          "http.response.status_code": 503,
          "http.response.header.x-request-id": ["r-1"],
          duration: 0,
        },
      ],
      [
        "debug",
        "attempt failed",
        {
          ...listing,
          "http.request.resend_count": 1,
          "parley.wait": 250,
          "error.type": "ConnectionError",
          "parley.error.code": "ECONNRESET",
          duration: 0,
        },
      ],
      [
        "debug",
        "attempt answered",
        {
          ...listing,
          "http.request.resend_count": 2,
          "parley.wait": 500,
          "http.response.status_code": 200,
          duration: 0,
        },
      ],
    ]);
    expect(entries.at(-1)).toMatchObject(["info", "call answered", listing]);
    expect(JSON.stringify(entries)).not.toContain("canary");
  });

  it("is told of a wait for a limit, by its name", async () => {
    const { logger, entries } = createKeeper();
    const { client, clock } = createTestClient({ logger });
    await clock.settle(Promise.all(["1", "2", "3"].map((id) => client.things.get({ id }))));
    const waits = entries.filter(([, message]) => message === "waited for a limit");
    // What a limit adds for safety is its own affair.
    const duration = expect.closeTo(1000, -2) as unknown;
    expect(waits).toEqual([
      ["debug", "waited for a limit", { ...common, "parley.rate_limit": "read", duration }],
    ]);
  });

  it("is told of a token that was asked for, whether it came or not", async () => {
    const { logger, entries } = createKeeper();
    const answers = [
      Response.json({ error: "canary" }, { status: 400 }),
      Response.json({ access_token: "canary", token_type: "bearer" }),
    ];
    const authenticator = clientCredentials({
      tokenUrl: "https://auth.example.com/token",
      clientId: "canary",
      clientSecret: "canary",
      fetch: async () => answers.shift() ?? Response.error(),
    });
    const { client } = createTestClient({ logger }, [], authenticator);
    await expect(client.things.get({ id: "1" })).rejects.toThrow("oauth2.token: 400");
    await client.things.get({ id: "1" });
    const tokens = entries.filter(([, message]) => message.startsWith("token"));
    const duration = expect.any(Number) as unknown;
    expect(tokens).toEqual([
      ["debug", "token asked for", { ...common, "error.type": "ApiError", duration }],
      ["debug", "token asked for", { ...common, duration }],
    ]);
    expect(entries[1]).toMatchObject([
      "warn",
      "call failed",
      { "error.type": "ApiError", "error.message": "oauth2.token: 400" },
    ]);
    expect(JSON.stringify(entries)).not.toContain("canary");
  });

  it("says of a bare client's failure its kind and code, and no message, which has the URL", async () => {
    const { logger, entries } = createKeeper();
    const clock = createFakeClock();
    const fetch = createFetch(
      [logging(logger, { clock }), retry({ attempts: 1, clock }), reportAttempts({ clock })],
      { clock, fetch: () => Promise.reject(connectionFailure("ECONNRESET")) },
    );
    await expect(fetch("https://api.example.com/canary?q=canary")).rejects.toThrow("ECONNRESET");
    expect(entries.map(([level, message]) => `${level}: ${message}`)).toEqual([
      "debug: attempt failed",
      "warn: call failed",
    ]);
    expect(entries[1]?.[2]).toEqual({
      "http.request.method": "GET",
      "error.type": "ConnectionError",
      "parley.error.code": "ECONNRESET",
      duration: 0,
    });
    expect(JSON.stringify(entries)).not.toContain("canary");
  });
});

function createSink() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, stream };
}

describe("loggers as they are", () => {
  it("pino's takes the records, fields and message apart", async () => {
    const { lines, stream } = createSink();
    const logger = pino({ level: "debug", base: null, timestamp: false }, stream);
    const { client, clock } = createTestClient({ logger }, [
      () => Response.json({ message: "canary" }, { status: 404 }),
    ]);
    await expect(clock.settle(client.things.get({ id: "canary" }))).rejects.toThrow("404");
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).toMatchObject([
      { level: 20, msg: "attempt answered", "http.response.status_code": 404 },
      { level: 40, msg: "call answered", "url.template": "/projects/{project_id}/things/{id}" },
    ]);
    expect(lines.join("")).not.toContain("canary");
  });

  // The platform's own console is one of these.
  it("console's prints them", async () => {
    const { lines, stream } = createSink();
    const { client } = createTestClient({ logger: new Console(stream) });
    await client.things.get({ id: "canary" });
    const text = lines.join("");
    expect(text).toContain("'parley.operation': 'things.get'");
    expect(text).toMatch(/attempt answered\n[^]*call answered\n$/);
    expect(text).not.toContain("canary");
  });
});
