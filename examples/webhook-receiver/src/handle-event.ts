import type { InboxEvent } from "./inbox.ts";

/** The work that an event is for: here, a line of output. */
export async function handleEvent({ source, type, key }: InboxEvent): Promise<void> {
  if (type === "unknown")
    console.log(`${source}: an event that this version does not know, ${key}`);
  else console.log(`${source}: ${type}, ${key}`);
}
