import { type Authenticator, basic, type Secret } from "./authenticate.js";
import { type Clock, systemClock } from "./clock.js";
import { deadline } from "./deadline.js";
import { ConfigurationError, ResponseFormatError } from "./errors.js";
import { compose, type HttpRequest } from "./middleware.js";
import type { Operation } from "./operation.js";
import { readError, readResult } from "./read-result.js";
import { retry } from "./retry.js";
import { createTransport, type Fetch } from "./transport.js";

/** An access token and when it ends. */
export interface AccessToken {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions {
  /** The token endpoint. https, except on a loopback address. */
  readonly tokenUrl: string;
  /** The client identifier. */
  readonly clientId: Secret;
  /** The client secret. */
  readonly clientSecret: Secret;
  /** The scope to ask for. Default: none. */
  readonly scope?: string | undefined;
  /** Milliseconds before its end at which a token is replaced in the background. Default: 300000, and at most a quarter of its life. */
  readonly refreshAhead?: number | undefined;
  /** Milliseconds before its end at which a token is no longer used, for clocks that differ. Default: 30000, and at most a tenth of its life. */
  readonly clockSkew?: number | undefined;
  /** What sends the token request. Default: `globalThis.fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Default: the host's clock. */
  readonly clock?: Clock | undefined;
  /** From 0 to 1. Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

const DEFAULT_REFRESH_AHEAD = 300_000;
const DEFAULT_CLOCK_SKEW = 30_000;

// RFC 6749 section 5.1 only recommends expires_in; without it a token is trusted for five minutes.
const LIFETIME_WHEN_UNSTATED = 300_000;

// A token that is refused right after it was issued is refused for another reason than its age.
const SETTLED_AFTER = 60_000;

// Token endpoints have small buckets and rarely a Retry-After: the first wait is up to a second.
const TOKEN_RETRY = { attempts: 4, baseDelay: 1000 };

/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4): one token for all calls of a client.
 *
 * - A token that nears its end is replaced in the background, while calls go on with it.
 * - A token at its end is replaced while calls wait; however many wait, one request is made.
 * - A 401 replaces the token once, unless another call has replaced it already or it is brand-new.
 * - The token endpoint's own 429 and 5xx are retried with back-off.
 *
 * @throws ConfigurationError - `tokenUrl` is no https URL.
 * @throws ApiError - from calls: the token endpoint refused, as `oauth2.token`.
 * @example
 * ```ts
 * clientCredentials({
 *   tokenUrl: "https://auth.sinch.com/oauth2/token",
 *   clientId: keyId,
 *   clientSecret: keySecret,
 * });
 * ```
 */
export function clientCredentials(options: ClientCredentialsOptions): Authenticator {
  const { clock = systemClock } = options;
  const fetchToken = createTokenRequest(options, clock);
  let token: AccessToken | undefined;
  let issuedAt = -Infinity;
  let refreshing: Promise<AccessToken> | undefined;

  function refresh(): Promise<AccessToken> {
    refreshing ??= fetchToken()
      .then((fresh) => {
        token = fresh;
        issuedAt = clock.now();
        return fresh;
      })
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  /** How long before its end a token is given up, or replaced: a share of its life, for short ones. */
  function margin(wanted: number, share: number, current: AccessToken): number {
    return Math.min(wanted, (current.expiresAt - issuedAt) * share);
  }

  async function currentToken(): Promise<AccessToken> {
    if (token === undefined) return refresh();
    const left = token.expiresAt - clock.now();
    if (left <= margin(options.clockSkew ?? DEFAULT_CLOCK_SKEW, 0.1, token)) return refresh();
    if (left <= margin(options.refreshAhead ?? DEFAULT_REFRESH_AHEAD, 0.25, token)) {
      // The present token is still good: a failure shows itself when it no longer is.
      refresh().catch(() => undefined);
    }
    return token;
  }

  const headersOf = ({ value }: AccessToken) => ({ authorization: `Bearer ${value}` });

  return Object.assign(async () => headersOf(await currentToken()), {
    renew: async (sent: HttpRequest) => {
      const usedCurrent =
        token !== undefined && sent.headers["authorization"] === headersOf(token).authorization;
      if (usedCurrent) {
        if (clock.now() - issuedAt < SETTLED_AFTER) return false;
        token = undefined;
      }
      return true;
    },
  });
}

/** Makes the function that asks the token endpoint. */
function createTokenRequest(
  options: ClientCredentialsOptions,
  clock: Clock,
): () => Promise<AccessToken> {
  const url = checkTokenUrl(options.tokenUrl);
  const operation: Operation = {
    id: "oauth2.token",
    method: "POST",
    path: url.pathname,
    // Asking twice gives two tokens, and nothing else.
    retry: { safe: true },
  };
  const send = compose(
    [deadline({ clock }), retry({ ...TOKEN_RETRY, clock, random: options.random })],
    createTransport({ fetch: options.fetch, clock }),
  );
  const credentials = basic(options.clientId, options.clientSecret);

  return async () => {
    const scope = options.scope === undefined ? {} : { scope: options.scope };
    const request: HttpRequest = {
      method: "POST",
      url: url.href,
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ grant_type: "client_credentials", ...scope }).toString(),
      operation,
    };
    const headers = { ...request.headers, ...(await credentials(request)) };
    const response = await send({ ...request, headers });
    if (!response.ok) throw await readError(operation, response, clock.now());
    return readToken(await readResult(operation, response, clock.now()), response, clock.now());
  };
}

function readToken(body: unknown, response: Response, now: number): AccessToken {
  const fields: Readonly<Record<string, unknown>> =
    typeof body === "object" && body !== null ? { ...body } : {};
  const { access_token: value, expires_in: seconds, token_type: type } = fields;
  const isBearer = typeof type !== "string" || type.toLowerCase() === "bearer";
  if (typeof value !== "string" || value === "" || !isBearer) {
    throw new ResponseFormatError(
      "oauth2.token: the token endpoint's answer has no bearer access_token.",
      { status: response.status, operationId: "oauth2.token" },
    );
  }
  const lifetime = Number(seconds) > 0 ? Number(seconds) * 1000 : LIFETIME_WHEN_UNSTATED;
  return { value, expiresAt: now + lifetime };
}

function checkTokenUrl(tokenUrl: string): URL {
  if (URL.canParse(tokenUrl)) {
    const url = new URL(tokenUrl);
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback)) return url;
  }
  throw new ConfigurationError(
    'Option "tokenUrl" is no https URL; the client secret is sent there, and nowhere unencrypted.',
  );
}
