import { childPointer, type Pointer } from "../description/json-pointer.js";
import type { OpenApiDocument, Schema, SchemaObject } from "../description/openapi.js";
import { resolveSchema, type Located } from "../description/references.js";

/** A property that a body has to have, and that nobody can rightly give. */
export interface UnfitProperty {
  readonly name: string;
  /** Nothing is said of it, so that its type has none; or it is the provider's to give. */
  readonly fault: "undescribed" | "readOnly";
  /** The entry of the list that requires it. */
  readonly pointer: Pointer;
}

/** The properties that the schema of a body requires and that are not for a caller to give. */
export function unfitProperties(
  document: OpenApiDocument,
  start: Located<Schema>,
): UnfitProperty[] {
  const found = new Map<Pointer, UnfitProperty>();
  const seen = new Set<SchemaObject>();
  const open: Located<Schema>[] = [start];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    const resolved = resolveSchema(document, schema.value, schema.pointer);
    if (resolved === undefined || seen.has(resolved.value)) continue;
    seen.add(resolved.value);
    const parts = partsOf(document, schema);
    open.push(...parts.flatMap(valuesIn));
    const faultOf = faultsOf(document, parts);
    for (const { value, pointer } of parts) {
      value.required?.forEach((name, index) => {
        const place = childPointer(pointer, "required", index);
        const fault = faultOf(name);
        if (fault !== undefined) found.set(place, { name, fault, pointer: place });
      });
    }
  }
  return [...found.values()];
}

function faultsOf(
  document: OpenApiDocument,
  parts: readonly Located<SchemaObject>[],
): (name: string) => UnfitProperty["fault"] | undefined {
  const described = new Set<string>();
  const given = new Set<string>();
  for (const { value, pointer } of parts) {
    for (const [name, property] of Object.entries(value.properties ?? {})) {
      described.add(name);
      const written = typeof property === "boolean" ? undefined : property.readOnly;
      const resolved = resolveSchema(document, property, pointer)?.value.readOnly;
      if (written === true || resolved === true) given.add(name);
    }
  }
  // One that names no properties at all is that of an object of any.
  const isClosed = described.size > 0 && !parts.some(({ value }) => isOpen(value));
  return (name) =>
    given.has(name) ? "readOnly" : isClosed && !described.has(name) ? "undescribed" : undefined;
}

/** A schema with all that says something of the same value. */
function partsOf(document: OpenApiDocument, start: Located<Schema>): Located<SchemaObject>[] {
  const parts = new Map<SchemaObject, Located<SchemaObject>>();
  const open: Located<Schema>[] = [start];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part.value === "boolean") continue;
    const { value, pointer } = { value: part.value, pointer: part.pointer };
    if (parts.has(value)) continue;
    parts.set(value, { value, pointer });
    const target = resolveSchema(document, value, pointer);
    if (target !== undefined) open.push(target);
    for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
      value[keyword]?.forEach((inner, index) => {
        open.push({ value: inner, pointer: childPointer(pointer, keyword, index) });
      });
    }
  }
  return [...parts.values()];
}

/** Whether more properties than those that are named have a type. */
function isOpen({ additionalProperties, patternProperties }: SchemaObject): boolean {
  const isDescribed = additionalProperties !== undefined && additionalProperties !== false;
  return isDescribed || patternProperties !== undefined;
}

/** The schemas of what is in a value. */
function valuesIn({ value, pointer }: Located<SchemaObject>): Located<Schema>[] {
  const { properties = {}, items } = value;
  return [
    ...Object.entries(properties).map(([name, inner]) => ({
      value: inner,
      pointer: childPointer(pointer, "properties", name),
    })),
    ...(items === undefined ? [] : [{ value: items, pointer: childPointer(pointer, "items") }]),
  ];
}
