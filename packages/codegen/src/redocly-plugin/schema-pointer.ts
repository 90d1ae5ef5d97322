import { type JsonObject } from "../description/json.js";
import { pointerKeys } from "../description/json-pointer.js";
import {
  childObject,
  listedChildren,
  strings,
  type Located,
  type Resolver,
} from "./read-description.js";

/**
 * The schema of what a JSON Pointer finds in every value of this schema; undefined where some value
 * is not declared to have anything there. `null` has nothing anywhere, and does not count.
 */
export function schemaAt(
  resolver: Resolver,
  schema: Located<JsonObject>,
  pointer: string,
): Located<JsonObject> | undefined {
  let found: Located<JsonObject> | undefined = schema;
  for (const key of pointerKeys(pointer)) {
    found = found && propertyOf(resolver, found, key);
  }
  return found;
}

/** Whether every value of the schema, `null` aside, is of one of the types. */
export function isOfType(
  resolver: Resolver,
  schema: Located<JsonObject>,
  types: readonly string[],
): boolean {
  const own = typesOf(schema.node).filter((type) => type !== "null");
  if (own.length > 0) return own.every((type) => types.includes(type));
  const every = alternatives(resolver, schema);
  const all = listedChildren(resolver, schema, "allOf");
  return (
    (every.length > 0 && every.every((branch) => isOfType(resolver, branch, types))) ||
    all.some((branch) => isOfType(resolver, branch, types))
  );
}

function propertyOf(
  resolver: Resolver,
  schema: Located<JsonObject>,
  name: string,
  seen: readonly unknown[] = [],
): Located<JsonObject> | undefined {
  if (seen.includes(schema.node)) return undefined;
  const within = [...seen, schema.node];
  const properties = childObject(resolver, schema, "properties");
  const own = properties && childObject(resolver, properties, name);
  if (own !== undefined) return own;
  for (const branch of listedChildren(resolver, schema, "allOf")) {
    const found = propertyOf(resolver, branch, name, within);
    if (found !== undefined) return found;
  }
  // Only what every alternative has is there in every value.
  const found = alternatives(resolver, schema).map((branch) =>
    propertyOf(resolver, branch, name, within),
  );
  return found.includes(undefined) ? undefined : found[0];
}

/** The branches of `oneOf` and `anyOf` but `null`. */
function alternatives(resolver: Resolver, schema: Located<JsonObject>): Located<JsonObject>[] {
  return ["oneOf", "anyOf"]
    .flatMap((keyword) => listedChildren(resolver, schema, keyword))
    .filter(({ node }) => node["type"] !== "null");
}

function typesOf(schema: JsonObject): string[] {
  const type = schema["type"];
  return typeof type === "string" ? [type] : strings(type);
}
