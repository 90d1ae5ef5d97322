import { readPointer } from "../description/json-pointer.js";
import type { Operation } from "../description/operation.js";
import { ConfigurationError, ResponseFormatError } from "../errors/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import { isPromise } from "../http/is-promise.js";
import { deadline } from "../pipeline/deadline.js";
import { compose, type HttpRequest } from "../pipeline/middleware.js";
import { createTransport, type Fetch } from "../pipeline/transport.js";
import { withinCall } from "../pipeline/within-call.js";
import { readError } from "../response/read-result.js";
import { retry } from "../retry/retry.js";
import { reportTokenRequest } from "../telemetry/telemetry.js";
import { type Authenticator, basic, isFieldValue, type Secret } from "./authenticate.js";
import { type AccessToken, createMemoryTokenStore, type TokenStore } from "./token-store.js";

/** A token, and what a request is sent with. */
interface Held {
  readonly token: AccessToken;
  readonly headers: { readonly authorization: string };
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
  /** Where tokens are kept, for a fleet that shares them. Default: in this process, for this client. */
  readonly store?: TokenStore | undefined;
  /** What sends the token request. Default: `globalThis.fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Default: the host's clock. */
  readonly clock?: Clock | undefined;
  /** From 0 to 1. Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

const DEFAULT_REFRESH_AHEAD = 300_000;
const DEFAULT_CLOCK_SKEW = 30_000;

// What a whole call may take: a secret that has not come by then is asked for anew.
const DEADLINE = 120_000;

// No token lives for longer, and a store has to be able to keep what is said.
const LONGEST_LIFETIME = 365 * 86_400_000;

// RFC 6749 section 5.1 only recommends expires_in; without it a token is trusted for five minutes.
const LIFETIME_WHEN_UNSTATED = 300_000;

// A token that is refused right after it was issued is refused for another reason than its age.
const SETTLED_AFTER = 60_000;

// How long the present token is gone on with after it could not be replaced in the background.
const PAUSE_AFTER_FAILURE = 10_000;

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
 * With a `store` that is shared all of this holds for a whole fleet: one request for all processes,
 * and after a 401 the token that another process has put in its place.
 *
 * @throws ConfigurationError - `tokenUrl` is no https URL, or a credential is unusable.
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
  const { store = createMemoryTokenStore() } = options;
  const { clockSkew = DEFAULT_CLOCK_SKEW, refreshAhead = DEFAULT_REFRESH_AHEAD } = options;
  const fetchToken = createTokenRequest(options, clock);
  let held: Held | undefined;
  let refused: string | undefined;
  let refreshing: Promise<Held> | undefined;
  let pausedUntil = -Infinity;

  function isAtEnd({ issuedAt, lifetime }: AccessToken): boolean {
    return issuedAt + lifetime - clock.now() <= Math.min(clockSkew, lifetime / 10);
  }

  function nearsEnd({ issuedAt, lifetime }: AccessToken): boolean {
    return issuedAt + lifetime - clock.now() <= Math.min(refreshAhead, lifetime / 4);
  }

  function hold(token: AccessToken): Held {
    held = { token, headers: { authorization: `Bearer ${token.value}` } };
    return held;
  }

  async function obtain(request: HttpRequest, tooOld: (token: AccessToken) => boolean) {
    // Nobody else has a key in a store of our own.
    const key = options.store === undefined ? "" : await storeKey(options, clock);
    const willDo = (token: AccessToken) => token.value !== refused && !tooOld(token);
    const ask = () => reportTokenRequest(request, clock, fetchToken);
    return hold(await store.obtain(key, willDo, ask));
  }

  function refresh(request: HttpRequest, tooOld: (token: AccessToken) => boolean): Promise<Held> {
    refreshing ??= obtain(request, tooOld).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  function credentials(request: HttpRequest) {
    if (held === undefined || isAtEnd(held.token)) {
      return refresh(request, isAtEnd).then(({ headers }) => headers);
    }
    if (nearsEnd(held.token) && clock.now() >= pausedUntil) {
      // The present token is still good: a failure shows itself when it no longer is.
      refresh(request, nearsEnd).catch(() => {
        pausedUntil = clock.now() + PAUSE_AFTER_FAILURE;
      });
    }
    return held.headers;
  }

  function renew(sent: HttpRequest): boolean | Promise<boolean> {
    // Another call has replaced it already, or is about to.
    if (held === undefined) return true;
    if (sent.headers["authorization"] !== held.headers.authorization) return true;
    if (clock.now() - held.token.issuedAt < SETTLED_AFTER) {
      return options.store === undefined ? false : wasReplaced(options.store, held);
    }
    refused = held.token.value;
    held = undefined;
    return true;
  }

  /** Whether another process has put another token in this one's place, which then is ours too. */
  async function wasReplaced(shared: TokenStore, old: Held): Promise<boolean> {
    const kept = await shared.get(await storeKey(options, clock));
    if (kept === undefined || kept.value === old.token.value || isAtEnd(kept)) return false;
    if (held === old) hold(kept);
    return true;
  }

