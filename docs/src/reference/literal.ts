import { isObject } from "./json.ts";

/** A value that is written as code, not as data: `new File(…)`. */
export class Expression {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

// What still reads well beside the site's navigation.
const WIDTH = 76;

/**
 * A value as TypeScript has it, on one line where it is short.
 *
 * @param before - How many characters stand before it on its line.
 */
export function literal(value: unknown, before = 0, indent = ""): string {
  const flat = inline(value);
  if (before + flat.length <= WIDTH || flat.length < 3) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${literal(item, deeper.length, deeper)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  if (isObject(value) && !(value instanceof Expression)) {
    const members = Object.entries(value).map(
      ([name, member]) =>
        `${deeper}${key(name)}: ${literal(member, deeper.length + name.length, deeper)},\n`,
    );
    return `{\n${members.join("")}${indent}}`;
  }
  return flat;
}

function inline(value: unknown): string {
  if (value instanceof Expression) return value.code;
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${key(name)}: ${inline(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
