import {
  type Attributes,
  type Context,
  context,
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import { type Clock, systemClock } from "./http/clock.js";
import type { HttpRequest, Middleware } from "./pipeline/middleware.js";
import type { TelemetryEvent, TelemetryObserver } from "./pipeline/telemetry-event.js";
import { createHeaderFields, errorCodeOf, errorTypeOf } from "./telemetry/telemetry-fields.js";
import { observe } from "./telemetry/telemetry.js";

/** Options of {@link openTelemetry}. */
export interface OpenTelemetryOptions {
  /** Makes the spans. Default: the one that is registered with the API, then or later. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the metrics. Default: the one that is registered with the API, then or later. */
  readonly meterProvider?: MeterProvider | undefined;
  /** Whether requests carry the trace's context (`traceparent`), as the registered propagator writes it. Default: true. */
  readonly propagate?: boolean | undefined;
  /** Response headers that spans may have. Default: request ids, Retry-After and rate-limit fields. */
  readonly responseHeaders?: readonly string[] | undefined;
  /** What durations are measured by. Default: the host's clock. */
  readonly clock?: Clock | undefined;
}

const SCOPE = "@parley/runtime";

// Advised for http.client.request.duration (OpenTelemetry semantic conventions, HTTP metrics).
const DURATION_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

// Limits are by the second, the minute and the hour: a wait can be as long as a call's deadline.
const QUEUE_BUCKETS = [...DURATION_BUCKETS, 30, 60, 120];

// Any other has no place in http.request.method (semantic conventions: `_OTHER`).
const KNOWN_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "CONNECT",
  "OPTIONS",
  "TRACE",
  "PATCH",
]);

/** What is known of a call while it goes on. */
interface CallState {
  /** The call's span is the current one in it. */
  readonly context: Context;
  requests: number;
  /** The number of the latest attempt that was sent. */
  attempt: number;
  retries: number;
  /** Milliseconds. */
  queued: number;
  tokenRefreshes: number;
}

interface Instruments {
  readonly duration: Histogram;
  readonly queueDuration: Histogram;
  readonly retries: Counter;
  readonly tokenRefreshes: Counter;
}

/**
 * Spans and metrics of a client by OpenTelemetry's semantic conventions for HTTP.
 *
 * Spans: one of kind INTERNAL for each call, named for its method (`contacts.get`); in it one of
 * kind CLIENT for each request that is sent (`GET /contact/{identifier}`), so that retries,
 * redirects and what is sent once more after a 401 are seen apart, by `http.request.resend_count`;
 * and one of kind INTERNAL for each token that was asked for (`oauth2.token`). A call's span says
 * how many `parley.requests`, `parley.retries` and `parley.token_refreshes` it took, and for how
 * many seconds it waited for limits (`parley.queue.duration`).
 *
 * Metrics: `http.client.request.duration` (seconds, one for each request that is sent),
 * `parley.queue.duration` (seconds, one for each wait for a limit), `parley.retries` and
 * `parley.token_refreshes` (counts).
 *
 * The context that is active where a method is called is the parent. A request's span is active in
 * the client's own middleware and in `fetch`. Baggage is not propagated: it is yours, not the
 * provider's.
 *
 * No span or metric has a path value, query value, body, message, or header that is not allowed by
 * name: `url.full` is the origin with the route template. Without an SDK nothing is recorded, and
 * nothing fails.
 *
 * @returns What `telemetry` of a client's options takes; each half is a middleware of its own.
 * @example
 * ```ts
 * import { openTelemetry } from "@parley/runtime/opentelemetry";
 *
 * const respond = createRespondIo({ telemetry: openTelemetry() });
 *
 * // Under a bare openapi-fetch client:
 * const { call, attempt } = openTelemetry();
 * const client = createClient<paths>({ fetch: createFetch([call, retry(), attempt]) });
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): {
  readonly call: Middleware;
  readonly attempt: Middleware;
} {
  const { clock = systemClock, propagate = true } = options;
  const headerFields = createHeaderFields(options.responseHeaders);
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE);
  const instrumentsOf = createInstruments();
  const states = new WeakMap<TelemetryObserver, CallState>();
  const instruments = () => instrumentsOf(options.meterProvider ?? metrics.getMeterProvider());

  function createObserver(request: HttpRequest, state: CallState): TelemetryObserver {
    const attributes = operationAttributes(request);
    return (event: TelemetryEvent) => {
      if (event.type === "queued") {
        state.queued += event.duration;
        const limit = { ...attributes, "parley.rate_limit": event.limit };
        instruments().queueDuration.record(event.duration / 1000, limit, state.context);
      } else if (event.type === "tokenRefreshed") {
        state.tokenRefreshes += 1;
        const failed = "error" in event ? { "error.type": errorTypeOf(event.error) } : {};
        instruments().tokenRefreshes.add(1, { ...attributes, ...failed }, state.context);
        // Its end is the first that is heard of it.
        const endedAt = clock.now();
        const startTime = endedAt - event.duration;
        const span = tracer.startSpan("oauth2.token", { startTime }, state.context);
        if ("error" in event) fail(span, event.error);
        span.end(endedAt);
      }
    };
  }

  const call: Middleware = async (request, next) => {
    const attributes = { ...operationAttributes(request), ...serverAttributes(request) };
    const span = tracer.startSpan(request.operation?.id ?? nameOf(request), { attributes });
    const state: CallState = {
      context: trace.setSpan(context.active(), span),
      requests: 0,
      attempt: 1,
      retries: 0,
      queued: 0,
      tokenRefreshes: 0,
    };
    const observer = createObserver(request, state);
    states.set(observer, state);
    try {
      const response = await context.with(
        state.context,
        next,
        undefined,
        observe(request, observer),
      );
      answer(span, response);
      return response;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.setAttributes({
        "parley.requests": state.requests,
        "parley.retries": state.retries,
        "parley.queue.duration": state.queued / 1000,
        "parley.token_refreshes": state.tokenRefreshes,
      });
      span.end();
    }
  };

  const attempt: Middleware = async (request, next) => {
    const state = stateOf(request);
    const attributes = { ...requestAttributes(request), ...serverAttributes(request) };
    const resends = state === undefined ? (request.attempt ?? 1) - 1 : state.requests;
    const span = tracer.startSpan(
      nameOf(request),
      {
        kind: SpanKind.CLIENT,
        attributes: {
          ...attributes,
          "url.full": fullUrlOf(request),
          ...(resends > 0 && { "http.request.resend_count": resends }),
        },
      },
      parentOf(state),
    );
    const active = trace.setSpan(parentOf(state), span);
    if (state !== undefined) countAttempt(state, request);
    const startedAt = clock.now();
    const record = (outcome: Attributes) =>
      instruments().duration.record(
        (clock.now() - startedAt) / 1000,
        { ...attributes, ...outcome },
        active,
      );
    try {
      const response = await context.with(
        active,
        next,
        undefined,
        propagate ? withTraceContext(request, active) : request,
      );
      record(answer(span, response));
      span.setAttributes(headerFields(response.headers));
      return response;
    } catch (error) {
      record(fail(span, error));
      throw error;
    } finally {
      span.end();
    }
  };

  function stateOf({ observers = [] }: HttpRequest): CallState | undefined {
    for (const observer of observers) {
      const state = states.get(observer);
      if (state !== undefined) return state;
    }
    return undefined;
  }

  function countAttempt(state: CallState, request: HttpRequest): void {
    state.requests += 1;
    const { attempt: number = 1 } = request;
    // The same number once more: a redirect, or a request with fresh credentials.
    if (number === state.attempt) return;
    state.attempt = number;
    state.retries += 1;
    instruments().retries.add(1, operationAttributes(request), state.context);
  }

  return { call, attempt };
}

/** Makes the instruments of a provider once; the API's own changes when an SDK starts. */
function createInstruments(): (provider: MeterProvider) => Instruments {
  let current: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined;
  return (provider) => {
    if (current?.provider === provider) return current.instruments;
    const meter = provider.getMeter(SCOPE);
    const instruments = {
      duration: meter.createHistogram("http.client.request.duration", {
        description: "Duration of HTTP client requests.",
        unit: "s",
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      }),
      queueDuration: meter.createHistogram("parley.queue.duration", {
        description: "Time that a call waited for a rate limit.",
        unit: "s",
        advice: { explicitBucketBoundaries: QUEUE_BUCKETS },
      }),
      retries: meter.createCounter("parley.retries", {
        description: "Attempts after a call's first.",
        unit: "{retry}",
      }),
      tokenRefreshes: meter.createCounter("parley.token_refreshes", {
        description: "OAuth 2.0 tokens that were asked for.",
        unit: "{refresh}",
      }),
    };
    current = { provider, instruments };
    return instruments;
  };
}

