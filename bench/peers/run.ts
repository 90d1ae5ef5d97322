#!/usr/bin/env node
// What Parley costs beside its peers:
//
//   pnpm bench [--rounds <n>] [--output <folder>] [section…]
//
// Sections run one after the other, each in a process of its own; within one, the clients take
// turns. What they say is written as Markdown, JSON and SVG.
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatTable, versionOf } from "../report.ts";
import { drawChart } from "./chart.ts";
import { prepare, root } from "./prepare.ts";
import type { JudgedSection, Section, Settings } from "./section.ts";

/** The sections, how often each measures by default, and what its Node is started with. */
const SECTIONS = {
  calls: {
    rounds: 21,
    // Two hundred calls of any client fit into it without a collection.
    execArgv: ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"],
  },
  throughput: { rounds: 9, execArgv: [] },
  bundles: { rounds: 1, execArgv: [] },
  imports: { rounds: 15, execArgv: [] },
  generation: { rounds: 5, execArgv: [] },
  compilers: { rounds: 5, execArgv: [] },
  limits: { rounds: 1, execArgv: [] },
} as const;

const PACKAGES = [
  "@hey-api/openapi-ts",
  "@octokit/core",
  "@octokit/plugin-retry",
  "@octokit/plugin-throttling",
  "@sinch/conversation",
  "@sinch/sdk-core",
  "axios",
  "esbuild",
  "ky",
  "ofetch",
  "openai",
  "openapi-fetch",
  "openapi-typescript",
  "typescript",
  "typescript-5.9",
  "undici",
];

/** A machine is quiet where it is less than a tenth slower than it can be, most of the time… */
const QUIET = 1.1;

/** …and where others use less than a fifth of one core, while nothing of ours runs. */
const QUIET_CORES = 0.2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    output: { type: "string", default: join(root, "bench", "results") },
  },
});
const known = Object.keys(SECTIONS);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}: ${known.join(", ")}.`);
if (values.rounds !== undefined && !(Number(values.rounds) >= 1))
  throw new Error(`--rounds is ${values.rounds}: give a number from 1.`);

const folder = mkdtempSync(join(tmpdir(), "parley-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await prepare(folder);

const versions = Object.fromEntries(
  PACKAGES.map((name) => [name, versionOf(name, import.meta.url)]),
);
const machine = {
  node: process.versions.node,
  cores: cpus().length,
  processor: cpus()[0]?.model ?? "unknown",
};
const sections: JudgedSection[] = [];
for (const [name, { rounds, execArgv }] of Object.entries(SECTIONS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const before = await coresOfOthers();
  const settings = { rounds: Number(values.rounds ?? rounds), folder };
  const measured = await measure(name, execArgv, settings);
  const others = Math.max(before, await coresOfOthers());
  const isNoisy = (measured.noise ?? 1) > QUIET || others > QUIET_CORES;
  const section = { ...measured, others, isNoisy };
  console.log(markdownOf(section));
  sections.push(section);
}

mkdirSync(values.output, { recursive: true });
const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
const about = [
  `Node ${machine.node}, ${listed.join(", ")}.`,
  `${machine.cores} cores (${machine.processor}). Medians of rounds that take turns; ratios are medians of the rounds' own.`,
].join("\n\n");
console.log(about);
const text = ["# Parley beside its peers", about, ...sections.map(markdownOf)].join("\n\n");
writeFileSync(join(values.output, "peers.md"), `${text.trimEnd()}\n`);
const json = { machine, versions, sections };
writeFileSync(join(values.output, "peers.json"), `${JSON.stringify(json, null, 2)}\n`);
writeFileSync(join(values.output, "peers.svg"), drawChart(sections));

/** Runs a section in a process of its own, which says nothing else. */
function measure(name: string, execArgv: readonly string[], settings: Settings): Promise<Section> {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify(settings)], {
    execArgv: [...execArgv],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    // Sent by runSection, of this type.
    child.on("message", (section) => resolve(section as Section));
    child.on("close", (code) => reject(new Error(`${name} ended with ${code}:\n${output}`)));
  });
}

/** How many cores are busy while this process waits, and with it all that it has started. */
async function coresOfOthers(): Promise<number> {
  const [start, used] = [performance.now(), busyTime()];
  await new Promise((resolve) => {
    setTimeout(resolve, 2000);
  });
  return (busyTime() - used) / (performance.now() - start);
}

/** Milliseconds that all cores have worked. */
function busyTime(): number {
  return cpus().reduce(
    (sum, { times }) => sum + times.user + times.nice + times.sys + times.irq,
    0,
  );
}

function markdownOf(section: JudgedSection): string {
  const { title, about: what, columns, rows, noise, others, isNoisy } = section;
  const head = ["", ...columns.map((column) => column.title)];
  // What JSON has no number for arrives as null.
  const cells = rows.map(({ name, figures }) =>
    [name].concat(figures.map((figure, index) => figure?.toFixed(columns[index]?.digits) ?? "–")),
  );
  const slowness =
    noise === undefined
      ? ""
      : `in the middle ${noise.toFixed(2)} times as slow as at its fastest, `;
  const quiet = `The machine was ${isNoisy ? "NOISY" : "quiet"}: ${slowness}with ${others.toFixed(2)} cores busy before or after.`;
  return `## ${title}\n\n${what}\n\n${formatTable(head, cells)}\n\n${quiet}\n`;
}
