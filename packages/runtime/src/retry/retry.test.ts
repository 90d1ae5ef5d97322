import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Operation, RetryRules } from "../description/operation.js";
import type { RetryOptions } from "../description/retry-options.js";
import {
  ConfigurationError,
  ConnectionError,
  RateLimitExceededError,
  ResponseFormatError,
  TimeoutError,
} from "../errors/errors.js";
import { BufferedResponse } from "../http/buffered-response.js";
import type { HttpRequest, Next } from "../pipeline/middleware.js";
import { readError } from "../response/read-result.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { createRetryBudget } from "./retry-budget.js";
import { type AttemptFailure, mayRepeat, retry, retryDelay } from "./retry.js";

const refused = new ConnectionError("refused", { neverSent: true });
const reset = new ConnectionError("reset", { neverSent: false });
const timedOut = new TimeoutError("too slow", { limit: "timeout" });
const pastDeadline = new TimeoutError("too late", { limit: "deadline" });

/** Every way in which an attempt fails, and whether a safe and an unsafe request may be repeated. */
const failures: [name: string, failure: AttemptFailure, safe: boolean, unsafe: boolean][] = [
  ["connection never made", { error: refused }, true, true],
  ["connection reset", { error: reset }, true, false],
  ["attempt timed out", { error: timedOut }, true, false],
  ["deadline passed", { error: pastDeadline }, false, false],
  ["no room in a limit", { error: new RateLimitExceededError("full") }, false, false],
  ["caller's mistake", { error: new ConfigurationError("no token") }, false, false],
  ["answer too large", { error: new ResponseFormatError("huge", { status: 200 }) }, false, false],
  ["aborted", { error: new DOMException("aborted", "AbortError") }, false, false],
  ["something unknown", { error: "broken" }, false, false],
  ...[400, 401, 403, 404, 409, 410, 418, 422, 425, 449].map((status): (typeof failures)[number] => [
    `status ${status}`,
    { status, retryAfter: undefined },
    false,
    false,
  ]),
  ["status 408", { status: 408, retryAfter: undefined }, true, false],
  ["status 429", { status: 429, retryAfter: undefined }, true, true],
  ...[500, 501, 502, 503, 504, 599].map((status): (typeof failures)[number] => [
    `status ${status}`,
    { status, retryAfter: 0 },
    true,
    false,
  ]),
];

const requests: [method: string, safety: boolean | undefined, isSafe: boolean][] = [
  ["GET", undefined, true],
  ["HEAD", undefined, true],
  ["OPTIONS", undefined, true],
  ["TRACE", undefined, true],
  ["POST", undefined, false],
  ["PUT", undefined, false],
  ["PATCH", undefined, false],
  ["DELETE", undefined, false],
  ["GET", false, false],
  ["HEAD", false, false],
  ["POST", true, true],
  ["PUT", true, true],
  ["PATCH", true, true],
  ["DELETE", true, true],
];

describe("what may be sent again", () => {
  describe.each(requests)("%s with safety %s", (method, safety, isSafe) => {
    it.each(failures)("%s", (_name, failure, safe, unsafe) => {
      const rules: RetryRules = safety === undefined ? {} : { safe: safety };
      expect(mayRepeat(method, rules, failure)).toBe(isSafe ? safe : unsafe);
    });
  });

  it.each([
    [429, false],
    [449, true],
    [503, true],
    [500, false],
  ])(
    "for a description that names 449 and 503 as refusals in place of 429: POST after %d %s",
    (status, expected) => {
      const failure = { status, retryAfter: undefined };
      expect(mayRepeat("POST", { rejected: [449, 503] }, failure)).toBe(expected);
    },
  );

  it.each<[string, RetryRules, number, boolean]>([
    ["a safe method after a status that has a schedule", {}, 449, true],
    ["an unsafe one not", { safe: false }, 449, false],
    ["nor a status without one", {}, 448, false],
    ["a range counts as well", { schedules: { "4XX": [1] } }, 448, true],
  ])("%s", (_name, rules, status, expected) => {
    const failure = { status, retryAfter: undefined };
    expect(mayRepeat("GET", { schedules: { "449": [1] }, ...rules }, failure)).toBe(expected);
  });
});

