import { isStream } from "../http/is-stream.js";
import { noteSentOnce } from "../http/sent-once.js";
import type { HttpRequest, Middleware } from "./middleware.js";

// As many as undici's and curl's users are used to see followed, less a loop's worth.
const MOST_REDIRECTS = 5;

/**
 * Follows redirects to the same origin; any other is handed back as the answer it is.
 *
 * A redirect to another origin would take credentials along that are not `Authorization`, which is
 * the only field that `fetch` itself drops. A 301, 302 or 303 after anything but GET and HEAD is not
 * followed, as the platform would turn it into a GET (RFC 9110 section 15.4).
 */
export function followRedirects(): Middleware {
  return async (request, next) => {
    let current: HttpRequest = request;
    let response = await next(current);
    for (let count = 0; count < MOST_REDIRECTS; count++) {
      const target = redirectTarget(current, response);
      if (target === undefined) break;
      current = { ...request, url: target };
      response = await next(current);
    }
    return response;
  };
}

function redirectTarget(request: HttpRequest, response: Response): string | undefined {
  const { status } = response;
  if (status < 301 || status > 308) return undefined;
  const keepsMethod = status === 307 || status === 308;
  const readOnly = request.method === "GET" || request.method === "HEAD";
  const location = response.headers.get("location");
  const moves = status <= 303 || keepsMethod;
  if (location === null || !moves || !(keepsMethod || readOnly)) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url).href;
  // A target with a user in it has the same origin, but no platform sends a request there.
  if (!target.startsWith(`${new URL(request.url).origin}/`)) return undefined;
  // A stream has been read by the first request: there is nothing left to send.
  if (isStream(request.body)) {
    noteSentOnce(response);
    return undefined;
  }
  return target;
}
