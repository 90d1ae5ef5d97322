import { type Clock, systemClock } from "./clock.js";
import { ParleyError } from "./errors.js";
import type { Middleware } from "./middleware.js";

/** Where log records go; pino's loggers and `console` have this shape. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/**
 * Logs every call once, when it is over: method, route template, status, duration.
 *
 * Never a body, a query value, a path value or a header: only what is listed here. The field names
 * are those of OpenTelemetry's HTTP semantic conventions.
 *
 * @param logger - Where the records go.
 * @param options.clock - Default: the host's clock.
 */
export function logging(
  logger: Logger,
  options: { readonly clock?: Clock | undefined } = {},
): Middleware {
  const { clock = systemClock } = options;
  return async (request, next) => {
    const startedAt = clock.now();
    const fields = (more: Readonly<Record<string, unknown>>) => ({
      "parley.operation": request.operation?.id,
      "http.request.method": request.method,
      "url.template": request.operation?.path,
      duration: clock.now() - startedAt,
      ...more,
    });
    let response: Response;
    try {
      response = await next(request);
    } catch (error) {
      // Messages of errors that are not ours may quote what was sent.
      const type = error instanceof Error ? error.name : typeof error;
      const message = error instanceof ParleyError ? error.message : undefined;
      logger.warn(fields({ "error.type": type, "error.message": message }), "call failed");
      throw error;
    }
    const level = response.status < 400 ? "info" : "warn";
    logger[level](fields({ "http.response.status_code": response.status }), "call answered");
    return response;
  };
}
