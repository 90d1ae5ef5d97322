import type { ClientOptions } from "@parley/runtime";

/** A request as the transport gave it to `fetch`. */
interface SentRequest {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: Headers;
  readonly body: RequestInit["body"];
}

/** A `fetch` that keeps what it is asked. */
export interface AnsweringFetch {
  readonly fetch: NonNullable<ClientOptions["fetch"]>;
  readonly requests: readonly SentRequest[];
}

/** Makes a `fetch` that gives one answer after the other, and the last one from then on. */
export function answeringFetch(...answers: readonly (() => Response)[]): AnsweringFetch {
  const requests: SentRequest[] = [];
  return {
    requests,
    fetch: async (url, { method, headers, body }) => {
      requests.push({ method, url, headers: new Headers(headers), body });
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer === undefined) throw new Error(`No answer was prepared for ${url}.`);
      return answer();
    },
  };
}

/** A page as RapidPro sends it. */
export function page(results: readonly unknown[], next: string | null = null): () => Response {
  return () => Response.json({ next, previous: null, results });
}

/** What most errors are. */
export function detail(status: number, text: string, headers?: HeadersInit): () => Response {
  return () => Response.json({ detail: text }, { status, ...(headers && { headers }) });
}

/** What a promise is rejected with; a promise that is not is a failure of the test. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It should have failed.");
}

/** What the platform's `fetch` throws where a connection breaks before an answer. */
export function reset(): Response {
  throw new TypeError("fetch failed", {
    cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" }),
  });
}
