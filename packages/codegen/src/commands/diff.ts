import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { inRepository, loadConfig, type Repository } from "../config/load-config.js";
import { loadDescription } from "../description/load-description.js";
import { highestLevel, isAtLeast, type Change, type Level } from "../diff/change.js";
import { changesetText, declaredLevel, neededLevel, writeChangeset } from "../diff/changesets.js";
import { diffDescriptions } from "../diff/diff-descriptions.js";
import {
  namedDescription,
  PUBLISHED_FILE,
  publishedDescription,
  releasedVersion,
  UNRELEASED,
  type ProviderFolders,
} from "../diff/published-description.js";
import { changeLines, countText } from "../diff/report.js";
import { namedProviders } from "./named-providers.js";
import { UsageError } from "../usage-error.js";

/** What `parley diff` found about one provider. */
interface Comparison {
  readonly provider: string;
  readonly package: string;
  /** The version that is compared with; null where nothing has been published. */
  readonly published: string | null;
  readonly changes: readonly Change[];
  /** The highest level of the changes. */
  readonly level: Level | null;
  /** What the changeset has to say, which before 1.0.0 is less for a breaking change. */
  readonly needed: Level | null;
  /** What the changesets say. */
  readonly declared: Level | null;
  readonly isDeclared: boolean;
}

interface DiffOptions {
  readonly providers: readonly string[];
  readonly against: string | undefined;
  readonly format: "text" | "json";
  readonly check: boolean;
  readonly writeChangeset: boolean;
  readonly record: boolean;
}

/**
 * `parley diff [provider…]`: what differs between the description that was published and the one
 * that is there, for who uses the package, and the changeset that it needs. With `--check` it fails
 * where the changesets say less.
 */
export async function diffCommand(args: readonly string[]): Promise<number> {
  const options = parse(args);
  const repository = await loadConfig();
  const providers = await namedProviders(repository, options.providers);
  if (options.against !== undefined && providers.length !== 1) {
    throw new UsageError("--against is about one provider: name it.");
  }
  if (options.record) return recordAll(repository, providers);

  const comparisons: Comparison[] = [];
  for (const provider of providers) {
    const comparison = await compare(repository, provider, options);
    comparisons.push(comparison);
    if (options.format === "text") process.stdout.write(reportOf(comparison));
    if (options.writeChangeset) process.stderr.write(await propose(repository, comparison));
  }
  if (options.format === "json") process.stdout.write(`${JSON.stringify(comparisons, null, 2)}\n`);

  const failed = comparisons.filter(({ isDeclared }) => !isDeclared);
  if (!options.check || failed.length === 0) return 0;
  process.stderr.write(
    failed
      .map(
        ({ provider, package: name, needed }) =>
          `No changeset gives ${name} the ${needed ?? ""} release that its description needs: run \`parley diff ${provider} --write-changeset\`, and edit what it says.\n`,
      )
      .join(""),
  );
  return 1;
}

function parse(args: readonly string[]): DiffOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        against: { type: "string" },
        format: { type: "string", default: "text" },
        check: { type: "boolean", default: false },
        "write-changeset": { type: "boolean", default: false },
        record: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    const { format } = values;
    if (format !== "text" && format !== "json") {
      throw new Error(`There is no format "${format}": use text or json.`);
    }
    return {
      providers: positionals,
      against: values.against,
      format,
      check: values.check,
      writeChangeset: values["write-changeset"],
      record: values.record,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function foldersOf({ root, specs, packages }: Repository, provider: string): ProviderFolders {
  return { root, description: join(specs, provider), package: join(packages, provider) };
}

async function compare(
  repository: Repository,
  provider: string,
  { against }: DiffOptions,
): Promise<Comparison> {
  const folders = foldersOf(repository, provider);
  const packageName = `${repository.scope}/${provider}`;
  const version = await releasedVersion(folders);
  const published =
    against === undefined
      ? await publishedDescription(folders, { provider, version })
      : await namedDescription(against, folders, process.cwd());
  const changes =
    published === undefined
      ? []
      : await diffDescriptions(published, await loadDescription(folders.description));
  const level = highestLevel(changes.map((change) => change.level));
  const needed = level === undefined ? undefined : neededLevel(level, version);
  const declared = await declaredLevel(repository.root, packageName);
  return {
    provider,
    package: packageName,
    published: published === undefined ? null : (against ?? version),
    changes,
    level: level ?? null,
    needed: needed ?? null,
    declared: declared ?? null,
    isDeclared: needed === undefined || isAtLeast(declared, needed),
  };
}

function reportOf(comparison: Comparison): string {
  const { package: name, published, changes, level, needed, declared } = comparison;
  if (published === null) return `${name}: nothing is published yet\n`;
  if (level === null) return `${name}: the description is that of ${published}\n`;
  const policy = level === needed ? "" : " (a breaking change, before 1.0.0)";
  const state = declared === null ? "there is none" : `the changesets say ${declared}`;
  return [
    `${name}: ${countText(changes)} since ${published}`,
    ...changeLines(changes),
    `It needs a ${needed ?? ""} changeset${policy}: ${state}.`,
    "",
  ].join("\n");
}

async function propose(
  { root }: Repository,
  { provider, package: name, changes, needed, isDeclared }: Comparison,
): Promise<string> {
  if (needed === null) return "";
  if (isDeclared) return `${name}: the changesets say enough, and none is written\n`;
  const text = changesetText(name, provider, needed, changes);
  return `written  ${await writeChangeset(root, provider, text)}\n`;
}

/** Keeps the descriptions as those of the release that is being made. */
async function recordAll(repository: Repository, providers: readonly string[]): Promise<number> {
  for (const provider of providers) {
    const folders = foldersOf(repository, provider);
    if ((await releasedVersion(folders)) === UNRELEASED) {
      throw new UsageError(
        `${repository.scope}/${provider} is still at ${UNRELEASED}: raise the versions first, with changeset version.`,
      );
    }
    const { json } = await loadDescription(folders.description);
    const file = join(folders.description, PUBLISHED_FILE);
    await writeFile(file, json);
    process.stdout.write(
      `written  ${inRepository(repository, folders.description)}/${basename(file)}\n`,
    );
  }
  return 0;
}
