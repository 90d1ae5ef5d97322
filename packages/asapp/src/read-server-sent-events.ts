import type { Clock } from "@parley/runtime";
import { createParser, type EventSourceMessage } from "eventsource-parser";

// An event without end must not fill the memory; GenerativeAgent's are well under a kilobyte.
const MAX_EVENT_LENGTH = 1024 * 1024;

/** Settings of {@link readServerSentEvents}. */
export interface ReadServerSentEventsOptions {
  /** Milliseconds without a byte after which the connection counts as dead; Infinity for never. */
  readonly idleTimeout: number;
  /** Called with each `retry` field: the milliseconds by which reconnections are to wait. */
  readonly onRetry: (milliseconds: number) => void;
  readonly clock: Clock;
}

/**
 * Reads the messages of an event stream (HTML Standard, section 9.2 "Server-sent events").
 *
 * It reads only when it is asked for a message that it does not have yet, so that a slow consumer
 * slows the server down. No timer runs while nobody asks.
 *
 * @param reader - The body. Whoever cancels it ends the messages.
 * @returns Why there are no more messages, in words that quote nothing from the stream.
 */
export async function* readServerSentEvents(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  options: ReadServerSentEventsOptions,
): AsyncGenerator<EventSourceMessage, string, undefined> {
  const { idleTimeout, onRetry, clock } = options;
  // Splits characters over chunks, drops a byte order mark, and replaces what is no UTF-8.
  const decoder = new TextDecoder();
  const messages: EventSourceMessage[] = [];
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_LENGTH,
    onEvent: (message) => messages.push(message),
    onRetry,
    onError: ({ type }) => {
      // The standard has unknown fields and illegal values ignored.
      tooLong ||= type === "max-buffer-size-exceeded";
    },
  });

  for (;;) {
    let idle = false;
    const timer =
      idleTimeout === Infinity
        ? undefined
        : clock.setTimeout(() => {
            idle = true;
            reader.cancel().catch(() => undefined);
          }, idleTimeout);
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await reader.read()).value;
    } catch (error) {
      return `it broke off${codeOf(error)}`;
    } finally {
      clock.clearTimeout(timer);
    }
    if (idle) return `nothing came for ${idleTimeout} ms`;
    if (chunk === undefined) return "the server ended it";
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* messages.splice(0);
    if (tooLong) return `an event was longer than ${MAX_EVENT_LENGTH} characters`;
  }
}

/** The code of an error or of its cause. Nothing else of it: a message may quote the URL. */
function codeOf(error: unknown): string {
  for (const one of [error, error instanceof Error ? error.cause : undefined]) {
    if (one instanceof Error && "code" in one && typeof one.code === "string") {
      return ` (${one.code})`;
    }
  }
  return "";
}
