/** Whether a body is a stream, which can be sent once only. */
export function isStream(body: unknown): body is ReadableStream {
  return typeof body === "object" && body !== null && body instanceof ReadableStream;
}
