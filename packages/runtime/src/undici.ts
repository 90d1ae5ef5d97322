import { createBrotliDecompress, createGunzip } from "node:zlib";
import { Agent, type Dispatcher } from "undici";
import { cancelBody } from "./http/cancel-body.js";
import { isPromise } from "./http/is-promise.js";
import { isStream } from "./http/is-stream.js";
import type { Fetch } from "./pipeline/transport.js";
import { createUndiciBody, type UndiciBody } from "./undici/undici-body.js";
import { type UndiciFields, UndiciHeaders } from "./undici/undici-headers.js";
import { UndiciResponse } from "./undici/undici-response.js";

/** Options of {@link createUndiciFetch}. */
export interface UndiciFetchOptions {
  /** Where connections come from: an `Agent`, `Pool` or `ProxyAgent` of undici. Default: an `Agent` of its own, which keeps connections alive and opens as many as are needed at once. */
  readonly dispatcher?: Dispatcher | undefined;
}

/**
 * Makes a `fetch` that sends by undici's dispatcher, without the platform's `Request`, `Response`
 * and web streams, which cost more than sending does: several times the requests a second.
 *
 * Everything else is as with the platform's own: the same pipeline, the same answers (any
 * `Response` member works), gzip and brotli unpacked, redirects left to the pipeline. What is packed
 * and ends too early has broken off, where the platform hands on what has come of it.
 *
 * Node 20.18.1 or later, with `undici` 7.27 or later, or 8, installed beside this package.
 *
 * @example
 * ```ts
 * import { createUndiciFetch } from "@parley/runtime/undici";
 *
 * const sinch = createSinch({ fetch: createUndiciFetch() });
 * ```
 */
export function createUndiciFetch(options: UndiciFetchOptions = {}): Fetch {
  const { dispatcher = new Agent() } = options;
  // So that `instanceof` is true, as with the platform's own. Not done while the module loads, as
  // touching these then costs Node tens of milliseconds.
  Object.setPrototypeOf(UndiciResponse.prototype, Response.prototype);
  Object.setPrototypeOf(UndiciHeaders.prototype, Headers.prototype);
  return async (url, init) => {
    const target = splitUrl(url);
    const given = bodyOf(init.body);
    // Waiting for what is there already would cost a turn of every call.
    const body = isPromise(given) ? await given : given;
    const headers = withFields({ ...DEFAULT_HEADERS, ...body.contentType }, init.headers);
    return dispatch(dispatcher, target, init, headers, body);
  };
}

/** Where a request goes, as undici takes it. */
interface Target {
  readonly origin: string;
  readonly path: string;
}

type Fields = Readonly<Record<string, string>>;
type DispatchBody = NonNullable<Dispatcher.DispatchOptions["body"]> | null;

// What the platform's own fetch sends where nothing else is said, less what only browsers mean.
const DEFAULT_HEADERS = { accept: "*/*", "accept-encoding": "gzip, br", "user-agent": "node" };

function withFields(fields: Record<string, string>, headers: HeadersInit = {}): Fields {
  if (headers instanceof Headers || Array.isArray(headers)) {
    return Object.assign(fields, Object.fromEntries(new Headers(headers)));
  }
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) fields[name.toLowerCase()] = value;
  }
  return fields;
}

/** A body as undici takes it. */
interface RequestBody {
  readonly body: DispatchBody;
  /** The field that the platform would say its type by. */
  readonly contentType?: Fields;
  /** Lets go of the source of a stream that will not be sent, or not to its end. */
  readonly cancel?: () => void;
}

// What the platform says of a text.
const TEXT_TYPE = { "content-type": "text/plain;charset=UTF-8" };

function bodyOf(body: BodyInit | null | undefined): RequestBody | Promise<RequestBody> {
  if (body === null || body === undefined) return { body: null };
  if (typeof body === "string") return { body, contentType: TEXT_TYPE };
  if (ArrayBuffer.isView(body)) {
    return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength) };
  }
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body) };
  return isStream(body) ? streamOf(body) : formOf(body);
}

/** Forms and files: the platform knows how they are written, boundary and all. */
async function formOf(body: Exclude<BodyInit, ReadableStream>): Promise<RequestBody> {
  const written = new Response(body);
  const type = written.headers.get("content-type");
  return {
    body: new Uint8Array(await written.arrayBuffer()),
    ...(type !== null && { contentType: { "content-type": type } }),
  };
}

