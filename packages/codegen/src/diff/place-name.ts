import { childPointer, pointerKeys, valueAt, type Pointer } from "../description/json-pointer.js";
import { isObject } from "../description/json.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { pascalCase } from "../model/names.js";
import { usagesAt, type Usages } from "./usages.js";

/** The fields of a schema under which others are that have no name of their own. */
const LISTS: ReadonlySet<string> = new Set(["oneOf", "anyOf", "allOf", "prefixItems"]);

/**
 * What a consumer calls the place of a schema: `Contact.email`, or for one that is written in an
 * operation `ContactsGetResult.email`.
 */
export function placeName(document: OpenApiDocument, usages: Usages, pointer: Pointer): string {
  const keys = pointerKeys(pointer);
  const [first, kind = "", component = "", ...rest] = keys;
  if (first === "components" && kind === "schemas") {
    return pascalCase(component) + propertyPath(rest);
  }
  const type = usagesAt(usages, pointer)[0]?.type;
  const start = keys.indexOf("schema");
  const inside = start === -1 ? "" : propertyPath(keys.slice(start + 1));
  if (type !== undefined) return type + inside;
  const value = valueAt(document, childPointer("#", ...keys.slice(0, 3)));
  const name = isObject(value) ? value["name"] : undefined;
  return `${typeof name === "string" ? name : component}${inside}`;
}

function propertyPath(keys: readonly string[]): string {
  let path = "";
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
    const next = keys[index + 1] ?? "";
    if (key === "properties" || key === "patternProperties") {
      path += `.${next}`;
      index += 1;
    } else if (LISTS.has(key) && next !== "") {
      // A part of `allOf` is part of the whole; the others are alternatives, counted from one.
      if (key !== "allOf") path += `<${Number(next) + 1}>`;
      index += 1;
    } else if (key === "items") {
      path += "[]";
    } else if (key === "additionalProperties") {
      path += "[key]";
    }
  }
  return path;
}
