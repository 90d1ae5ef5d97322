#!/usr/bin/env node
// Runs a task of this repository on a machine that has Node and npm and nothing else:
//
//   node scripts/bootstrap.mjs test
//
// It installs the pinned pnpm and Node with everything else, once per lockfile, and then runs
// `pnpm run ci:<task>` with them. It has no dependency, because nothing is installed when it starts.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, "node_modules", ".bin");
const stampFile = join(root, "node_modules", ".parley-lock-hash");

/** The oldest Node that starts this script, and the oldest one that runs what it installs. */
const HOST_NODE = [20, 0];
const TASK_NODE = [24, 18];

/**
 * npm hands its configuration to its scripts as environment variables, where pnpm and nested npm
 * calls would read it as their own. Only what says how to reach a registry is kept.
 */
const KEPT_NPM_VARIABLES =
  /^npm_config_(registry|userconfig|proxy|https?[-_]proxy|no_?proxy|cafile|ca|strict[-_]ssl)$/i;

const manifest = /** @type {{ scripts: object, devDependencies: { pnpm: string } }} */ (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
);
const environment = cleanEnvironment();

main(process.argv[2]);

/** @param {string | undefined} task */
function main(task) {
  if (task === undefined || !(`ci:${task}` in manifest.scripts)) {
    fail(`no task "${task ?? ""}": give one that package.json has as a "ci:<task>" script.`);
  }
  if (isOlder(process.versions.node, HOST_NODE)) {
    fail(`this is Node ${process.versions.node}: install Node ${HOST_NODE[0]} or later.`);
  }
  install();
  const node = run("node", ["-p", "process.versions.node"], "pipe").stdout.trim();
  if (isOlder(node, TASK_NODE)) {
    fail(
      `no Node is pinned for ${process.platform}-${process.arch}, and the machine's own is ${node}: ` +
        `install Node ${TASK_NODE.join(".")} or later.`,
    );
  }
  say(`${task}: running on Node ${node}`);
  const { status } = run("pnpm", ["--silent", "run", `ci:${task}`], "inherit");
  process.exit(status ?? 1);
}

/** Installs the dependencies, unless the last install was of this very lockfile. */
function install() {
  const stamp = dependencyStamp();
  const previous = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
  if (previous === stamp && existsSync(join(binaries, "pnpm"))) {
    say("install: up to date");
    return;
  }
  const pnpm = `pnpm@${manifest.devDependencies.pnpm}`;
  say(`install: ${pnpm} install --frozen-lockfile`);
  const { status } = run("npx", ["--yes", pnpm, "install", "--frozen-lockfile"], "inherit");
  if (status !== 0) fail("the install failed; the reason is above.");
  writeFileSync(stampFile, stamp);
}

/** What an install depends on: the lockfile, the workspace's settings, and the platform. */
function dependencyStamp() {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm|pnpm)_/i.test(name) || KEPT_NPM_VARIABLES.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [binaries, process.env["PATH"]].join(delimiter),
    DO_NOT_TRACK: "1",
  };
}

/**
 * Runs a command in the root, with nothing on its standard input: no step may ask a question.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {"inherit" | "pipe"} output
 */
function run(command, args, output) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: ["ignore", output, "inherit"],
    encoding: "utf8",
  });
  if (result.error) fail(`${command} could not be started: ${result.error.message}.`);
  return result;
}

/**
 * @param {string} version
 * @param {number[]} oldest
 */
function isOlder(version, [oldestMajor = 0, oldestMinor = 0]) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** @param {string} line */
function say(line) {
  console.log(`parley: ${line}`);
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(`parley: ${reason}`);
  process.exit(1);
}
