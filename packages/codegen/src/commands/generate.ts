import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRepository, loadConfig } from "../config/load-config.js";
import { DescriptionError, type DescriptionProblem } from "../description-error.js";
import { generate, type GenerateResult } from "../generate.js";
import { namedProviders } from "./named-providers.js";
import { UsageError } from "../usage-error.js";

/**
 * `parley generate [provider…] [--check]`: makes the generated files of the named providers, or of
 * all. With `--check` it writes nothing, and fails when a file is not as it would be made.
 */
export async function generateCommand(args: readonly string[]): Promise<number> {
  const { providers: named, check } = parse(args);
  const repository = await loadConfig();
  const { specs, packages, documentationSite } = repository;

  const problems: DescriptionProblem[] = [];
  let hasDrift = false;
  for (const provider of await namedProviders(repository, named)) {
    try {
      const output = join(packages, provider, "src", "generated");
      const description = join(specs, provider);
      const result = await generate({ description, output, check, documentationSite });
      hasDrift ||= result.changed.length > 0 || result.stale.length > 0;
      process.stdout.write(reportOf(provider, inRepository(repository, output), result, check));
      process.stderr.write(warningsOf(provider, result));
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new DescriptionError(problems);
  if (!check || !hasDrift) return 0;
  process.stderr.write(
    "Generated files are not what the descriptions give: run `parley generate`.\n",
  );
  return 1;
}

function parse(args: readonly string[]): { readonly providers: string[]; readonly check: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { check: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    return { providers: positionals, check: values.check };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function reportOf(
  provider: string,
  folder: string,
  { changed, stale }: GenerateResult,
  check: boolean,
): string {
  const lines = [
    ...changed.map((name) => `${check ? "differs" : "written"}  ${folder}/${name}`),
    ...stale.map((name) => `${check ? "stale  " : "removed"}  ${folder}/${name}`),
  ];
  return lines.length === 0 ? `${provider}: up to date\n` : `${lines.join("\n")}\n`;
}

/** As many as a reader reads. */
const SHOWN_WARNINGS = 20;

function warningsOf(provider: string, { warnings }: GenerateResult): string {
  const shown = warnings.slice(0, SHOWN_WARNINGS);
  const more = warnings.length - shown.length;
  return [
    ...shown.map(({ file, pointer, message }) => `warning  ${file}${pointer}\n  ${message}\n`),
    ...(more === 0 ? [] : [`${provider}: ${more} more warnings\n`]),
  ].join("");
}
