import {
  ApiError,
  type ClientOptions,
  type Clock,
  ConfigurationError,
  ConnectionError,
  createTransport,
  ParleyError,
  type RetryOptions,
  systemClock,
} from "@parley/runtime";
import type { GenerativeAgentResource } from "./generated/client.js";
import type { GenerativeAgentStream } from "./generated/types.js";
import { type EventConnection, openEventStream, STREAM_EVENTS } from "./open-event-stream.js";
import { type GenerativeAgentStreamEvent, readEvent } from "./read-event.js";
import { createRepeatedEvents } from "./repeated-events.js";

/** Options of `generativeAgent.streamEvents`. */
export interface StreamEventsOptions {
  /** The stream to resume, or an identifier for a new one. Default: a new one, which ASAPP names. */
  readonly streamId?: string | undefined;
  /** Ends the stream: the connection is closed at once, and iterating rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds without a byte after which the connection counts as dead, and another is made;
   * `Infinity` for never. ASAPP sends `status` messages to show life; how often is not documented.
   * Node's own `fetch` gives up after as long. Default: 300000 (5 minutes).
   */
  readonly idleTimeout?: number;
  /**
   * How often and how fast to connect again. `attempts` counts connections in a row that bring no
   * event; `maxDelay` bounds the server's own `retry` too.
   * Default: `{ attempts: 5, baseDelay: 250, maxDelay: 20000 }`.
   */
  readonly retry?: RetryOptions;
}

/** An open stream. It is iterated once: a second loop goes on where the first one stands. */
export interface GenerativeAgentEventStream extends AsyncIterable<GenerativeAgentStreamEvent> {
  /** What analyses name to have their events sent here, and what resumes the stream later. */
  readonly streamId: string;
  /** The kinds of messages that ASAPP announces, such as `generative-agent-message`. */
  readonly messageTypes: readonly string[];
}

/** What `generativeAgent` has beside the methods of its description. */
export interface GenerativeAgentStreaming {
  /**
   * Opens a stream of GenerativeAgent's events, and keeps it open.
   *
   * When the promise resolves, the connection is there: analyses that name `streamId` from then on
   * have their events on it. One stream carries the events of all these conversations. Leave the
   * loop, or abort `signal`, to close it; until then it holds a connection, iterated or not.
   *
   * A connection that drops, ends, stays silent or answers with an error is made anew, by a new URL
   * for the same `streamId`: at once but for a back-off with full jitter, which the server's `retry`
   * lengthens. Whether ASAPP keeps events for as long as there is no connection is not documented,
   * nor whether it sends one again afterwards: an event with the identifier and type of one from an
   * earlier connection is dropped, so that no reply is passed on twice.
   *
   * Events are read as they are asked for. What is no event (JSON that does not parse or has no
   * `type`) comes as `{ type: "unknown", raw }` and ends nothing; `status` messages only show life.
   *
   * The credentials are never sent to the stream's host, and neither are the client's `headers`;
   * its `middleware`, `logger` and `rateLimit` see the calls for URLs, not the stream. The URL, which
   * holds a token, is in no error.
   *
   * @param options - All optional; see {@link StreamEventsOptions} for units and defaults.
   * @throws ApiError - no URL was given: at first as for any call, later for a 4xx.
   * @throws ConnectionError - `retry.attempts` connections in a row brought no event.
   * @throws ConfigurationError - an option or a credential is unusable.
   * @see https://docs.asapp.com/generativeagent/integrate/handling-events
   * @example
   * ```ts
   * const stream = await asapp.generativeAgent.streamEvents();
   * await asapp.generativeAgent.analyze({ body: { conversationId, streamId: stream.streamId } });
   * for await (const event of stream) {
   *   if (event.type === "reply") console.log(event.conversationId, event.reply?.text);
   *   if (event.type === "processingEnd") break;
   * }
   * ```
   */
  streamEvents(options?: StreamEventsOptions): Promise<GenerativeAgentEventStream>;
}

/** What {@link createStreamEvents} takes from a client. */
export interface StreamEventsDefinition extends Pick<
  ClientOptions,
  "clock" | "fetch" | "maxResponseBytes" | "random" | "timeout"
> {
  readonly createStream: GenerativeAgentResource["createStream"];
}

const DEFAULT_IDLE_TIMEOUT = 300_000;
const DEFAULT_ATTEMPTS = 5;
const DEFAULT_BASE_DELAY = 250;
const DEFAULT_MAX_DELAY = 20_000;

// A connection that stood for longer than the longest wait between two has not failed, even without
// an event: nights are quiet.
const STABLE_AFTER = 20_000;

