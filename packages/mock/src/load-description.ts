import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { OpenApiDocument } from "./document.js";
import { operationTable } from "./operation-table.js";
import type { MockOperation } from "./operation-table.js";
import { createPrism } from "./prism.js";
import type { Prism } from "./prism.js";
import { isProviderName, PROVIDERS, providerDescription } from "./providers.js";
import type { ProviderName } from "./providers.js";

/** Whose API a mock stands for. */
export type MockSource =
  | {
      /** One of the providers whose description comes with the mock. */
      readonly provider: ProviderName;
    }
  | {
      /** The path of an OpenAPI 3.1 description, split over files or not; or a bundled one itself. */
      readonly description: string | object;
    };

/** A description that is ready to be served. */
export interface LoadedDescription {
  readonly document: OpenApiDocument;
  readonly operations: readonly MockOperation[];
  readonly prism: Prism;
}

const loadedProviders = new Map<ProviderName, Promise<LoadedDescription>>();

/** Loads a description; that of a provider only once in a process. */
export function loadDescription(source: MockSource): Promise<LoadedDescription> {
  if ("description" in source) {
    const { description } = source;
    return typeof description === "string"
      ? bundleFile(description).then(prepare)
      : // What it lacks of a description shows as soon as Prism reads it.
        prepare(description as OpenApiDocument);
  }
  const { provider } = source;
  if (!isProviderName(provider)) {
    throw new Error(
      `There is no provider ${String(provider)}, only ${PROVIDERS.join(", ")}. For another API, give the path of its description.`,
    );
  }
  const loaded = loadedProviders.get(provider) ?? prepare(providerDescription(provider));
  loadedProviders.set(provider, loaded);
  return loaded;
}

async function prepare(document: OpenApiDocument): Promise<LoadedDescription> {
  return { document, operations: operationTable(document), prism: await createPrism(document) };
}

/** Makes one document of a description that may be split over files. */
async function bundleFile(path: string): Promise<OpenApiDocument> {
  const ref = resolve(path);
  if (!existsSync(ref)) throw new Error(`There is no description at ${ref}.`);
  // Only those who serve a file pay for loading the bundler.
  const { bundle, createConfig } = await import("@redocly/openapi-core");
  const config = await createConfig({});
  const { bundle: result, problems } = await bundle({ ref, config }).catch((error: Error) => {
    throw new Error(`${ref} cannot be bundled: ${error.message}`, { cause: error });
  });
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new Error(`${ref} cannot be bundled: ${error.message}`);
  return result.parsed as OpenApiDocument;
}
