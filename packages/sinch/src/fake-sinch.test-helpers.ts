import type { Clock, Fetch } from "@parley/runtime";
import { vi } from "vitest";
import { createSinch, type Sinch, type SinchOptions } from "./create-sinch.js";

/** A request as it left the client. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** Answers a request; `count` is the number of requests so far, this one included. */
export type Answer = (request: SentRequest, count: number) => Response | Promise<Response>;

/** What stands in for the network. */
export interface FakeSinch {
  readonly fetch: Fetch;
  /** What the API was sent. */
  readonly requests: readonly SentRequest[];
  /** What the token endpoint was sent. */
  readonly tokenRequests: readonly SentRequest[];
}

const issueToken: Answer = (_request, count) =>
  Response.json({ access_token: `token-${count}`, token_type: "bearer", expires_in: 3599 });

/** Keeps what it is sent, and answers it: tokens `token-1`, `token-2`…, and from the API `{}`. */
export function createFakeSinch(
  answers: { readonly api?: Answer; readonly token?: Answer } = {},
): FakeSinch {
  const { api = () => Response.json({}), token = issueToken } = answers;
  const requests: SentRequest[] = [];
  const tokenRequests: SentRequest[] = [];
  return {
    requests,
    tokenRequests,
    fetch: async (url, { method = "GET", headers, body }) => {
      const isToken = new URL(url).pathname === "/oauth2/token";
      const sent = isToken ? tokenRequests : requests;
      const request = {
        method,
        url,
        headers: new Headers(headers),
        // Every body of this API is JSON or a form, which the runtime hands over as text.
        body: typeof body === "string" ? body : undefined,
      };
      sent.push(request);
      return (isToken ? token : api)(request, sent.length);
    },
  };
}

/** A client of a fake, with the project `p` and basic authentication: no request but the calls' own. */
export function connect(fake: FakeSinch, options: SinchOptions = {}): Sinch {
  return createSinch({
    fetch: fake.fetch,
    clock: fakeTime,
    projectId: "p",
    keyId: "key-id",
    keySecret: "key-secret",
    authentication: "basic",
    ...options,
  });
}

/** The host's time as vitest's fake timers have it. */
const fakeTime: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  // The handle is what this clock's own setTimeout returned.
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** Stops time; `vi.advanceTimersByTimeAsync` moves it on. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
}

/** How Node's fetch fails before an answer came. */
export function connectionFailure(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

/** What a promise is rejected with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("The promise was fulfilled.");
}
