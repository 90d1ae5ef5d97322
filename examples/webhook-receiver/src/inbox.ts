import { DatabaseSync } from "node:sqlite";

/** An event that was taken in. */
export interface InboxEvent {
  /** The same for every delivery of one event. */
  readonly key: string;
  readonly source: "sinch" | "respond-io";
  readonly type: string;
  readonly payload: unknown;
}

/** Events that were taken in, on disk: what was answered with 200 is not lost when the process ends. */
export interface Inbox extends Disposable {
  /** Stores an event; false when it is there already. */
  add(event: InboxEvent): boolean;
  /** The oldest event that has not been worked on. */
  next(): InboxEvent | undefined;
  /** An event has been worked on. Its key stays, to know further deliveries by. */
  finish(key: string): void;
}

/** Opens an inbox, or makes it. `:memory:` is one that ends with the process. */
export function openInbox(path: string): Inbox {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS events (
      number INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      event TEXT NOT NULL,
      finished INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS unfinished ON events (number) WHERE finished = 0;
  `);
  const insert = database.prepare("INSERT OR IGNORE INTO events (key, event) VALUES (?, ?)");
  const oldest = database.prepare(
    "SELECT event FROM events WHERE finished = 0 ORDER BY number LIMIT 1",
  );
  const update = database.prepare("UPDATE events SET finished = 1 WHERE key = ?");
  return {
    add: (event) => insert.run(event.key, JSON.stringify(event)).changes === 1,
    next() {
      const row = oldest.get();
      // Written by `add`.
      return row === undefined ? undefined : (JSON.parse(String(row["event"])) as InboxEvent);
    },
    finish: (key) => void update.run(key),
    [Symbol.dispose]: () => database.close(),
  };
}
