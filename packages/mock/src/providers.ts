import { createRequire } from "node:module";
import type { OpenApiDocument } from "./document.js";

/** The providers whose descriptions come with the mock. */
export const PROVIDERS = ["asapp", "rapidpro", "respond-io", "sinch"] as const;

/** The name of a provider, as in `@parley/<name>`. */
export type ProviderName = (typeof PROVIDERS)[number];

/** Whether a word names a provider. */
export function isProviderName(word: string): word is ProviderName {
  return PROVIDERS.some((name) => name === word);
}

/** The bundled description that a provider's package exports. */
export function providerDescription(name: ProviderName): OpenApiDocument {
  const require = createRequire(import.meta.url);
  // What the generator writes there is a valid, bundled document.
  return require(`@parley/${name}/openapi.json`) as OpenApiDocument;
}
