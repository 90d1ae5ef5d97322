// One word: TypeError, AbortError, ECONNRESET, ERR_HTTP2_STREAM_ERROR; in Bun ConnectionRefused.
const ERROR_LABEL = /^(?:[A-Z][A-Z0-9_]{1,63}|[A-Za-z]{2,64})$/;

/** Whether something is a name or a code of an error; any other text may be what was sent. */
export function isErrorLabel(value: unknown): value is string {
  return typeof value === "string" && ERROR_LABEL.test(value);
}
