/** Values as TypeScript source. */
import type { JsonValue } from "../description/json.js";

/** Data that can be written as a literal; undefined properties are left out. */
export type Data =
  | string
  | number
  | boolean
  | null
  | readonly Data[]
  | { readonly [key: string]: Data | undefined };

/** The column up to which a value stays on one line. */
const WIDTH = 100;

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A string literal, in which no character can end the line or the string. */
export function stringLiteral(text: string): string {
  return jsonText(text);
}

/** JSON in printable characters alone: it has no line break of any kind. */
export function jsonText(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The name of a property in a type. */
export function propertyName(name: string): string {
  return IDENTIFIER.test(name) ? name : stringLiteral(name);
}

/** The key of a property in an object literal, where a plain `__proto__` sets the prototype. */
function propertyKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyName(name);
}

/**
 * A literal, on one line where it has room.
 *
 * @param value - What to write.
 * @param indent - The spaces that the line begins with.
 * @param used - How many columns of the first line are taken, the closing punctuation included.
 */
export function literal(value: Data, indent = "", used = 0): string {
  const line = inline(value);
  if (used + line.length <= WIDTH || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item) => `${inner}${literal(item, inner, inner.length + 1)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  const properties = definedEntries(value).map(([name, property]) => {
    const key = `${inner}${propertyKey(name)}: `;
    return `${key}${literal(property, inner, key.length + 1)},\n`;
  });
  return `{\n${properties.join("")}${indent}}`;
}

function inline(value: Data): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  const properties = definedEntries(value).map(
    ([name, property]) => `${propertyKey(name)}: ${inline(property)}`,
  );
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

function isList(value: object): value is readonly Data[] {
  return Array.isArray(value);
}

function definedEntries(value: { readonly [key: string]: Data | undefined }): [string, Data][] {
  return Object.entries(value).flatMap(([name, property]): [string, Data][] =>
    property === undefined ? [] : [[name, property]],
  );
}
