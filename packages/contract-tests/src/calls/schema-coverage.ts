import type { Description } from "../description/description.js";
import { at, child, isObject, listOf } from "../description/json.js";

/** The pointers to every property that values of a schema can have. */
export function propertiesOf(description: Description, written: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  function visit(reference: string): void {
    const pointer = description.follow(reference);
    if (seen.has(pointer)) return;
    seen.add(pointer);
    for (const { pointer: property } of properties(description, pointer)) {
      // A property that may not be there (`false`, `not: {}`) cannot be sent either.
      if (!isPossible(description, property)) continue;
      found.add(property);
      visit(property);
    }
    for (const part of parts(description, pointer)) visit(part);
  }
  visit(written);
  return found;
}

/** The pointers to the properties that a value of a schema has. */
export function propertiesIn(
  description: Description,
  written: string,
  value: unknown,
): ReadonlySet<string> {
  const found = new Set<string>();
  function visit(reference: string, here: unknown): void {
    const pointer = description.follow(reference);
    for (const { name, pointer: property } of properties(description, pointer)) {
      if (!isObject(here) || !Object.hasOwn(here, name)) continue;
      found.add(property);
      visit(property, here[name]);
    }
    const schema = description.object(pointer);
    if (Array.isArray(here)) {
      const tuple = listOf(schema["prefixItems"]).length;
      for (const [index, item] of here.entries()) {
        if (index < tuple) visit(child(pointer, "prefixItems", index), item);
        else if (isObject(schema["items"])) visit(child(pointer, "items"), item);
      }
    }
    if (isObject(here) && isObject(schema["additionalProperties"])) {
      for (const item of Object.values(here)) visit(child(pointer, "additionalProperties"), item);
    }
    for (const keyword of ["oneOf", "anyOf", "allOf"]) {
      for (const index of listOf(schema[keyword]).keys()) {
        const alternative = child(pointer, keyword, index);
        if (!description.fits(alternative, here)) continue;
        visit(alternative, here);
        if (keyword === "oneOf") break;
      }
    }
  }
  visit(written, value);
  return found;
}

function properties(description: Description, pointer: string) {
  const written = description.object(pointer)["properties"];
  return Object.keys(isObject(written) ? written : {}).map((name) => ({
    name,
    pointer: child(pointer, "properties", name),
  }));
}

function parts(description: Description, pointer: string): readonly string[] {
  const schema = description.object(pointer);
  return [
    ...["oneOf", "anyOf", "allOf", "prefixItems"].flatMap((keyword) =>
      listOf(schema[keyword]).map((_, index) => child(pointer, keyword, index)),
    ),
    ...["items", "additionalProperties"]
      .filter((keyword) => isObject(schema[keyword]))
      .map((keyword) => child(pointer, keyword)),
  ];
}

function isPossible(description: Description, pointer: string): boolean {
  const schema = at(description.document, pointer);
  const not = isObject(schema) ? schema["not"] : undefined;
  return schema !== false && !(isObject(not) && Object.keys(not).length === 0);
}

/** The values that have a property which none before them has; of values without any, the first. */
export function covering(
  description: Description,
  pointer: string,
  values: readonly unknown[],
): readonly unknown[] {
  const seen = new Set<string>();
  return values.filter((value, index) => {
    const before = seen.size;
    for (const property of propertiesIn(description, pointer, value)) seen.add(property);
    return seen.size > before || index === 0;
  });
}
