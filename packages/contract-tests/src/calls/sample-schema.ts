import sampler from "openapi-sampler";
import type { Description } from "../description/description.js";
import { child, isObject, listOf, namesOf } from "../description/json.js";

/**
 * Values that together have every property and every alternative of a schema, the fullest first.
 * They are proposals: what the schema forbids in combination is for the caller to sort out.
 *
 * @param pointer The pointer to the schema.
 */
export function sampleSchema(description: Description, pointer: string): readonly unknown[] {
  return sample(description, pointer, []);
}

/** @param above The schemas that this one is part of: one that is part of itself ends there. */
function sample(
  description: Description,
  written: string,
  above: readonly string[],
): readonly unknown[] {
  const pointer = description.follow(written);
  if (above.includes(pointer)) return [];
  const stack = [...above, pointer];
  const schema = description.object(pointer);
  const of = (...tokens: (string | number)[]) => sample(description, child(pointer, ...tokens), stack);

  if ("const" in schema) return [schema["const"]];
  if (Array.isArray(schema["enum"])) return schema["enum"].slice(0, 1);

  const alternatives = ["oneOf", "anyOf"].flatMap((keyword) =>
    listOf(schema[keyword]).flatMap((_, index) => of(keyword, index)),
  );
  const parts = listOf(schema["allOf"]).map((_, index) => of("allOf", index));
  const own = isObject(schema["properties"]) ? [objects(schema, of)] : [];
  const joined = [alternatives, ...parts, ...own].filter((values) => values.length > 0);
  if (joined.length > 0) return join(joined);

  const types = typesOf(schema["type"]);
  const nothing = types.includes("null") ? [null] : [];
  if (types.includes("array")) return [...arrays(schema, of), ...nothing];
  if (isObject(schema["additionalProperties"]) && types.includes("object")) {
    return [...of("additionalProperties").map((value) => ({ key: value })), ...nothing];
  }
  const [type] = types.filter((name) => name !== "null");
  return [sampler.sample(type === undefined ? schema : { ...schema, type }), ...nothing];
}

type Of = (...tokens: (string | number)[]) => readonly unknown[];

/** All properties at once; then for each further value of a property, and each property alone. */
function objects(schema: Readonly<Record<string, unknown>>, of: Of): readonly unknown[] {
  const required = namesOf(schema["required"]);
  const properties = Object.keys(schema["properties"] ?? {}).map((name) => ({
    name,
    values: of("properties", name),
  }));
  const possible = properties.filter(({ values }) => values.length > 0);
  const full = Object.fromEntries(possible.map(({ name, values }) => [name, values[0]]));
  const needed = Object.fromEntries(
    possible.filter(({ name }) => required.includes(name)).map(({ name, values }) => [name, values[0]]),
  );
  const others = possible.flatMap(({ name, values }) =>
    values.slice(1).map((value) => ({ ...full, [name]: value })),
  );
  const alone = possible.flatMap(({ name, values }) =>
    values.map((value) => ({ ...needed, [name]: value })),
  );
  return [full, ...others, ...alone, needed];
}

function arrays(schema: Readonly<Record<string, unknown>>, of: Of): readonly unknown[] {
  const tuple = listOf(schema["prefixItems"]);
  if (tuple.length > 0) return [tuple.map((_, index) => of("prefixItems", index)[0])];
  const items = schema["items"] === undefined ? [null] : of("items");
  const { minItems, maxItems } = schema;
  const missing = typeof minItems === "number" ? Math.max(0, minItems - items.length) : 0;
  const filled = [...items, ...Array.from({ length: missing }, () => items[0])];
  const all = typeof maxItems === "number" ? filled.slice(0, maxItems) : filled;
  return [all, ...items.map((item) => [item])];
}

/** Objects of several schemas put together; where one has several values, one after the other. */
function join(schemas: readonly (readonly unknown[])[]): readonly unknown[] {
  const firsts = schemas.map(([first]) => first);
  const merge = (values: readonly unknown[]): unknown =>
    values.every(isObject) ? Object.assign({}, ...values) : values[0];
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
