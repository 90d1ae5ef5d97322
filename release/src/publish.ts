// Publishes what is not published yet, from the release workflow and nowhere else:
//
//   pnpm release:publish
//
// npm trusts the workflow by OpenID Connect (trusted publishing), so there is no token to lose, and
// attests which commit and which run the tarballs are from (provenance).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packPackages, publishedPackages, root, temporaryFolder } from "./packed-packages.ts";
import { run } from "./run.ts";

const {
  ACTIONS_ID_TOKEN_REQUEST_URL: identity,
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
} = process.env;
if (identity === undefined || server === undefined || repository === undefined) {
  console.error(
    "Packages are published by the release workflow, which npm trusts; run that. To rehearse: pnpm release:dry-run.",
  );
  process.exit(1);
}

const packages = publishedPackages();
const unversioned = packages.filter(({ manifest }) => manifest["version"] === "0.0.0");
if (unversioned.length > 0) {
  const names = unversioned.map(({ name }) => name).join(", ");
  console.error(`${names}: version 0.0.0; run pnpm release:version, and commit what it writes.`);
  process.exit(1);
}

// Provenance needs to know the repository, which forks and moves change: so it is stated here.
for (const { folder } of packages) {
  const file = join(root, folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  const url = `git+${server}/${repository}.git`;
  const stated = { ...manifest, repository: { type: "git", url, directory: folder } };
  writeFileSync(file, `${JSON.stringify(stated, null, 2)}\n`);
}

const folder = join(temporaryFolder("publish"), "tarballs");
mkdirSync(folder);
const tarballs = packPackages(root, folder);
for (const { name, manifest } of packages) {
  const id = `${name}@${String(manifest["version"])}`;
  // 1: there is no such version, or the registry cannot be reached, which publishing will show.
  const known = run("npm", ["view", id, "version"], { cwd: folder, allowed: [0, 1] }).trim();
  if (known !== "") {
    console.log(`${id}: published already`);
    continue;
  }
  run("npm", ["publish", tarballs.get(name) ?? "", "--provenance", "--access", "public"], {
    cwd: folder,
  });
  console.log(`${id}: published`);
}
