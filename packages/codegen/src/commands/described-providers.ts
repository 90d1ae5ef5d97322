import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The providers that are described, in alphabetical order.
 *
 * @param specs - The folder of the descriptions.
 */
export async function describedProviders(specs: string): Promise<string[]> {
  if (!existsSync(specs)) return [];
  const entries = await readdir(specs, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && hasDescription(join(specs, entry.name)))
    .map(({ name }) => name)
    .toSorted();
}

function hasDescription(folder: string): boolean {
  return ["openapi.yaml", "openapi.json"].some((name) => existsSync(join(folder, name)));
}
