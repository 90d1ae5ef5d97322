import { type Clock, systemClock } from "../http/clock.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import type { TelemetryEvent, TelemetryObserver } from "../pipeline/telemetry-event.js";

/** What watches a client from within its pipeline: `openTelemetry()` of `@parley/runtime/opentelemetry`, or your own. */
export interface Telemetry {
  /** Around a whole call: outside logging, deadline, retries and limits. */
  readonly call?: Middleware | undefined;
  /** Around each request that is sent: inside limits, redirects and credentials, outside the client's own middleware. */
  readonly attempt?: Middleware | undefined;
}

/** The request, with one more observer that is told of its call's events. */
export function observe(request: HttpRequest, observer: TelemetryObserver): HttpRequest {
  return { ...request, observers: [...(request.observers ?? []), observer] };
}

/** Tells a call's observers. */
export function notify({ observers }: HttpRequest, event: TelemetryEvent): void {
  if (observers === undefined) return;
  for (const observer of observers) observer(event);
}

/**
 * Tells the call's observers of each request that is sent, so that {@link logging} has a record of
 * it. It stands where the requests pass: inside retry, limits and credentials.
 *
 * @param options.clock - Default: the host's clock.
 * @example
 * ```ts
 * createFetch([logging(logger), retry(), reportAttempts()]);
 * ```
 */
export function reportAttempts(options: { readonly clock?: Clock | undefined } = {}): Middleware {
  const { clock = systemClock } = options;
  return async (request, next) => {
    if (request.observers === undefined) return next(request);
    const startedAt = clock.now();
    const tell = (result: { readonly response: Response | undefined; readonly error?: unknown }) =>
      notify(request, { type: "attempt", duration: clock.now() - startedAt, ...result });
    let response: Response;
    try {
      response = await next(request);
    } catch (error) {
      tell({ response: undefined, error });
      throw error;
    }
    tell({ response });
    return response;
  };
}

/** Asks for a token, and tells the observers of the call that it is asked for. */
export async function reportTokenRequest<Token>(
  request: HttpRequest,
  clock: Clock,
  ask: () => Promise<Token>,
): Promise<Token> {
  const startedAt = clock.now();
  const tell = (failure: { readonly error?: unknown }) =>
    notify(request, { type: "tokenRefreshed", duration: clock.now() - startedAt, ...failure });
  let token: Token;
  try {
    token = await ask();
  } catch (error) {
    tell({ error });
    throw error;
  }
  tell({});
  return token;
}
