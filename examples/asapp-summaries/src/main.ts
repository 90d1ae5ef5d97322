// Summarizes the conversations that a file names, one a line, and prints one line of JSON for each:
//
//   node src/main.ts conversations.txt > summaries.jsonl
import { readFile } from "node:fs/promises";
import { createAsapp } from "@parley/asapp";
import { renderReport } from "./render-report.ts";
import { summarize } from "./summarize.ts";

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node src/main.ts conversations.txt > summaries.jsonl");
  process.exit(2);
}
const lines = (await readFile(path, "utf8")).split("\n").map((line) => line.trim());
const conversations = [...new Set(lines.filter((line) => line !== ""))];

const asapp = createAsapp({
  baseUrl: process.env["ASAPP_BASE_URL"],
  // A tenth of what ASAPP allows in a second: people at their desks use the same keys.
  rateLimit: { limits: { spikeArrest: { requests: 10, interval: 1000 } } },
});

const report = await summarize({
  asapp,
  conversations,
  concurrency: 4,
  onOutcome: (outcome) => console.log(JSON.stringify(outcome)),
});
console.error(renderReport(report));
process.exitCode = report.outcomes.every(({ status }) => status === "summarized") ? 0 : 1;