/** Not the stream itself: undici would never let go of one whose request did not begin, or waits for it. */
function streamOf(stream: ReadableStream<Uint8Array>): RequestBody {
  const reader = stream.getReader();
  let cancelled = false;
  async function* chunks() {
    for (;;) {
      const { done, value } = await reader.read();
      // What is cancelled ends too, but must not look complete to the server.
      if (cancelled) throw new Error("The body was cancelled.");
      if (done) return;
      yield value;
    }
  }
  return {
    // undici takes any iterable; its types know only Node's streams.
    body: chunks() as unknown as DispatchBody,
    cancel() {
      cancelled = true;
      cancelBody(reader);
    },
  };
}

function dispatch(
  dispatcher: Dispatcher,
  { origin, path }: Target,
  { method = "GET", signal }: RequestInit,
  headers: Fields,
  { body, cancel: cancelRequestBody }: RequestBody,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let answer: UndiciBody | undefined;

    // What waits for a connection has no controller yet: it is ended when it gets one.
    const abort = () => controller?.abort(reasonOf(signal));
    const leave = () => signal?.removeEventListener("abort", onAbort);
    const fail = (reason: unknown) => {
      leave();
      reject(reason);
      answer?.fail(reason);
      cancelRequestBody?.();
    };
    const onAbort = () => {
      // First what the caller hears: undici's own word for it is another.
      fail(signal?.reason);
      abort();
    };
    if (signal?.aborted) {
      fail(signal.reason);
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });

    dispatcher.dispatch(
      {
        origin,
        path,
        method,
        headers,
        body,
        // The transport's own timeout bounds the attempt, its body included.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (signal?.aborted) abort();
        },
        onResponseStart(started, status, fields, statusText = "") {
          // An interim answer (RFC 9110 section 15.2): the real one follows.
          if (status < 200) return;
          const cancel = (reason: unknown) => {
            leave();
            started.abort(reason instanceof Error ? reason : new Error("The body was cancelled."));
          };
          answer = createUndiciBody(started, cancel, unpackerOf(method, status, fields));
          // It has no body, whatever its length is said to be (RFC 9110 sections 15.3.5 and 15.4.5).
          if (status === 204 || status === 304) answer.end();
          const head = { status, statusText, url: `${origin}${path}`, fields };
          resolve(new UndiciResponse(head, answer));
        },
        onResponseData(_started, chunk) {
          answer?.push(chunk);
        },
        onResponseEnd() {
          leave();
          answer?.end();
        },
        onResponseError(_started, error) {
          fail(error);
        },
      },
    );
  });
}

// What the pipeline writes: an origin without a user, a path, perhaps a query, of nothing that a URL
// parser would write otherwise. Parsing it anew would cost as much as all else that is done here.
const PLAIN_URL =
  /^(https?:\/\/[\w.:[\]-]+)((?:\/(?!\.|%2e)[\w.~!$&()*+,;=:@%-]*)+(?:\?[\w.~!$&()*+,;=:@%/?[\]-]+)?)$/i;

function splitUrl(url: string): Target {
  const [, origin, path] = PLAIN_URL.exec(url) ?? [];
  if (origin !== undefined && path !== undefined) return { origin, path };
  const parsed = new URL(url);
  // As the platform does (WHATWG Fetch, constructor of Request).
  if (parsed.username !== "" || parsed.password !== "") {
    throw new TypeError("The URL has a user or a password in it; give credentials as a header.");
  }
  return { origin: parsed.origin, path: `${parsed.pathname}${parsed.search}` };
}

function reasonOf(signal: AbortSignal | null | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("The request was aborted.");
}

/** What unpacks a body by its content-encoding; undefined where it is not packed. */
function unpackerOf(method: string, status: number, fields: UndiciFields) {
  const encoding = String(fields["content-encoding"] ?? "").toLowerCase();
  if (encoding === "" || method === "HEAD" || status === 204 || status === 304) return undefined;
  if (encoding === "gzip" || encoding === "x-gzip") return () => createGunzip();
  return encoding === "br" ? () => createBrotliDecompress() : undefined;
}
