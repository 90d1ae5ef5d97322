#!/usr/bin/env node
// Lints the descriptions. Those that are written here keep the rules of redocly.yaml; imported ones,
// with their overlays applied, those of redocly.imported.yaml. Redocly's lint applies no overlay, so
// that what is linted of them is the bundle that their package was generated with.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readProviders } from "./read-packages.mjs";

const providers = readProviders();
const imported = providers.filter((name) => existsSync(join("specs", name, "source.yaml")));
const written = providers.filter((name) => !imported.includes(name));

run("turbo", ["run", "build", "--filter=@parley/codegen", "--output-logs=errors-only"]);
run("redocly", ["lint", ...written.map((name) => `specs/${name}/openapi.yaml`)]);
if (imported.length > 0) {
  run("redocly", ["lint", "--config", "redocly.imported.yaml", ...imported.map(bundleOf)]);
}

/**
 * @param {string} name
 * @returns {string} the bundle, in a folder that is named for the provider
 */
function bundleOf(name) {
  const bundle = join("packages", name, "src", "generated", "openapi.json");
  if (!existsSync(bundle)) {
    console.error(`${bundle} is missing: run pnpm parley new ${name}.`);
    process.exit(1);
  }
  const folder = join("node_modules", ".cache", "parley", "lint", name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(bundle, join(folder, "openapi.json"));
  return join(folder, "openapi.json");
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
