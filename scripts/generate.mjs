#!/usr/bin/env node
// Makes the generated code of every provider from its description, or of those that are named:
//
//   pnpm generate
//   pnpm generate respond-io
//   pnpm generate --check     writes nothing, and fails where generated code differs
import { spawnSync } from "node:child_process";

const args = process.argv.slice(2);

if (args.length === 0) {
  // All in one process: to load the generator takes as long as to run it once.
  run("turbo", ["run", "generate:providers", "--output-logs=new-only"]);
} else {
  run("turbo", ["run", "build", "--filter=@parley/codegen", "--output-logs=errors-only"]);
  // Not through turbo: a cached answer says nothing about the files that are there now.
  run("node", ["packages/codegen/bin/parley.js", "generate", ...args]);
}

/**
 * @param {string} command
 * @param {string[]} parameters
 */
function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, {
    stdio: "inherit",
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
