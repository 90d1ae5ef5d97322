import { parseArgs } from "node:util";
import { loadConfig } from "../config/load-config.js";
import { newPackage } from "../scaffold/new-package.js";
import { UsageError } from "../usage-error.js";

/** `parley new <provider>`: makes the package of a described provider. */
export async function newCommand(args: readonly string[]): Promise<number> {
  const provider = parse(args);
  const { written, names, credentials } = await newPackage(await loadConfig(), provider);
  const variables = credentials.options.map(({ environmentVariable }) => environmentVariable);
  process.stdout.write(
    [
      ...written.map((file) => `written  ${file}`),
      `${names.packageName}: ${names.factory}(), ${variables.length === 0 ? "without credentials" : `with ${variables.join(", ")}`}`,
      "Install the workspace again, so that its packages find each other, and build.",
      "",
    ].join("\n"),
  );
  return 0;
}

function parse(args: readonly string[]): string {
  try {
    const [provider, ...others] = parseArgs({
      args: [...args],
      allowPositionals: true,
    }).positionals;
    if (provider === undefined || others.length > 0) {
      throw new UsageError("Name one provider: parley new <provider>.");
    }
    return provider;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
