#!/usr/bin/env node
// Compares the descriptions with those that were published, and says what consumers will notice:
//
//   pnpm run diff respond-io
//   pnpm run diff --write-changeset   proposes the changesets
//   pnpm run diff --record            keeps the descriptions as those of the release being made
//   pnpm check:changes                fails where the changesets say less than the descriptions need
import { spawnSync } from "node:child_process";

run("turbo", ["run", "build", "--filter=@parley/codegen", "--output-logs=errors-only"]);
run("node", ["packages/codegen/bin/parley.js", "diff", ...process.argv.slice(2)]);

/**
 * @param {string} command
 * @param {string[]} parameters
 */
function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, {
    stdio: "inherit",
    env: { ...process.env, DO_NOT_TRACK: "1", REDOCLY_TELEMETRY: "off" },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
