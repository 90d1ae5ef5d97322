import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { TimeoutError } from "../errors/errors.js";
import { createDeferred } from "../test-helpers/deferred.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import type { HttpRequest } from "./middleware.js";
import { withinCall } from "./within-call.js";

const request: HttpRequest = { method: "GET", url: "https://api.example.com/things", headers: {} };

describe("withinCall", () => {
  it("gives what the promise gives, and leaves no timer and no listener", async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    const bound = { ...request, signal, expiresAt: START + 100 };
    expect(await withinCall(Promise.resolve("token"), bound, clock)).toBe("token");
    await expect(withinCall(Promise.reject(new Error("vault")), bound, clock)).rejects.toThrow(
      "vault",
    );
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("waits on where a call has neither signal nor deadline", async () => {
    const clock = createFakeClock();
    const { promise, resolve } = createDeferred<string>();
    const waiting = withinCall(promise, request, clock);
    expect(clock.pending).toBe(0);
    resolve("token");
    expect(await waiting).toBe("token");
  });

  it("ends with the caller's signal and reason, though the promise goes on", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const { promise, reject } = createDeferred<string>();
    const bound = { ...request, signal: controller.signal, expiresAt: START + 100 };
    const waiting = withinCall(promise, bound, clock);
    const reason = new Error("no longer wanted");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
    // A failure that nobody waits for any more is not an unhandled one.
    reject(new Error("late"));
    await flush();
  });

  it("does not begin to wait with a signal that has fired", async () => {
    const reason = new Error("no longer wanted");
    const bound = { ...request, signal: AbortSignal.abort(reason) };
    const waiting = withinCall(createDeferred<string>().promise, bound, createFakeClock());
    await expect(waiting).rejects.toBe(reason);
  });

  it("ends at the call's deadline", async () => {
    const clock = createFakeClock();
    const bound = {
      ...request,
      expiresAt: START + 100,
      operation: { id: "things.list", method: "GET", path: "/things" },
    } as const;
    const waiting = withinCall(createDeferred<string>().promise, bound, clock);
    let settled = false;
    waiting.catch(() => {
      settled = true;
    });
    await clock.advance(99);
    expect(settled).toBe(false);
    await clock.advance(1);
    await expect(waiting).rejects.toThrow(TimeoutError);
    await expect(waiting).rejects.toMatchObject({
      limit: "deadline",
      operationId: "things.list",
      mayHaveActed: false,
      message:
        'things.list: the call\'s deadline passed before its credentials came; raise "deadline" if they may take longer.',
    });
  });
});