  return Object.assign(credentials, { renew });
}

/** A name for what a token is for, which tells those nothing who read the names of a store. */
async function storeKey(
  { tokenUrl, clientId, scope }: ClientCredentialsOptions,
  clock: Clock,
): Promise<string> {
  const given = typeof clientId === "function" ? clientId() : clientId;
  const id = isPromise(given) ? await inTime(given, clock) : given;
  const text = new TextEncoder().encode(JSON.stringify([tokenUrl, id, scope ?? ""]));
  const digest = await crypto.subtle.digest("SHA-256", text);
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return `oauth2:${hex.join("")}`;
}

/** Waits for a secret, which all calls wait for, but not for ever. */
function inTime<Value>(secret: Promise<Value>, clock: Clock): Promise<Value> {
  const expiresAt = clock.now() + DEADLINE;
  const operation: Operation = { id: "oauth2.token", method: "POST", path: "" };
  return withinCall(secret, { method: "POST", url: "", headers: {}, operation, expiresAt }, clock);
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
    [
      deadline({ deadline: DEADLINE, clock }),
      retry({ ...TOKEN_RETRY, clock, random: options.random }),
    ],
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
    const given = credentials(request);
    const secrets = isPromise(given) ? await inTime(given, clock) : given;
    const headers = { ...request.headers, ...secrets };
    const response = await send({ ...request, headers });
    if (!response.ok) throw await readError(operation, response, clock.now());
    return readToken(await response.text(), response, clock.now());
  };
}

/** Reads an answer (RFC 6749 section 5.1); what it says is never shown, as it may hold a token. */
function readToken(text: string, { status, headers }: Response, now: number): AccessToken {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // What is no JSON has no token.
  }
  const value = readPointer(body, "/access_token");
  const type = readPointer(body, "/token_type") ?? "bearer";
  const isBearer = typeof type === "string" && type.toLowerCase() === "bearer";
  if (!isFieldValue(value) || !isBearer) {
    const contentType = headers.get("content-type") ?? undefined;
    throw new ResponseFormatError(
      `oauth2.token: ${status} with ${contentType ?? "no content type"} has no bearer access_token; check option "tokenUrl".`,
      { status, contentType, operationId: "oauth2.token" },
    );
  }
  const milliseconds = Number(readPointer(body, "/expires_in")) * 1000;
  return {
    value,
    issuedAt: now,
    lifetime: milliseconds > 0 ? Math.min(milliseconds, LONGEST_LIFETIME) : LIFETIME_WHEN_UNSTATED,
  };
}

function checkTokenUrl(tokenUrl: string): URL {
  if (URL.canParse(tokenUrl)) {
    const url = new URL(tokenUrl);
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
    if (isSafe && url.username + url.password === "") return url;
  }
  throw new ConfigurationError(
    'Option "tokenUrl" is no https URL, or has a user in it; the client secret is sent there, and nowhere unencrypted.',
  );
}
