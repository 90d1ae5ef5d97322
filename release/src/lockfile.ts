import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./packed-packages.ts";

interface Resolved {
  readonly specifier: string;
  readonly version: string;
}

type Dependencies = Readonly<Record<string, string>>;

/** What is used of pnpm-lock.yaml, version 9. */
export interface Lockfile {
  readonly lockfileVersion: string;
  readonly importers: Readonly<
    Record<
      string,
      {
        readonly dependencies?: Readonly<Record<string, Resolved>>;
        readonly devDependencies?: Readonly<Record<string, Resolved>>;
        readonly optionalDependencies?: Readonly<Record<string, Resolved>>;
      }
    >
  >;
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolution: { readonly integrity?: string };
        readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
      }
    >
  >;
  readonly snapshots: Readonly<
    Record<
      string,
      { readonly dependencies?: Dependencies; readonly optionalDependencies?: Dependencies }
    >
  >;
}

/** Reads the workspace's lockfile. */
export function readLockfile(folder: string = root): Lockfile {
  const lockfile = parse(readFileSync(join(folder, "pnpm-lock.yaml"), "utf8")) as Lockfile;
  if (lockfile.lockfileVersion !== "9.0") {
    throw new Error(`pnpm-lock.yaml has version ${lockfile.lockfileVersion}; it is read as 9.0.`);
  }
  return lockfile;
}

/** A package that is installed from a registry. */
interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string | undefined;
  /** What it needs itself: keys of {@link closureOf}'s map. */
  readonly needs: readonly string[];
}

/** What an install of a workspace's package brings along. */
export interface Closure {
  /** Packages of registries, by `name@version`. */
  readonly packages: ReadonlyMap<string, InstalledPackage>;
  /** Folders of the workspace's own packages, the package itself included, and what each needs. */
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/**
 * Follows what a package needs at run time, by the lockfile: its dependencies, those of our own
 * packages among them, and theirs.
 *
 * @param folder - `packages/sinch`
 */
export function closureOf(lockfile: Lockfile, folder: string): Closure {
  const packages = new Map<string, InstalledPackage>();
  const own = new Map<string, string[]>();

  function addOwn(path: string): void {
    if (own.has(path)) return;
    const needs: string[] = [];
    own.set(path, needs);
    for (const [name, { version }] of Object.entries(
      lockfile.importers[path]?.dependencies ?? {},
    )) {
      if (version.startsWith("link:")) {
        // All packages lie beside each other: link:../runtime.
        const target = `packages/${version.slice("link:../".length)}`;
        needs.push(target);
        addOwn(target);
      } else {
        needs.push(addInstalled(name, version));
      }
    }
  }

  function addInstalled(name: string, version: string): string {
    // An alias's version has the name of what it stands for: npm's own, `string-width@4.2.3`.
    const snapshot = /^@?[^(@]+@/.test(version) ? version : `${name}@${version}`;
    // What is in parentheses are the peers that it was installed with.
    const key = snapshot.replace(/\(.*$/, "");
    if (packages.has(key)) return key;
    const at = key.lastIndexOf("@");
    const needs: string[] = [];
    packages.set(key, {
      name: key.slice(0, at),
      version: key.slice(at + 1),
      integrity: lockfile.packages[key]?.resolution.integrity,
      needs,
    });
    const { dependencies, optionalDependencies } = lockfile.snapshots[snapshot] ?? {};
    // The lockfile has peers among them; those that are optional come along with nobody.
    const peers = lockfile.packages[key]?.peerDependenciesMeta;
    for (const [one, its] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      if (peers?.[one]?.optional === true) continue;
      const needed = addInstalled(one, its);
      // One may be there twice, by its name and by another.
      if (!needs.includes(needed)) needs.push(needed);
    }
    return key;
  }

  addOwn(folder);
  return { packages, own };
}
