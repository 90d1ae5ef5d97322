import type { Repository } from "../config/load-config.js";
import { nearest } from "../redocly-plugin/nearest.js";
import { describedProviders } from "./described-providers.js";
import { UsageError } from "../usage-error.js";

/** The providers that are named, or all that are described. */
export async function namedProviders(
  { specs }: Repository,
  names: readonly string[],
): Promise<readonly string[]> {
  const described = await describedProviders(specs);
  for (const name of names) {
    if (described.includes(name)) continue;
    throw new UsageError(`There is no description of "${name}": ${nearest(name, described)}`);
  }
  return names.length === 0 ? described : names;
}
