import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Operation } from "../description/operation.js";
import { ConfigurationError, RateLimitExceededError } from "../errors/errors.js";
import type { HttpRequest } from "../pipeline/middleware.js";
import { createDeferred, type Deferred } from "../test-helpers/deferred.js";
import { createFakeClock, type FakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { createMemoryRateLimitStore, type RateLimitStore } from "./rate-limit-store.js";
import { rateLimit } from "./rate-limit.js";

function operationWith(...rateLimits: readonly string[]): Operation {
  return { id: "things.get", method: "GET", path: "/things", rateLimits };
}

function requestWith(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url: "https://api.example.com/things",
    headers: {},
    operation: operationWith("all"),
    ...overrides,
  };
}

/** A server that notes when requests come, and answers 200 at once. */
function createServer(clock: FakeClock) {
  const arrivals: number[] = [];
  const next = vi.fn<(request: HttpRequest) => Promise<Response>>(() => {
    arrivals.push(clock.now() - START);
    return Promise.resolve(new Response());
  });
  return { arrivals, next };
}

type Options = Omit<Parameters<typeof rateLimit>[0], "clock">;

function limited(options: Options) {
  const clock = createFakeClock();
  const middleware = rateLimit({ ...options, clock });
  const server = createServer(clock);
  const send = (overrides: Partial<HttpRequest> = {}) =>
    middleware(requestWith(overrides), server.next);
  return { clock, middleware, send, ...server };
}

async function refusalOf(promise: Promise<unknown>): Promise<RateLimitExceededError> {
  const error: unknown = await promise.then(
    () => new Error("It should have been refused."),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RateLimitExceededError)) throw error;
  return error;
}

// ---- what servers count ----

/** Any interval, wherever it begins, holds `requests` at most. */
function expectSlidingWindow(arrivals: readonly number[], requests: number, interval: number) {
  const sorted = arrivals.toSorted((a, b) => a - b);
  const spans = sorted.slice(requests).map((time, index) => time - (sorted[index] ?? Number.NaN));
  expect(Math.min(Infinity, ...spans)).toBeGreaterThanOrEqual(interval);
}

/** A bucket that holds `requests` tokens and is filled evenly is never empty. */
function expectTokenBucket(arrivals: readonly number[], requests: number, interval: number) {
  let tokens = requests;
  let last = arrivals[0] ?? 0;
  for (const time of arrivals.toSorted((a, b) => a - b)) {
    tokens = Math.min(requests, tokens + ((time - last) * requests) / interval) - 1;
    last = time;
    // A sum of fractions is off by less than this.
    expect(tokens).toBeGreaterThan(-1e-6);
  }
}

