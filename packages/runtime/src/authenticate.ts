import { ConfigurationError } from "./errors.js";
import { isStream } from "./is-stream.js";
import type { HttpRequest, Middleware } from "./middleware.js";

/** A secret, or a function that gives it, so that it can change without a restart. */
export type Secret = string | (() => string | Promise<string>);

/** Gives the headers that authenticate a request. */
export interface Authenticator {
  /** The headers, with field names in lower case. */
  (request: HttpRequest): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Called after a 401 with the request as it was sent: true when other credentials may do better, and it is sent once more. */
  readonly renew?: (sent: HttpRequest) => boolean | Promise<boolean>;
}

/** Reads a secret, and refuses what no header can hold. */
async function resolve(secret: Secret, what: string): Promise<string> {
  const value = typeof secret === "function" ? await secret() : secret;
  return checkSecret(value, what);
}

// RFC 9110 section 5.5: a field value is visible characters, spaces and tabs.
const FIELD_VALUE = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;

function checkSecret(value: unknown, what: string): string {
  if (typeof value === "string" && FIELD_VALUE.test(value)) return value;
  const problem =
    typeof value !== "string"
      ? `is ${value === null ? "null" : typeof value}`
      : value.trim() === ""
        ? "is empty"
        : value.trim() === value
          ? "holds a character that a header field cannot"
          : "begins or ends with white space";
  // The value itself is never shown.
  throw new ConfigurationError(`${what} ${problem}; give it as the provider issued it.`);
}

/**
 * `Authorization: <scheme> <token>`, for schemes that are not Bearer (RFC 9110 section 11.6.2).
 *
 * @param name - The scheme: `Token`.
 * @param token - The token or a function that gives it.
 * @param what - What to call it in messages. Default: `token`.
 * @throws ConfigurationError - for a token that is empty or no header can hold; at once for a string.
 */
export function authorizationScheme(name: string, token: Secret, what = "token"): Authenticator {
  if (typeof token === "function") {
    return async () => ({ authorization: `${name} ${await resolve(token, what)}` });
  }
  const headers = { authorization: `${name} ${checkSecret(token, what)}` };
  return () => headers;
}

/**
 * `Authorization: Bearer <token>` (RFC 6750 section 2.1).
 *
 * @example
 * ```ts
 * authenticate(bearer(async () => vault.read("respond-io")), { origins: ["https://api.respond.io"] });
 * ```
 */
export function bearer(token: Secret, what?: string): Authenticator {
  return authorizationScheme("Bearer", token, what);
}

/** `Authorization: Basic …` (RFC 7617): user id and password, UTF-8. */
export function basic(userId: Secret, password: Secret): Authenticator {
  return async () => {
    const user = await resolve(userId, "user id");
    // RFC 7617 section 2: a colon in the user id would move the border to the password.
    if (user.includes(":")) throw new ConfigurationError("user id holds a colon; Basic cannot say it.");
    return { authorization: `Basic ${btoa(`${user}:${await resolve(password, "password")}`)}` };
  };
}

/**
 * Credentials in headers of their own, all of them together.
 *
 * @param fields - Field name to secret.
 */
export function headerCredentials(fields: Readonly<Record<string, Secret>>): Authenticator {
  const entries = Object.entries(fields).map(
    ([name, secret]) =>
      [name.toLowerCase(), typeof secret === "string" ? checkSecret(secret, name) : secret] as const,
  );
  return async () => {
    const headers: Record<string, string> = {};
    for (const [name, secret] of entries) headers[name] = await resolve(secret, name);
    return headers;
  };
}

/**
 * Adds credentials to requests to the client's own origins, and refuses to send any other.
 *
 * It stands inside retry, so that each attempt carries fresh credentials.
 *
 * @param authenticator - Gives the headers: {@link bearer}, {@link basic}, {@link headerCredentials}.
 * @param options.origins - The origins that may see the credentials: `https://api.respond.io`.
 * @throws ConfigurationError - the request goes to another origin, or a secret is unusable.
 */
export function authenticate(
  authenticator: Authenticator,
  options: { readonly origins: readonly string[] },
): Middleware {
  const origins = options.origins.map((origin) => new URL(origin).origin);
  return async (request, next) => {
    if (!origins.some((origin) => hasOrigin(request.url, origin))) {
      throw new ConfigurationError(
        `${request.operation?.id ?? request.method}: refused to send credentials to ${new URL(request.url).origin}; they are for ${origins.join(", ")}.`,
        { operationId: request.operation?.id },
      );
    }
    const sent = await withCredentials(request, authenticator);
    const response = await next(sent);
    // A stream has been read by the first request: there is nothing left to send.
    if (response.status !== 401 || isStream(request.body)) return response;
    if (!(await authenticator.renew?.(sent))) return response;
    return next(await withCredentials(request, authenticator));
  };
}

/** Cheaper than parsing: an origin is all up to the path, the query or the end. */
function hasOrigin(url: string, origin: string): boolean {
  if (!url.startsWith(origin)) return false;
  const after = url[origin.length];
  return after === undefined || after === "/" || after === "?" || after === "#";
}

async function withCredentials(
  request: HttpRequest,
  authenticator: Authenticator,
): Promise<HttpRequest> {
  const credentials = authenticator(request);
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(credentials instanceof Promise ? await credentials : credentials),
    },
  };
}
