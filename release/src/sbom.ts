import type { Closure } from "./lockfile.ts";

/** What an SBOM is made of. */
export interface SbomSource {
  /** `packages/sinch` */
  readonly folder: string;
  /** What is installed with it. */
  readonly closure: Closure;
  /** Names, versions and licences of our own packages, by folder. */
  readonly own: ReadonlyMap<string, { readonly name: string; readonly version: string }>;
  /** SPDX names by `name@version`. */
  readonly licences: ReadonlyMap<string, string>;
}

interface Component {
  readonly type: "library";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/** A bill of materials in the form of CycloneDX 1.6. */
export interface Sbom {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * Lists what is installed with a package, with hashes, licences and who needs what.
 *
 * Versions are those of the lockfile, which our tests ran with. It has neither a date nor a serial
 * number: the same release gives the same bytes.
 */
export function createSbom({ folder, closure, own, licences }: SbomSource): Sbom {
  const ours = new Map([...closure.own.keys()].map((path) => [path, ownComponent(path)]));
  function ownComponent(path: string): Component {
    const found = own.get(path);
    if (found === undefined) throw new Error(`${path} is needed, and is not published.`);
    return componentOf(found.name, found.version, "MIT");
  }
  const theirs = new Map(
    [...closure.packages].map(([key, { name, version, integrity }]) => [
      key,
      componentOf(name, version, licences.get(key), integrity),
    ]),
  );
  const refOf = (key: string) => (ours.get(key) ?? theirs.get(key))?.["bom-ref"] ?? key;
  const component = ownComponent(folder);
  const all = [...ours.values(), ...theirs.values()];
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component },
    components: all
      .filter((one) => one.purl !== component.purl)
      .toSorted((one, other) => (one.purl < other.purl ? -1 : 1)),
    dependencies: [
      ...[...closure.own].map(([path, needs]) => ({
        ref: refOf(path),
        dependsOn: needs.map(refOf),
      })),
      ...[...closure.packages].map(([key, { needs }]) => ({
        ref: refOf(key),
        dependsOn: needs.map(refOf),
      })),
    ],
  };
}

function componentOf(
  name: string,
  version: string,
  licence: string | undefined,
  integrity?: string,
): Component {
  // Package URL, type npm: the scope's @ is percent-encoded.
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const [, algorithm, digest] = /^sha(\d+)-(.+)$/.exec(integrity ?? "") ?? [];
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    ...(licence !== undefined && {
      // Two or more, in parentheses or not, are an expression.
      licenses: [/\s/.test(licence) ? { expression: licence } : { license: { id: licence } }],
    }),
    ...(digest !== undefined && {
      hashes: [{ alg: `SHA-${algorithm}`, content: Buffer.from(digest, "base64").toString("hex") }],
    }),
  };
}
