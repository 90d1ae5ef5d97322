import { describe, expect, it, vi } from "vitest";
import { ConnectionError, TimeoutError } from "./errors.js";
import { createFakeClock } from "./fake-clock.test-helpers.js";
import { type Logger, logging } from "./logging.js";
import type { HttpRequest, Next } from "./middleware.js";

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
    await expect(middleware(request, answering(200, clock))).rejects.toThrow("disk full");
    expect(warn).not.toHaveBeenCalled();
  });
});
