import { isErrorLabel } from "../errors/error-label.js";

/**
 * The response headers that records and spans have where nothing else is asked for: names of the
 * request for the server's support, and the state of its limits. None is secret or personal.
 */
const DEFAULT_RESPONSE_HEADERS: readonly string[] = [
  "x-request-id",
  "request-id",
  "x-correlation-id",
  "x-amzn-requestid",
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
];

/**
 * Makes what takes the allowed headers out of an answer, as `http.response.header.<name>`
 * (OpenTelemetry semantic conventions, HTTP: a list of values each).
 *
 * @param allowed - Field names. Default: request ids, Retry-After and rate-limit fields.
 */
export function createHeaderFields(
  allowed: readonly string[] = DEFAULT_RESPONSE_HEADERS,
): (headers: Headers) => Record<string, string[]> {
  const names = allowed.map((name) => name.toLowerCase());
  return (headers) => {
    const fields: Record<string, string[]> = {};
    for (const name of names) {
      const value = headers.get(name);
      if (value !== null) fields[`http.response.header.${name}`] = [value];
    }
    return fields;
  };
}

/** The kind of an error, for `error.type`; never a message, which may quote what was sent. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // A name can be any text.
  return isErrorLabel(error.name) ? error.name : "Error";
}

/** The platform's code of an error or its causes (`ECONNRESET`); what does not look like one is left out. */
export function errorCodeOf(error: unknown, depth = 0): string | undefined {
  // Causes can be circular; four levels is one more than any platform nests.
  if (!(error instanceof Error) || depth > 4) return undefined;
  if ("code" in error && isErrorLabel(error.code)) return error.code;
  return errorCodeOf(error.cause, depth + 1);
}
