import { parseArgs } from "node:util";
import { inRepository, loadConfig } from "../config/load-config.js";
import { DescriptionError } from "../description-error.js";
import { loadDescription } from "../description/load-description.js";
import {
  importDescription,
  type ImportOptions,
  type ImportResult,
} from "../import/import-description.js";
import { buildModel } from "../model/build-model.js";
import { join } from "node:path";
import { UsageError } from "../usage-error.js";

/** What tests give in place of the world. */
export type ImportWorld = Pick<ImportOptions, "fetch" | "now" | "allowLoopback">;

/**
 * `parley import <provider> [--from <where>]`: imports a description, or imports it again, and says
 * what is left to decide before a client can be made of it.
 *
 * @returns 0, or 1 where a client cannot be made yet.
 */
export async function importCommand(
  args: readonly string[],
  world: ImportWorld = {},
): Promise<number> {
  const { provider, from, sha256, licence } = parse(args);
  const repository = await loadConfig();
  const { root, specs } = repository;
  const result = await importDescription({
    provider,
    from,
    sha256,
    licence,
    specs,
    root,
    ...world,
  });
  process.stdout.write(reportOf(provider, result));

  try {
    const { methods } = buildModel(await loadDescription(join(specs, provider)));
    const next = result.state === "new" ? `parley new ${provider}` : `parley generate ${provider}`;
    process.stdout.write(`${methods.length} methods can be made of it: \`${next}\`.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const where = `${inRepository(repository, join(specs, provider))}/overlay.yaml`;
    process.stderr.write(
      `No client can be made of it yet: decide these in ${where}.\n${error.message}\n`,
    );
    return 1;
  }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        sha256: { type: "string" },
        licence: { type: "string" },
      },
      allowPositionals: true,
    });
    const [provider, ...others] = positionals;
    if (provider === undefined || others.length > 0) {
      throw new UsageError("Name one provider: parley import <provider> --from <where>.");
    }
    return { provider, ...values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

// More than a screen of names helps nobody.
const SHOWN = 40;

function reportOf(
  provider: string,
  { record, state, written, losses, moves, proposals }: ImportResult,
): string {
  if (state === "unchanged") {
    return `${provider}: up to date with ${record.origin} (${record.sha256.slice(0, 12)})\n`;
  }
  const moved = [
    ...(moves?.added ?? []).map((name) => `+ ${name}`),
    ...(moves?.removed ?? []).map((name) => `- ${name}`),
    ...(moves?.changed ?? []).map((name) => `~ ${name}`),
  ];
  return [
    ...written.map((name) => `written  ${name}`),
    `${record.format}, SHA-256 ${record.sha256}, licence: ${record.licence}`,
    ...losses.map(({ pointer, message }) => `left out ${pointer}: ${message}`),
    ...(moves === undefined ? [] : [`${moved.length} parts moved:`]),
    ...moved.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(moved.length > SHOWN ? [`  and ${moved.length - SHOWN} more`] : []),
    ...(proposals === ""
      ? []
      : ["New operations need names: put these into overlay.yaml.", proposals]),
    "",
  ].join("\n");
}