/** Where no context manager is registered, the active context knows nothing of the call. */
function parentOf(state: CallState | undefined): Context {
  const active = context.active();
  return state !== undefined && trace.getSpan(active) === undefined ? state.context : active;
}

/** The request with the fields that the registered propagator writes; none without one. */
function withTraceContext(request: HttpRequest, active: Context): HttpRequest {
  const fields: Record<string, string> = {};
  propagation.inject(propagation.deleteBaggage(active), fields);
  const names = Object.keys(fields);
  if (names.length === 0) return request;
  const headers: Record<string, string> = { ...request.headers };
  for (const name of names) headers[name.toLowerCase()] = fields[name] ?? "";
  return { ...request, headers };
}

function answer(span: Span, { status }: Response): Attributes {
  const attributes = {
    "http.response.status_code": status,
    ...(status >= 400 && { "error.type": String(status) }),
  };
  span.setAttributes(attributes);
  if (status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
  return attributes;
}

/** Neither recordException nor a status message: messages and stacks may quote what was sent. */
function fail(span: Span, error: unknown): Attributes {
  const attributes = { "error.type": errorTypeOf(error) };
  const code = errorCodeOf(error);
  span.setAttributes({ ...attributes, ...(code !== undefined && { "parley.error.code": code }) });
  span.setStatus({ code: SpanStatusCode.ERROR });
  return attributes;
}

function methodOf({ method }: HttpRequest): string {
  return KNOWN_METHODS.has(method) ? method : "_OTHER";
}

/** `GET /contact/{identifier}`: of low cardinality, and without a value. */
function nameOf(request: HttpRequest): string {
  const method = KNOWN_METHODS.has(request.method) ? request.method : "HTTP";
  return request.operation === undefined ? method : `${method} ${request.operation.path}`;
}

function requestAttributes(request: HttpRequest): Attributes {
  return {
    "http.request.method": methodOf(request),
    ...(request.operation && { "url.template": request.operation.path }),
  };
}

function operationAttributes(request: HttpRequest): Attributes {
  return {
    ...requestAttributes(request),
    ...(request.operation && { "parley.operation": request.operation.id }),
  };
}

function serverAttributes(request: HttpRequest): Attributes {
  const { protocol, hostname, port } = new URL(request.url);
  return {
    "server.address": hostname,
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** What of the URL is no value of this one request, and no user information. */
function fullUrlOf(request: HttpRequest): string {
  return `${new URL(request.url).origin}${request.operation?.path ?? ""}`;
}