/** Windows that begin every `interval` from `offset` hold `requests` at most. */
function expectFixedWindow(
  arrivals: readonly number[],
  requests: number,
  interval: number,
  offset: number,
) {
  const counts = new Map<number, number>();
  for (const time of arrivals) {
    const window = Math.floor((time - offset) / interval);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  for (const count of counts.values()) expect(count).toBeLessThanOrEqual(requests);
}

/** Sends a request at each time, and waits until all are over. */
async function sendAt(
  clock: FakeClock,
  times: readonly number[],
  send: (index: number) => Promise<unknown>,
): Promise<void> {
  const calls = times.map(
    (time, index) =>
      new Promise<void>((resolve, reject) => {
        clock.setTimeout(() => {
          send(index).then(() => resolve(), reject);
        }, time);
      }),
  );
  await clock.settle(Promise.all(calls));
}

const timesOf = (gaps: readonly number[]) => {
  let time = 0;
  return gaps.map((gap) => (time += gap));
};

describe("a limit of requests in an interval", () => {
  it("lets 50 calls at 5 a second through in 9 s, within 5 %, and no window is violated", async () => {
    const { clock, send, arrivals } = limited({
      declared: { all: { requests: 5, interval: 1000 } },
    });
    await clock.settle(Promise.all(Array.from({ length: 50 }, () => send())));
    expect(arrivals).toHaveLength(50);
    const total = arrivals.at(-1) ?? 0;
    expect(total).toBeGreaterThanOrEqual(9000);
    expect(total).toBeLessThanOrEqual(9000 * 1.05);
    expectSlidingWindow(arrivals, 5, 1000);
    expectTokenBucket(arrivals, 5, 1000);
    expect(clock.pending).toBe(0);
  });

  const randomRun = fc.record({
    requests: fc.integer({ min: 1, max: 6 }),
    interval: fc.constantFrom(100, 1000, 60_000),
    // Bursts, trickles and pauses, as parts of the interval.
    gaps: fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1.5, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    }),
    // How long a request travels: up to the margin that the store keeps.
    jitters: fc.array(fc.double({ min: 0, max: 0.0199, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    }),
    offset: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("is kept however calls come and travel, and whichever way the server counts", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async ({ requests, interval, gaps, jitters, offset }) => {
        const { clock, send, arrivals } = limited({ declared: { all: { requests, interval } } });
        const times = timesOf(gaps.map((gap) => gap * interval));
        await sendAt(clock, times, () => send());
        const seen = arrivals.map(
          (time, index) => time + (jitters[index % jitters.length] ?? 0) * interval,
        );
        expect(seen).toHaveLength(gaps.length);
        expectSlidingWindow(seen, requests, interval);
        expectTokenBucket(seen, requests, interval);
        expectFixedWindow(seen, requests, interval, offset * interval);
        expect(clock.pending).toBe(0);
      }),
    );
  });

  it("is kept over a long run of 3000 calls", async () => {
    const { clock, send, arrivals } = limited({
      declared: { all: { requests: 7, interval: 1000 } },
      maxQueue: 3000,
    });
    // Park and Miller's generator: the same run each time.
    let seed = 20_260_101;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const times = timesOf(
      Array.from({ length: 3000 }, () => (random() < 0.5 ? 0 : random() * 500)),
    );
    await sendAt(clock, times, () => send());
    expect(arrivals).toHaveLength(3000);
    const seen = arrivals.map((time) => time + random() * 19);
    expectSlidingWindow(seen, 7, 1000);
    expectTokenBucket(seen, 7, 1000);
  });

  it("holds nothing back that has room", async () => {
    const { clock, send, arrivals } = limited({
      declared: { all: { requests: 2, interval: 1000 } },
    });
    await sendAt(clock, [0, 0, 5000, 5000, 6020, 6020], () => send());
    expect(arrivals).toEqual([0, 0, 5000, 5000, 6020, 6020]);
  });

  it("is first come, first served", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom(0, 1, 40, 100), { maxLength: 30 }),
        async (requests, gaps) => {
          const { clock, send, next } = limited({ declared: { all: { requests, interval: 100 } } });
          await sendAt(clock, timesOf(gaps), (index) => send({ body: String(index) }));
          expect(next.mock.calls.map(([request]) => Number(request.body))).toEqual(
            gaps.map((_gap, index) => index),
          );
        },
      ),
    );
  });

  it("counts an operation against the limits that it names, and no other", async () => {
    const { clock, send, arrivals } = limited({
      declared: { read: { requests: 1, interval: 1000 }, write: { requests: 1, interval: 5000 } },
    });
    const read = operationWith("read");
    const write = operationWith("write");
    await sendAt(clock, [0, 1, 2, 3], (index) =>
      send({ operation: index % 2 === 0 ? read : write }),
    );
    expect(arrivals).toEqual([0, 1, 1020, 5101]);
  });

  it.each([
    ["that names no limit", operationWith()],
    ["without any", { id: "things.get", method: "GET", path: "/things" } as const],
    ["that names a limit nobody declares", operationWith("unheard-of")],
  ])("does not hold back an operation %s", async (_name, operation) => {
    const { clock, send, arrivals } = limited({
      declared: { all: { requests: 1, interval: 1000 } },
    });
    await Promise.all([send({ operation }), send({ operation }), send({ operation })]);
    expect(arrivals).toEqual([0, 0, 0]);
    expect(clock.pending).toBe(0);
  });

  it("holds a bare client's requests against every limit there is", async () => {
    const { clock, middleware, next, arrivals } = limited({
      declared: { fast: { requests: 1, interval: 1000 }, slow: { requests: 2, interval: 60_000 } },
    });
    const bare: HttpRequest = { method: "GET", url: "https://api.example.com/", headers: {} };
    await sendAt(clock, [0, 0, 0], () => middleware(bare, next));
    expect(arrivals).toEqual([0, 1020, 61_200]);
  });
});

/** A server that is reached late by those that find no open connection, and answers at once. */
function createFarServer(clock: FakeClock, handshake: number) {
  const arrivals: number[] = [];
  let lastUsed = -Infinity;
  const travel = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      clock.setTimeout(resolve, milliseconds);
    });
  const next = async () => {
    await travel(clock.now() - lastUsed > 4000 ? handshake : 1);
    arrivals.push(clock.now() - START);
    lastUsed = clock.now();
    return new Response();
  };
  return { arrivals, next };
}

describe("requests that have to make their connection first", () => {
  it.each([0, 20, 50, 100, 249])(
    "arrive %d ms late, and the server's window is not violated by those that follow",
    async (handshake) => {
      const { clock, middleware } = limited({ declared: { all: { requests: 5, interval: 1000 } } });
      const { arrivals, next } = createFarServer(clock, handshake);
      const times = Array.from({ length: 50 }, () => 0);
      // The second run comes when the connections have been closed again.
      await sendAt(clock, times, () => middleware(requestWith(), next));
      const total = arrivals.at(-1) ?? 0;
      expect(total).toBeLessThanOrEqual(9000 * 1.05);
      await clock.advance(10_000);
      await sendAt(clock, times, () => middleware(requestWith(), next));
      expect(arrivals).toHaveLength(100);
      expectSlidingWindow(arrivals, 5, 1000);
      expect(clock.pending).toBe(0);
    },
  );
});

