#!/usr/bin/env node
// Shows what the next provider costs: a description that the project has never seen is imported into
// a copy of the workspace, made into a package, and everything about it is checked.
//
//   pnpm test:fifth-provider
//
// It needs the npm registry, from which the description comes, pinned; nothing of it is kept.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROVIDER = "figma";
const PACKAGE = "@figma/rest-api-spec@0.43.0";
const FILE = "openapi/openapi.yaml";
const SHA256 = "d0d7f955eecafa8166c8e0dd63ba10cc14c18677903c2b447921ba39eea5d598";

/** What a person writes: the contract tests find a property that is required and not described. */
const BY_HAND = [
  "",
  "  # `team_id` is required and not described: its type is that of the same body's in POST.",
  "  - target: $.paths['/v2/webhooks/{webhook_id}'].put.requestBody.content['application/json'].schema.properties",
  "    update: { team_id: { type: string, x-parley-unverified: No source describes it. } }",
];

/** What must hold: 3 minutes, and 30 lines. */
const MOST = { seconds: 180, lines: 30 };

/** Made by installs and builds, or not needed. */
const LEFT_OUT = new Set(["node_modules", "dist", ".git", ".turbo", ".generated", "bench"]);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "parley-fifth-"));
const workspace = join(folder, "workspace");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const env = {
  ...process.env,
  PATH: `${join(workspace, "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
  DO_NOT_TRACK: "1",
  REDOCLY_TELEMETRY: "off",
};

cpSync(root, workspace, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
step("Install the copy of the workspace", "pnpm", "install", "--prefer-offline");
step("Build it", "pnpm", "run", "build", "--output-logs=errors-only");
const vendor = join(workspace, "vendor");
mkdirSync(vendor);
const [tarball = ""] = execFileSync("npm", ["pack", "--silent", PACKAGE], { cwd: vendor, env })
  .toString()
  .trim()
  .split("\n");
execFileSync("tar", ["-xzf", tarball], { cwd: vendor });

const start = performance.now();
const parley = join("packages", "codegen", "bin", "parley.js");
const from = join("vendor", "package", FILE);
step("Import", "node", parley, "import", PROVIDER, "--from", from, "--sha256", SHA256);
appendFileSync(join(workspace, "specs", PROVIDER, "overlay.yaml"), `${BY_HAND.join("\n")}\n`);
step("Make the package", "node", parley, "new", PROVIDER);
step("Install again", "pnpm", "install", "--prefer-offline", "--no-frozen-lockfile");
step("Structure", "node", "scripts/check-structure.mjs");
step("Generated code is up to date", "node", parley, "generate", "--check", PROVIDER);
step("Build", "pnpm", "run", "build", "--output-logs=errors-only");
step("Descriptions", "node", "scripts/lint-specs.mjs");
step("Lint", "oxlint", `packages/${PROVIDER}`, "packages/mock/src", "packages/contract-tests/src");
step(
  "Format",
  "oxfmt",
  "--check",
  `packages/${PROVIDER}`,
  "packages/mock",
  "packages/contract-tests",
);
step("Types", "tsc", "-p", `packages/${PROVIDER}/tsconfig.json`);
step("Types of the contract tests", "tsc", "-p", "packages/contract-tests/tsconfig.json");
step("Tests of the package", "vitest", "run", "--project", `@parley/${PROVIDER}`);
const suite = ["run", "--project", "@parley/contract-tests", "src/contract/imported.test.ts"];
step("Contract tests", "vitest", ...suite);

const seconds = (performance.now() - start) / 1000;
const lines = BY_HAND.filter((line) => line.trim() !== "").length;
console.log(`\nA fifth provider: ${seconds.toFixed(1)} s, and ${lines} lines by hand.`);
if (seconds > MOST.seconds || lines > MOST.lines) {
  console.error(`It may take ${MOST.seconds} s and ${MOST.lines} lines.`);
  process.exit(1);
}

/**
 * @param {string} title
 * @param {string} command
 * @param {string[]} parameters
 */
function step(title, command, ...parameters) {
  const begin = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: workspace,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const took = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${title}: ${status === 0 ? "done" : "FAILED"} in ${took} s`);
  if (status === 0) return;
  console.error([stdout, stderr, error?.message].filter(Boolean).join("\n").slice(-6000));
  process.exit(1);
}
