import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { openTelemetry } from "../opentelemetry.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import type { TelemetryEvent } from "../pipeline/telemetry-event.js";
import { createTestClient } from "../test-helpers/create-test-client.js";
import { createFakeClock } from "../test-helpers/fake-clock.js";
import { observe, reportAttempts, reportTokenRequest } from "./telemetry.js";

const request: HttpRequest = { method: "GET", url: "https://api.example.com/", headers: {} };

function watch() {
  const events: TelemetryEvent[] = [];
  return { events, observer: (event: TelemetryEvent) => void events.push(event) };
}

describe("observers", () => {
  it("are all told, the outer ones first", async () => {
    const told: string[] = [];
    const outer = observe(request, () => told.push("outer"));
    const both = observe(outer, () => told.push("inner"));
    await reportAttempts()(both, async () => new Response());
    expect(told).toEqual(["outer", "inner"]);
    expect(outer.observers).toHaveLength(1);
    expect(request.observers).toBeUndefined();
  });
});

describe("reportAttempts", () => {
  it("tells of an answer, and how long it took", async () => {
    const clock = createFakeClock();
    const { events, observer } = watch();
    const response = new Response();
    await reportAttempts({ clock })(observe(request, observer), async () => {
      await clock.advance(40);
      return response;
    });
    expect(events).toEqual([{ type: "attempt", duration: 40, response }]);
  });

  it.each([new Error("reset"), undefined])("tells of a failure: %s", async (reason) => {
    const clock = createFakeClock();
    const { events, observer } = watch();
    const sending = reportAttempts({ clock })(observe(request, observer), async () => {
      await clock.advance(40);
      return Promise.reject(reason);
    });
    await expect(sending).rejects.toBe(reason);
    expect(events).toEqual([{ type: "attempt", duration: 40, response: undefined, error: reason }]);
    expect("error" in (events[0] ?? {})).toBe(true);
  });
});

describe("reportTokenRequest", () => {
  it("tells of a token, and of one that did not come", async () => {
    const clock = createFakeClock();
    const { events, observer } = watch();
    const observed = observe(request, observer);
    expect(await reportTokenRequest(observed, clock, async () => "t")).toBe("t");
    const error = new Error("no");
    await expect(
      reportTokenRequest(observed, clock, async () => {
        await clock.advance(5);
        throw error;
      }),
    ).rejects.toBe(error);
    expect(events).toEqual([
      { type: "tokenRefreshed", duration: 0 },
      { type: "tokenRefreshed", duration: 5, error },
    ]);
  });
});

describe("a client's telemetry", () => {
  it("stands around the whole call and around each attempt, credentials and all", async () => {
    const order: string[] = [];
    const note =
      (name: string): Middleware =>
      (passing, next) => {
        order.push(`${name} ${passing.attempt ?? ""} ${passing.headers["authorization"] ?? ""}`);
        return next(passing);
      };
    const { client, clock } = createTestClient(
      {
        telemetry: { call: note("call"), attempt: note("attempt") },
        middleware: [note("own")],
        logger: { info: () => order.push("log"), warn: () => order.push("log") },
      },
      [() => new Response(null, { status: 503 })],
    );
    await clock.settle(client.things.get({ id: "1" }));
    expect(order).toEqual([
      "call  ",
      "attempt 1 Bearer secret",
      "own 1 Bearer secret",
      "attempt 2 Bearer secret",
      "own 2 Bearer secret",
      "log",
    ]);
  });

  it("is not the function that makes it, which has a property of that name too", () => {
    // @ts-expect-error it has to be called
    expect(() => createTestClient({ telemetry: openTelemetry })).toThrow(
      'option "telemetry" is a function; give what it returns',
    );
  });

  it("may be one half alone", async () => {
    const { client, clock } = createTestClient({ telemetry: {} });
    expect(await clock.settle(client.things.get({ id: "1" }))).toEqual({ id: 7 });
  });
});

/** What a module brings along: by relative imports on and on, types aside, down to packages. */
function importsOf(entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [resolve(import.meta.dirname, "..", entry)];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const source = readFileSync(file, "utf8");
    for (const [, specifier = ""] of source.matchAll(
      /^(?:import|export)\s(?!type\b)(?:[^;]*?\sfrom\s)?"([^"]+)";/gm,
    )) {
      if (specifier.startsWith(".")) {
        queue.push(resolve(dirname(file), specifier.replace(/\.js$/, ".ts")));
      } else found.add(specifier);
    }
  }
  return found;
}

describe("the main entry", () => {
  it("brings no OpenTelemetry along; the entry of its own does", () => {
    const main = importsOf("index.ts");
    expect(main).toContain("openapi-fetch");
    expect(main).not.toContain("@opentelemetry/api");
    const own = importsOf("opentelemetry.ts");
    expect(own).toContain("@opentelemetry/api");
    expect(own).not.toContain("openapi-fetch");
  });
});
