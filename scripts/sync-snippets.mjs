#!/usr/bin/env node
// Writes the code of guides and READMEs from files that are compiled and run:
//
//   pnpm sync:snippets
//   pnpm check:snippets    writes nothing, and fails where a page differs from its code
//
// A fence names where its code is from: ```ts snippet="paginate.ts#items". The file is in
// docs/snippets; a region goes from `// #region items` to `// #endregion items`, and several are
// joined by a blank line: "paginate.ts#import,items". TypeScript that names no region is refused, as
// nothing would compile it, and so is a region that no page shows.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAGES = ["README.md", "docs/guides/*.md", "packages/*/README.md"];
const SNIPPETS = "docs/snippets";

// Pages that show regions when the site is built.
const SITE_PAGES = "docs/src/content/docs/**/*.mdx";
const SHOWN = /<Snippet [^>]*file="([\w./-]+)"[^>]*region="([\w-]+)"/g;

const FENCE = /^```([a-z]*)(.*)\n[^]*?^```$/gm;
const COMPILED = new Set(["ts", "typescript", "tsx", "js", "javascript"]);
const MARKER = /^\s*\/\/ #(?:end)?region\b/;

const check = process.argv.includes("--check");
/** @type {string[]} */
const problems = [];
/** @type {Map<string, Map<string, string>>} */
const files = new Map();
/** @type {Set<string>} */
const shown = new Set();
let blocks = 0;

for (const page of globSync(PAGES).toSorted()) {
  const before = readFileSync(page, "utf8");
  let after = "";
  let written = 0;
  for (const { 0: fence, 1: language = "", 2: meta = "", index } of before.matchAll(FENCE)) {
    if (!COMPILED.has(language)) continue;
    const place = `${page}:${before.slice(0, index).split("\n").length}`;
    after += before.slice(written, index) + compiledFence(fence, language, meta, place);
    written = index + fence.length;
  }
  after += before.slice(written);
  if (after === before) continue;
  if (check) problems.push(`${page}: its code is not that of ${SNIPPETS}: run pnpm sync:snippets.`);
  else writeFileSync(page, after);
}
for (const page of globSync(SITE_PAGES)) {
  for (const [, file, region] of readFileSync(page, "utf8").matchAll(SHOWN))
    shown.add(`${file}#${region}`);
}
for (const file of globSync(`${SNIPPETS}/*.ts`)) {
  const name = file.slice(SNIPPETS.length + 1);
  for (const region of regionsOf(name).keys()) {
    if (!shown.has(`${name}#${region}`)) {
      problems.push(
        `${file}: no page shows the region "${region}": show it, or remove its markers.`,
      );
    }
  }
}
if (blocks === 0) problems.push(`No page has code: ${PAGES.join(", ")} are read from here.`);
for (const problem of problems) console.error(problem);
console.log(`${blocks} blocks of code, ${shown.size} regions, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/**
 * @param {string} fence
 * @param {string} language
 * @param {string} meta
 * @param {string} place
 * @returns {string} the fence with the code that it names
 */
function compiledFence(fence, language, meta, place) {
  blocks += 1;
  const [, file, list] = /\bsnippet="([\w.-]+)#([\w,-]+)"/.exec(meta) ?? [];
  if (file === undefined || list === undefined) {
    problems.push(`${place}: names no region: write \`\`\`${language} snippet="file.ts#region".`);
    return fence;
  }
  const regions = regionsOf(file);
  const parts = list.split(",").flatMap((name) => {
    shown.add(`${file}#${name}`);
    const code = regions.get(name);
    if (code !== undefined) return [code];
    problems.push(`${place}: ${SNIPPETS}/${file} has no region "${name}".`);
    return [];
  });
  return parts.length === 0 ? fence : `\`\`\`${language}${meta}\n${parts.join("\n")}\`\`\``;
}

/**
 * @param {string} file
 * @returns {Map<string, string>} the code of each region, moved to the margin
 */
function regionsOf(file) {
  const known = files.get(file);
  if (known !== undefined) return known;
  /** @type {Map<string, string>} */
  const regions = new Map();
  files.set(file, regions);
  const path = join(SNIPPETS, file);
  if (!existsSync(path)) return regions;
  const lines = readFileSync(path, "utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    const name = /^\s*\/\/ #region (\S+)$/.exec(line)?.[1];
    if (name === undefined) continue;
    const length = lines.slice(index).findIndex((each) => each.trim() === `// #endregion ${name}`);
    if (length === -1) problems.push(`${path}: the region "${name}" has no end.`);
    else if (regions.has(name)) problems.push(`${path}: there are two regions "${name}".`);
    else regions.set(name, toMargin(lines.slice(index + 1, index + length)));
  }
  return regions;
}

/**
 * @param {readonly string[]} lines
 * @returns {string} without the indentation that all have, and without the markers of other regions
 */
function toMargin(lines) {
  const code = lines.filter((line) => !MARKER.test(line));
  const margins = code.flatMap((line) => /^ *(?=\S)/.exec(line)?.[0].length ?? []);
  const margin = Math.min(...margins);
  return code.map((line) => `${line.slice(margin)}\n`).join("");
}
