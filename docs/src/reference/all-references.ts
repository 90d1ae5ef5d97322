import { documentedProviders } from "./providers.ts";
import { readProvider } from "./read-provider.ts";
import type { ProviderReference } from "./reference.ts";

let references: Promise<readonly ProviderReference[]> | undefined;

/** The reference of every provider, read once. */
export function allReferences(): Promise<readonly ProviderReference[]> {
  references ??= Promise.all(documentedProviders.map(readProvider));
  return references;
}
