import { join } from "node:path";
import { parseArgs } from "node:util";
import { DescriptionError, type DescriptionProblem } from "../description-error.js";
import { generate, type GenerateResult } from "../generate.js";
import { nearest } from "../redocly-plugin/nearest.js";
import { describedProviders, repositoryRoot } from "./repository.js";
import { UsageError } from "./usage-error.js";

/**
 * `parley generate [provider…] [--check]`: makes the generated files of the named providers, or of
 * all. With `--check` it writes nothing, and fails when a file is not as it would be made.
 */
export async function generateCommand(args: readonly string[]): Promise<number> {
  const { providers: named, check } = parse(args);
  const root = repositoryRoot();
  const described = await describedProviders(root);
  for (const provider of named) {
    if (!described.includes(provider)) {
      throw new UsageError(
        `specs has no description of "${provider}": ${nearest(provider, described)}`,
      );
    }
  }

  const problems: DescriptionProblem[] = [];
  let hasDrift = false;
  for (const provider of named.length === 0 ? described : named) {
    try {
      const output = join(root, "packages", provider, "src", "generated");
      const result = await generate({ description: join(root, "specs", provider), output, check });
      hasDrift ||= result.changed.length > 0 || result.stale.length > 0;
      process.stdout.write(reportOf(provider, result, check));
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new DescriptionError(problems);
  if (!check || !hasDrift) return 0;
  process.stderr.write(
    "Generated files are not what the descriptions give: run `pnpm generate`.\n",
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

function reportOf(provider: string, { changed, stale }: GenerateResult, check: boolean): string {
  const folder = `packages/${provider}/src/generated`;
  const lines = [
    ...changed.map((name) => `${check ? "differs" : "written"}  ${folder}/${name}`),
    ...stale.map((name) => `${check ? "stale  " : "removed"}  ${folder}/${name}`),
  ];
  return lines.length === 0 ? `${provider}: up to date\n` : `${lines.join("\n")}\n`;
}
