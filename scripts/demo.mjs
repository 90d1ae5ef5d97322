#!/usr/bin/env node
// The main job, on real input: the respond.io description is linted, bundled and generated into a
// package, the package is built, and a program uses it against a mock made from the same description.
import { spawnSync } from "node:child_process";

/** Each step with the pnpm arguments that do it. */
const STEPS = [
  ["Build the generator", "run", "build", "--filter=@parley/codegen", "--output-logs=none"],
  ["Lint the description", "exec", "redocly", "lint", "specs/respond-io/openapi.yaml"],
  ["Generate the package from it", "run", "generate", "respond-io"],
  ["Build the packages", "run", "build", "--filter=@parley/mock...", "--output-logs=none"],
  ["Run a program against the mock", "--filter", "*/respond-io-quickstart", "start"],
];

const startedAt = performance.now();
for (const [title, ...args] of STEPS) {
  console.log(`\n=== ${title}`);
  const { status, error } = spawnSync("pnpm", ["--silent", ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  if (error) console.error(error.message);
  if (status !== 0) {
    console.error(`=== ${title}: FAILED. Run it alone with: pnpm ${args.join(" ")}`);
    process.exit(1);
  }
}
console.log(`\nDone in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
