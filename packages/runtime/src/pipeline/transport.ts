import { isErrorLabel } from "../errors/error-label.js";
import {
  ConnectionError,
  ParleyError,
  ResponseFormatError,
  TimeoutError,
} from "../errors/errors.js";
import type { BodyReader } from "../http/body-reader.js";
import { BufferedResponse } from "../http/buffered-response.js";
import { cancelBody } from "../http/cancel-body.js";
import { type Clock, systemClock } from "../http/clock.js";
import { isPromise } from "../http/is-promise.js";
import { isStream } from "../http/is-stream.js";
import { SENT_ONCE } from "../http/sent-once.js";
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
  const { clock = systemClock, maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES } = options;

  // One promise, settled by whichever comes first: listeners on a signal of our own, or a race of
  // promises, would cost more than all the rest of this function.
  return (request) =>
    new Promise((resolve, reject) => {
      const { signal, operation, expiresAt = Infinity } = request;
      signal?.throwIfAborted();
      const timeout =
        request.options?.timeout ?? options.timeout ?? operation?.timeout ?? DEFAULT_TIMEOUT;
      const remaining = expiresAt - clock.now();
      const limit = remaining < timeout ? "deadline" : "timeout";
      if (remaining <= 0) throw timeoutError(request, limit, timeout, false);
      const controller = new AbortController();
      let reader: BodyReader | undefined;
      let answered = false;
      let handedOn = false;

      const leave = () => {
        clock.clearTimeout(timer);
        // What is still to be read ends with the caller's signal too.
        if (!handedOn) signal?.removeEventListener("abort", onAbort);
      };
      // Ends the attempt even where an injected `fetch` ignores its signal.
      const stop = (reason: unknown) => {
        leave();
        reject(reason);
        controller.abort(reason);
        if (reader) cancelBody(reader);
      };
      const onAbort = () => stop(signal?.reason);
      const expire = () => stop(timeoutError(request, limit, timeout, true));
      const timer = clock.setTimeout(expire, Math.min(timeout, remaining));
      signal?.addEventListener("abort", onAbort, { once: true });

      const attempt = async (): Promise<Response> => {
        try {
          const fetch: Fetch = options.fetch ?? globalThis.fetch;
          const response = await fetch(request.url, initOf(request, controller.signal));
          answered = true;
          // Too late: nobody waits for it any more.
          if (controller.signal.aborted) cancelBody(response.body);
          if (response instanceof BufferedResponse) return response;
          // Reading a field costs as much as parsing 500 bytes: most requests want JSON alone.
          handedOn =
            request.headers["accept"] !== "application/json" &&
            EVENT_STREAM.test(response.headers.get("content-type") ?? "");
          if (handedOn) return response;
          reader = readerOf(response);
          const bytes = reader && (await readBytes(reader, maxResponseBytes));
          if (bytes) return new BufferedResponse(response, bytes);
          if (!reader) return new BufferedResponse(response, "");
          throw tooLarge(request, response, maxResponseBytes);
        } catch (error) {
          throw error instanceof ParleyError ? error : connectionError(error, request, answered);
        } finally {
          leave();
        }
      };
      attempt().then(resolve, reject);
    });
}

const EVENT_STREAM = /^text\/event-stream\b/i;

function initOf({ method, headers, body }: HttpRequest, signal: AbortSignal): RequestInit {
  const init = { method, headers, body: body ?? null, signal, redirect: "manual" } as const;
  // The platform refuses a stream as a body without it (WHATWG Fetch, RequestInit.duplex).
  return isStream(body) ? Object.assign(init, { duplex: "half" }) : init;
}

function nameOf(request: HttpRequest): string {
  return request.operation?.id ?? `${request.method} ${new URL(request.url).origin}`;
}

function streamNote({ body }: HttpRequest): string {
  return isStream(body) ? SENT_ONCE : "";
}