describe("several limits at once", () => {
  const declared = {
    burst: { requests: 3, interval: 1000 },
    hour: { requests: 10, interval: 60_000 },
    places: { concurrency: 2 },
  };

  it("are all kept, whichever order the operation names them in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(Object.keys(declared), { minLength: 3 }),
        fc.array(fc.constantFrom(0, 100, 900, 5000), { minLength: 1, maxLength: 40 }),
        fc.array(fc.constantFrom(0, 10, 700, 4000), { minLength: 1, maxLength: 7 }),
        async (names, gaps, durations) => {
          const { clock, middleware } = limited({ declared });
          const arrivals: number[] = [];
          let running = 0;
          await sendAt(clock, timesOf(gaps), (index) =>
            middleware(requestWith({ operation: operationWith(...names) }), async () => {
              arrivals.push(clock.now());
              running += 1;
              expect(running).toBeLessThanOrEqual(2);
              await new Promise<void>((resolve) => {
                clock.setTimeout(resolve, durations[index % durations.length] ?? 0);
              });
              running -= 1;
              return new Response();
            }),
          );
          expectSlidingWindow(arrivals, 3, 1000);
          expectSlidingWindow(arrivals, 10, 60_000);
          expect(clock.pending).toBe(0);
        },
      ),
    );
  });

  it("do not count a request in a window while it still waits for its place", async () => {
    // Five run for long and end together; were the next five counted while they wait, all would
    // leave at that moment.
    const { clock, middleware } = limited({
      declared: { window: { requests: 2, interval: 1000 }, places: { concurrency: 5 } },
    });
    const arrivals: number[] = [];
    await sendAt(
      clock,
      Array.from({ length: 10 }, () => 0),
      () =>
        middleware(requestWith({ operation: operationWith("window", "places") }), async () => {
          arrivals.push(clock.now());
          await new Promise<void>((resolve) => {
            clock.setTimeout(resolve, START + 10_000 - clock.now());
          });
          return new Response();
        }),
    );
    expect(arrivals).toHaveLength(10);
    expectSlidingWindow(arrivals, 2, 1000);
  });

  it("do not lock one another out when operations name them in different orders", async () => {
    const { clock, middleware } = limited({
      declared: { a: { concurrency: 1 }, b: { concurrency: 1 } },
    });
    const done: number[] = [];
    await sendAt(clock, [0, 0, 0, 0], async (index) => {
      const operation = index % 2 === 0 ? operationWith("a", "b") : operationWith("b", "a");
      await middleware(requestWith({ operation }), async () => {
        await new Promise<void>((resolve) => {
          clock.setTimeout(resolve, 100);
        });
        return new Response();
      });
      done.push(index);
    });
    expect(done).toHaveLength(4);
  });

  it("give back the place in one when another refuses", async () => {
    const { clock, send, arrivals } = limited({
      declared: { places: { concurrency: 1 }, window: { requests: 1, interval: 1000 } },
      mode: "reject",
    });
    const both = operationWith("places", "window");
    await send({ operation: both });
    await refusalOf(send({ operation: both }));
    await send({ operation: operationWith("places") });
    expect(arrivals).toEqual([0, 0]);
    expect(clock.pending).toBe(0);
  });
});

/** A server whose answers the test gives itself. */
function slowServer() {
  const open: Deferred<Response>[] = [];
  let most = 0;
  let running = 0;
  const next = async () => {
    const answer = createDeferred<Response>();
    open.push(answer);
    running += 1;
    most = Math.max(most, running);
    try {
      return await answer.promise;
    } finally {
      running -= 1;
    }
  };
  return { open, next, most: () => most };
}

