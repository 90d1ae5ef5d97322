import fc from "fast-check";
import { sample as sampleLeaf } from "openapi-sampler";
import type { Description } from "../description/description.js";
import { at, child, isObject, listOf, namesOf, objectOf } from "../description/json.js";
import type { JsonObject } from "../description/json.js";
import { covering } from "./schema-coverage.js";

/**
 * Values of a schema that together have, as far as it allows, its every property and alternative,
 * the fullest first.
 *
 * @param pointer The pointer to the schema.
 */
export function sampleSchema(description: Description, pointer: string): readonly unknown[] {
  return sample(description, pointer, []);
}

/** Schemas are shared by many operations, and what they hold is the same each time. */
const samples = new WeakMap<Description, Map<string, readonly unknown[]>>();

/** @param above The schemas that this one is part of: one that is part of itself ends there. */
function sample(
  description: Description,
  written: string,
  above: readonly string[],
): readonly unknown[] {
  const pointer = description.follow(written);
  // Nothing fits `false`.
  if (above.includes(pointer) || at(description.document, pointer) === false) return [];
  const known = samples.get(description) ?? new Map<string, readonly unknown[]>();
  samples.set(description, known);
  const values = known.get(pointer) ?? makeSamples(description, pointer, [...above, pointer]);
  known.set(pointer, values);
  return values;
}

function makeSamples(
  description: Description,
  pointer: string,
  stack: readonly string[],
): readonly unknown[] {
  const schema = description.object(pointer);
  const of = (...tokens: (string | number)[]) =>
    sample(description, child(pointer, ...tokens), stack);

  if ("const" in schema) return [schema["const"]];
  if (Array.isArray(schema["enum"])) return schema["enum"].slice(0, 1);

  const fits = (value: unknown): boolean => description.fits(pointer, value);
  const alternatives = ["oneOf", "anyOf"].flatMap((keyword) =>
    listOf(schema[keyword]).flatMap((_, index) => of(keyword, index)),
  );
  const parts = listOf(schema["allOf"]).map((_, index) => of("allOf", index));
  const { together, alone } = objects(schema, of);
  const joined = (own: readonly unknown[]): readonly unknown[] =>
    join([alternatives, ...parts, own].filter((values) => values.length > 0));
  // With all properties a value may be another alternative than the one that it was made of, or
  // none: those with only the required ones come after it. What adds nothing is left out again.
  const proposals = [...joined(together), ...joined(alone)].filter(fits);
  if (proposals.length > 0) return covering(description, pointer, proposals);
  if (["oneOf", "anyOf", "allOf", "properties"].some((keyword) => keyword in schema)) return [];

  const types = typesOf(schema["type"]);
  const nothing = types.includes("null") ? [null] : [];
  if (types.includes("array")) return [...arrays(schema, of).filter(fits), ...nothing];
  if (isObject(schema["additionalProperties"]) && types.includes("object")) {
    const [key = "key"] = namesOf("propertyNames" in schema ? of("propertyNames") : []);
    return [
      ...of("additionalProperties")
        .map((value) => ({ [key]: value }))
        .filter(fits),
      ...nothing,
    ];
  }
  const type = types.find((name) => name !== "null");
  const narrowed = type === undefined ? schema : { ...schema, type };
  const leaf = [sampleLeaf(narrowed), ...matching(schema["pattern"])].find(fits);
  return leaf === undefined ? nothing : [leaf, ...nothing];
}

type Of = (...tokens: (string | number)[]) => readonly unknown[];

/** Texts that match a pattern, the same ones each time: the sampler knows no patterns. */
function matching(pattern: unknown): readonly string[] {
  if (typeof pattern !== "string") return [];
  return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 50, seed: 1 });
}

/**
 * Objects with all properties together, one for each further value of a property; and, where
 * properties exclude each other, objects that have each of them alone beside the required ones.
 */
function objects(schema: JsonObject, of: Of) {
  const required = namesOf(schema["required"]);
  const properties = Object.keys(objectOf(schema["properties"]))
    .map((name) => ({ name, values: of("properties", name) }))
    .filter(({ values }) => values.length > 0);
  if (properties.length === 0) return { together: [], alone: [] };
  const firsts = (chosen: typeof properties): JsonObject =>
    Object.fromEntries(chosen.map(({ name, values }) => [name, values[0]]));
  const variants = (base: JsonObject, skipped: number): readonly unknown[] => [
    base,
    ...properties.flatMap(({ name, values }) =>
      values.slice(skipped).map((value) => Object.assign({}, base, { [name]: value })),
    ),
  ];
  return {
    together: variants(firsts(properties), 1),
    alone: variants(firsts(properties.filter(({ name }) => required.includes(name))), 0),
  };
}

/** All items in one array, or in as many as `maxItems` asks for. */
function arrays(schema: JsonObject, of: Of): readonly unknown[] {
  const tuple = listOf(schema["prefixItems"]);
  if (tuple.length > 0) return [tuple.map((_, index) => of("prefixItems", index)[0])];
  const items = schema["items"] === undefined ? [null] : of("items");
  const least = Number(schema["minItems"] ?? 0);
  const size = Number(schema["maxItems"] ?? Math.max(1, items.length));
  const count = Math.max(1, Math.ceil(items.length / size));
  return Array.from({ length: count }, (_, index) => {
    const part = items.slice(index * size, (index + 1) * size);
    const missing = Math.max(0, least - part.length);
    return [...part, ...Array.from({ length: missing }, () => items[0])];
  });
}

/** Objects of several schemas put together; where one has several values, one after the other. */
function join(schemas: readonly (readonly unknown[])[]): readonly unknown[] {
  if (schemas.length === 0) return [];
  const firsts = schemas.map(([first]) => first);
  return [
    merge(firsts),
    ...schemas.flatMap((values, index) =>
      values.slice(1).map((value) => merge(firsts.with(index, value))),
    ),
  ];
}

function typesOf(type: unknown): readonly string[] {
  return typeof type === "string" ? [type] : namesOf(type);
}

function merge(values: readonly unknown[]): unknown {
  const parts: readonly object[] = values.filter(isObject);
  if (parts.length !== values.length) return values[0];
  const merged = new Map<string, unknown>();
  for (const [name, value] of parts.flatMap((part): [string, unknown][] => Object.entries(part))) {
    // A schema that says nothing of a value is sampled as null, and another one says more of it.
    if (value !== null || !merged.has(name)) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
