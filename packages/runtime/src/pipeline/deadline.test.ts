import { describe, expect, it, vi } from "vitest";
import { rateLimit } from "../rate-limit/rate-limit.js";
import { retry } from "../retry/retry.js";
import { createFakeClock, START } from "../test-helpers/fake-clock.js";
import { deadline } from "./deadline.js";
import { compose, type HttpRequest, type Next } from "./middleware.js";
import { createTransport } from "./transport.js";

function requestWith(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: "https://api.example.com/things", headers: {}, ...overrides };
}

async function expiryOf(options: { deadline?: number }, request: HttpRequest): Promise<number> {
  const next = vi.fn<Next>(() => Promise.resolve(new Response()));
  await deadline({ ...options, clock: createFakeClock() })(request, next);
  return (next.mock.calls[0]?.[0].expiresAt ?? Number.NaN) - START;
}

describe("deadline", () => {
  it("gives a call 120 s where nobody says otherwise", async () => {
    expect(await expiryOf({}, requestWith())).toBe(120_000);
  });

  it("gives a call what its client says", async () => {
    expect(await expiryOf({ deadline: 7 }, requestWith())).toBe(7);
  });

  it("gives a call what it says itself", async () => {
    expect(await expiryOf({ deadline: 7 }, requestWith({ options: { deadline: 3 } }))).toBe(3);
  });

  it("counts from each call's own beginning", async () => {
    const clock = createFakeClock();
    const middleware = deadline({ deadline: 100, clock });
    const seen: (number | undefined)[] = [];
    const next: Next = async (request) => {
      seen.push(request.expiresAt);
      return new Response();
    };
    await middleware(requestWith(), next);
    await clock.advance(50);
    await middleware(requestWith(), next);
    expect(seen).toEqual([START + 100, START + 150]);
  });

  it("leaves a request untouched but for the time by which it has to be over", async () => {
    const next = vi.fn<Next>(() => Promise.resolve(new Response()));
    const request = requestWith({ body: "{}" });
    await deadline({ clock: createFakeClock() })(request, next);
    expect(next).toHaveBeenCalledWith({ ...request, expiresAt: START + 120_000 });
  });

  it("bounds attempts and the waits between them, whatever they are made of", async () => {
    const clock = createFakeClock();
    const send = compose(
      [deadline({ deadline: 10_000, clock }), retry({ attempts: 99, random: () => 1, clock })],
      // Never answers: each attempt takes its whole timeout.
      createTransport({ fetch: () => new Promise(() => undefined), timeout: 3000, clock }),
    );
    const failed = clock.settle(send(requestWith()));
    await expect(failed).rejects.toMatchObject({ name: "TimeoutError" });
    // 3000 + 250 + 3000 + 500 + 3000, after which a wait of 1000 would pass the deadline.
    expect(clock.now() - START).toBe(9750);
    expect(clock.pending).toBe(0);
  });

  it("cuts the last attempt short", async () => {
    const clock = createFakeClock();
    const send = compose(
      [deadline({ deadline: 5000, clock }), retry({ random: () => 1, clock })],
      createTransport({ fetch: () => new Promise(() => undefined), timeout: 3000, clock }),
    );
    const failed = clock.settle(send(requestWith()));
    await expect(failed).rejects.toMatchObject({ name: "TimeoutError", limit: "deadline" });
    expect(clock.now() - START).toBe(5000);
  });

  it("bounds the wait for a limit", async () => {
    const clock = createFakeClock();
    const declared = { all: { requests: 1, interval: 60_000 } };
    const send = compose(
      [deadline({ deadline: 5000, clock }), rateLimit({ declared, clock })],
      () => Promise.resolve(new Response()),
    );
    await send(requestWith());
    await expect(send(requestWith())).rejects.toMatchObject({ name: "RateLimitExceededError" });
    expect(clock.now()).toBe(START);
    expect(clock.pending).toBe(0);
  });
});
