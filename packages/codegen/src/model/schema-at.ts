import { childPointer, pointerKeys, type Pointer } from "../description/json-pointer.js";
import {
  typesOf,
  type OpenApiDocument,
  type Schema,
  type SchemaObject,
} from "../description/openapi.js";
import { resolveSchema, type Located } from "../description/references.js";

/** What a JSON Pointer finds in a value. */
export interface FoundSchema {
  /** As it is written there, `$ref` and all. */
  readonly written: Schema;
  readonly pointer: Pointer;
}

/**
 * The schema of what a JSON Pointer finds in every value that a schema allows; undefined where
 * some value has nothing declared there.
 */
export function schemaAt(
  document: OpenApiDocument,
  schema: Schema,
  place: Pointer,
  pointer: string,
): FoundSchema | undefined {
  let found: FoundSchema | undefined = { written: schema, pointer: place };
  for (const key of pointerKeys(pointer)) {
    found = property(document, found.written, found.pointer, key, new Set());
    if (found === undefined) return undefined;
  }
  return found;
}

/** The schema of the items of an array; undefined for what is no array. */
export function itemsOf(
  document: OpenApiDocument,
  { written, pointer }: FoundSchema,
): FoundSchema | undefined {
  const schema = resolveSchema(document, written, pointer);
  if (schema === undefined) return undefined;
  if (typesOf(schema.value).includes("array")) {
    return { written: schema.value.items ?? true, pointer: childPointer(schema.pointer, "items") };
  }
  const branches = branchesOf(document, schema, "oneOf", "anyOf");
  const [only] = branches;
  return only !== undefined && branches.length === 1
    ? itemsOf(document, { written: only.value, pointer: only.pointer })
    : undefined;
}

function property(
  document: OpenApiDocument,
  written: Schema,
  place: Pointer,
  key: string,
  seen: Set<SchemaObject>,
): FoundSchema | undefined {
  const schema = resolveSchema(document, written, place);
  if (schema === undefined || seen.has(schema.value)) return undefined;
  seen.add(schema.value);
  const { properties } = schema.value;
  if (properties !== undefined && Object.hasOwn(properties, key)) {
    const own = properties[key];
    const pointer = childPointer(schema.pointer, "properties", key);
    if (own !== undefined) return { written: own, pointer };
  }
  for (const part of branchesOf(document, schema, "allOf")) {
    const found = property(document, part.value, part.pointer, key, seen);
    if (found !== undefined) return found;
  }
  // Only what every alternative has is there in every value.
  const found = branchesOf(document, schema, "oneOf", "anyOf").map((branch) =>
    property(document, branch.value, branch.pointer, key, new Set(seen)),
  );
  return found.includes(undefined) ? undefined : found[0];
}

function branchesOf(
  document: OpenApiDocument,
  { value, pointer }: Located<SchemaObject>,
  ...keywords: readonly ("allOf" | "oneOf" | "anyOf")[]
): Located<Schema>[] {
  return keywords.flatMap((keyword) =>
    (value[keyword] ?? []).flatMap((branch, index): Located<Schema>[] => {
      const place = childPointer(pointer, keyword, index);
      const isNull = resolveSchema(document, branch, place)?.value.type === "null";
      return isNull ? [] : [{ value: branch, pointer: place }];
    }),
  );
}
