#!/usr/bin/env node
// Everything that must hold before a change is merged, in order; the first failure ends it.
// The last line counts what was checked: one for each gate, and one for each test.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** Each gate is a script of the root package.json. */
const GATES = [
  "check:structure",
  "check:snippets",
  "generate:check",
  "check:changes",
  "lint:specs",
  "lint",
  "format:check",
  "typecheck",
  "knip",
  "build",
  "check:dependencies",
  "check:packages",
  "check:api",
  "check:budgets",
  "check:compilers",
  "docs:build",
];

const reportFile = resolve("node_modules", ".cache", "parley", "vitest.json");
const count = { passed: 0, failed: 0 };

const passed =
  GATES.every(gate) &&
  tests("tests") &&
  tests("tests of the site", "--root", "docs", "--config", "vitest.site.config.ts");
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(passed ? 0 : 1);

/**
 * @param {string} script
 * @returns {boolean} whether the gate passed
 */
function gate(script) {
  return step(script, ["run", script], (ok) => {
    count[ok ? "passed" : "failed"] += 1;
    return ok;
  });
}

/**
 * @param {string} name
 * @param {string[]} more what vitest is told beside how to report
 * @returns {boolean} whether every test passed
 */
function tests(name, ...more) {
  mkdirSync(resolve(reportFile, ".."), { recursive: true });
  // A report of an earlier run must not be taken for this one's.
  rmSync(reportFile, { force: true });
  const args = ["exec", "vitest", "run", ...more, "--reporter=default", "--reporter=json"];
  return step(name, [...args, `--outputFile.json=${reportFile}`], (ok) => {
    const report = readReport();
    const skipped = report.numPendingTests + report.numTodoTests;
    if (skipped > 0) console.log(`${skipped} tests were skipped, and count as failed`);
    // A file that cannot be loaded has no tests, and fails all the same.
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    ).length;
    const failed = report.numFailedTests + skipped + unloaded;
    const good = ok && failed === 0 && report.numPassedTests > 0;
    count.passed += report.numPassedTests;
    count.failed += Math.max(failed, good ? 0 : 1);
    return good;
  });
}

/**
 * @typedef {object} Report what is used of vitest's JSON report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults one for each file
 */

/** @returns {Report} an empty one where vitest could not start, and so wrote none */
function readReport() {
  const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  if (!existsSync(reportFile)) return { ...empty, testResults: [] };
  // The shape is vitest's own, of the version that the workspace pins.
  return /** @type {Report} */ (JSON.parse(readFileSync(reportFile, "utf8")));
}

/**
 * Runs pnpm with its output in sight, and says how it went and how long it took.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {(ok: boolean) => boolean} judge counts the outcome, and has the last word on it
 */
function step(name, args, judge) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  const { status, error } = spawnSync("pnpm", args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  if (error) console.error(error.message);
  const ok = judge(status === 0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`=== ${name}: ${ok ? "passed" : "FAILED"} in ${seconds} s`);
  if (!ok) console.log(`=== run it alone with: pnpm ${args.slice(0, 3).join(" ")}`);
  return ok;
}
