// Runs the packed packages on every runtime that they are for:
//
//   pnpm test:runtimes [name…]
//
// They are packed as they are built, installed with npm into a project that is not this workspace,
// and do there what `suite.ts` says, against one server on this machine. It needs the npm registry,
// for what the packages depend on.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { npmEnvironment } from "../../release/src/npm-environment.ts";
import { root, temporaryFolder } from "../../release/src/packed-packages.ts";
import { run } from "../../release/src/run.ts";
import { PAGE, PAGE_SCRIPT, type RunOutcome, type Runtime, RUNTIMES } from "./runtimes.ts";
import { startServer } from "./server.ts";

const PACKAGES = ["asapp", "rapidpro", "respond-io", "runtime", "sinch"];
const SIGNS = { green: "yes", red: "NO", none: "–" } as const;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !RUNTIMES.some((one) => one.name === name));
if (unknown.length > 0) {
  throw new Error(
    `There is no ${unknown.join(", ")}: ${RUNTIMES.map(({ name }) => name).join(", ")}.`,
  );
}
const runtimes = RUNTIMES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const project = temporaryFolder("runtimes");
installPackages();
const page = await writeSuite();
const server = await startServer(
  new Map([
    [PAGE, { type: "text/html", text: "<!doctype html><title>Runtimes</title>" }],
    [PAGE_SCRIPT, { type: "text/javascript", text: page }],
  ]),
);
const results: (RunOutcome & { readonly name: string })[] = [];
for (const runtime of runtimes) results.push({ name: runtime.name, ...(await runOn(runtime)) });
server.close();

const behaviours = new Set(
  results.flatMap(({ outcomes }) => outcomes.map(({ behaviour }) => behaviour)),
);
const head = results.map(({ name, version }) => `${name} (${version})`);
console.log(`\n| behaviour | ${head.join(" | ")} |\n|---|${"---|".repeat(head.length)}`);
for (const behaviour of behaviours) {
  const cells = results.map(({ outcomes }) => {
    const outcome = outcomes.find((one) => one.behaviour === behaviour);
    return outcome === undefined ? "NO" : SIGNS[outcome.state];
  });
  console.log(`| ${behaviour} | ${cells.join(" | ")} |`);
}
for (const { name, outcomes } of results) {
  for (const { behaviour, state, problem } of outcomes) {
    if (state === "red") console.error(`\n${name}, ${behaviour}: ${problem}`);
  }
}
const green = results.filter(
  ({ outcomes }) =>
    outcomes.length > 0 &&
    outcomes.length === behaviours.size &&
    outcomes.every(({ state }) => state !== "red"),
);
console.log(`\n${green.length} of ${results.length} runtimes are green`);
// A server or a browser that does not end is none of the outcome.
process.exit(green.length === results.length && results.length > 0 ? 0 : 1);

/** A runtime that does not come to the end is red as a whole. */
async function runOn(runtime: Runtime): Promise<RunOutcome> {
  const { hasEnvironment, hidesRedirects, tellsNeverSent } = runtime;
  try {
    return await runtime.run(project, {
      origin: server.origin,
      closedOrigin: server.closedOrigin,
      run: runtime.name.replaceAll(" ", "-"),
      hasEnvironment,
      hidesRedirects,
      tellsNeverSent,
    });
  } catch (error) {
    console.error(`\n${runtime.name} did not run the suite: ${String(error)}`);
    return { version: "did not run", outcomes: [] };
  }
}

function installPackages(): void {
  for (const name of PACKAGES) {
    run("pnpm", ["pack", "--pack-destination", project], { cwd: join(root, "packages", name) });
  }
  const tarballs = readdirSync(project).filter((name) => name.endsWith(".tgz"));
  const manifest = { name: "runtimes", private: true, type: "module" };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  const files = tarballs.map((name) => join(project, name));
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...files], {
    cwd: project,
    env: npmEnvironment("registry"),
  });
}

/**
 * Writes the suite into the project: as modules for those that load packages, and as one file for
 * those that load no packages.
 *
 * @returns the file for pages
 */
async function writeSuite(): Promise<string> {
  const shared = { absWorkingDir: project, format: "esm", target: "es2022" } as const;
  const sources = ["console", "suite", "worker"].map((name) =>
    fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
  );
  await build({ ...shared, entryPoints: sources, outdir: project });
  await build({
    ...shared,
    entryPoints: ["./suite.js", "./worker.js"],
    outdir: join(project, "bundles"),
    bundle: true,
    platform: "browser",
  });
  return readFileSync(join(project, "bundles", "suite.js"), "utf8");
}
