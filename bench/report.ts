// What the benchmarks share: checks of their fixtures, and tables.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";

/** A benchmark of what does not work would measure nothing. */
export function check(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`The fixture is wrong: ${problem}.`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Prints a Markdown table. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(formatTable(head, rows));
}

/** Writes a Markdown table. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

/** Prints what was measured, and on what: the versions of packages, Node, the machine's load. */
export function printVersions(packages: readonly string[]): void {
  const versions = packages.map((name) => `${name} ${versionOf(name)}`);
  const load = loadavg()[0] ?? 0;
  const noise = load > cpus().length / 2 ? ", NOISY: read the ratios with care" : "";
  console.log([`Node ${process.versions.node}`, ...versions].join(", "));
  console.log(`${cpus().length} cores, load ${load.toFixed(2)}${noise}`);
}

/** The version of a package that is installed for a module. */
export function versionOf(name: string, module: string = import.meta.url): string {
  // Not every package exports its manifest.
  const folders = createRequire(module).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, name, "package.json"), "utf8");
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // The next folder up may have it.
    }
  }
  return "of unknown version";
}

/** What is measured of each client: a GET and a POST. */
export const KINDS = ["get", "post"] as const;

export type Kind = (typeof KINDS)[number];

export type Candidate = Readonly<Record<Kind, () => PromiseLike<unknown>>>;

/** Whether a figure that was asked for was reached. */
export function verdict(holds: boolean): string {
  return holds ? "yes" : "NO";
}
