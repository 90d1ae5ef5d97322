import { compose, type HttpRequest, type Middleware } from "./middleware.js";
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
  return async (input, init) => send(await toHttpRequest(input, init));
}

/** Reads a platform Request into plain data; its body is read whole, so that it can be sent again. */
export async function toHttpRequest(input: FetchInput, init?: RequestInit): Promise<HttpRequest> {
  const request = new Request(input, init);
  return {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? undefined : await request.arrayBuffer(),
    signal: request.signal,
  };
}
