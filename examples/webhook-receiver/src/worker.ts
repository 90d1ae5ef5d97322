import type { Inbox, InboxEvent } from "./inbox.ts";

/** Works through an inbox, one event at a time. */
export interface Worker {
  /** Begins unless it is at work already. */
  readonly wake: () => void;
  /** Resolves when the event at hand is done with; no other is begun. */
  readonly stop: () => Promise<void>;
}

/**
 * Makes a worker. An event that `handle` fails at stays in the inbox and is tried again at the next
 * wake-up or start, so that `handle` may meet an event twice, and must not mind.
 */
export function createWorker(inbox: Inbox, handle: (event: InboxEvent) => Promise<void>): Worker {
  let running: Promise<void> | undefined;
  const ending = new AbortController();

  async function work(): Promise<void> {
    try {
      for (
        let event = inbox.next();
        event !== undefined && !ending.signal.aborted;
        event = inbox.next()
      ) {
        await handle(event);
        inbox.finish(event.key);
      }
    } catch (error) {
      console.error(error);
    } finally {
      running = undefined;
    }
  }

  return {
    wake() {
      // Not in this turn: the answer goes first.
      if (!ending.signal.aborted) running ??= new Promise(setImmediate).then(work);
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}
