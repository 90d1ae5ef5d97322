import type { Report } from "../description-error.js";
import type { JsonValue } from "./json.js";
import { childPointer, type Pointer } from "./json-pointer.js";
import type { OpenApiDocument, Schema, SchemaObject } from "./openapi.js";
import { componentNamed, isReference, resolveSchema } from "./references.js";

/** A variant of a union that a property tells from the others. */
export interface Variant {
  readonly keyword: "oneOf" | "anyOf";
  readonly index: number;
  /** The values of the property, by the variant's own schema or else by the mapping. */
  readonly values: readonly JsonValue[];
  /** Whether the variant's own schema fixes the values. */
  readonly isFixed: boolean;
}

/**
 * The variants of a union with a `discriminator`, as far as they are told apart; null aside.
 * What is amiss is told to `report`: a variant that it concerns has the type of its own schema.
 */
export function variantsOf(
  document: OpenApiDocument,
  schema: SchemaObject,
  pointer: Pointer,
  report: Report,
): Variant[] {
  const { discriminator } = schema;
  if (discriminator === undefined) return [];
  const { propertyName, mapping } = discriminator;
  const place = childPointer(pointer, "discriminator");
  const keyword = schema.oneOf === undefined ? "anyOf" : "oneOf";
  const alternatives = schema[keyword];
  if (alternatives === undefined) {
    report(
      place,
      "A discriminator tells the alternatives of a `oneOf` apart, and there is none here, so it is left out: list the variants in a `oneOf` beside it, or remove it.",
    );
    return [];
  }

  const mapped = mappedValues(mapping ?? {});
  const references = alternatives.map((alternative) =>
    isReference(alternative) ? alternative.$ref : undefined,
  );
  for (const [reference, [value = ""]] of mapped) {
    if (references.includes(reference)) continue;
    report(
      childPointer(place, "mapping", value),
      `${reference} is none of the alternatives: add it to the \`${keyword}\`, or remove the line.`,
    );
  }

  return alternatives.flatMap((alternative, index): Variant[] => {
    const where = childPointer(pointer, keyword, index);
    const resolved = resolveSchema(document, alternative, where);
    if (resolved?.value.type === "null") return [];
    const fixed = fixedValues(document, alternative, where, propertyName);
    const reference = references[index];
    const told = reference === undefined ? undefined : mapped.get(reference);
    if (mapping === undefined) {
      const name = reference === undefined ? undefined : componentNamed(reference);
      // OpenAPI 3.1.1, section 4.8.25: without a mapping a variant's value is its schema's name.
      if (reference === undefined ? fixed !== undefined : sameValues(fixed, [name ?? ""])) {
        return [{ keyword, index, values: fixed ?? [], isFixed: true }];
      }
      report(
        place,
        `Nothing says which "${propertyName}" stands for ${reference ?? `alternative ${index}`}, so the variant is not narrowed: add a \`mapping\` from each value to its schema.`,
      );
      return [];
    }
    if (told === undefined) {
      report(
        childPointer(place, "mapping"),
        `The mapping has no value for ${reference ?? `alternative ${index}, which is no $ref`}, so the variant is not narrowed: add one.`,
      );
      return [];
    }
    if (fixed !== undefined && !sameValues(fixed, told)) {
      report(
        childPointer(place, "mapping"),
        `By the mapping, "${propertyName}" of ${reference ?? ""} is ${shown(told)}, and by its schema ${shown(fixed)}: make the two the same.`,
      );
    }
    return [{ keyword, index, values: fixed ?? told, isFixed: fixed !== undefined }];
  });
}

/** The values of a mapping, by the schema that they stand for. */
function mappedValues(mapping: Readonly<Record<string, string>>): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [value, target] of Object.entries(mapping)) {
    // A mapping may name a component without the path to it.
    const reference = target.includes("#") ? target : `#/components/schemas/${target}`;
    values.set(reference, [...(values.get(reference) ?? []), value]);
  }
  return values;
}

/** The values that a schema itself allows a required property to have; undefined for any. */
function fixedValues(
  document: OpenApiDocument,
  written: Schema,
  pointer: Pointer,
  property: string,
): readonly JsonValue[] | undefined {
  const parts = partsOf(document, written, pointer, new Set());
  if (!parts.some(({ required = [] }) => required.includes(property))) return undefined;
  for (const { properties } of parts) {
    const own =
      properties !== undefined && Object.hasOwn(properties, property)
        ? properties[property]
        : undefined;
    const schema = own === undefined ? undefined : resolveSchema(document, own, pointer)?.value;
    if (schema?.const !== undefined) return [schema.const];
    if (schema?.enum !== undefined) return schema.enum;
  }
  return undefined;
}

/** A schema and what it is made of with `allOf`. */
function partsOf(
  document: OpenApiDocument,
  written: Schema,
  pointer: Pointer,
  seen: Set<SchemaObject>,
): SchemaObject[] {
  const schema = resolveSchema(document, written, pointer)?.value;
  if (schema === undefined || seen.has(schema)) return [];
  seen.add(schema);
  return [
    schema,
    ...(schema.allOf ?? []).flatMap((part) => partsOf(document, part, pointer, seen)),
  ];
}

function sameValues(left: readonly JsonValue[] | undefined, right: readonly JsonValue[]): boolean {
  if (left === undefined) return false;
  const values = new Set(left);
  return values.size === new Set(right).size && right.every((value) => values.has(value));
}

function shown(values: readonly JsonValue[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}