describe("a limit of requests under way", () => {
  it("of one never lets calls overlap", async () => {
    const { clock, middleware } = limited({ declared: { all: { concurrency: 1 } } });
    const { open, next, most } = slowServer();
    const calls = [1, 2, 3].map(() => middleware(requestWith(), next));
    for (let call = 0; call < 3; call++) {
      await flush();
      expect(open).toHaveLength(call + 1);
      open[call]?.resolve(new Response());
    }
    await Promise.all(calls);
    expect(most()).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("of three has three places, no less", async () => {
    const { middleware } = limited({ declared: { all: { concurrency: 3 } } });
    const { open, next, most } = slowServer();
    const calls = Array.from({ length: 7 }, () => middleware(requestWith(), next));
    await flush();
    expect(open).toHaveLength(3);
    for (let call = 0; call < 7; call++) {
      open[call]?.resolve(new Response());
      await flush();
    }
    await Promise.all(calls);
    expect(most()).toBe(3);
  });

  it.each([
    ["a failure", (answer: Deferred<Response>) => answer.reject(new Error("broken"))],
    [
      "an error status",
      (answer: Deferred<Response>) => answer.resolve(new Response("", { status: 500 })),
    ],
  ])("has its place back after %s", async (_name, end) => {
    const { middleware } = limited({ declared: { all: { concurrency: 1 } } });
    const { open, next } = slowServer();
    const first = middleware(requestWith(), next).catch(() => undefined);
    const second = middleware(requestWith(), next);
    await flush();
    if (open[0]) end(open[0]);
    await first;
    await flush();
    open[1]?.resolve(new Response("second"));
    expect(await (await second).text()).toBe("second");
  });

  it("has its place back when the rest of the pipeline throws at once", async () => {
    const { middleware, send } = limited({ declared: { all: { concurrency: 1 } } });
    const thrown = middleware(requestWith(), () => {
      throw new Error("broken");
    });
    await expect(thrown).rejects.toThrow("broken");
    expect((await send()).status).toBe(200);
  });

  it("refuses a call at its deadline when no place has become free", async () => {
    const { clock, middleware } = limited({ declared: { all: { concurrency: 1 } } });
    const { open, next } = slowServer();
    const first = middleware(requestWith(), next);
    const second = refusalOf(middleware(requestWith({ expiresAt: START + 5000 }), next));
    const third = middleware(requestWith({ expiresAt: START + 9000 }), next);
    await clock.advance(4999);
    expect(clock.pending).toBe(2);
    await clock.advance(1);
    expect((await second).message).toBe(
      `things.get: not sent, limit "all" has no room before the call's deadline.`,
    );
    open[0]?.resolve(new Response());
    await first;
    await flush();
    expect(open).toHaveLength(2);
    open[1]?.resolve(new Response());
    await third;
    expect(clock.pending).toBe(0);
  });

  it("together with a window keeps to both", async () => {
    const { clock, middleware } = limited({
      declared: { all: { concurrency: 2, requests: 3, interval: 1000 } },
    });
    const arrivals: number[] = [];
    await sendAt(
      clock,
      Array.from({ length: 6 }, () => 0),
      () =>
        middleware(requestWith(), async () => {
          arrivals.push(clock.now() - START);
          await new Promise<void>((resolve) => {
            clock.setTimeout(resolve, 100);
          });
          return new Response();
        }),
    );
    // The first two took 100 ms, and may have arrived as late as that.
    expect(arrivals).toEqual([0, 0, 100, 1120, 1120, 1220]);
  });
});

describe("a call that waits", () => {
  const declared = { all: { requests: 1, interval: 1000 } };

  it("ends at once when its signal fires, and frees its place in the queue", async () => {
    const { clock, send, next } = limited({ declared });
    const controller = new AbortController();
    await send({ body: "1" });
    const second = send({ body: "2", signal: controller.signal });
    const third = send({ body: "3" });
    await flush();
    controller.abort("enough");
    await expect(second).rejects.toBe("enough");
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    await clock.settle(third);
    expect(clock.now() - START).toBe(1020);
    expect(next.mock.calls.map(([request]) => request.body)).toEqual(["1", "3"]);
    expect(clock.pending).toBe(0);
  });

  it("leaves no timer behind when it was the last", async () => {
    const { clock, send } = limited({ declared });
    const controller = new AbortController();
    await send();
    const second = send({ signal: controller.signal, expiresAt: START + 60_000 });
    await flush();
    expect(clock.pending).toBe(2);
    controller.abort("enough");
    await expect(second).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it("leaves no listener on its signal when its turn has come", async () => {
    const { clock, send } = limited({ declared });
    const { signal } = new AbortController();
    await send();
    await clock.settle(send({ signal }));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("does not begin to wait, nor takes room, under a signal that has fired already", async () => {
    const { clock, send, arrivals } = limited({ declared });
    const signal = AbortSignal.abort("before");
    await expect(send({ signal })).rejects.toBe("before");
    await send();
    await expect(send({ signal })).rejects.toBe("before");
    expect(arrivals).toEqual([0]);
    expect(clock.pending).toBe(0);
  });

  it("is one of a thousand at most: a further one fails at once", async () => {
    const { clock, send } = limited({ declared });
    const calls = Array.from({ length: 1001 }, () => send());
    const error = await refusalOf(send());
    expect(error.message).toBe(`things.get: not sent, limit "all" has 1000 calls waiting already.`);
    expect(error.operationId).toBe("things.get");
    await clock.settle(Promise.all(calls));
  });

  it("is one of as many as the option says", async () => {
    const { clock, send } = limited({ declared, maxQueue: 2 });
    const calls = [send(), send(), send()];
    expect((await refusalOf(send())).message).toContain("has 2 calls waiting already");
    await clock.settle(Promise.all(calls));
    await clock.settle(send());
  });
});

describe("a call whose deadline comes before its turn", () => {
  const declared = { all: { requests: 2, interval: 1000 } };

  it.each([
    // how many wait before it, its deadline, and when there is room
    [0, 1020, 1020, false],
    [0, 1021, 1020, true],
    [1, 1021, 1020, true],
    [2, 1500, 2020, false],
    [3, 2019, 2020, false],
    [4, 3000, 3020, false],
  ])(
    "behind %d others, with %d ms left where there is room in %d ms: waits %s",
    async (before, left, room, waits) => {
      const { clock, send } = limited({ declared });
      await Promise.all([send(), send()]);
      const others = Array.from({ length: before }, () => send());
      const call = send({ expiresAt: START + left });
      const outcome = await clock.settle(
        call.then(
          () => undefined,
          (reason: unknown) => reason,
        ),
      );
      // Who is refused is told at once, while the others wait on.
      expect(clock.now() - START).toBe(waits ? room : 0);
      expect(outcome).toEqual(
        waits
          ? undefined
          : new RateLimitExceededError(
              `things.get: not sent, limit "all" has no room before the call's deadline. There is room in ${room} ms.`,
              { retryAfter: room, operationId: "things.get" },
            ),
      );
      await clock.settle(Promise.all(others));
      expect(clock.pending).toBe(0);
    },
  );

  it("does not hold up those behind it", async () => {
    const { clock, send, next } = limited({ declared: { all: { requests: 1, interval: 1000 } } });
    await send({ body: "1" });
    const refused = refusalOf(send({ body: "2", expiresAt: START + 500 }));
    const third = send({ body: "3" });
    await refused;
    await clock.settle(third);
    expect(clock.now() - START).toBe(1020);
    expect(next.mock.calls.map(([request]) => request.body)).toEqual(["1", "3"]);
  });

  it("is refused when a pause makes it certain", async () => {
    const { clock, middleware, send } = limited({
      declared: { all: { requests: 2, interval: 1000 } },
    });
    const answer = createDeferred<Response>();
    const first = middleware(requestWith(), () => answer.promise);
    await send();
    const waiting = send({ expiresAt: START + 5000 });
    const refused = refusalOf(waiting);
    await flush();
    await clock.advance(100);
    answer.resolve(new Response("", { status: 429, headers: { "retry-after": "60" } }));
    await first;
    await flush();
    expect((await refused).retryAfter).toBe(60_000);
    expect(clock.now() - START).toBe(100);
    expect(clock.pending).toBe(0);
  });
});

describe("in reject mode a call that finds no room fails at once", () => {
  it("and says when there is room in a window", async () => {
    const { clock, send, arrivals } = limited({
      declared: { all: { requests: 1, interval: 1000 } },
      mode: "reject",
    });
    await send();
    await clock.advance(300);
    const error = await refusalOf(send());
    expect(error.message).toBe(
      `things.get: not sent, limit "all" has no room. There is room in 720 ms.`,
    );
    expect(error.retryAfter).toBe(720);
    await clock.advance(720);
    await send();
    expect(arrivals).toEqual([0, 1020]);
    expect(clock.pending).toBe(0);
  });

  it("or that there is no place among the requests under way", async () => {
    const { clock, middleware } = limited({
      declared: { all: { concurrency: 1 } },
      mode: "reject",
    });
    const answer = createDeferred<Response>();
    const first = middleware(requestWith(), () => answer.promise);
    const error = await refusalOf(middleware(requestWith(), () => answer.promise));
    expect(error.retryAfter).toBeUndefined();
    answer.resolve(new Response());
    await first;
    expect(clock.pending).toBe(0);
  });

  it("and names the method of a bare client's request", async () => {
    const { middleware, next } = limited({
      declared: { all: { requests: 1, interval: 1000 } },
      mode: "reject",
    });
    const bare: HttpRequest = { method: "DELETE", url: "https://api.example.com/", headers: {} };
    await middleware(bare, next);
    expect((await refusalOf(middleware(bare, next))).message).toContain("DELETE: not sent");
  });
});

const answerWith =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    Promise.resolve(new Response("", { status, headers }));

describe("a 429", () => {
  const declared = {
    all: { requests: 100, interval: 1000 },
    other: { requests: 100, interval: 1000 },
  };

  it.each<[string, Record<string, string>, number]>([
    ["for as many seconds as Retry-After says", { "retry-after": "7" }, 7000],
    [
      "until the date that Retry-After names",
      { "retry-after": new Date(START + 9000).toUTCString() },
      9000,
    ],
    ["for a second where there is no Retry-After", {}, 1000],
    ["for a second where Retry-After is no time", { "retry-after": "soon" }, 1000],
  ])("stops the limits that the request counted against %s", async (_name, headers, pause) => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    await middleware(requestWith(), answerWith(429, headers));
    await send({ operation: operationWith("other") });
    await clock.settle(send());
    expect(arrivals).toEqual([0, pause]);
    expect(clock.pending).toBe(0);
  });

  it("stops in reject mode too", async () => {
    const { middleware, send } = limited({ declared, mode: "reject" });
    await middleware(requestWith(), answerWith(429, { "retry-after": "7" }));
    expect((await refusalOf(send())).retryAfter).toBe(7000);
  });

  it("does not shorten a pause that is longer", async () => {
    const { clock, middleware, send, arrivals } = limited({
      declared: { all: { concurrency: 9 } },
    });
    const answer = createDeferred<Response>();
    const late = middleware(requestWith(), () => answer.promise);
    await middleware(requestWith(), answerWith(429, { "retry-after": "60" }));
    answer.resolve(new Response("", { status: 429, headers: { "retry-after": "1" } }));
    await late;
    await clock.settle(send());
    expect(arrivals).toEqual([60_000]);
  });

  it("holds back those that wait already", async () => {
    const { clock, middleware, send, arrivals } = limited({
      declared: { all: { requests: 2, interval: 1000 } },
    });
    const answer = createDeferred<Response>();
    const first = middleware(requestWith(), () => answer.promise);
    await send();
    const third = send();
    await flush();
    answer.resolve(new Response("", { status: 429, headers: { "retry-after": "5" } }));
    await first;
    await clock.settle(third);
    expect(arrivals).toEqual([0, 5000]);
  });

  it("is what X-RateLimit-Remaining: 0 together with Retry-After means as well", async () => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    const headers = { "x-ratelimit-remaining": "0", "retry-after": "3" };
    expect((await middleware(requestWith(), answerWith(200, headers))).status).toBe(200);
    await clock.settle(send());
    expect(arrivals).toEqual([3000]);
  });

  it.each<[string, number, Record<string, string>]>([
    ["room that is left", 200, { "x-ratelimit-remaining": "1", "retry-after": "3" }],
    ["no room left, but no time either", 200, { "x-ratelimit-remaining": "0" }],
    ["a time alone", 503, { "retry-after": "3" }],
  ])("is not what these mean: %s", async (_name, status, headers) => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    await middleware(requestWith(), answerWith(status, headers));
    await clock.settle(send());
    expect(arrivals).toEqual([0]);
  });
});

describe("a server that asks for an enormous pause", () => {
  const declared = { all: { requests: 100, interval: 1000 } };

  it.each<[string, number, Record<string, string>]>([
    ["by Retry-After", 429, { "retry-after": "99999999999999999999" }],
    ["by a date of another century", 429, { "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" }],
    ["by its reset", 429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "999999999" }],
    ["without a 429", 200, { "x-ratelimit-remaining": "0", "retry-after": "999999999" }],
    ["by the reset of a 200", 200, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "999999" }],
  ])("%s gets an hour, and then one request that may hear it again", async (_name, ...answer) => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    await middleware(requestWith(), answerWith(...answer));
    await clock.settle(send());
    expect(arrivals).toEqual([3_600_000]);
  });
});

