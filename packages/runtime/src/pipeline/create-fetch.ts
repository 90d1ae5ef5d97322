import { compose, type Middleware, type Next } from "./middleware.js";
import { createTransport, type TransportOptions } from "./transport.js";

/** The request that an openapi-fetch client hands to its `fetch`. */
type FetchInput = Request | string | URL;

/**
 * Makes a `fetch` of middlewares, for a bare openapi-fetch client or anything else that takes one.
 *
 * @param middlewares - What to run, outermost first.
 * @param options - Options of the transport: `fetch`, `timeout`, `maxResponseBytes`.
 * @example
 * ```ts
 * import createClient from "openapi-fetch";
 *
 * const client = createClient<paths>({
 *   baseUrl: "https://api.example.com",
 *   fetch: createFetch([deadline(), retry(), rateLimit({ declared: limits })]),
 * });
 * ```
 */
export function createFetch(
  middlewares: readonly Middleware[],
  options: TransportOptions = {},
): (input: FetchInput, init?: RequestInit) => Promise<Response> {
  const send = compose(middlewares, createTransport(options));
  return (input, init) => sendRequest(input, init, send);
}

/** Sends what `fetch` takes; its body is read whole, so that it can be sent again. */
export async function sendRequest(
  input: FetchInput,
  init: RequestInit | undefined,
  send: Next,
): Promise<Response> {
  const given = input instanceof Request ? input : undefined;
  // Node's Request holds the signal that it gives out weakly. That of one made here would stop
  // following the caller's as soon as memory is cleaned up: the caller's own is handed on, and
  // `input`, a parameter that this function waits with, stays reachable.
  const request =
    given && init === undefined ? given : new Request(input, { ...init, signal: null });
  const response = await send({
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? undefined : await request.arrayBuffer(),
    signal: init?.signal ?? given?.signal,
  });
  return response;
}
