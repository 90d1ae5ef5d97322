import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRepository, loadConfig, type Repository } from "../config/load-config.js";
import { DescriptionError } from "../description-error.js";
import { loadDescription } from "../description/load-description.js";
import { changeLines, countText } from "../diff/report.js";
import { diffDescriptions } from "../diff/diff-descriptions.js";
import { fetchDescription, type ImportOptions } from "../import/import-description.js";
import { readSourceRecord, type SourceRecord } from "../import/source-record.js";
import { namedProviders } from "./named-providers.js";
import { UsageError } from "../usage-error.js";

/** What tests give in place of the world. */
export type DriftWorld = Pick<ImportOptions, "fetch" | "maxBytes" | "timeout">;

/**
 * `parley drift [provider…]`: what has changed at the origin of an imported description since it was
 * read, for who uses the package.
 *
 * @returns 0, or 1 where a description differs from its origin.
 */
export async function driftCommand(
  args: readonly string[],
  world: DriftWorld = {},
): Promise<number> {
  const repository = await loadConfig();
  let hasDrift = false;
  for (const provider of await namedProviders(repository, parse(args))) {
    const record = await readSourceRecord(join(repository.specs, provider, "source.yaml"));
    if (record === undefined) {
      process.stdout.write(`${provider}: written by hand, so that it has no origin\n`);
      continue;
    }
    const lines = await driftOf(repository, provider, record, world);
    hasDrift ||= lines.length > 0;
    process.stdout.write(
      lines.length === 0
        ? `${provider}: as it is at ${record.origin}\n`
        : `${lines.join("\n")}\nTake it over with \`parley import ${provider}\`.\n`,
    );
  }
  return hasDrift ? 1 : 0;
}

function parse(args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** What is to be told; nothing where the origin has the same bytes. */
async function driftOf(
  repository: Repository,
  provider: string,
  before: SourceRecord,
  world: DriftWorld,
): Promise<string[]> {
  const folder = join(repository.specs, provider);
  const { document, record } = await fetchDescription(
    { provider, root: repository.root, ...world },
    before,
  );
  const isSame =
    record.sha256 === before.sha256 &&
    JSON.stringify(record.references ?? {}) === JSON.stringify(before.references ?? {});
  if (isSame) return [];
  const heading = `${provider}: ${before.origin} is no longer what was read on ${before.retrieved}`;
  const base = await loadDescription(folder);
  const revision = await withOverlay(folder, document);
  try {
    const changes = await diffDescriptions(base, await loadDescription(revision));
    return changes.length === 0
      ? [`${heading}, in its form alone`]
      : [`${heading}: ${countText(changes)}`, ...changeLines(changes)];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const overlay = `${inRepository(repository, folder)}/overlay.yaml`;
    return [
      `${heading}, and no client can be made of it with ${overlay} as it is:`,
      ...error.problems.map(({ pointer, message }) => `  ${pointer} ${message}`),
    ];
  } finally {
    await rm(revision, { recursive: true, force: true });
  }
}

/** A folder with another document under the same corrections. */
async function withOverlay(folder: string, document: unknown): Promise<string> {
  const revision = await mkdtemp(join(tmpdir(), "parley-drift-"));
  await writeFile(join(revision, "openapi.json"), JSON.stringify(document));
  const overlay = join(folder, "overlay.yaml");
  if (existsSync(overlay)) await cp(overlay, join(revision, "overlay.yaml"));
  return revision;
}
