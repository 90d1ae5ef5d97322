import { isObject } from "./json.js";
import { valueAt, type Pointer } from "./json-pointer.js";
import type { OpenApiDocument, Reference, Referenced, Schema, SchemaObject } from "./openapi.js";

/** A part of the document, and where it is. */
export interface Located<T> {
  readonly value: T;
  readonly pointer: Pointer;
}

export function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value["$ref"] === "string";
}

/**
 * Follows `$ref`s to their end. A bundled document has only local ones, and Redocly has found
 * them to resolve; what is left is a chain that bites its own tail, which ends at undefined.
 */
export function resolve<T>(
  document: OpenApiDocument,
  value: Referenced<T>,
  pointer: Pointer,
): Located<T> | undefined {
  let current: unknown = value;
  let place = pointer;
  const seen = new Set<string>();
  while (isReference(current)) {
    if (seen.has(current.$ref)) return undefined;
    seen.add(current.$ref);
    place = decodeFragment(current.$ref);
    current = valueAt(document, place);
  }
  // The kind of object is the one that OpenAPI puts here: the bundle has been linted for that.
  return current === undefined ? undefined : { value: current as T, pointer: place };
}

/** What a `$ref` of a schema leads to, which may be another `$ref`. */
export function targetOf(
  document: OpenApiDocument,
  reference: Reference,
): Located<Schema> | undefined {
  const pointer = decodeFragment(reference.$ref);
  const value = valueAt(document, pointer);
  // As in `resolve`: a schema's `$ref` leads to a schema.
  return value === undefined ? undefined : { value: value as Schema, pointer };
}

/** Follows the `$ref`s of a schema; a boolean schema is no object and ends at undefined. */
export function resolveSchema(
  document: OpenApiDocument,
  schema: Schema,
  pointer: Pointer,
): Located<SchemaObject> | undefined {
  const resolved = resolve<Schema>(document, schema, pointer);
  return resolved === undefined || typeof resolved.value === "boolean"
    ? undefined
    : { value: resolved.value, pointer: resolved.pointer };
}

/** A `$ref` is a URI: its fragment may be percent-encoded (RFC 6901, section 6). */
function decodeFragment(reference: string): Pointer {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** Whether a `$ref` leads to a whole component, and not into one. */
export function isComponentReference(reference: string): boolean {
  return /^#\/components\/[^/]+\/[^/]+$/.test(reference);
}

const COMPONENT_SCHEMA = /^#\/components\/schemas\/([^/]+)$/;

/** The component that a schema is nothing but a reference to. */
export function componentOf(schema: Schema): string | undefined {
  return isReference(schema) ? componentNamed(schema.$ref) : undefined;
}

/** The name of the component schema that a `$ref` leads to, if it leads to a whole one. */
export function componentNamed(reference: string): string | undefined {
  return COMPONENT_SCHEMA.exec(reference)?.[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
}
