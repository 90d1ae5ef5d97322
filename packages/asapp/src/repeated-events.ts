import type { GenerativeAgentEvent } from "./generated/types.js";

// Identifiers are some 40 characters long, so that this is at most 100 KB; what a server could
// send again after a reconnection is the last few events.
const MOST_REMEMBERED = 1000;

/** Whether an event was handed on before, on an earlier connection; remembers it where it was not. */
export type RepeatedEvents = (event: Partial<GenerativeAgentEvent>, connection: number) => boolean;

/**
 * Makes what knows events again that the server sends once more after a reconnection: those with
 * the identifier and the type of one from an earlier connection.
 *
 * Within one connection nothing is a repetition, and neither is an event without identifier: to
 * drop an event that was none would be worse than to hand on one twice.
 */
export function createRepeatedEvents(): RepeatedEvents {
  const connections = new Map<string, number>();
  return ({ generativeAgentMessageId, webhookMessageId, type }, connection) => {
    const id = generativeAgentMessageId ?? webhookMessageId;
    if (typeof id !== "string") return false;
    const key = `${id} ${type}`;
    const seenOn = connections.get(key);
    if (seenOn !== undefined && seenOn < connection) return true;
    connections.set(key, connection);
    for (const oldest of connections.keys()) {
      if (connections.size <= MOST_REMEMBERED) break;
      connections.delete(oldest);
    }
    return false;
  };
}