const failed = (status: number, retryAfter?: number): AttemptFailure => ({ status, retryAfter });

describe("the wait before the next attempt", () => {
  const schedules = { "429": [1000, 2000, 4000], "5XX": [250, 500] };

  it.each<[string, number, AttemptFailure, RetryRules, RetryOptions, number, number | undefined]>([
    // name, attempt, failure, rules, options, random, delay
    ["backs off from 250 ms", 1, failed(500), {}, {}, 1, 250],
    ["doubles", 2, failed(500), {}, {}, 1, 500],
    ["is a random part of that: none", 2, failed(500), {}, {}, 0, 0],
    ["is a random part of that: a quarter", 2, failed(500), {}, {}, 0.25, 125],
    ["backs off alike without an answer", 2, { error: reset }, {}, {}, 0.5, 250],
    ["ends after three attempts", 3, failed(500), {}, {}, 1, undefined],
    ["ends after the attempts given", 1, failed(500), {}, { attempts: 1 }, 1, undefined],
    ["goes on for the attempts given", 4, failed(500), {}, { attempts: 5 }, 1, 2000],
    ["starts from the base given", 1, failed(500), {}, { baseDelay: 10 }, 1, 10],
    ["is capped at 20 s", 8, failed(500), {}, { attempts: 99 }, 1, 20_000],
    [
      "is capped before the random part is taken",
      60,
      failed(500),
      {},
      { attempts: 99 },
      0.5,
      10_000,
    ],
    ["is capped at the cap given", 3, failed(500), {}, { attempts: 9, maxDelay: 300 }, 1, 300],
    [
      "is capped where 2^n is too large to write",
      2000,
      failed(500),
      {},
      { attempts: 9999 },
      1,
      20_000,
    ],
    ["is what Retry-After says", 1, failed(429, 7000), {}, {}, 0.5, 7000],
    [
      "may be longer than the cap if Retry-After says so",
      1,
      failed(503, 60_000),
      {},
      {},
      0,
      60_000,
    ],
    ["is nothing if Retry-After says so", 1, failed(429, 0), {}, {}, 1, 0],
    ["is what Retry-After says, schedule or not", 1, failed(429, 7), { schedules }, {}, 1, 7],
    ["ends with Retry-After as without", 3, failed(429, 7), {}, {}, 1, undefined],
    ["is what the schedule says", 1, failed(429), { schedules }, {}, 0.5, 1000],
    ["is the schedule's second", 2, failed(429), { schedules }, {}, 0.5, 2000],
    ["is the schedule's third", 3, failed(429), { schedules }, {}, 0.5, 4000],
    ["ends with the schedule", 4, failed(429), { schedules }, {}, 1, undefined],
    ["is the schedule of the range", 2, failed(503), { schedules }, {}, 1, 500],
    ["ends with the range's schedule", 3, failed(503), { schedules }, {}, 1, undefined],
    [
      "is the exact status's schedule before the range's",
      1,
      failed(503),
      { schedules: { "503": [9], "5XX": [8] } },
      {},
      1,
      9,
    ],
    [
      "repeats the schedule's last where more attempts are given",
      5,
      failed(503),
      { schedules },
      { attempts: 6 },
      1,
      500,
    ],
    [
      "ends before the schedule where fewer attempts are given",
      2,
      failed(429),
      { schedules },
      { attempts: 2 },
      1,
      undefined,
    ],
    ["of a failure without status has no schedule", 1, { error: reset }, { schedules }, {}, 1, 250],
    [
      "does not come where the number of attempts is none",
      1,
      failed(500),
      {},
      { attempts: Number.NaN },
      1,
      undefined,
    ],
  ])("%s", (_name, attempt, failure, rules, options, random, delay) => {
    expect(retryDelay(attempt, failure, rules, options, () => random)).toBe(delay);
  });

  it("has full jitter: any part of the back-off, none of it and all but the last bit included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const bound = Math.min(20_000, 250 * 2 ** (attempt - 1));
          const delay = retryDelay(attempt, failed(500), {}, { attempts: 31 }, () => random);
          expect(delay).toBe(random * bound);
        },
      ),
    );
  });
});

const operation: Operation = { id: "things.create", method: "POST", path: "/things" };

