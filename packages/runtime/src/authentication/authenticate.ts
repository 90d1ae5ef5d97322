import { ConfigurationError, withMayHaveActed } from "../errors/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import { isPromise } from "../http/is-promise.js";
import { isStream } from "../http/is-stream.js";
import { noteSentOnce } from "../http/sent-once.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import { withinCall } from "../pipeline/within-call.js";

/** A secret, or a function that gives it, so that it can change without a restart. */
export type Secret = string | (() => string | Promise<string>);

/** Gives the headers that authenticate a request. */
export interface Authenticator {
  /** The headers, with field names in lower case. */
  (
    request: HttpRequest,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Called after a 401 with the request as it was sent: true when other credentials may do better, and it is sent once more. */
  readonly renew?: (sent: HttpRequest) => boolean | Promise<boolean>;
}

// RFC 9110 section 5.5: a field value is visible characters, with spaces and tabs between them.
const FIELD_VALUE = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;

// RFC 7617 section 2: anything but control characters. Half a surrogate pair has no UTF-8 form.
const BASIC_TEXT = /^[^\p{Cc}\p{Cs}]+$/u;

/** Whether a header field can hold a value; what is empty is no value. */
export function isFieldValue(value: unknown): value is string {
  return typeof value === "string" && FIELD_VALUE.test(value);
}

function checkSecret(value: unknown, what: string, allowed: RegExp): string {
  if (typeof value === "string" && allowed.test(value)) return value;
  const problem =
    typeof value !== "string"
      ? `is ${value === null ? "null" : typeof value}`
      : value.trim() === ""
        ? "is empty"
        : value.trim() === value
          ? "holds a character that cannot be sent"
          : "begins or ends with white space";
  // The value itself is never shown.
  throw new ConfigurationError(`${what} ${problem}; give it as the provider issued it.`);
}

/** Headers made of secrets: at once where all are strings, else anew for each request. */
function ofSecrets(
  secrets: readonly (readonly [what: string, secret: Secret])[],
  write: (values: readonly string[]) => Readonly<Record<string, string>>,
  allowed: RegExp = FIELD_VALUE,
): Authenticator {
  const values: string[] = [];
  for (const [what, secret] of secrets) {
    if (typeof secret === "string") values.push(checkSecret(secret, what, allowed));
  }
  if (values.length === secrets.length) {
    const headers = write(values);
    return () => headers;
  }
  const read = async ([what, secret]: readonly [string, Secret]) =>
    checkSecret(typeof secret === "function" ? await secret() : secret, what, allowed);
  return async () => write(await Promise.all(secrets.map(read)));
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
  return ofSecrets([[what, token]], ([value = ""]) => ({ authorization: `${name} ${value}` }));
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

/**
 * `Authorization: Basic …` (RFC 7617): user id and password, in UTF-8.
 *
 * @throws ConfigurationError - for one that is empty or holds a control character, and for a colon
 * in the user id; at once for strings.
 */
export function basic(userId: Secret, password: Secret): Authenticator {
  const secrets = [
    ["user id", userId],
    ["password", password],
  ] as const;
  return ofSecrets(secrets, writeBasic, BASIC_TEXT);
}

function writeBasic([user = "", password = ""]: readonly string[]) {
  // RFC 7617 section 2: a colon in the user id would move the border to the password.
  if (user.includes(":"))
    throw new ConfigurationError("user id holds a colon; Basic cannot say it.");
  // Section 2.1: in Normalization Form C.
  const bytes = new TextEncoder().encode(`${user}:${password}`.normalize("NFC"));
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

/**
 * Credentials in headers of their own, all of them together.
 *
 * @param fields - Field name to secret.
 */
export function headerCredentials(fields: Readonly<Record<string, Secret>>): Authenticator {
  const names = Object.keys(fields).map((name) => name.toLowerCase());
  return ofSecrets(Object.entries(fields), (values) =>
    Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
  );
}

/**
 * Adds credentials to requests to the client's own origins, and refuses to send any other.
 *
 * It stands inside retry, so that each attempt carries fresh credentials.
 *
 * @param authenticator - Gives the headers: {@link bearer}, {@link basic}, {@link headerCredentials}.
 * @param options.origins - The origins that may see the credentials: `https://api.respond.io`.
 * @param options.clock - Default: the host's clock.
 * @throws ConfigurationError - the request goes to another origin, or a secret is unusable.
 */
export function authenticate(
  authenticator: Authenticator,
  options: { readonly origins: readonly string[]; readonly clock?: Clock | undefined },
): Middleware {
  const { clock = systemClock } = options;
  const origins = options.origins.map((origin) => new URL(origin).origin);
  const refuse = ({ url, method, operation }: HttpRequest): never => {
    throw new ConfigurationError(
      `${operation?.id ?? method}: refused to send credentials to ${URL.canParse(url) ? new URL(url).origin : "what is no URL"}; they are for ${origins.join(", ")}.`,
      { operationId: operation?.id },
    );
  };
  const sign = (request: HttpRequest): HttpRequest | Promise<HttpRequest> => {
    const given = authenticator(request);
    return isPromise(given)
      ? withinCall(given, request, clock).then(
          (headers) => withHeaders(request, headers),
          (error: unknown) => {
            // Whatever became of asking for credentials, the request itself was not sent.
            throw withMayHaveActed(error, false);
          },
        )
      : withHeaders(request, given);
  };
  return async (request, next) => {
    if (!origins.some((origin) => hasOrigin(request.url, origin))) refuse(request);
    const signed = sign(request);
    // Most credentials are there already: waiting for them would cost a turn of every call.
    const sent = isPromise(signed) ? await signed : signed;
    const response = await next(sent);
    if (response.status !== 401) return response;
    const renewed = authenticator.renew?.(sent);
    const isRenewed = isPromise(renewed) ? await withinCall(renewed, request, clock) : renewed;
    if (!isRenewed) return response;
    // A stream has been read by the first request: there is nothing left to send.
    if (isStream(request.body)) {
      noteSentOnce(response);
      return response;
    }
    return next(await sign(request));
  };
}

/** Cheaper than parsing: an origin is all up to the path, the query or the end. */
function hasOrigin(url: string, origin: string): boolean {
  if (!url.startsWith(origin)) return false;
  const after = url[origin.length];
  return after === undefined || after === "/" || after === "?" || after === "#";
}

function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}
