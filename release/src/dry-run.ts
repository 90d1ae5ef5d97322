// Rehearses a release, in a copy of the workspace:
//
//   pnpm release:dry-run
//
// Versions and changelogs are made of the changesets, descriptions are recorded, packages are
// packed, published to a registry on this machine, installed from it with npm and with pnpm into
// projects outside of the workspace, and run there. What they depend on comes from the registry
// that this machine installs from. Nothing is written to the workspace or sent to a registry.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { publishLocally, startLocalRegistry } from "./local-registry.ts";
import { npmEnvironment } from "./npm-environment.ts";
import { packPackages, publishedPackages, root, temporaryFolder } from "./packed-packages.ts";
import { run } from "./run.ts";

/** What an install or a build makes, wherever it is. */
const MADE = new Set(["node_modules", "dist", ".git", ".turbo"]);

const started = performance.now();
const folder = temporaryFolder("release");
const workspace = join(folder, "workspace");
const registryFolder = join(folder, "registry");
const env = {
  ...npmEnvironment("registry"),
  PATH: `${join(workspace, "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
};

cpSync(root, workspace, {
  recursive: true,
  filter: (path) => !MADE.has(basename(path)),
});
const inWorkspace = { cwd: workspace, env };
step("Install a copy of the workspace", () => {
  const filters = ["--filter", ".", "--filter", "./packages/*"];
  run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", ...filters], inWorkspace);
});
step("Versions, changelogs, descriptions of record", () => {
  run("pnpm", ["run", "release:version"], inWorkspace);
});
const versions = new Map(
  publishedPackages().map(({ name, folder: one }) => {
    const text = readFileSync(join(workspace, one, "package.json"), "utf8");
    return [name, String((JSON.parse(text) as { version: unknown }).version)];
  }),
);
for (const [name, version] of versions) {
  const changelog = join(workspace, "packages", name.replace("@parley/", ""), "CHANGELOG.md");
  const [, latest] = /^## (\S+)$/m.exec(readFileSync(changelog, "utf8")) ?? [];
  console.log(`  ${name} ${version}`);
  if (version === "0.0.0" || latest !== version) {
    throw new Error(`${name}: version ${version}, and its changelog begins with ${latest}.`);
  }
}
step("Build", () => {
  run("pnpm", ["run", "build", "--output-logs=errors-only", "--filter=./packages/*"], inWorkspace);
});
const tarballFolder = join(folder, "tarballs");
mkdirSync(tarballFolder);
const tarballs = step("Pack", () => packPackages(workspace, tarballFolder));

const registry = await startLocalRegistry(registryFolder);
try {
  step(`Publish to ${registry.url}`, () => {
    publishLocally(tarballs.values(), registry.url, registryFolder);
  });
  for (const client of ["npm", "pnpm"] as const) {
    const project = step(`Install with ${client}`, () => install(client, registry.url));
    step(`Run what ${client} installed`, () => {
      tryOut(project);
    });
  }
} finally {
  await registry.stop();
}

const seconds = (performance.now() - started) / 1000;
console.log(`A release of ${versions.size} packages, rehearsed in ${seconds.toFixed(0)} s.`);

/** Makes a project that depends on every package, and installs it. */
function install(client: "npm" | "pnpm", url: string): string {
  const project = join(folder, `with-${client}`);
  cpSync(join(root, "release", "consumers", "run.mjs"), join(project, "run.mjs"));
  const dependencies = Object.fromEntries(versions);
  const manifest = { name: "outside", private: true, type: "module", dependencies };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(project, ".npmrc"), `@parley:registry=${url}\n`);
  if (client === "npm") {
    run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: project, env });
  } else {
    // It waits with versions that are younger than a day, as these are.
    writeFileSync(
      join(project, "pnpm-workspace.yaml"),
      `minimumReleaseAgeExclude: ["@parley/*"]\n`,
    );
    run("pnpm", ["install", "--ignore-scripts", "--prefer-offline"], { cwd: project, env });
  }
  return project;
}

function tryOut(project: string): void {
  const installed = readdirSync(join(project, "node_modules", "@parley"));
  if (installed.length !== versions.size)
    throw new Error(`Installed were ${installed.join(", ")}.`);
  run("node", ["--enable-source-maps", "run.mjs"], { cwd: project, env });
  // Without a bundler or a flag, from CommonJS, on every Node from 22.12 on.
  for (const name of ["asapp", "rapidpro", "respond-io", "sinch", "runtime", "redis"]) {
    run("node", ["--eval", `require("@parley/${name}")`], { cwd: project, env });
  }
  const binaries = join(project, "node_modules", ".bin");
  run(join(binaries, "parley"), ["--help"], { cwd: project, env });
  run(join(binaries, "parley-mock"), ["--help"], { cwd: project, env });
}

function step<Result>(title: string, work: () => Result): Result {
  const begin = performance.now();
  const result = work();
  console.log(`${title}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}
