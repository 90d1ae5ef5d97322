// Exports contacts to a file of JSON Lines; run it again to go on after an interruption:
//
//   node src/main.ts contacts.jsonl [group]
import { createRapidPro, ParleyError } from "@parley/rapidpro";
import { exportContacts } from "./export-contacts.ts";
import { createProgressBar } from "./progress-bar.ts";

const [output, group] = process.argv.slice(2);
if (output === undefined) {
  console.error("usage: RAPIDPRO_TOKEN=… node src/main.ts contacts.jsonl [group]");
  process.exit(2);
}

const interruption = new AbortController();
// Once: whoever presses Ctrl+C again means it, and Node ends at once.
process.once("SIGINT", () => interruption.abort(new Error("interrupted")));

const state = `${output}.state`;
try {
  const { contacts } = await exportContacts({
    // A 429 may ask for most of an hour, which an export can wait for.
    rapidpro: createRapidPro({ baseUrl: process.env["RAPIDPRO_BASE_URL"], deadline: 3_900_000 }),
    output,
    state,
    group,
    signal: interruption.signal,
    onProgress: createProgressBar(process.stderr),
  });
  console.error(`\n${contacts} contacts are in ${output}; to export anew, delete ${state}.`);
} catch (error) {
  if (interruption.signal.aborted) {
    console.error(`\nInterrupted; run it again to go on. ${state} has the place.`);
    process.exitCode = 130; // 128 and the number of SIGINT, as shells have it.
  } else if (error instanceof ParleyError) {
    console.error(`\n${error.message}\nRun it again to go on.`);
    process.exitCode = 1;
  } else throw error;
}