/** How many of these calls are sent at once, and when the next one is. */
async function roomAfter(
  headers: Record<string, string>,
  options: Options = { declared: { all: { requests: 10, interval: 60_000 } } },
) {
  const { clock, middleware, send, arrivals } = limited(options);
  await middleware(requestWith(), answerWith(200, headers));
  const calls = Array.from({ length: 12 }, () => send());
  await flush();
  const now = arrivals.length;
  await clock.settle(Promise.all(calls));
  return { now, next: arrivals[now] };
}

const failing = () => Promise.reject(new Error("no store"));

describe("what a server says of its limits", () => {
  const declared = {
    second: { requests: 10, interval: 1000 },
    hour: { requests: 1000, interval: 3_600_000 },
  };
  const both = operationWith("second", "hour");

  it.each<[string, Record<string, string>]>([
    ["X-RateLimit fields", { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "5" }],
    ["RateLimit fields of older drafts", { "ratelimit-remaining": "3", "ratelimit-reset": "5" }],
    ["the RateLimit field", { ratelimit: '"default";r=3;t=5' }],
  ])("slows a limit down whose room others use as well: %s", async (_name, headers) => {
    expect(await roomAfter(headers)).toEqual({ now: 3, next: 5000 });
  });

  it("stops a limit until its reset where none remain", async () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "70" };
    expect(await roomAfter(headers)).toEqual({ now: 0, next: 70_000 });
  });

  it.each<[string, Record<string, string>]>([
    ["more remains than is declared", { "x-ratelimit-remaining": "999", "x-ratelimit-reset": "5" }],
    [
      "as much remains as is known here",
      { "x-ratelimit-remaining": "9", "x-ratelimit-reset": "5" },
    ],
    ["there is no reset", { "x-ratelimit-remaining": "3" }],
    ["the reset is over", { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "0" }],
    ["the count is none", { "x-ratelimit-remaining": "few", "x-ratelimit-reset": "5" }],
  ])("changes nothing where %s", async (_name, headers) => {
    expect(await roomAfter(headers)).toEqual({ now: 9, next: 61_200 });
  });

  it("changes nothing for a server that counts the same requests, in whatever order it answers", async () => {
    const { clock, middleware, arrivals } = limited({
      declared: { all: { requests: 5, interval: 1000 } },
    });
    let seen: number[] = [];
    const times = Array.from({ length: 50 }, () => 0);
    await sendAt(clock, times, (index) =>
      middleware(requestWith(), async () => {
        const now = clock.now();
        arrivals.push(now - START);
        seen = [...seen.filter((time) => time > now - 1000), now];
        const headers = {
          "x-ratelimit-limit": "5",
          "x-ratelimit-remaining": String(5 - seen.length),
          "x-ratelimit-reset": "1",
        };
        await new Promise<void>((resolve) => {
          clock.setTimeout(resolve, [300, 20, 700, 5, 90, 450][index % 6] ?? 0);
        });
        return new Response(null, { headers });
      }),
    );
    expect(arrivals.at(-1)).toBeLessThanOrEqual(9000 * 1.05);
  });

  it("is old where the answer took longer than the reset", async () => {
    const { clock, middleware, send, arrivals } = limited({
      declared: { all: { requests: 10, interval: 60_000 } },
    });
    const answer = createDeferred<Response>();
    const slow = middleware(requestWith(), () => answer.promise);
    await clock.advance(5000);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "5" };
    answer.resolve(new Response(null, { headers }));
    await slow;
    await clock.settle(send());
    expect(arrivals).toEqual([5000]);
  });

  it("counts for the limit of that size alone", async () => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    const headers = { ratelimit: '"h";r=0;t=60', "ratelimit-policy": '"s";q=10;w=1, "h";q=1000' };
    await middleware(requestWith({ operation: both }), answerWith(200, headers));
    await send({ operation: operationWith("second") });
    await clock.settle(send({ operation: operationWith("hour") }));
    expect(arrivals).toEqual([0, 60_000]);
  });

  it("counts for all limits of the request where none is of that size", async () => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    const headers = {
      "x-ratelimit-limit": "77",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "9",
    };
    await middleware(requestWith({ operation: both }), answerWith(200, headers));
    await clock.settle(send({ operation: operationWith("second") }));
    await clock.settle(send({ operation: operationWith("hour") }));
    expect(arrivals).toEqual([9000, 9000]);
  });

  it("says how long a 429 pauses that has no Retry-After", async () => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30" };
    await middleware(requestWith({ operation: both }), answerWith(429, headers));
    await clock.settle(send({ operation: operationWith("second") }));
    expect(arrivals).toEqual([30_000]);
  });

  it("is no more than Retry-After where both are said", async () => {
    const { clock, middleware, send, arrivals } = limited({ declared });
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30", "retry-after": "2" };
    await middleware(requestWith({ operation: both }), answerWith(429, headers));
    await clock.settle(send({ operation: both }));
    expect(arrivals).toEqual([2000]);
  });

  it("has nothing to say to a limit of requests under way", async () => {
    const options = { declared: { all: { concurrency: 20 } } };
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" };
    expect((await roomAfter(headers, options)).now).toBe(12);
  });

  it("does not fail a call where the store cannot be told", async () => {
    const clock = createFakeClock();
    const middleware = rateLimit({
      declared,
      store: { ...createMemoryRateLimitStore(), pause: failing, learn: failing },
      clock,
    });
    const quota = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" };
    for (const status of [200, 429]) {
      const operation = operationWith(status === 200 ? "second" : "hour");
      const answer = await middleware(requestWith({ operation }), answerWith(status, quota));
      expect(answer.status).toBe(status);
    }
    await flush();
  });
});

