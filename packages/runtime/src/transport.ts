import { BufferedResponse } from "./buffered-response.js";
import { cancelBody } from "./cancel-body.js";
import { type Clock, systemClock } from "./clock.js";
import { ConnectionError, ParleyError, ResponseFormatError, TimeoutError } from "./errors.js";
import { isStream } from "./is-stream.js";
import type { HttpRequest, Next } from "./middleware.js";

/** What sends a request: the platform's `fetch`, or anything of its shape. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options of {@link createTransport}. */
export interface TransportOptions {
  /** What sends. Default: `globalThis.fetch`, looked up at each call. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds that one attempt may take, its body included, where the call does not say. Default: the operation's, else 30000. */
  readonly timeout?: number | undefined;
  /** Bytes that an answer's body may have. Default: 67108864 (64 MiB). */
  readonly maxResponseBytes?: number | undefined;
  /** Default: the host's clock. */
  readonly clock?: Clock | undefined;
}

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/**
 * Makes the end of a pipeline: sends one attempt by `fetch` and reads its whole body, so that
 * nothing after it can stall or hold a socket. An event stream is handed on unread.
 *
 * Redirects are not followed here: see {@link followRedirects}.
 *
 * @throws ConnectionError - no answer, or an answer that broke off.
 * @throws TimeoutError - the attempt took longer than its timeout, or the call than its deadline.
 * @throws ResponseFormatError - the answer is larger than `maxResponseBytes`.
 */
export function createTransport(options: TransportOptions = {}): Next {
  const clock = options.clock ?? systemClock;
  const maxResponseBytes = options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;

  return async (request) => {
    const { signal } = request;
    signal?.throwIfAborted();
    const timeout =
      request.options?.timeout ?? options.timeout ?? request.operation?.timeout ?? DEFAULT_TIMEOUT;
    const remaining = (request.expiresAt ?? Infinity) - clock.now();
    const limit = remaining < timeout ? "deadline" : "timeout";
    const expire = () => controller.abort(timeoutError(request, limit, timeout));
    const controller = new AbortController();
    if (remaining <= 0) throw timeoutError(request, "deadline", timeout);
    const timer = clock.setTimeout(expire, Math.min(timeout, remaining));
    const onAbort = () => controller.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    let answered = false;
    let handedOn = false;

    const attempt = async () => {
      const fetch: Fetch = options.fetch ?? globalThis.fetch;
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: controller.signal,
        redirect: "manual",
        // The platform refuses a stream as a body without it (WHATWG Fetch, RequestInit.duplex).
        ...(isStream(request.body) ? { duplex: "half" } : {}),
      });
      answered = true;
      if (controller.signal.aborted) cancelBody(response.body);
      handedOn = /^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "");
      return handedOn || response instanceof BufferedResponse
        ? response
        : buffer(response, request, maxResponseBytes, controller.signal);
    };

    try {
      return await abortable(attempt(), controller.signal);
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      if (error instanceof ParleyError) throw error;
      throw connectionError(error, request, answered);
    } finally {
      clock.clearTimeout(timer);
      // What is still to be read ends with the caller's signal too.
      if (!handedOn) signal?.removeEventListener("abort", onAbort);
    }
  };
}

function nameOf(request: HttpRequest): string {
  return request.operation?.id ?? `${request.method} ${new URL(request.url).pathname}`;
}

function timeoutError(
  request: HttpRequest,
  limit: "timeout" | "deadline",
  timeout: number,
): TimeoutError {
  const message =
    limit === "timeout"
      ? `no complete answer within ${timeout} ms; raise "timeout" if the operation may take longer.`
      : `the call's deadline has passed; raise "deadline" if it may take longer.`;
  return new TimeoutError(`${nameOf(request)}: ${message}`, {
    limit,
    operationId: request.operation?.id,
  });
}

// What a failed attempt to connect is called by Node (libuv, undici, TLS), Deno and Bun. After any
// other failure the server may have seen the request.
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT.*|ConnectionRefused|FailedToOpenSocket)$/;

interface Failure {
  readonly code: string;
  readonly neverSent: boolean;
}

/** What an error, its causes and the errors it sums up say by their codes. */
function failuresOf(error: unknown, depth = 0): Failure[] {
  // Causes can be circular; four levels is one more than any platform nests.
  if (!(error instanceof Error) || depth > 4) return [];
  // An error that sums up others bears the code of one of them.
  const isSum = error instanceof AggregateError;
  const own = !isSum && "code" in error && typeof error.code === "string" ? [error.code] : [];
  const inner: readonly unknown[] = isSum ? error.errors : [error.cause];
  return [
    ...own.map((code) => ({
      code,
      // ETIMEDOUT is that of a connection never made only where connecting took too long.
      neverSent: NEVER_SENT.test(code) || ("syscall" in error && error.syscall === "connect"),
    })),
    ...inner.flatMap((one) => failuresOf(one, depth + 1)),
  ];
}

function connectionError(cause: unknown, request: HttpRequest, answered: boolean): ConnectionError {
  const failures = failuresOf(cause);
  const neverSent =
    !answered && failures.length > 0 && failures.every((failure) => failure.neverSent);
  const { origin } = new URL(request.url);
  const what = answered
    ? `the answer of ${origin} broke off`
    : neverSent
      ? `no connection to ${origin} could be made`
      : `the connection to ${origin} failed before an answer came`;
  const code = failures[0] === undefined ? "" : ` (${failures[0].code})`;
  const advice = neverSent
    ? "nothing was sent; check host, port and network."
    : "the server may have seen the request.";
  return new ConnectionError(`${nameOf(request)}: ${what}${code}; ${advice}`, {
    cause,
    neverSent,
    operationId: request.operation?.id,
  });
}

/** Reads the body. JSON, which is always UTF-8, is decoded, as that is cheaper than bytes. */
async function buffer(
  response: Response,
  request: HttpRequest,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Response> {
  const { headers } = response;
  const length = headers.get("content-length");
  // A compressed body may be a thousand times its content-length: only an uncompressed one is
  // known to be small enough. What the platform reads by itself is five times faster.
  const knownSmall =
    length !== null && Number(length) <= maxBytes && headers.get("content-encoding") === null;
  // A file stays as it is, and so does text: only its bytes can be read in another encoding.
  const isText =
    request.operation?.response !== "binary" &&
    /[/+]json\b/i.test(headers.get("content-type") ?? "");
  const content = knownSmall
    ? await (isText ? response.text() : response.arrayBuffer())
    : await readBounded(response, request, maxBytes, isText, signal);
  return new BufferedResponse({
    status: response.status,
    statusText: response.statusText,
    headers,
    url: response.url,
    content,
  });
}

/** Ends the wait when the signal fires, even where an injected `fetch` ignores signals. */
function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

async function readBounded(
  response: Response,
  request: HttpRequest,
  maxBytes: number,
  isText: boolean,
  signal: AbortSignal,
): Promise<string | ArrayBuffer> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  signal.addEventListener("abort", () => cancelBody(reader), { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // The rest is not wanted.
      cancelBody(reader);
      throw new ResponseFormatError(
        `${nameOf(request)}: the answer is larger than ${maxBytes} bytes; raise "maxResponseBytes" if that is expected.`,
        {
          status: response.status,
          contentType: response.headers.get("content-type") ?? undefined,
          operationId: request.operation?.id,
        },
      );
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return isText ? new TextDecoder().decode(bytes) : bytes.buffer;
}