function requestWith(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: "https://api.example.com/things", headers: {}, ...overrides };
}

/** What an attempt meets: an answer's status, an answer, or an error. */
type Outcome = number | Response | Error;

/** The rest of a pipeline, which meets one outcome after another, and the last one for ever. */
function pipelineOf(...outcomes: readonly Outcome[]) {
  let count = 0;
  return vi.fn<Next>(async () => {
    const outcome = outcomes[Math.min(count, outcomes.length - 1)];
    count += 1;
    if (outcome instanceof Response) return outcome;
    if (outcome instanceof Error) throw outcome;
    return new BufferedResponse({ status: outcome ?? 200, headers: new Headers() }, "");
  });
}

function retrying(options: Parameters<typeof retry>[0] = {}) {
  const clock = createFakeClock();
  const middleware = retry({ clock, random: () => 1, ...options });
  return { clock, middleware };
}

describe("retry", () => {
  it("gives each attempt its number, and the request as it was", async () => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(500, 503, 200);
    const request = requestWith({ headers: { accept: "*/*" } });
    const response = await clock.settle(middleware(request, next));
    expect(response.status).toBe(200);
    expect(next.mock.calls).toEqual([1, 2, 3].map((attempt) => [{ ...request, attempt }]));
    expect(clock.now() - START).toBe(250 + 500);
    expect(clock.pending).toBe(0);
  });

  it("takes a random part of each back-off", async () => {
    const parts = [0.5, 0.1];
    const { clock, middleware } = retrying({ random: () => parts.shift() ?? 1 });
    await clock.settle(middleware(requestWith(), pipelineOf(500, 500, 200)));
    expect(clock.now() - START).toBe(125 + 50);
  });

  it("draws from Math.random where no randomness is given", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.25);
    try {
      const clock = createFakeClock();
      await clock.settle(retry({ clock })(requestWith(), pipelineOf(500, 200)));
      expect(clock.now() - START).toBe(62.5);
    } finally {
      random.mockRestore();
    }
  });

  it("gives back the last failure when the attempts are used up: an answer as it is", async () => {
    const { clock, middleware } = retrying();
    const last = new Response("third", { status: 502 });
    const response = await clock.settle(middleware(requestWith(), pipelineOf(500, 501, last)));
    expect(response).toBe(last);
    expect(await response.text()).toBe("third");
  });

  it("gives back the last failure when the attempts are used up: an error as it is", async () => {
    const { clock, middleware } = retrying();
    const last = new ConnectionError("third", { neverSent: false });
    const call = clock.settle(middleware(requestWith(), pipelineOf(500, reset, last)));
    await expect(call).rejects.toBe(last);
    expect(clock.pending).toBe(0);
  });

  it.each([200, 204, 301, 304, 399])("is over with status %d", async (status) => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(status);
    expect((await clock.settle(middleware(requestWith(), next))).status).toBe(status);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it("waits as long as Retry-After says: seconds", async () => {
    const { clock, middleware } = retrying();
    const slowDown = new Response(null, { status: 429, headers: { "retry-after": "7" } });
    await clock.settle(middleware(requestWith(), pipelineOf(slowDown, 200)));
    expect(clock.now() - START).toBe(7000);
  });

  it("waits as long as Retry-After says: a date", async () => {
    const { clock, middleware } = retrying();
    const headers = { "retry-after": new Date(START + 12_000).toUTCString() };
    const slowDown = new Response(null, { status: 503, headers });
    await clock.settle(middleware(requestWith(), pipelineOf(slowDown, 200)));
    expect(clock.now() - START).toBe(12_000);
  });
});

