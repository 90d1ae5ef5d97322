import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependenciesOf, readPackages } from "../../scripts/read-packages.mjs";
import { run } from "./run.ts";

/** The root of the workspace. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A package that others can install. */
export type PublishedPackage = ReturnType<typeof readPackages>[number];

/** The packages that are published, with what each needs before it. */
export function publishedPackages(): PublishedPackage[] {
  return readPackages().filter(({ isPublished }) => isPublished);
}

/** A folder that is gone when the process ends. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `parley-${purpose}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Packs the published packages of a workspace, as they are built, into a folder.
 *
 * @returns the path of each tarball, by the package's name
 */
export function packPackages(workspace: string, folder: string): Map<string, string> {
  const packages = publishedPackages();
  const filters = packages.flatMap(({ name }) => ["--filter", name]);
  run("pnpm", ["--recursive", ...filters, "pack", "--pack-destination", folder], {
    cwd: workspace,
  });
  const files = readdirSync(folder);
  return new Map(
    packages.map(({ name }) => {
      const start = `${name.replace("@", "").replace("/", "-")}-`;
      const file = files.find(
        (one) => one.startsWith(start) && /^\d/.test(one.slice(start.length)),
      );
      if (file === undefined) throw new Error(`${name}: pnpm pack left no tarball in ${folder}.`);
      return [name, join(folder, file)];
    }),
  );
}

/** Unpacks a tarball into a folder, without the folder `package/` that all of it is in. */
function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  run("tar", ["-xzf", tarball, "--strip-components=1", "-C", folder], { cwd: folder });
}

/** A project that has every package, and the tarballs that they are from. */
export interface PackedProject {
  /** Its folder. */
  readonly project: string;
  /** The paths of the tarballs, by the packages' names. */
  readonly tarballs: ReadonlyMap<string, string>;
}

/**
 * Packs the packages as they are built and lays them out as an install does, without a registry:
 * what they depend on is linked from the workspace.
 */
export function projectOfPackedPackages(): PackedProject {
  const project = temporaryFolder("packed");
  const folderOfTarballs = join(project, "tarballs");
  mkdirSync(folderOfTarballs);
  const tarballs = packPackages(root, folderOfTarballs);
  const modules = join(project, "node_modules");
  for (const { name, folder, manifest } of publishedPackages()) {
    unpack(tarballs.get(name) ?? "", join(modules, name));
    const needed = dependenciesOf(manifest, "dependencies", "peerDependencies");
    for (const dependency of needed.filter((one) => !one.startsWith("@parley/"))) {
      // A dependency finds its own in the folder that it is in, wherever the link to it is.
      const target = realpathSync(join(root, folder, "node_modules", dependency));
      const link = join(modules, name, "node_modules", dependency);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
    }
  }
  return { project, tarballs };
}
