import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ProviderName } from "@parley/mock";
import { createAsapp } from "@parley/asapp";
import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo } from "@parley/respond-io";
import { createSinch } from "@parley/sinch";
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

/** One entry each. A provider that has a package and no entry here fails the suite. */
export const allProviders: readonly ProviderUnderTest[] = [
  {
    name: "asapp",
    create: (options) => createAsapp({ apiId: "test", apiSecret: "test", ...options }),
    operations: 81,
  },
  {
    name: "rapidpro",
    create: (options) => createRapidPro({ token: "test", ...options }),
    operations: 43,
  },
  {
    name: "respond-io",
    create: (options) => createRespondIo({ token: "test", ...options }),
    operations: 29,
  },
  {
    name: "sinch",
    create: (options) =>
      createSinch({
        keyId: "test",
        keySecret: "test",
        authentication: "basic",
        projectId: "test",
        ...options,
      }),
    operations: 51,
  },
];

/** The bundled description that a provider's package exports. */
export function descriptionOf({ name }: ProviderUnderTest): unknown {
  const require = createRequire(import.meta.url);
  return require(`@parley/${name}/openapi.json`) as unknown;
}

/** Whether a provider's description is the vendor's own, with the examples that the vendor wrote. */
export function isImported(name: string): boolean {
  const specs = join(import.meta.dirname, "..", "..", "..", "specs");
  return existsSync(join(specs, name, "source.yaml"));
}

/** Those whose descriptions are written here, with an example of everything. */
export const providers: readonly ProviderUnderTest[] = allProviders.filter(
  ({ name }) => !isImported(name),
);

/** Those whose descriptions are imported: what can be asked of them is in `imported.test.ts`. */
export const importedProviders: readonly ProviderUnderTest[] = allProviders.filter(({ name }) =>
  isImported(name),
);
