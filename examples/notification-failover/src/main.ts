// Reads notifications from stdin, one line of JSON each, and prints what became of each:
//
//   node src/main.ts journal.jsonl < notifications.jsonl
import { createInterface } from "node:readline";
import { createRespondIo } from "@parley/respond-io";
import { createSinch } from "@parley/sinch";
import { openJournal } from "./journal.ts";
import { parseNotification } from "./notification.ts";
import { respondIoRoute, sinchRoute } from "./routes.ts";
import { sendNotification } from "./send-notification.ts";

const [journalPath] = process.argv.slice(2);
const { SINCH_APP_ID, SINCH_BASE_URL, SINCH_TOKEN_URL, RESPOND_IO_BASE_URL } = process.env;
if (journalPath === undefined || SINCH_APP_ID === undefined) {
  console.error("usage: SINCH_APP_ID=… node src/main.ts journal.jsonl < notifications.jsonl");
  process.exit(2);
}

// A person who waits for a notification has no use for one that comes after a minute of trying.
const patience = { timeout: 10_000, deadline: 20_000 };
const sinch = createSinch({ ...patience, baseUrl: SINCH_BASE_URL, tokenUrl: SINCH_TOKEN_URL });
const respond = createRespondIo({ ...patience, baseUrl: RESPOND_IO_BASE_URL });
const routes = [sinchRoute(sinch, SINCH_APP_ID), respondIoRoute(respond)];

await using journal = await openJournal(journalPath);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const notification = parseNotification(line);
  const { id } = notification;
  let outcome = journal.outcomeOf(id);
  // Only what nobody took may be tried again.
  if (outcome === undefined || outcome.status === "refused") {
    outcome = await sendNotification(routes, notification, (trying) =>
      journal.write({ id, trying }),
    );
    await journal.write({ id, outcome });
  }
  console.log(JSON.stringify({ id, ...outcome }));
  if (outcome.status !== "sent") process.exitCode = 1;
}
