import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "./usage-error.js";

/** The nearest folder from here upwards that holds descriptions, in `specs`. */
export function repositoryRoot(start: string = process.cwd()): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "specs"))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(
        `There is no folder "specs" in ${start} or above: run the command in the repository.`,
      );
    }
  }
}

/** The providers that are described, in alphabetical order. */
export async function describedProviders(root: string): Promise<string[]> {
  const entries = await readdir(join(root, "specs"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && hasDescription(join(root, "specs", entry.name)))
    .map(({ name }) => name)
    .toSorted();
}

function hasDescription(folder: string): boolean {
  return ["openapi.yaml", "openapi.json"].some((name) => existsSync(join(folder, name)));
}
