import { open } from "node:fs/promises";
import type { Outcome } from "./send-notification.ts";

/** A line of the journal: a route is about to be tried, or is done with. */
type Entry =
  | { readonly id: string; readonly trying: string }
  | { readonly id: string; readonly outcome: Outcome };

/** Remembers on disk what was sent, so that no crash and no second run sends it again. */
export interface Journal extends AsyncDisposable {
  /** What became of a notification; `doubtful` where a process ended in the middle of sending it. */
  outcomeOf(id: string): Outcome | undefined;
  /** Resolves when it is on the disk. */
  write(entry: Entry): Promise<void>;
}

/** Opens a journal, or makes it. It is for one process at a time. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, "a+");
  const text = await file.readFile("utf8");
  // A line that a crash cut off was never acted on: its write had not resolved.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  await file.truncate(Buffer.byteLength(whole));
  const outcomes = new Map<string, Outcome>();
  for (const line of whole.split("\n")) {
    // Its own writing, above.
    if (line !== "") remember(JSON.parse(line) as Entry);
  }

  function remember(entry: Entry): void {
    if ("outcome" in entry) outcomes.set(entry.id, entry.outcome);
    else {
      outcomes.set(entry.id, {
        status: "doubtful",
        route: entry.trying,
        reason: "the process ended before the provider's answer was written down",
        refusals: [],
      });
    }
  }

  return {
    outcomeOf: (id) => outcomes.get(id),
    async write(entry) {
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      await file.datasync();
      remember(entry);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}
