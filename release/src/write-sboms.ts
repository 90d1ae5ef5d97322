// Writes a CycloneDX bill of materials for each published package:
//
//   pnpm release:sbom           into release/dist
//   pnpm release:sbom <folder>
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInstalledLicences } from "./installed-licences.ts";
import { closureOf, readLockfile } from "./lockfile.ts";
import { publishedPackages, root } from "./packed-packages.ts";
import { createSbom } from "./sbom.ts";

const target = process.argv[2] ?? join(root, "release", "dist");
const lockfile = readLockfile();
const licences = readInstalledLicences();
const packages = publishedPackages();
const own = new Map(
  packages.map(({ folder, name, manifest }) => [
    folder,
    { name, version: String(manifest["version"]) },
  ]),
);
mkdirSync(target, { recursive: true });
for (const { folder, name, manifest } of packages) {
  const closure = closureOf(lockfile, folder);
  const sbom = createSbom({ folder, closure, own, licences });
  const file = `${name.replace("@", "").replace("/", "-")}-${String(manifest["version"])}.cdx.json`;
  writeFileSync(join(target, file), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${file}: ${sbom.components.length} components`);
}
