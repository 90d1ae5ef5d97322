import { authenticate, type Authenticator } from "../authentication/authenticate.js";
import { createCaller } from "../call/caller.js";
import { readClientParameters } from "../call/client-parameters.js";
import type { Operation, Provider } from "../description/operation.js";
import type { RetryOptions } from "../description/retry-options.js";
import { ConfigurationError } from "../errors/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import { deadline } from "../pipeline/deadline.js";
import { followRedirects } from "../pipeline/follow-redirects.js";
import { compose, type HttpRequest, type Middleware, type Next } from "../pipeline/middleware.js";
import { createTransport, type Fetch } from "../pipeline/transport.js";
import { rateLimit, type RateLimitOptions } from "../rate-limit/rate-limit.js";
import { retry } from "../retry/retry.js";
import { type Logger, logging } from "../telemetry/logging.js";
import { reportAttempts, type Telemetry } from "../telemetry/telemetry.js";
import { validationOf, type ValidationOptions } from "../validation/validation-options.js";
import type { Validation } from "../validation/validators.js";
import { createResources } from "./create-resources.js";
import { createPathClient, type PathClient } from "./path-client.js";
import { resolveServers } from "./resolve-servers.js";

/** What every client takes, whatever its provider. */
export interface ClientOptions extends ValidationOptions {
  /** Where the API is, in place of the provider's own servers: a mock, a proxy. Default: the description's server. */
  readonly baseUrl?: string | undefined;
  /** What sends requests. Default: `globalThis.fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds that one attempt may take. Default: the description's, else 30000. */
  readonly timeout?: number | undefined;
  /** Milliseconds that a whole call may take, waits and retries included. Default: 120000. */
  readonly deadline?: number | undefined;
  /** How often and how fast to try again; `false` sends once. Default: 3 attempts, from 250 ms. */
  readonly retry?: RetryOptions | false | undefined;
  /** How to keep to the provider's limits; `false` ignores them. Default: wait for room. */
  readonly rateLimit?: RateLimitOptions | false | undefined;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Your own behaviour, inside retry, limits and credentials: it sees each attempt as it is sent. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** Where calls are logged. Default: nowhere. */
  readonly logger?: Logger | undefined;
  /** Response headers that log records may have. Default: request ids, Retry-After and rate-limit fields. */
  readonly loggedResponseHeaders?: readonly string[] | undefined;
  /** Spans and metrics: `openTelemetry()` of `@parley/runtime/opentelemetry`. Default: none. */
  readonly telemetry?: Telemetry | undefined;
  /** Bytes that an answer may have. Default: 67108864 (64 MiB). */
  readonly maxResponseBytes?: number | undefined;
  /** Time, for tests. Default: the host's clock. */
  readonly clock?: Clock | undefined;
  /** Randomness from 0 to 1, for tests. Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

/** What a provider package gives to {@link createClient}. */
export interface ClientDefinition {
  readonly provider: Provider;
  readonly operations: readonly Operation[];
  /** Gives the credentials. */
  readonly authenticator: Authenticator;
  /** The consumer's options, the provider's own (server variables, `environment`) among them. */
  readonly options: ClientOptions & Readonly<Record<string, unknown>>;
}

/**
 * Makes a client from a provider's data: its resources, and `api`, the path-style client.
 *
 * Used by provider packages; consumers call `createRespondIo` and its like.
 *
 * @throws ConfigurationError - an option is unusable; the message names it.
 */
// The provider package knows the type of its resources; nothing that it passes here holds it.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function createClient<Resources extends object, Paths extends object>(
  definition: ClientDefinition,
): Resources & { readonly api: PathClient<Paths> } {
  const { provider, operations, authenticator, options } = definition;
  checkOptions(provider, options);
  const clock = options.clock ?? systemClock;
  const servers = resolveServers(provider, options);
  const validation = validationOf(options, provider.name);
  const send = createPipeline(provider, authenticator, options, servers.all, clock, validation);
  const shared = {
    send,
    clock,
    baseUrlOf: servers.baseUrlOf,
    parameters: readClientParameters(provider, options),
  };
  const unguarded = createCaller(shared);
  const caller = validation?.guard(unguarded, shared.parameters) ?? unguarded;
  let api: PathClient<Paths> | undefined;
  return {
    // The descriptors and the type Resources are generated from one description.
    ...(createResources(operations, caller) as Resources),
    get api() {
      api ??= createPathClient<Paths>({
        ...shared,
        operations,
        checkParameters: validation?.checkParameters,
      });
      return api;
    },
  };
}

