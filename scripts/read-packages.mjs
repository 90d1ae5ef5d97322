// Reads the packages of the workspace: their manifests, their files, and what those import.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folders of a package whose files are installed or built. */
const MADE = new Set(["node_modules", "dist", ".turbo"]);

// Formatted code begins its imports in the first column, where neither comments nor code that is
// held in strings do; what is imported on demand can be anywhere.
const IMPORT = /^(?:import|export)\b(?:[^"'`;]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/**
 * @typedef {object} Package
 * @property {string} folder `packages/runtime`
 * @property {string} name `@parley/runtime`
 * @property {boolean} isPublished
 * @property {Record<string, unknown>} manifest its package.json
 * @property {string[]} files `src/retry.ts`
 * @property {Module[]} modules those files that are code
 */

/**
 * @typedef {object} Module
 * @property {string} file `src/retry.ts`
 * @property {boolean} isTest whether it is a test, or a helper of tests
 * @property {string[]} imports as they are written: `@parley/mock/vitest`
 */

/** @returns {Package[]} those under packages/ */
export function readPackages() {
  return readdirSync(join(root, "packages"))
    .map((name) => `packages/${name}`)
    .filter((folder) => readText(`${folder}/package.json`) !== undefined)
    .map((folder) => {
      const manifest = parseObject(readText(`${folder}/package.json`));
      const files = filesOf(folder).map((file) => file.slice(folder.length + 1));
      return {
        folder,
        name: String(manifest["name"]),
        isPublished: manifest["private"] !== true,
        manifest,
        files,
        modules: files
          .filter((file) => /\.(?:ts|js|mjs)$/.test(file))
          .map((file) => ({
            file,
            isTest: isTestFile(file),
            imports: importsOf(readText(`${folder}/${file}`) ?? ""),
          })),
      };
    });
}

/** @returns {string[]} the names of the providers that are described */
export function readProviders() {
  return readdirSync(join(root, "specs")).filter((name) =>
    existsSync(join(root, "specs", name, "openapi.yaml")),
  );
}

/**
 * Whether a file is a test, or a helper of tests: neither is published.
 *
 * @param {string} file
 */
export function isTestFile(file) {
  return /\.(?:test|test-helpers)\.ts$/.test(file) || file.includes("/test-helpers/");
}

/**
 * The package that a specifier is of: `@parley/mock` for `@parley/mock/vitest`.
 *
 * @param {string} specifier
 */
export function packageOf(specifier) {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/**
 * @param {Package["manifest"]} manifest
 * @param {...string} kinds `dependencies`
 * @returns {string[]}
 */
export function dependenciesOf(manifest, ...kinds) {
  return kinds.flatMap((kind) => {
    const dependencies = manifest[kind];
    return typeof dependencies === "object" && dependencies !== null
      ? Object.keys(dependencies)
      : [];
  });
}

/**
 * @param {string} file from the root
 * @returns {string | undefined} undefined where there is no such file
 */
export function readText(file) {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/**
 * @param {string | undefined} json an object
 * @returns {Record<string, unknown>} an empty one where there is no text
 */
export function parseObject(json) {
  return /** @type {Record<string, unknown>} */ (JSON.parse(json ?? "{}"));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : filesOf(path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * @param {string} source
 * @returns {string[]}
 */
function importsOf(source) {
  return [...source.matchAll(IMPORT)].map(([, stated, onDemand]) => stated ?? onDemand ?? "");
}
