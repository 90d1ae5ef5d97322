import { createRequire } from "node:module";
import type { ProviderName } from "@parley/mock";
import { createRespondIo } from "@parley/respond-io";
import type { ClientOptions } from "@parley/runtime";

/** A provider whose methods the contract suite calls. */
export interface ProviderUnderTest {
  /** As in `@parley/<name>`. */
  readonly name: ProviderName;
  /** Makes its client with credentials that only a mock takes. */
  readonly create: (options: ClientOptions) => object;
  /** How many operations its description has: the other half of a count that must not drift. */
  readonly operations: number;
}

/** One line each. A provider that has a package and no line here fails the suite. */
export const providers: readonly ProviderUnderTest[] = [
  { name: "respond-io", create: (options) => createRespondIo({ token: "test", ...options }), operations: 29 },
];

/** The bundled description that a provider's package exports. */
export function descriptionOf({ name }: ProviderUnderTest): unknown {
  const require = createRequire(import.meta.url);
  return require(`@parley/${name}/openapi.json`) as unknown;
}
