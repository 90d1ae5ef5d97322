// Receives webhooks of Sinch and respond.io:
//
//   SINCH_WEBHOOK_SECRETS=new,old RESPOND_IO_WEBHOOK_SECRETS=key node src/main.ts inbox.sqlite
import { serve } from "@hono/node-server";
import { createReceiver } from "./create-receiver.ts";
import { handleEvent } from "./handle-event.ts";
import { openInbox } from "./inbox.ts";
import { createWorker } from "./worker.ts";

const inbox = openInbox(process.argv[2] ?? "inbox.sqlite");
const worker = createWorker(inbox, handleEvent);
const app = createReceiver({
  secrets: {
    sinch: secretsOf("SINCH_WEBHOOK_SECRETS"),
    respondIo: secretsOf("RESPOND_IO_WEBHOOK_SECRETS"),
  },
  inbox,
  onStored: worker.wake,
});
worker.wake(); // What an earlier process took in and did not get to.

const server = serve({ fetch: app.fetch, port: Number(process.env["PORT"] ?? 3000) }, ({ port }) =>
  console.log(`listening at http://127.0.0.1:${port}`),
);

process.once("SIGTERM", () => {
  // Answers what has come, finishes the event at hand, and leaves the rest for the next start.
  server.close(() => {
    void worker.stop().then(() => inbox[Symbol.dispose]());
  });
});

/** Secrets of an environment variable, separated by commas. */
function secretsOf(name: string): readonly string[] {
  const secrets = (process.env[name] ?? "").split(",").filter((secret) => secret !== "");
  if (secrets.length > 0) return secrets;
  console.error(`${name} is not set; give it the webhook's secret, or several with commas.`);
  return process.exit(2);
}