/** Makes `generativeAgent.streamEvents` of a client. */
export function createStreamEvents(
  definition: StreamEventsDefinition,
): GenerativeAgentStreaming["streamEvents"] {
  const { createStream, clock = systemClock, random = Math.random } = definition;
  const { fetch, timeout, maxResponseBytes } = definition;
  // No authenticator and none of the client's headers: this is not the API's host.
  const send = createTransport({ fetch, timeout, maxResponseBytes, clock });

  return async (options = {}) => {
    const { signal, idleTimeout = DEFAULT_IDLE_TIMEOUT } = options;
    const { attempts: maxAttempts = DEFAULT_ATTEMPTS } = options.retry ?? {};
    const { baseDelay = DEFAULT_BASE_DELAY, maxDelay = DEFAULT_MAX_DELAY } = options.retry ?? {};
    checkIdleTimeout(idleTimeout);
    signal?.throwIfAborted();

    const ended = new AbortController();
    const onAbort = () => ended.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const isRepeated = createRepeatedEvents();
    // Connections in a row without an event, and what the server's `retry` said last.
    let attempts = 0;
    let serverDelay = 0;
    const onRetry = (milliseconds: number) => {
      serverDelay = milliseconds;
    };

    function end(): void {
      signal?.removeEventListener("abort", onAbort);
      ended.abort();
    }

    /** Connects by the URL at hand, then by new ones, until a connection stands. */
    async function connect(streamId: string, first?: GenerativeAgentStream) {
      for (let stream = first; ; stream = undefined) {
        attempts += 1;
        try {
          stream ??= await createStream({ body: { streamId } }, { signal: ended.signal });
          return await openEventStream(stream.streamingUrl, {
            send,
            signal: ended.signal,
            idleTimeout,
            onRetry,
            clock,
          });
        } catch (error) {
          if (!mayPass(error)) throw error;
          await backOff(error.message, error);
        }
      }
    }

    async function backOff(reason: string, error?: ParleyError): Promise<void> {
      // The other way round a NaN would mean no end.
      if (!(attempts < maxAttempts)) {
        throw new ConnectionError(
          `${STREAM_EVENTS.id}: ${attempts} connections in a row brought no event; of the last one: ${reason.replace(/\.$/, "")}. To go on later, call it with the same streamId.`,
          {
            neverSent: false,
            operationId: STREAM_EVENTS.id,
            // Any other error has the platform's as its cause, which may quote the URL and its token.
            ...(error instanceof ApiError ? { cause: error } : {}),
          },
        );
      }
      const bound = Math.min(maxDelay, baseDelay * 2 ** Math.max(0, attempts - 1));
      await wait(clock, Math.min(maxDelay, serverDelay) + random() * bound, ended.signal);
    }

    async function* eventsFrom(
      streamId: string,
      first: EventConnection,
    ): AsyncGenerator<GenerativeAgentStreamEvent, undefined, undefined> {
      let connection = first;
      let count = 1;
      try {
        while (!ended.signal.aborted) {
          const { done, value } = await connection.messages.next();
          if (done !== true) {
            const event = readEvent(value);
            if (event === undefined || isRepeated(event, count)) continue;
            attempts = 0;
            yield event;
            continue;
          }
          connection.close();
          if (clock.now() - connection.openedAt >= STABLE_AFTER) attempts = 0;
          await backOff(value);
          connection = await connect(streamId);
          count += 1;
        }
      } catch (error) {
        if (!ended.signal.aborted) throw error;
      } finally {
        end();
      }
      signal?.throwIfAborted();
      return undefined;
    }

    try {
      const { streamId } = options;
      const body = streamId === undefined ? {} : { streamId };
      const stream = await createStream({ body }, { signal: ended.signal });
      // At once: the URL is good for 30 seconds only, and events may come from now on.
      const connection = await connect(stream.streamId, stream);
      const events = eventsFrom(stream.streamId, connection);
      const iterator: AsyncIterator<GenerativeAgentStreamEvent, undefined> = {
        next: () => events.next(),
        return: () => {
          // The generator alone would wait for the event that it is waiting for.
          end();
          return events.return(undefined);
        },
      };
      return {
        streamId: stream.streamId,
        messageTypes: stream.messageTypes,
        [Symbol.asyncIterator]: () => iterator,
      };
    } catch (error) {
      end();
      throw error;
    }
  };
}

function checkIdleTimeout(idleTimeout: number): void {
  if (typeof idleTimeout === "number" && idleTimeout > 0) return;
  throw new ConfigurationError(
    `${STREAM_EVENTS.id}: option "idleTimeout" is ${String(idleTimeout)}; give milliseconds above 0, or Infinity.`,
    { operationId: STREAM_EVENTS.id },
  );
}

/** Whether it may go better the next time: neither a refusal by ASAPP nor a mistake of the caller. */
function mayPass(error: unknown): error is ParleyError {
  if (error instanceof ApiError) return error.status >= 500;
  // What is not ours, such as the failure of a function that gives a key, is the caller's to judge.
  return error instanceof ParleyError && !(error instanceof ConfigurationError);
}

/** Waits on a clock; the signal ends it at once, with its reason. */
function wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
