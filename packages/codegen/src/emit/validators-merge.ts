import type { PlainSchema } from "./validators-schemas.js";

/**
 * Finds schemas that say the same, whatever they are called: most of what is sent is also received.
 *
 * @returns For each id that of the first schema that is equal to its own.
 */
export function mergeEqual(schemas: ReadonlyMap<string, PlainSchema>): ReadonlyMap<string, string> {
  const parts = [...schemas].map(([id, schema]) => {
    const references: string[] = [];
    const text = JSON.stringify(
      withReferences(schema, (reference) => {
        references.push(reference);
        return "";
      }),
    );
    return { id, text, references };
  });
  // Those of the same text are equal, until what they refer to proves them different.
  let classes = new Map(parts.map(({ id, text }) => [id, text]));
  for (let count = 0, next = new Set(classes.values()).size; next > count;) {
    count = next;
    const numbers = new Map([...new Set(classes.values())].map((key, index) => [key, index]));
    const current = classes;
    classes = new Map(
      parts.map(({ id, text, references }) => [
        id,
        JSON.stringify([text, ...references.map((to) => numbers.get(current.get(to) ?? ""))]),
      ]),
    );
    next = new Set(classes.values()).size;
  }
  const first = new Map<string, string>();
  return new Map(
    [...classes].map(([id, key]) => {
      const representative = first.get(key) ?? id;
      first.set(key, representative);
      return [id, representative];
    }),
  );
}

/** A copy of a schema with other references. Values of enums and constants hold none. */
export function withReferences(
  schema: PlainSchema,
  rename: (reference: string) => string,
): PlainSchema {
  if (typeof schema === "boolean") return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, renamed(keyword, value, rename)]),
  );
}

const MAPS: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);
const DATA: ReadonlySet<string> = new Set(["const", "enum", "dependentRequired"]);

function renamed(keyword: string, value: unknown, rename: (reference: string) => string): unknown {
  if (keyword === "$ref") return rename(String(value));
  if (typeof value !== "object" || value === null || DATA.has(keyword)) return value;
  // All other objects are the schemas that the set has made.
  if (Array.isArray(value)) {
    return value.map((item: unknown) =>
      typeof item === "object" ? withReferences(item as PlainSchema, rename) : item,
    );
  }
  if (!MAPS.has(keyword)) return withReferences(value as PlainSchema, rename);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      withReferences(inner as PlainSchema, rename),
    ]),
  );
}