function timeoutError(
  request: HttpRequest,
  limit: "timeout" | "deadline",
  timeout: number,
  mayHaveActed: boolean,
): TimeoutError {
  const message =
    limit === "timeout"
      ? `no complete answer within ${timeout} ms; raise "timeout" if the operation may take longer.`
      : `the call's deadline has passed; raise "deadline" if it may take longer.`;
  return new TimeoutError(`${nameOf(request)}: ${message}${streamNote(request)}`, {
    limit,
    mayHaveActed,
    operationId: request.operation?.id,
  });
}

// What a failed attempt to connect is called by Node (libuv, undici, TLS) and Bun. After any other
// failure the server may have seen the request.
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT.*|ConnectionRefused|FailedToOpenSocket)$/;

// Deno has no codes, and its message quotes the URL, in which there is no space.
const NEVER_SENT_BY_DENO = /^error sending request for url \(\S*\): client error \(Connect\): /;

interface Failure {
  /** Absent in Deno. */
  readonly code?: string;
  readonly neverSent: boolean;
}

/**
 * ETIMEDOUT is that of a connection never made only where connecting took too long; and what an open
 * connection is told when its route is lost has the codes of one never made.
 */
function isUnsent(code: string, syscall: unknown): boolean {
  return (
    syscall === "connect" || (NEVER_SENT.test(code) && !/^(?:read|write)/.test(String(syscall)))
  );
}

/** What an error, its causes and the errors it sums up say by their codes. */
function failuresOf(error: unknown, depth = 0): Failure[] {
  // Causes can be circular; four levels is one more than any platform nests.
  if (!(error instanceof Error) || depth > 4) return [];
  // An error that sums up others bears the code of one of them.
  const isSum = error instanceof AggregateError;
  const own = !isSum && "code" in error && typeof error.code === "string" ? [error.code] : [];
  if (own.length === 0 && NEVER_SENT_BY_DENO.test(error.message)) return [{ neverSent: true }];
  const inner: readonly unknown[] = isSum ? error.errors : [error.cause];
  return [
    ...own.map((code) => ({
      code,
      neverSent: "syscall" in error ? isUnsent(code, error.syscall) : NEVER_SENT.test(code),
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
  const code = isErrorLabel(failures[0]?.code) ? ` (${failures[0].code})` : "";
  const advice = neverSent
    ? "nothing was sent; check host, port and network."
    : "the server may have seen the request.";
  return new ConnectionError(
    `${nameOf(request)}: ${what}${code}; ${advice}${streamNote(request)}`,
    {
      cause,
      neverSent,
      operationId: request.operation?.id,
    },
  );
}

/** An answer whose body can be read without a web stream: that of {@link createUndiciFetch}. */
interface DirectResponse extends Response {
  getBodyReader(): BodyReader;
}

function readerOf(response: Response): BodyReader | undefined {
  return "getBodyReader" in response
    ? // Nothing but our own answers has a member of this name.
      (response as DirectResponse).getBodyReader()
    : response.body?.getReader();
}

/**
 * Reads a body to its end; undefined where it is larger than it may be.
 *
 * Chunk by chunk costs less than the platform's own `text()`, and says nothing about the size that
 * a compressed body will have once it is unpacked, as content-length would.
 */
async function readBytes(
  reader: BodyReader,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const given = reader.read();
    const { done, value } = isPromise(given) ? await given : given;
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // The rest is not wanted.
      cancelBody(reader);
      return undefined;
    }
    chunks.push(value);
  }
  const [first = new Uint8Array(0)] = chunks;
  if (chunks.length < 2) return first;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(
  request: HttpRequest,
  { status, headers }: Response,
  maxBytes: number,
): ResponseFormatError {
  return new ResponseFormatError(
    `${nameOf(request)}: the answer is larger than ${maxBytes} bytes; raise "maxResponseBytes" if that is expected.`,
    {
      status,
      contentType: headers.get("content-type") ?? undefined,
      operationId: request.operation?.id,
    },
  );
}