/** Like the memory store, at the end of a wire. */
function remoteStore(clock: FakeClock, latency: number): RateLimitStore {
  const memory = createMemoryRateLimitStore();
  const later = <Value>(act: () => Value | Promise<Value>) =>
    new Promise<Value>((resolve, reject) => {
      clock.setTimeout(() => {
        Promise.resolve(act()).then(resolve, reject);
      }, latency);
    });
  return {
    take: (key, window, now) => later(() => memory.take(key, window, now)),
    pause: (key, milliseconds, now) => later(() => memory.pause(key, milliseconds, now)),
    learn: (...given) => later(() => memory.learn(...given)),
    delay: (...given) => later(() => memory.delay(...given)),
  };
}

function remotelyLimited(options: Options, latency = 5) {
  const clock = createFakeClock();
  const middleware = rateLimit({ ...options, store: remoteStore(clock, latency), clock });
  const server = createServer(clock);
  const send = (overrides: Partial<HttpRequest> = {}) =>
    middleware(requestWith(overrides), server.next);
  return { clock, middleware, send, ...server };
}

describe("a store that answers with promises", () => {
  it("keeps the limit and the order, however calls come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom(0, 1, 3, 200, 1100), { maxLength: 30 }),
        async (requests, gaps) => {
          const { clock, send, arrivals, next } = remotelyLimited({
            declared: { all: { requests, interval: 1000 } },
          });
          await sendAt(clock, timesOf(gaps), (index) => send({ body: String(index) }));
          expectSlidingWindow(arrivals, requests, 1000);
          expect(next.mock.calls.map(([request]) => Number(request.body))).toEqual(
            gaps.map((_gap, index) => index),
          );
          expect(clock.pending).toBe(0);
        },
      ),
    );
  });

  it("refuses nobody in reject mode who has room, though several ask at once", async () => {
    const { clock, send, arrivals } = remotelyLimited({
      declared: { all: { requests: 3, interval: 1000 } },
      mode: "reject",
    });
    const calls = [send(), send(), send()];
    const fourth = refusalOf(send());
    await clock.settle(Promise.all(calls));
    expect(arrivals).toHaveLength(3);
    expect((await clock.settle(fourth)).retryAfter).toBeGreaterThan(0);
    expect(clock.pending).toBe(0);
  });

  it("refuses in reject mode those for whom there is no place under way", async () => {
    const { clock, middleware } = remotelyLimited({
      declared: { all: { concurrency: 1, requests: 9, interval: 1000 } },
      mode: "reject",
    });
    const answer = createDeferred<Response>();
    const first = middleware(requestWith(), () => answer.promise);
    const second = refusalOf(middleware(requestWith(), () => answer.promise));
    await clock.advance(100);
    await second;
    answer.resolve(new Response());
    await first;
    // The store is told that the first request may have arrived late.
    await clock.advance(5);
    expect(clock.pending).toBe(0);
  });

  it("lets a call end by its signal while the store is asked", async () => {
    const { clock, send, next } = remotelyLimited({
      declared: { all: { requests: 2, interval: 1000 } },
    });
    const controller = new AbortController();
    const first = send({ body: "1", signal: controller.signal });
    const second = send({ body: "2" });
    await flush();
    controller.abort("enough");
    await expect(first).rejects.toBe("enough");
    await clock.settle(second);
    expect(next.mock.calls.map(([request]) => request.body)).toEqual(["2"]);
    expect(clock.pending).toBe(0);
  });

  it("lets a call end at its deadline when it does not answer", async () => {
    const { clock, send } = remotelyLimited(
      { declared: { all: { requests: 2, interval: 1000 } } },
      1e9,
    );
    const refused = refusalOf(send({ expiresAt: START + 5000 }));
    await clock.advance(5000);
    expect((await refused).message).toContain("before the call's deadline");
  });

  it("does not let a call through that a 429 has stopped while the store was asked", async () => {
    const { clock, middleware, send, arrivals } = remotelyLimited({
      declared: { all: { requests: 9, interval: 1000 } },
    });
    const answer = createDeferred<Response>();
    const first = middleware(requestWith(), () => answer.promise);
    await clock.advance(5);
    const second = send();
    await clock.advance(3);
    answer.resolve(new Response("", { status: 429, headers: { "retry-after": "60" } }));
    await first;
    await clock.settle(second);
    expect(arrivals[0]).toBeGreaterThanOrEqual(60_000);
  });

  it("is asked once for a call that has room", async () => {
    const clock = createFakeClock();
    const take = vi.fn<RateLimitStore["take"]>(() => Promise.resolve(0));
    const middleware = rateLimit({
      declared: { all: { requests: 5, interval: 1000 } },
      account: "blue",
      store: { ...createMemoryRateLimitStore(), take },
      clock,
    });
    await middleware(requestWith(), createServer(clock).next);
    // 2 % longer than the interval, for requests that travel at different speeds.
    const window = { requests: 5, interval: 1020 };
    expect(take).toHaveBeenCalledExactlyOnceWith("blue:all", window, START);
  });
});