/** The design's order, outermost first: each attempt is limited, signed, traced and sent afresh. */
function createPipeline(
  provider: Provider,
  authenticator: Authenticator,
  options: ClientOptions,
  origins: readonly string[],
  clock: Clock,
  validation: Validation | undefined,
): Next {
  const { logger, headers, telemetry, loggedResponseHeaders: responseHeaders } = options;
  return compose(
    [
      ...(telemetry?.call === undefined ? [] : [telemetry.call]),
      // Outside retry: what breaks the description would break it again.
      ...(validation === undefined ? [] : [validation.middleware]),
      ...(headers === undefined ? [] : [defaultHeaders(headers)]),
      ...(logger === undefined ? [] : [logging(logger, { responseHeaders, clock })]),
      deadline({ deadline: options.deadline, clock }),
      // A call may still ask for retries that its client does without.
      retry({
        ...(options.retry === false ? { attempts: 1 } : options.retry),
        rules: provider.retry,
        clock,
        random: options.random,
      }),
      ...(options.rateLimit === false ? [] : [keepLimits(provider, options.rateLimit, clock)]),
      followRedirects(),
      authenticate(authenticator, { origins, clock }),
      ...(logger?.debug === undefined ? [] : [reportAttempts({ clock })]),
      ...(telemetry?.attempt === undefined ? [] : [telemetry.attempt]),
      ...(options.middleware ?? []),
    ],
    createTransport({
      fetch: options.fetch,
      timeout: options.timeout,
      maxResponseBytes: options.maxResponseBytes,
      clock,
    }),
  );
}

function keepLimits(
  { name, rateLimits = {} }: Provider,
  options: RateLimitOptions | undefined,
  clock: Clock,
): Middleware {
  // Providers may share a store, and have limits of the same name.
  const account = `${name}:${options?.account ?? "default"}`;
  return rateLimit({ ...options, account, declared: rateLimits, clock });
}

function defaultHeaders(headers: Readonly<Record<string, string>>): Middleware {
  const lowerCase = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (request: HttpRequest, next) =>
    next({ ...request, headers: { ...lowerCase, ...request.headers } });
}

/** A NaN would disable the limit that it was meant to set; a header that none can be would fail each call. */
function checkOptions(provider: Provider, options: ClientOptions): void {
  const fail = (name: string, problem: string): never => {
    throw new ConfigurationError(`${provider.name}: option "${name}" ${problem}`);
  };
  const { retry: retries, rateLimit: limits } = options;
  const positive = {
    timeout: options.timeout,
    deadline: options.deadline,
    maxResponseBytes: options.maxResponseBytes,
    "retry.attempts": retries ? retries.attempts : undefined,
    "rateLimit.maxQueue": limits ? limits.maxQueue : undefined,
  };
  for (const [name, value] of Object.entries(positive)) {
    if (value === undefined || (typeof value === "number" && value > 0)) continue;
    fail(name, `is ${String(value)}; give a number above 0.`);
  }
  const delays = retries ? [retries.baseDelay, retries.maxDelay] : [];
  if (!delays.every((value) => value === undefined || value >= 0)) {
    fail("retry", "has a delay that is no time; give milliseconds, 0 or more.");
  }
  for (const [name, value] of Object.entries<unknown>(options.headers ?? {})) {
    // RFC 9110 section 5: a token, then visible characters, spaces and tabs.
    const isName = /^[!#$%&'*+.^`|~\w-]+$/.test(name);
    if (isName && typeof value === "string" && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    // The value may be secret.
    fail(`headers.${name}`, "is no header field; give text without line breaks.");
  }
  if (options.fetch !== undefined && typeof options.fetch !== "function") {
    fail("fetch", "is not a function.");
  }
  // Every function has a property "call".
  if (typeof options.telemetry === "function") {
    fail("telemetry", "is a function; give what it returns: openTelemetry().");
  }
}
