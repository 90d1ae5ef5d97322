import type { CallOptions } from "../description/method.js";
import type { Operation } from "../description/operation.js";
import type { TelemetryObserver } from "./telemetry-event.js";

/** A request on its way through the pipeline. Plain data: a middleware changes it by passing on a copy. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Field names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null | undefined;
  /** The caller's signal. */
  readonly signal?: AbortSignal | null | undefined;
  /** The operation's data; absent for a bare openapi-fetch client. */
  readonly operation?: Operation | undefined;
  /** What the caller set for this call. */
  readonly options?: CallOptions | undefined;
  /** 1 for the first attempt; set by {@link retry}. */
  readonly attempt?: number | undefined;
  /** When the whole call has to be over, on the client's clock; set by {@link deadline}. */
  readonly expiresAt?: number | undefined;
  /** Told of what happens to the call; set by {@link logging} and by telemetry. */
  readonly observers?: readonly TelemetryObserver[] | undefined;
}

/** The rest of the pipeline. */
export type Next = (request: HttpRequest) => Promise<Response>;

/**
 * One behaviour around a request.
 *
 * @example
 * ```ts
 * const tenant: Middleware = (request, next) =>
 *   next({ ...request, headers: { ...request.headers, "x-tenant": "blue" } });
 * ```
 */
export type Middleware = (request: HttpRequest, next: Next) => Promise<Response>;

/**
 * Makes one function of many middlewares, the first outermost.
 *
 * @param middlewares - What to run, outermost first.
 * @param transport - What sends the request in the end.
 */
export function compose(middlewares: readonly Middleware[], transport: Next): Next {
  return middlewares.reduceRight<Next>(
    (next, middleware) => (request) => middleware(request, next),
    transport,
  );
}