describe("a store that fails", () => {
  it.each<[string, () => Promise<number>]>([
    ["by a rejection", () => Promise.reject(new Error("no store"))],
    [
      "at once",
      () => {
        throw new Error("no store");
      },
    ],
  ])("%s fails the calls that wait, and is asked again by later ones", async (_name, fail) => {
    const clock = createFakeClock();
    let broken = true;
    const store: RateLimitStore = {
      ...createMemoryRateLimitStore(),
      take: () => (broken ? fail() : 0),
    };
    const middleware = rateLimit({
      declared: { all: { requests: 1, interval: 1000 } },
      store,
      clock,
    });
    const server = createServer(clock);
    const calls = [1, 2].map(() => middleware(requestWith({ expiresAt: START + 9 }), server.next));
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: "rejected", reason: { message: "no store" } });
    }
    expect(clock.pending).toBe(0);
    broken = false;
    await middleware(requestWith(), server.next);
    expect(server.arrivals).toEqual([0]);
  });

  it("leaves no timer of those that waited already", async () => {
    const clock = createFakeClock();
    const answers = [() => 0, () => 500, () => Promise.reject(new Error("no store"))];
    const store: RateLimitStore = {
      ...createMemoryRateLimitStore(),
      take: () => (answers.shift() ?? (() => 0))(),
    };
    const middleware = rateLimit({
      declared: { all: { requests: 1, interval: 1000 } },
      store,
      clock,
    });
    const { next } = createServer(clock);
    await middleware(requestWith(), next);
    const second = middleware(requestWith(), next);
    await flush();
    expect(clock.pending).toBe(1);
    const third = middleware(requestWith(), next);
    for (const result of await Promise.allSettled([second, third])) {
      expect(result.status).toBe("rejected");
    }
    expect(clock.pending).toBe(0);
  });
});

