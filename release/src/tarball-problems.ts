import { posix } from "node:path";

/** What is in a tarball. */
export interface PackedFiles {
  /** The files' text by path: `dist/index.js`. */
  readonly files: ReadonlyMap<string, string>;
  /** A path that no file may name: that of the workspace on this machine. */
  readonly workspace: string;
}

/** What npm puts into every tarball, and a tarball without which is not ours to publish. */
const ALWAYS = ["LICENSE", "README.md", "package.json"];

/** What npm runs on the machine of whoever installs. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g;

interface Manifest {
  readonly name?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with a tarball: files that nobody who installs it can reach, entries that are not
 * there, maps that lead nowhere, a manifest that says too little.
 *
 * @returns a line for each, with its remedy; none where all is well
 */
export function tarballProblems({ files, workspace }: PackedFiles): string[] {
  // Written by pnpm from our own package.json.
  const manifest = JSON.parse(files.get("package.json") ?? "{}") as Manifest;
  const problems = [
    ...manifestProblems(manifest),
    ...entryProblems(manifest, files),
    ...surplus(manifest, files),
  ];
  for (const file of ALWAYS.filter((one) => !files.has(one))) problems.push(`${file} is missing.`);
  if (!files.get("README.md")?.startsWith(`# ${manifest.name}\n`)) {
    problems.push(`README.md: its first line has to be "# ${manifest.name}".`);
  }
  for (const [file, text] of files) {
    if (text.includes(workspace)) problems.push(`${file}: it names ${workspace}, on this machine.`);
    if (/^dist\/.*\.js$/.test(file)) problems.push(...mapProblems(file, text, files));
    if (file.endsWith(".d.ts") && text.includes("sourceMappingURL=")) {
      problems.push(`${file}: a map of declarations needs sources, which are not published.`);
    }
  }
  return problems;
}

function manifestProblems(manifest: Manifest): string[] {
  const needed = { ...manifest.dependencies, ...manifest.peerDependencies };
  const { type, license, sideEffects, engines, scripts = {} } = manifest;
  return [
    ...(type === "module" ? [] : ['package.json: "type" has to be "module".']),
    ...(license === "MIT" ? [] : ['package.json: "license" has to be "MIT".']),
    ...(sideEffects === false ? [] : ['package.json: "sideEffects" has to be false.']),
    ...(engines?.node?.startsWith(">=20") ? [] : ['package.json: "engines" has to name Node 20.']),
    ...INSTALL_SCRIPTS.filter((script) => script in scripts).map(
      (script) => `package.json: "${script}" would run where the package is installed.`,
    ),
    ...Object.entries(needed)
      .filter(([, range]) => /^(?:workspace|catalog|link|file):/.test(range))
      .map(([name, range]) => `package.json: ${name} is "${range}", which no registry knows.`),
  ];
}

/** Each entry is there, and says its types first. */
function entryProblems({ exports = {} }: Manifest, files: PackedFiles["files"]): string[] {
  return Object.entries(exports).flatMap(([entry, target]) => {
    const where = `package.json: exports["${entry}"]`;
    if (typeof target === "string") {
      return files.has(posix.normalize(target)) ? [] : [`${where}: ${target} is missing.`];
    }
    const missing = Object.values(target).filter((file) => !files.has(posix.normalize(file)));
    const found = missing.map((file) => `${where}: ${file} is missing.`);
    if (Object.keys(target).join() !== "types,default") {
      found.push(`${where} has to have "types", then "default".`);
    }
    return found;
  });
}

/** What nobody who installs the package can reach from its entries. */
function surplus(manifest: Manifest, files: PackedFiles["files"]): string[] {
  const entries = [
    ...Object.values(manifest.exports ?? {}).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    ),
    ...Object.values(manifest.bin ?? {}),
  ];
  const reached = new Set<string>();
  const waiting = entries.map((file) => posix.normalize(file));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = files.get(file);
    if (text === undefined || reached.has(file)) continue;
    reached.add(file);
    reached.add(`${file}.map`);
    for (const [, specifier = ""] of text.matchAll(IMPORT)) {
      const target = posix.join(posix.dirname(file), specifier);
      waiting.push(file.endsWith(".d.ts") ? target.replace(/\.js$/, ".d.ts") : target);
    }
    // The compiler writes declarations for every module, those that no type leads to as well.
    for (const source of mapOf(file, files)?.sources ?? []) {
      waiting.push(
        posix.join(posix.dirname(file), source).replace(/^src\/(.*)\.ts$/, "dist/$1.d.ts"),
      );
    }
  }
  // What is named besides `dist` is named for its own sake: a description, a schema.
  const named = (manifest.files ?? []).filter((one) => one !== "dist");
  return [...files.keys()]
    .filter((file) => !ALWAYS.includes(file) && !reached.has(file))
    .filter((file) => !named.some((one) => file === one || file.startsWith(`${one}/`)))
    .filter((file) => !isEmptyTwin(file, files, reached))
    .map((file) => `${file}: no entry leads to it; leave it out, or delete dist and build again.`);
}

/** A module of types alone compiles to a file without code, beside its declarations. */
function isEmptyTwin(
  file: string,
  files: PackedFiles["files"],
  reached: ReadonlySet<string>,
): boolean {
  const code = file.replace(/\.map$/, "");
  return reached.has(code.replace(/\.js$/, ".d.ts")) && isWithoutCode(files.get(code) ?? "");
}

function isWithoutCode(text: string): boolean {
  return /^(?:\/\/.*\n|\s)*(?:export \{ ?\};)?\s*(?:\/\/.*)?$/.test(text);
}

function mapProblems(file: string, text: string, files: PackedFiles["files"]): string[] {
  if (isWithoutCode(text)) return [];
  const [, named] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(text) ?? [];
  if (named === undefined) return [`${file}: it has no source map.`];
  const path = posix.join(posix.dirname(file), named);
  const map = mapOf(file, files);
  if (map === undefined) return [`${file}: its map ${named} is missing.`];
  const { sources, sourcesContent = [] } = map;
  return [
    ...sources
      .filter((_, index) => typeof sourcesContent[index] !== "string")
      .map((source) => `${path}: it does not carry the text of ${source}.`),
    ...sources
      .filter((source) => posix.isAbsolute(source))
      .map((source) => `${path}: it names ${source} on this machine.`),
  ];
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

function mapOf(file: string, files: PackedFiles["files"]): SourceMap | undefined {
  const map = files.get(`${file}.map`);
  // Written by the compiler, or by rolldown.
  return map === undefined ? undefined : (JSON.parse(map) as SourceMap);
}
