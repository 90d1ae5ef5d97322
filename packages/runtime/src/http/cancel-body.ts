/** Lets go of a body that nobody wants, so that it holds no socket; that this fails changes nothing. */
export function cancelBody(body: Pick<ReadableStream, "cancel"> | null): void {
  body?.cancel().catch(() => undefined);
}
