import { errorKindOf, type ParleyError } from "../errors/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import type { TelemetryEvent } from "../pipeline/telemetry-event.js";
import { createHeaderFields, errorCodeOf, errorTypeOf } from "./telemetry-fields.js";
import { observe } from "./telemetry.js";
import { writeRecord } from "./write-record.js";

/** What a record says, by the names of OpenTelemetry's semantic conventions or under `parley.`. */
type LogFields = Readonly<Record<string, unknown>>;

/** Where log records go; pino's loggers and `console` have this shape. */
export interface Logger {
  /** Takes a record of each attempt, wait and token; without it there are none. */
  debug?(fields: LogFields, message: string): void;
  /** Takes the record of a call that was answered with a status below 400. */
  info(fields: LogFields, message: string): void;
  /** Takes the record of any other call. */
  warn(fields: LogFields, message: string): void;
}

/**
 * Logs every call once, when it is over: method, route template, status, duration. A logger with
 * `debug` gets, besides, a record there of every attempt, every wait for a limit and every token
 * request, as they happen; those of attempts need {@link reportAttempts} further in, which a client
 * has by itself.
 *
 * Never a body, a query value, a path value, or a header that is not allowed by name: only what is
 * listed here. The field names are those of OpenTelemetry's HTTP semantic conventions; all
 * durations are milliseconds.
 *
 * | field | in |
 * |---|---|
 * | `parley.operation`, `http.request.method`, `url.template` | all records |
 * | `duration` | all records: of the call, the attempt, the wait, the token request |
 * | `http.response.status_code`, `http.response.header.<name>` | calls and attempts that were answered |
 * | `error.type`, `parley.error.code` (`ECONNRESET`) | whatever failed |
 * | `error.message` | calls of a described operation that failed by an error of ours |
 * | `http.request.resend_count` | attempts after the call's first |
 * | `parley.wait` | attempts: since the call began or the attempt before ended |
 * | `parley.rate_limit` | waits for a limit |
 *
 * @param logger - Where the records go.
 * @param options.responseHeaders - Response headers that records may have. Default: request ids
 * (`x-request-id` and its like), `retry-after`, and the rate-limit fields.
 * @param options.clock - Default: the host's clock.
 * @example
 * ```ts
 * createFetch([logging(pino({ level: "debug" })), retry(), reportAttempts()]);
 * ```
 */
export function logging(
  logger: Logger,
  options: {
    readonly responseHeaders?: readonly string[] | undefined;
    readonly clock?: Clock | undefined;
  } = {},
): Middleware {
  const { clock = systemClock } = options;
  const headerFields = createHeaderFields(options.responseHeaders);
  const answerFields = ({ status, headers }: Response) => ({
    "http.response.status_code": status,
    ...headerFields(headers),
  });

  /** Makes what writes a call's debug records. */
  function createObserver(request: HttpRequest, startedAt: number) {
    const base = fieldsOf(request);
    let attempts = 0;
    let idleSince = startedAt;
    return (event: TelemetryEvent) => {
      const { duration } = event;
      if (event.type === "queued") {
        const fields = { ...base, "parley.rate_limit": event.limit, duration };
        writeRecord(logger, "debug", fields, "waited for a limit");
        return;
      }
      const failed = "error" in event ? failureFields(event.error) : undefined;
      if (event.type === "tokenRefreshed") {
        writeRecord(logger, "debug", { ...base, ...failed, duration }, "token asked for");
        return;
      }
      const now = clock.now();
      const fields = {
        ...base,
        "http.request.resend_count": attempts || undefined,
        "parley.wait": now - duration - idleSince,
        ...(event.response && answerFields(event.response)),
        ...failed,
        duration,
      };
      attempts += 1;
      idleSince = now;
      writeRecord(logger, "debug", fields, failed ? "attempt failed" : "attempt answered");
    };
  }

  return async (request, next) => {
    const startedAt = clock.now();
    const fields = (more: LogFields) => ({
      ...fieldsOf(request),
      duration: clock.now() - startedAt,
      ...more,
    });
    const observed = logger.debug ? observe(request, createObserver(request, startedAt)) : request;
    let response: Response;
    try {
      response = await next(observed);
    } catch (error) {
      const message = request.operation === undefined ? undefined : safeMessageOf(error);
      const failed = fields({ ...failureFields(error), "error.message": message });
      writeRecord(logger, "warn", failed, "call failed");
      throw error;
    }
    const level = response.status < 400 ? "info" : "warn";
    writeRecord(logger, level, fields(answerFields(response)), "call answered");
    return response;
  };
}

function fieldsOf({ operation, method }: HttpRequest): LogFields {
  return {
    "parley.operation": operation?.id,
    "http.request.method": method,
    "url.template": operation?.path,
  };
}

/**
 * What an error says that nobody else has written: messages of errors that are not ours may quote
 * what was sent, and that of an ApiError (of a token request) quotes the server.
 */
function safeMessageOf(error: unknown): string | undefined {
  // Not instanceof: the classes would weigh more than all the rest of this module.
  const kind = errorKindOf(error);
  if (kind === undefined) return undefined;
  // What bears the mark is one of ours.
  const { message, operationId, status } = error as ParleyError & { readonly status?: number };
  return kind === "ApiError" ? `${operationId}: ${status}` : message;
}

function failureFields(error: unknown): LogFields {
  return { "error.type": errorTypeOf(error), "parley.error.code": errorCodeOf(error) };
}
