import type { Report } from "../description-error.js";
import { componentOf } from "../description/references.js";
import type { OpenApiDocument, Schema } from "../description/openapi.js";
import type { TypeReference, TypeStep } from "./model.js";

/** What every part of the model is built with. */
export interface ModelContext {
  readonly document: OpenApiDocument;
  /** Where the reference is published; undefined where it is not. */
  readonly documentationSite: string | undefined;
  readonly report: Report;
  /** Takes note of what a client leaves out, or has in another way than the description says. */
  readonly warn: Report;
  /** The exported type of each component schema. */
  readonly typeNames: ReadonlyMap<string, string>;
}

/** The type of a schema: its component's, where it is nothing but a `$ref` to one, else the path to it. */
export function typeOfSchema(
  context: ModelContext,
  schema: Schema | undefined,
  path: {
    readonly root: "operations" | "components" | "webhooks";
    readonly steps: readonly TypeStep[];
  },
): TypeReference {
  const component = schema === undefined ? undefined : componentOf(schema);
  const typeName = component === undefined ? undefined : context.typeNames.get(component);
  return typeName === undefined ? { kind: "path", ...path } : { kind: "component", typeName };
}

/** The same types, each once. */
export function distinctTypes(types: readonly TypeReference[]): TypeReference[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}