describe("a message is never sent twice by our doing: a POST", () => {
  it.each<[string, Outcome]>([
    ["a reset connection", reset],
    ["a timeout", timedOut],
    ["408", 408],
    ["500", 500],
    ["502", 502],
    ["503 with Retry-After", new Response(null, { status: 503, headers: { "retry-after": "1" } })],
    ["504", 504],
  ])("is sent once when it meets %s", async (_name, outcome) => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(outcome, 200);
    const request = requestWith({ method: "POST", body: "{}", operation });
    await clock.settle(middleware(request, next).catch(() => undefined));
    expect(next).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it.each<[string, Outcome]>([
    ["a connection that was never made", refused],
    ["429", 429],
  ])("is sent again when it meets %s", async (_name, outcome) => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(outcome, 201);
    const request = requestWith({ method: "POST", body: "{}", operation });
    expect((await clock.settle(middleware(request, next))).status).toBe(201);
    expect(next).toHaveBeenCalledTimes(2);
    expect(next.mock.calls[1]?.[0].body).toBe("{}");
  });

  it("is sent again after a reset where the description says that it is safe", async () => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(reset, 201);
    const safe = { ...operation, retry: { safe: true } };
    await clock.settle(middleware(requestWith({ method: "POST", operation: safe }), next));
    expect(next).toHaveBeenCalledTimes(2);
  });

  it("goes by the operation's rules before the provider's, one by one", async () => {
    const rules = { safe: true, schedules: { "5XX": [111] } };
    const { clock, middleware } = retrying({ rules });
    const own = { ...operation, retry: { safe: false } };
    const unsafe = pipelineOf(500, 200);
    await clock.settle(middleware(requestWith({ method: "POST", operation: own }), unsafe));
    expect(unsafe).toHaveBeenCalledTimes(1);
    await clock.settle(
      middleware(requestWith({ method: "POST", operation }), pipelineOf(500, 200)),
    );
    expect(clock.now() - START).toBe(111);
  });

  it("whose body is a stream is sent once, even where no connection was made", async () => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(refused, 201);
    const request = requestWith({ method: "POST", body: new ReadableStream() });
    await expect(clock.settle(middleware(request, next))).rejects.toBe(refused);
    expect(next).toHaveBeenCalledTimes(1);
  });
});

const slowDown = (seconds: number) =>
  new Response(null, { status: 429, headers: { "retry-after": String(seconds) } });

describe("the deadline", () => {
  it("lets no wait begin that would pass it: the answer comes at once, Retry-After on it", async () => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(slowDown(60), 200);
    const response = await middleware(requestWith({ expiresAt: START + 30_000 }), next);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("60");
    expect(next).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it("lets no wait begin that would pass it: the error comes at once", async () => {
    const { clock, middleware } = retrying();
    const request = requestWith({ expiresAt: START + 100 });
    await expect(middleware(request, pipelineOf(reset, 200))).rejects.toBe(reset);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [9_999, 1],
    [10_000, 1],
    [10_001, 2],
  ])("of %d ms leaves room for %d attempts around a wait of 10 s", async (deadline, attempts) => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(slowDown(10), 200);
    await clock.settle(middleware(requestWith({ expiresAt: START + deadline }), next));
    expect(next).toHaveBeenCalledTimes(attempts);
  });

  it("costs nothing of the budget when no wait begins", async () => {
    const budget = createRetryBudget();
    const { middleware } = retrying({ budget });
    for (let call = 0; call < 200; call++) {
      await middleware(requestWith({ expiresAt: START + 1 }), pipelineOf(500));
    }
    expect(budget.take(500)).toBe(true);
  });
});

