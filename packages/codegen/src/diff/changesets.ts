import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { UsageError } from "../usage-error.js";
import { DescriptionError } from "../description-error.js";
import { isObject } from "../description/json.js";
import { highestLevel, type Change, type Level } from "./change.js";

const FOLDER = ".changeset";
const LEVELS: readonly Level[] = ["patch", "minor", "major"];

/**
 * How much the version of a package has to rise for changes of a level.
 *
 * Before 1.0.0 a breaking change raises the minor version: `^0.2.0` does not take in `0.3.0`
 * (Semantic Versioning 2.0.0, section 4, and the ranges of npm).
 */
export function neededLevel(level: Level, version: string): Level {
  return level === "major" && version.startsWith("0.") ? "minor" : level;
}

/**
 * How much the changesets of a repository raise the version of a package.
 *
 * @returns undefined where none names it.
 * @throws DescriptionError - a changeset cannot be read.
 */
export async function declaredLevel(root: string, packageName: string): Promise<Level | undefined> {
  const folder = join(root, FOLDER);
  const names = await readdir(folder).catch(() => []);
  const levels: Level[] = [];
  for (const name of names) {
    if (!name.endsWith(".md") || name === "README.md") continue;
    const level = levelIn(await readFile(join(folder, name), "utf8"), packageName, name);
    if (level !== undefined) levels.push(level);
  }
  return highestLevel(levels);
}

function levelIn(text: string, packageName: string, name: string): Level | undefined {
  const [, matter] = /^---\r?\n([\s\S]*?)\r?\n?---\r?\n/.exec(text) ?? [];
  const releases: unknown = matter === undefined ? undefined : (parse(matter) ?? {});
  if (!isObject(releases)) {
    throw new DescriptionError([
      {
        file: `${FOLDER}/${name}`,
        pointer: "#",
        message:
          "It is no changeset: begin it with the packages and their levels between two lines of ---.",
      },
    ]);
  }
  const level = releases[packageName];
  return LEVELS.find((known) => known === level);
}

/** What a changeset says of changes, the breaking ones first. */
export function changesetText(
  packageName: string,
  title: string,
  level: Level,
  changes: readonly Change[],
): string {
  const breaking = changes.filter((change) => change.level === "major");
  const others = changes.filter((change) => change.level !== "major");
  return [
    "---",
    `${JSON.stringify(packageName)}: ${level}`,
    "---",
    "",
    `The description of ${title} has changed.`,
    ...listed("What breaks:", breaking),
    ...listed(breaking.length === 0 ? "What is new:" : "What else is new:", others),
    "",
  ].join("\n");
}

function listed(heading: string, changes: readonly Change[]): string[] {
  return changes.length === 0 ? [] : ["", heading, "", ...changes.map(({ says }) => `- ${says}`)];
}

/**
 * Writes a changeset, in place of the one that was proposed before.
 *
 * @throws UsageError - the repository has no changesets.
 * @returns The file, as the repository calls it.
 */
export async function writeChangeset(
  root: string,
  provider: string,
  text: string,
): Promise<string> {
  if (!existsSync(join(root, FOLDER))) {
    throw new UsageError(
      `There is no folder ${FOLDER} in ${root}: install @changesets/cli and run \`changeset init\`.`,
    );
  }
  const file = `${FOLDER}/description-of-${provider}.md`;
  await writeFile(join(root, file), text);
  return file;
}
