import type { Description } from "../description/load-description.js";
import type { Model } from "../model/model.js";
import { emitClient } from "./client.js";
import { emitOperations } from "./operations.js";
import { emitProvider } from "./provider.js";
import { emitTypes } from "./types.js";
import { emitWebhooks } from "./webhooks.js";

/** The generated files of a provider's package, by name. */
export async function emitPackage(
  { document, json }: Description,
  model: Model,
): Promise<ReadonlyMap<string, string>> {
  // It loads a compiler, which a description with errors in it never needs.
  const { emitSchema } = await import("./schema.js");
  const { emitValidators, emitValidatorsDeclaration } = await import("./validators.js");
  const files = new Map([
    ["client.ts", emitClient(model)],
    ["openapi.json", json],
    ["operations.ts", emitOperations(model)],
    ["provider.ts", emitProvider(model)],
    ["schema.ts", emitSchema(document, model.provider.name)],
    ["types.ts", emitTypes(model)],
    ["validators.d.ts", emitValidatorsDeclaration(model)],
    ["validators.js", emitValidators(document, model)],
  ]);
  if (model.webhooks !== undefined) files.set("webhooks.ts", emitWebhooks(model, model.webhooks));
  return files;
}
