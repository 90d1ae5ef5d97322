import { createRequire } from "node:module";
import type { OpenApiDocument } from "./document.js";

const require = createRequire(import.meta.url);

/** The bundled descriptions that the providers' packages export. One is read when it is served. */
const descriptions = {
  asapp: () => require("@parley/asapp/openapi.json") as unknown,
  rapidpro: () => require("@parley/rapidpro/openapi.json") as unknown,
  "respond-io": () => require("@parley/respond-io/openapi.json") as unknown,
  sinch: () => require("@parley/sinch/openapi.json") as unknown,
};

/** The name of a provider whose description comes with the mock, as in `@parley/<name>`. */
export type ProviderName = keyof typeof descriptions;

/** The names of the providers whose descriptions come with the mock. */
export const PROVIDERS: readonly ProviderName[] = Object.keys(descriptions).filter(isProviderName);

/** Whether a word names a provider. */
export function isProviderName(word: string): word is ProviderName {
  return Object.hasOwn(descriptions, word);
}

/** The bundled description of a provider. */
export function providerDescription(name: ProviderName): OpenApiDocument {
  // What the generator writes there is a valid, bundled document.
  return descriptions[name]() as OpenApiDocument;
}
