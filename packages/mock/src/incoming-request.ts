import type { IncomingMessage } from "node:http";

/** A request as it came. */
export interface IncomingRequest {
  readonly method: string;
  /** The request target: path and query. */
  readonly target: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<IncomingRequest> {
  const chunks: Buffer[] = [];
  // A message without an encoding yields buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? "GET",
    target: message.url ?? "/",
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}