describe("the budget", () => {
  /** The attempts of one call that fails for ever. */
  async function attemptsOf(
    { clock, middleware }: ReturnType<typeof retrying>,
    outcome: Outcome,
  ): Promise<number> {
    const next = pipelineOf(outcome);
    await clock.settle(middleware(requestWith(), next).catch(() => undefined));
    return next.mock.calls.length;
  }

  it.each<[string, Outcome, number]>([
    ["an error status costs 5", 500, 100],
    ["a reset costs 5", reset, 100],
    ["a timeout costs 10", timedOut, 50],
  ])(
    "of 500 tokens ends the retries of a provider that is down: %s",
    async (_name, outcome, retries) => {
      const client = retrying();
      let sent = 0;
      for (let call = 0; call < 80; call++) sent += (await attemptsOf(client, outcome)) - 1;
      expect(sent).toBe(retries);
      expect(await attemptsOf(client, outcome)).toBe(1);
    },
  );

  it("gets back the cost of the retry that succeeded", async () => {
    const budget = createRetryBudget();
    const client = retrying({ budget });
    budget.take(490);
    for (let call = 0; call < 20; call++) {
      const next = pipelineOf(500, 500, 200);
      expect((await client.clock.settle(client.middleware(requestWith(), next))).status).toBe(
        call === 0 ? 200 : 500,
      );
      if (call === 0) continue;
      // The first call paid twice and got one back: there is one retry left, then none.
      expect(next).toHaveBeenCalledTimes(call === 1 ? 2 : 1);
    }
  });

  it("gets one token for a success without a retry", async () => {
    const budget = createRetryBudget();
    const client = retrying({ budget });
    budget.take(500);
    for (let call = 0; call < 4; call++) await client.middleware(requestWith(), pipelineOf(200));
    expect(await attemptsOf(client, 500)).toBe(1);
    await client.middleware(requestWith(), pipelineOf(200));
    expect(await attemptsOf(client, 500)).toBe(2);
  });

  it("is shared by all calls of a client, and by clients that are given the same one", async () => {
    const budget = createRetryBudget();
    const first = retrying({ budget });
    const second = retrying({ budget });
    for (let call = 0; call < 50; call++) await attemptsOf(first, 500);
    expect(await attemptsOf(first, 500)).toBe(1);
    expect(await attemptsOf(second, 500)).toBe(1);
    expect(await attemptsOf(retrying(), 500)).toBe(3);
  });
});

describe("whether the server may have acted", () => {
  const safe = requestWith({ operation: { ...operation, retry: { safe: true } } });
  const noRoom = new RateLimitExceededError("full");
  const outcome = async (outcomes: readonly Outcome[], rules?: RetryRules) => {
    const { clock, middleware } = retrying({ rules });
    return clock.settle(
      middleware(safe, pipelineOf(...outcomes)).then(
        (response) => readError(operation, response, START),
        (error: unknown) => error,
      ),
    );
  };

  it.each<[name: string, outcomes: Outcome[], mayHaveActed: boolean]>([
    ["no connection at all", [refused], false],
    ["a reset, then no connection", [reset, refused, refused], true],
    ["no connection, then a reset", [refused, reset, reset], true],
    ["a 503, then no room in a limit", [503, noRoom], true],
    ["a 429, then no room in a limit", [429, noRoom], false],
    ["a timeout, then a 404", [timedOut, 404], true],
    ["a 429, then a 404", [429, 404], false],
    ["a reset, then a redirect that is not followed", [reset, 307], true],
    ["a redirect that is not followed", [307], false],
  ])("%s", async (_name, outcomes, mayHaveActed) => {
    expect(await outcome(outcomes)).toMatchObject({ mayHaveActed });
  });

  it("goes by what the provider calls a refusal", async () => {
    expect(await outcome([503, 503, 503], { rejected: [503] })).toMatchObject({
      mayHaveActed: false,
    });
    expect(await outcome([503, 503, 503])).toMatchObject({ mayHaveActed: true });
  });

  it("of one call changes no error that other calls have too", async () => {
    const error = await outcome([503, noRoom]);
    expect(error).not.toBe(noRoom);
    expect(error).toBeInstanceOf(RateLimitExceededError);
    expect(noRoom.mayHaveActed).toBe(false);
  });
});

