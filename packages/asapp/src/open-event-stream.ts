import { type Clock, type Next, type Operation, ResponseFormatError } from "@parley/runtime";
import type { EventSourceMessage } from "eventsource-parser";
import { readServerSentEvents } from "./read-server-sent-events.js";

/** The request for events, by the name that the description has for it; its URL is known at run time only. */
export const STREAM_EVENTS: Operation = {
  id: "generativeAgent.streamEvents",
  method: "GET",
  path: "{streamingUrl}",
};

/** One connection to an event stream. */
export interface EventConnection {
  readonly openedAt: number;
  /** The messages, and at their end why there are no more. */
  readonly messages: AsyncGenerator<EventSourceMessage, string, undefined>;
  /** Closes the connection at once, whoever waits for a message; may be called again. */
  close(): void;
}

/** Settings of {@link openEventStream}. */
export interface OpenEventStreamOptions {
  /** What sends, without credentials: this is not the API's host. */
  readonly send: Next;
  /** Closes the connection, before it stands and after. */
  readonly signal: AbortSignal;
  readonly idleTimeout: number;
  readonly onRetry: (milliseconds: number) => void;
  readonly clock: Clock;
}

/**
 * Connects to the URL of an event stream.
 *
 * @throws ResponseFormatError - it is no URL, or the answer no event stream.
 * @throws ConnectionError, TimeoutError - as the transport.
 */
export async function openEventStream(
  url: string,
  options: OpenEventStreamOptions,
): Promise<EventConnection> {
  const { send, signal, idleTimeout, onRetry, clock } = options;
  signal.throwIfAborted();
  checkStreamingUrl(url);
  // A controller of its own: the transport leaves a listener on the signal of a stream.
  const controller = new AbortController();
  let body: Pick<ReadableStream, "cancel"> | null = null;
  const close = () => {
    signal.removeEventListener("abort", close);
    controller.abort(signal.reason);
    // For a `fetch` that takes no notice of signals.
    body?.cancel().catch(() => undefined);
  };
  signal.addEventListener("abort", close, { once: true });
  try {
    const response = await send({
      method: STREAM_EVENTS.method,
      url,
      headers: { accept: "text/event-stream" },
      signal: controller.signal,
      operation: STREAM_EVENTS,
    });
    body = response.body;
    const reader = eventStreamOf(response).getReader();
    body = reader;
    const messages = readServerSentEvents(reader, { idleTimeout, onRetry, clock });
    return { openedAt: clock.now(), messages, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a platform cannot fetch it quotes in its error, token included: it must not come to that. */
function checkStreamingUrl(url: unknown): void {
  if (typeof url === "string" && URL.canParse(url)) {
    const { protocol, username, password } = new URL(url);
    if (/^https?:$/.test(protocol) && username === "" && password === "") return;
  }
  throw new ResponseFormatError(
    "generativeAgent.createStream: the answer's streamingUrl is no http or https URL.",
    { status: 200, operationId: "generativeAgent.createStream" },
  );
}

function eventStreamOf(response: Response): ReadableStream<Uint8Array> {
  const { status, body } = response;
  const contentType = response.headers.get("content-type") ?? undefined;
  const isEventStream = /^text\/event-stream *(?:;|$)/i.test(contentType ?? "");
  if (status === 200 && isEventStream && body !== null) return body;
  throw new ResponseFormatError(
    `${STREAM_EVENTS.id}: ${status} with ${contentType ?? "no content type"}, but an event stream was due.`,
    { status, contentType, operationId: STREAM_EVENTS.id },
  );
}
