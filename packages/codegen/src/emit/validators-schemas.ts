import { isObject } from "../description/json.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";
import { typesOf, type OpenApiDocument, type Schema } from "../description/openapi.js";
import { resolveSchema, targetOf, type Located } from "../description/references.js";
import { ABSENT } from "./validators-absent.js";
import { patternProblem } from "./validators-pattern.js";

/**
 * What a schema judges. What is sent is to be as described; what is received may be more: a client
 * must survive what a provider adds.
 */
export type Direction = "sent" | "received";

/** A schema of JSON Schema 2020-12 with nothing but what is checked; its `$ref`s are ids. */
export type PlainSchema = boolean | { readonly [keyword: string]: unknown };

/** Schemas that refer to one another, each under an id that no description has a say in. */
export interface SchemaSet {
  /** The id under which a schema is, after it and all that it refers to have been added. */
  idOf(schema: Located<Schema>, direction: Direction): string;
  /** The schemas by id. */
  readonly schemas: ReadonlyMap<string, PlainSchema>;
  /** Patterns that are not checked, and why. */
  readonly skipped: ReadonlyMap<string, string>;
}

const isNumber = (value: unknown): boolean => typeof value === "number";
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

/** OpenAPI 3.0 has these as booleans too. */
const isBound = (value: unknown): boolean => isNumber(value) || typeof value === "boolean";

/**
 * Keywords whose values say something by themselves, and what Ajv takes as such: it throws over
 * anything else. All keywords but these and those below are left out.
 */
const ASSERTIONS: Readonly<Record<string, (value: unknown) => boolean>> = {
  const: () => true,
  enum: (value) => Array.isArray(value) && value.length > 0,
  multipleOf: (value) => Number(value) > 0 && isNumber(value),
  maximum: isNumber,
  exclusiveMaximum: isBound,
  minimum: isNumber,
  exclusiveMinimum: isBound,
  maxLength: isCount,
  minLength: isCount,
  maxItems: isCount,
  minItems: isCount,
  uniqueItems: (value) => typeof value === "boolean",
  maxContains: isCount,
  minContains: isCount,
  maxProperties: isCount,
  minProperties: isCount,
  dependentRequired: (value) =>
    isObject(value) && Object.values(value).every((names) => Array.isArray(names)),
  format: (value) => typeof value === "string",
};
const ASSERTED = Object.entries(ASSERTIONS);

const TYPES: ReadonlySet<string> = new Set([
  "array",
  "boolean",
  "integer",
  "null",
  "number",
  "object",
  "string",
]);

const ONE = ["items", "contains", "propertyNames", "if", "then", "else"] as const;
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"] as const;
const CLOSING = ["additionalProperties", "unevaluatedProperties", "unevaluatedItems"] as const;

type Written = Readonly<Record<string, unknown>>;
type Plain = Record<string, unknown>;