describe("the limits option", () => {
  const declared = { all: { requests: 1, interval: 1000 } };

  it("replaces a declared limit", async () => {
    const { clock, send, arrivals } = limited({
      declared,
      limits: { all: { requests: 2, interval: 5000 } },
    });
    await sendAt(clock, [0, 0, 0], () => send());
    expect(arrivals).toEqual([0, 0, 5100]);
  });

  it("lifts a limit by false", async () => {
    const { send, arrivals } = limited({ declared, limits: { all: false } });
    await Promise.all([send(), send(), send()]);
    expect(arrivals).toEqual([0, 0, 0]);
  });

  it("refuses a name that is not declared: it would change nothing", () => {
    const limits = { al: { requests: 2, interval: 5000 } };
    expect(() => limited({ declared, limits })).toThrow(ConfigurationError);
    expect(() => limited({ declared, limits })).toThrow(
      `rate limit "al" is not declared; there are "all".`,
    );
  });

  it.each<[string, { requests?: number; interval?: number; concurrency?: number }]>([
    ["nothing that it limits", {}],
    ["no requests", { requests: 0, interval: 1000 }],
    ["half a request", { requests: 2.5, interval: 1000 }],
    ["a number of requests that is none", { requests: Number.NaN, interval: 1000 }],
    ["no interval", { requests: 5 }],
    ["an interval of nothing", { requests: 5, interval: 0 }],
    ["an interval that is none", { requests: 5, interval: Number.NaN }],
    ["an interval alone", { interval: 1000 }],
    ["no places", { concurrency: 0 }],
    ["places that are none", { concurrency: Number.NaN }],
  ])("refuses a limit with %s, which would limit nothing or everything", (_name, limit) => {
    const make = () => limited({ declared, limits: { all: limit } });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`rate limit "all"`);
  });
});

describe("accounts and clients", () => {
  const declared = { all: { requests: 1, interval: 1000 } };

  it("that share a store share their limits", async () => {
    const store = createMemoryRateLimitStore();
    const first = limited({ declared, store, mode: "reject" });
    const second = limited({ declared, store, mode: "reject" });
    await first.send();
    expect((await refusalOf(second.send())).retryAfter).toBe(1020);
  });

  it("that share a store share a pause", async () => {
    const store = createMemoryRateLimitStore();
    const first = limited({ declared, store });
    const second = limited({ declared, store, mode: "reject" });
    await first.middleware(requestWith(), answerWith(429, { "retry-after": "7" }));
    expect((await refusalOf(second.send())).retryAfter).toBe(7000);
  });

  it("are told apart by their account", async () => {
    const store = createMemoryRateLimitStore();
    const first = limited({ declared, store, mode: "reject", account: "blue" });
    const second = limited({ declared, store, mode: "reject", account: "red" });
    await Promise.all([first.send(), second.send()]);
    expect([...first.arrivals, ...second.arrivals]).toEqual([0, 0]);
  });

  it("have a store of their own where none is given", async () => {
    const first = limited({ declared, mode: "reject" });
    const second = limited({ declared, mode: "reject" });
    await Promise.all([first.send(), second.send()]);
    expect([...first.arrivals, ...second.arrivals]).toEqual([0, 0]);
  });
});
