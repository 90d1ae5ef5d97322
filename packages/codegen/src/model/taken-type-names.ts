import { isHttpMethod, type OpenApiDocument, type PathItem } from "../description/openapi.js";
import { resolve } from "../description/references.js";
import { pascalCase } from "./names.js";

/** What generated files import, or take from TypeScript. */
export const GENERATED_FILES_USE: readonly string[] = [
  "ApiError",
  "Blob",
  "Exclude",
  "HttpClientErrorStatus",
  "HttpErrorStatus",
  "HttpServerErrorStatus",
  "ListMethod",
  "Method",
  "NonNullable",
  "Operation",
  "OptionalListMethod",
  "OptionalMethod",
  "Provider",
  "Readonly",
  "Record",
  "UnknownEvent",
  "WebhookRules",
];

/** The types that a client has for itself. */
export const CLIENT_SUFFIXES: readonly string[] = ["Resources", "ServerOptions", "Event"];

/** The types of a method. */
export const METHOD_SUFFIXES: readonly string[] = ["Parameters", "Result", "Errors"];

/** The names that no schema's type can have: those of methods are public, and come from overlays. */
export function takenTypeNames(document: OpenApiDocument): ReadonlySet<string> {
  const provider = document["x-parley-provider"];
  const client = provider?.typeName ?? pascalCase(provider?.name ?? "");
  return new Set([
    ...GENERATED_FILES_USE,
    ...CLIENT_SUFFIXES.map((suffix) => `${client}${suffix}`),
    ...methodIds(document).flatMap(typesOfMethod),
  ]);
}

function typesOfMethod(id: string): string[] {
  const own = [...METHOD_SUFFIXES, "Item"].map((suffix) => `${pascalCase(id)}${suffix}`);
  return own.concat(resourcesOf(id).map((resource) => `${pascalCase(resource)}Resource`));
}

function methodIds(document: OpenApiDocument): string[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, written]) => {
    const pathItem: PathItem = resolve<PathItem>(document, written, path)?.value ?? {};
    return Object.keys(pathItem).flatMap((field) => {
      const operation = isHttpMethod(field) ? pathItem[field] : undefined;
      const others = Object.keys(operation?.["x-parley-methods"] ?? {});
      return operation?.operationId === undefined ? others : [operation.operationId].concat(others);
    });
  });
}

/** `a.b.get` is a method of `a.b`, which is a resource of `a`. */
export function resourcesOf(methodId: string): string[] {
  const segments = methodId.split(".");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("."));
}
