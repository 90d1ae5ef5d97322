import type { EventSourceMessage } from "eventsource-parser";
import type { GenerativeAgentEvent } from "./generated/types.js";

/** What the stream yields: an event of GenerativeAgent, or what came in the place of one. */
export interface GenerativeAgentStreamEvent extends GenerativeAgentEvent {
  /** As ASAPP's, whose set is open; `unknown` for data that is no JSON or has no `type`. */
  readonly type: GenerativeAgentEvent["type"] | "unknown";
  /** With the type `unknown`: the data, parsed where it is JSON. */
  readonly raw?: unknown;
}

// The vendor's own sample takes messages of this name for pings.
const SIGN_OF_LIFE = "status";

/**
 * Reads the event in a message, whatever the message's own name: ASAPP announces its names, but
 * an event under another one must not be lost.
 *
 * @returns The event; undefined for a message that only shows life.
 */
export function readEvent(message: EventSourceMessage): GenerativeAgentStreamEvent | undefined {
  if (message.event === SIGN_OF_LIFE) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(message.data);
  } catch {
    return { type: "unknown", raw: message.data };
  }
  return hasType(raw) ? raw : { type: "unknown", raw };
}

// Responses are believed as they are described; of an event nothing but `type` is promised.
function hasType(value: unknown): value is GenerativeAgentEvent {
  return (
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
  );
}
