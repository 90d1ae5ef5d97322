import { expect, test } from "vitest";
import { tarballProblems } from "./tarball-problems.ts";

const MANIFEST = {
  name: "@acme/chat",
  version: "1.0.0",
  license: "MIT",
  type: "module",
  sideEffects: false,
  files: ["dist", "src/openapi.json"],
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./openapi.json": "./src/openapi.json",
  },
  scripts: { build: "tsc" },
  dependencies: { "@acme/runtime": "^1.0.0" },
  engines: { node: ">=20" },
};

/** A module as the compiler writes it, with a map that carries its source. */
function moduleFiles(name: string, code: string, declarations: string): Record<string, string> {
  const map = { version: 3, sources: [`../src/${name}.ts`], sourcesContent: [code], mappings: "" };
  return {
    [`dist/${name}.js`]: `${code}\n//# sourceMappingURL=${name}.js.map`,
    [`dist/${name}.js.map`]: JSON.stringify(map),
    [`dist/${name}.d.ts`]: declarations,
  };
}

const FILES: Readonly<Record<string, string>> = {
  LICENSE: "MIT License",
  "README.md": "# @acme/chat\n\nText.\n",
  "package.json": JSON.stringify(MANIFEST),
  "src/openapi.json": "{}",
  ...moduleFiles("index", 'export { call } from "./call.js";', 'export { call } from "./call.js";'),
  ...moduleFiles(
    "call",
    "export const call = 1;",
    'export declare const call: import("./types.js").One;',
  ),
  ...moduleFiles("types", "export {};", "export type One = 1;"),
};

function problemsWith(changes: Readonly<Record<string, string | undefined>>): string[] {
  const files = Object.entries({ ...FILES, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return tarballProblems({ files: new Map(files), workspace: "/home/somebody/parley" });
}

function withManifest(changes: object): Record<string, string> {
  return { "package.json": JSON.stringify({ ...MANIFEST, ...changes }) };
}

test("a package of which everything can be reached has no problem", () => {
  expect(problemsWith({})).toEqual([]);
});

test.each<[string, Record<string, string | undefined>, string]>([
  [
    "a module that was deleted",
    moduleFiles("old", "export const old = 1;", ""),
    "dist/old.js: no entry",
  ],
  ["a test", { "src/call.test.ts": "" }, "src/call.test.ts: no entry"],
  [
    "a file that looks like another",
    { "src/openapi.json.bak": "" },
    "src/openapi.json.bak: no entry",
  ],
  ["a build's own notes", { "dist/x.tsbuildinfo": "{}" }, "dist/x.tsbuildinfo: no entry"],
  ["no licence", { LICENSE: undefined }, "LICENSE is missing"],
  ["another package's README", { "README.md": "# @acme/mail\n" }, "README.md: its first line"],
  ["no types", { "dist/index.d.ts": undefined }, "./dist/index.d.ts is missing"],
  ["no description", { "src/openapi.json": undefined }, "./src/openapi.json is missing"],
  ["no map", { "dist/call.js.map": undefined }, "dist/call.js: its map call.js.map is missing"],
  [
    "code without a map",
    { "dist/call.js": "export const call = 1;" },
    "dist/call.js: it has no source map",
  ],
  [
    "a map without sources",
    { "dist/call.js.map": JSON.stringify({ sources: ["../src/call.ts"] }) },
    "does not carry the text of ../src/call.ts",
  ],
  [
    "a map of declarations",
    { "dist/index.d.ts": 'export { call } from "./call.js";\n//# sourceMappingURL=index.d.ts.map' },
    "dist/index.d.ts: a map of declarations",
  ],
  [
    "a path of this machine",
    { "README.md": "# @acme/chat\n\nSee /home/somebody/parley/docs.\n" },
    "README.md: it names /home/somebody/parley",
  ],
  [
    "an install script",
    withManifest({ scripts: { postinstall: "node x" } }),
    '"postinstall" would run',
  ],
  [
    "a range of the workspace",
    withManifest({ dependencies: { a: "workspace:^" } }),
    "which no registry knows",
  ],
  [
    "a version of the catalog",
    withManifest({ peerDependencies: { a: "catalog:" } }),
    "which no registry knows",
  ],
  ["another licence", withManifest({ license: "GPL-3.0" }), '"license" has to be "MIT"'],
  [
    "no word on side effects",
    withManifest({ sideEffects: undefined }),
    '"sideEffects" has to be false',
  ],
  ["no engines", withManifest({ engines: {} }), '"engines" has to name Node 20'],
  ["CommonJS", withManifest({ type: "commonjs" }), '"type" has to be "module"'],
  [
    "types after code",
    withManifest({ exports: { ".": { default: "./dist/index.js", types: "./dist/index.d.ts" } } }),
    'has to have "types", then "default"',
  ],
])("%s is found", (_what, changes, problem) => {
  expect(problemsWith(changes).join("\n")).toContain(problem);
});
