import { isObject } from "../description/json.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";

/** A `$ref`, and where it stands. */
export interface FoundReference {
  readonly ref: string;
  /** The object that has it. */
  readonly pointer: Pointer;
}

/** Keywords that hold data, in which a `$ref` refers to nothing. */
const DATA: ReadonlySet<string> = new Set(["example", "default", "const", "enum", "value"]);

/** Keywords whose keys are names that the description chose. */
const NAMES: ReadonlySet<string> = new Set([
  "$defs",
  "callbacks",
  "definitions",
  "dependentSchemas",
  "examples",
  "headers",
  "parameters",
  "pathItems",
  "paths",
  "patternProperties",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
  "securitySchemes",
  "webhooks",
]);

/** Every `$ref` of a document of any version of OpenAPI, those in data left out. */
export function findReferences(root: unknown): FoundReference[] {
  const found: FoundReference[] = [];

  function visit(value: unknown, pointer: Pointer, areNames: boolean): void {
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, childPointer(pointer, index), false));
      return;
    }
    if (!isObject(value)) return;
    const ref = value["$ref"];
    if (typeof ref === "string" && !areNames) found.push({ ref, pointer });
    for (const [key, inner] of Object.entries(value)) {
      const isData = !areNames && (DATA.has(key) || key.startsWith("x-"));
      // The examples of a schema are a list of data, those of a parameter a map of objects.
      if (isData || (!areNames && key === "examples" && Array.isArray(inner))) continue;
      visit(inner, childPointer(pointer, key), !areNames && NAMES.has(key));
    }
  }

  visit(root, "#", false);
  return found;
}