/** Makes an empty set for the schemas of a document. */
export function createSchemaSet(document: OpenApiDocument): SchemaSet {
  const ids = new Map<string, string>();
  const schemas = new Map<string, PlainSchema>();
  const skipped = new Map<string, string>();

  /** A schema that others refer to, by where it is. */
  function referredTo({ value, pointer }: Located<Schema>, direction: Direction): string {
    const key = `${direction} ${pointer}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = `s${ids.size}`;
    // Before it is read, as it may contain itself.
    ids.set(key, id);
    schemas.set(id, true);
    schemas.set(id, plain(value, pointer, direction));
    return id;
  }

  function idOf(schema: Located<Schema>, direction: Direction): string {
    const value = plain(schema.value, schema.pointer, direction);
    const only = typeof value === "object" && Object.keys(value).join() === "$ref";
    if (only) return String(value["$ref"]);
    const text = JSON.stringify(value);
    const id = ids.get(text) ?? `s${ids.size}`;
    ids.set(text, id);
    schemas.set(id, value);
    return id;
  }

  function plain(schema: unknown, pointer: Pointer, direction: Direction): PlainSchema {
    if (!isObject(schema)) return schema !== false;
    const result: Plain = {};
    const inner = (value: unknown, ...keys: (string | number)[]): PlainSchema =>
      plain(value, childPointer(pointer, ...keys), direction);

    const { $ref } = schema;
    if (typeof $ref === "string") {
      const target = targetOf(document, { $ref });
      if (target !== undefined) result["$ref"] = referredTo(target, direction);
    }
    for (const [keyword, isUsable] of ASSERTED) {
      if (Object.hasOwn(schema, keyword) && isUsable(schema[keyword])) {
        result[keyword] = schema[keyword];
      }
    }
    for (const keyword of ONE) {
      if (Object.hasOwn(schema, keyword)) result[keyword] = inner(schema[keyword], keyword);
    }
    for (const keyword of LISTS) {
      const list = schema[keyword];
      if (!Array.isArray(list) || list.length === 0) continue;
      // What more a provider sends may fit a second alternative too.
      const name = keyword === "oneOf" && direction === "received" ? "anyOf" : keyword;
      const items = list.map((item, index) => inner(item, keyword, index));
      if (name !== keyword && Object.hasOwn(schema, "anyOf")) {
        result["allOf"] = [...listOf(result["allOf"]), { anyOf: items }];
      } else {
        result[name] = items;
      }
    }
    // To forbid less would be to demand more: what is under `not` stays as it is written.
    if (Object.hasOwn(schema, "not")) {
      result["not"] = plain(schema["not"], childPointer(pointer, "not"), "sent");
    }
    typed(schema, result);
    patterned(schema, result, skipped);
    objects(schema, result, inner, skipped);
    const { required } = schema;
    if (Array.isArray(required)) {
      const names = required.filter((name) => !isOfOther(schema, String(name), direction));
      if (names.length > 0) result["required"] = [...new Set(names)];
    }
    if (direction === "received") open(result);
    return result;
  }

  /** Whether a property is none of this direction: readOnly of requests, writeOnly of answers. */
  function isOfOther(schema: Written, name: string, direction: Direction): boolean {
    const { properties } = schema;
    if (!isObject(properties) || !Object.hasOwn(properties, name)) return false;
    const keyword = direction === "sent" ? "readOnly" : "writeOnly";
    const written = properties[name];
    if (!isObject(written)) return false;
    const resolved = resolveSchema(document, written, "#")?.value;
    return written[keyword] === true || Reflect.get(resolved ?? {}, keyword) === true;
  }

  return { idOf, schemas, skipped };
}

/** `type`, with what OpenAPI 3.0 says beside it; bytes are not measured in characters. */
function typed(schema: Written, result: Plain): void {
  const written = typesOf(schema);
  const types = written.every((type) => TYPES.has(type)) ? written : [];
  const isNullable = schema["nullable"] === true && types.length > 0;
  const all = isNullable && !types.includes("null") ? [...types, "null"] : types;
  const [only] = all;
  if (only !== undefined) result["type"] = all.length === 1 ? only : [...all];
  const values = result["enum"];
  if (isNullable && Array.isArray(values) && !values.includes(null)) {
    result["enum"] = [...(values as unknown[]), null];
  }
  for (const [exclusive, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (typeof result[exclusive] !== "boolean") continue;
    if (result[exclusive] && typeof result[bound] === "number") {
      result[exclusive] = result[bound];
      delete result[bound];
    } else {
      delete result[exclusive];
    }
  }
  if (result["format"] === "binary" || schema["contentMediaType"] === "application/octet-stream") {
    for (const keyword of ["format", "minLength", "maxLength"]) delete result[keyword];
  }
}

function patterned(schema: Written, result: Plain, skipped: Map<string, string>): void {
  const { pattern } = schema;
  const isBinary = schema["format"] === "binary";
  if (typeof pattern === "string" && !isBinary && isChecked(pattern, skipped)) {
    result["pattern"] = pattern;
  }
}

function isChecked(pattern: string, skipped: Map<string, string>): boolean {
  const problem = patternProblem(pattern);
  if (problem !== undefined) skipped.set(pattern, problem);
  return problem === undefined;
}

/** What a schema says of properties. */
function objects(
  schema: Written,
  result: Plain,
  inner: (value: unknown, ...keys: string[]) => PlainSchema,
  skipped: Map<string, string>,
): void {
  const { properties, patternProperties, dependentSchemas } = schema;
  let isPartial = false;
  /** The entries whose names can be looked for. */
  const usable = (map: Written): [string, unknown][] => {
    const entries = Object.entries(map).filter(([name]) => !LONE_SURROGATE.test(name));
    if (entries.length < Object.keys(map).length) isPartial = true;
    return entries;
  };
  if (isObject(properties)) {
    const entries = usable(properties);
    const present = entries.filter(([, value]) => value !== false);
    const absent = entries.filter(([, value]) => value === false).map(([name]) => name);
    if (present.length > 0) {
      result["properties"] = Object.fromEntries(
        present.map(([name, value]) => [name, inner(value, "properties", name)]),
      );
    }
    // Alternatives exclude one another by long lists of what they do not have.
    if (absent.length > 0) result[ABSENT] = absent;
  }
  if (isObject(dependentSchemas)) {
    result["dependentSchemas"] = Object.fromEntries(
      usable(dependentSchemas).map(([name, value]) => [
        name,
        inner(value, "dependentSchemas", name),
      ]),
    );
  }
  if (isObject(patternProperties)) {
    const checked = usable(patternProperties).filter(([name]) => isChecked(name, skipped));
    if (checked.length < Object.keys(patternProperties).length) isPartial = true;
    if (checked.length > 0) {
      result["patternProperties"] = Object.fromEntries(
        checked.map(([name, value]) => [name, inner(value, "patternProperties", name)]),
      );
    }
  }
  // Which properties the others are is only known by all names and patterns.
  if (isPartial) return;
  for (const keyword of CLOSING) {
    if (Object.hasOwn(schema, keyword)) result[keyword] = inner(schema[keyword], keyword);
  }
}

// No JSON text in UTF-8 has such a name, and Ajv makes URIs of names.
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Lets pass what a provider may add. */
function open(result: Plain): void {
  for (const keyword of CLOSING) if (result[keyword] === false) delete result[keyword];
  if (Object.hasOwn(result, "properties")) delete result["maxProperties"];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