describe("an earlier attempt that had succeeded", () => {
  const creating = { ...operation, retry: { safe: true, alreadyDone: [409] } };
  const request = requestWith({ method: "POST", operation: creating });

  it.each<[string, Outcome]>([
    ["its answer was lost", reset],
    ["its answer was late", timedOut],
    ["a proxy answered in its place", 502],
    // What ASAPP advises: a 409 on any retry means that the entity is there.
    ["it was told to slow down", 429],
  ])("makes a retry's refusal a success without a body: %s", async (_name, outcome) => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(outcome, new Response("it exists", { status: 409 }));
    const response = await clock.settle(middleware(request, next));
    expect(response.status).toBe(204);
    expect(response.ok).toBe(true);
    expect(await response.text()).toBe("");
    expect(next).toHaveBeenCalledTimes(2);
  });

  it("is not supposed on a first attempt", async () => {
    const { clock, middleware } = retrying();
    const next = pipelineOf(409);
    expect((await clock.settle(middleware(request, next))).status).toBe(409);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it("is not supposed where the earlier attempt was never sent", async () => {
    const { clock, middleware } = retrying();
    expect((await clock.settle(middleware(request, pipelineOf(refused, 409)))).status).toBe(409);
  });

  it("is remembered over an attempt that was not acted on", async () => {
    const { clock, middleware } = retrying();
    const response = await clock.settle(middleware(request, pipelineOf(reset, 429, 409)));
    expect(response.status).toBe(204);
  });

  it("gives the budget back its tokens", async () => {
    const budget = createRetryBudget();
    const { clock, middleware } = retrying({ budget });
    await clock.settle(middleware(request, pipelineOf(reset, 409)));
    expect(budget.take(500)).toBe(true);
  });
});

describe("a call's own settings", () => {
  it("that are undefined leave the client's as they are", async () => {
    const { clock, middleware } = retrying({ attempts: 2 });
    const next = pipelineOf(500);
    const request = requestWith({ options: { retry: { attempts: undefined } } });
    await clock.settle(middleware(request, next));
    expect(next).toHaveBeenCalledTimes(2);
  });

  it.each<[string, RetryOptions | false, number]>([
    ["false sends once", false, 1],
    ["one attempt is one", { attempts: 1 }, 1],
    ["more attempts than the client's", { attempts: 5 }, 5],
    ["an object without attempts keeps the client's", { baseDelay: 1 }, 4],
    ["a number of attempts that is none sends once", { attempts: Number.NaN }, 1],
  ])("%s", async (_name, own, attempts) => {
    const { clock, middleware } = retrying({ attempts: 4 });
    const next = pipelineOf(500);
    await clock.settle(middleware(requestWith({ options: { retry: own } }), next));
    expect(next).toHaveBeenCalledTimes(attempts);
    expect(next.mock.calls[0]?.[0].attempt).toBe(1);
  });

  it("change single settings: the base delay, while the cap stays the client's", async () => {
    const { clock, middleware } = retrying({ baseDelay: 1, maxDelay: 150 });
    const request = requestWith({ options: { retry: { baseDelay: 100 } } });
    await clock.settle(middleware(request, pipelineOf(500)));
    expect(clock.now() - START).toBe(100 + 150);
  });
});

describe("while it waits", () => {
  it("the caller's signal ends it at once, and leaves neither timer nor listener", async () => {
    const { clock, middleware } = retrying();
    const controller = new AbortController();
    const next = pipelineOf(500);
    const call = middleware(requestWith({ signal: controller.signal }), next);
    await flush();
    expect(clock.pending).toBe(1);
    controller.abort("enough");
    await expect(call).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it("the body of the failed attempt is cancelled, so that its socket is free", async () => {
    const { clock, middleware } = retrying();
    const cancel = vi.fn<() => void>();
    const unread = new Response(new ReadableStream({ cancel }), { status: 500 });
    const done = middleware(requestWith(), pipelineOf(unread, 200));
    await flush();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(1);
    await clock.settle(done);
  });

  it("the body of a failed attempt that counts as a success is cancelled too", async () => {
    const { clock, middleware } = retrying();
    const cancel = vi.fn<() => void>();
    const unread = new Response(new ReadableStream({ cancel }), { status: 409 });
    const safe = { ...operation, retry: { safe: true, alreadyDone: [409] } };
    const request = requestWith({ method: "POST", operation: safe });
    await clock.settle(middleware(request, pipelineOf(reset, unread)));
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it.each<[string, UnderlyingDefaultSource]>([
    ["fails", { cancel: () => Promise.reject(new Error("no")) }],
    ["never ends", { cancel: () => new Promise(() => undefined) }],
  ])("a cancellation that %s changes nothing", async (_name, source) => {
    const { clock, middleware } = retrying();
    const unread = new Response(new ReadableStream(source), { status: 500 });
    const response = await clock.settle(middleware(requestWith(), pipelineOf(unread, 200)));
    expect(response.status).toBe(200);
  });

  it("a body that somebody else reads is left alone", async () => {
    const { clock, middleware } = retrying();
    const unread = new Response(new ReadableStream(), { status: 500 });
    unread.body?.getReader();
    const response = await clock.settle(middleware(requestWith(), pipelineOf(unread, 200)));
    expect(response.status).toBe(200);
  });
});
