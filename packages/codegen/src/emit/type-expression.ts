import type { JsonValue } from "../description/json.js";
import type { ItemType, TypeReference, TypeStep } from "../model/model.js";
import { propertyName, stringLiteral } from "./literal.js";

/**
 * A type as TypeScript source.
 *
 * @param presence - `required` takes away that a property at the end of a path may be absent.
 */
export function typeExpression(type: TypeReference, presence?: "required"): string {
  if (type.kind === "component") return type.typeName;
  if (type.kind === "path") return pathExpression(type.root, type.steps, presence);
  if (type.kind === "empty") return emptyResultType(type.value, unionExpression(type.beside));
  // The other kinds are called as TypeScript calls them.
  return type.kind;
}

function pathExpression(
  root: string,
  steps: readonly TypeStep[],
  presence: "required" | undefined,
): string {
  let expression = root;
  steps.forEach(({ key, optional }, index) => {
    expression += `[${typeof key === "number" ? key : stringLiteral(key)}]`;
    const isEnd = index === steps.length - 1;
    if (optional === true && (!isEnd || presence === "required")) {
      expression = `NonNullable<${expression}>`;
    }
  });
  return expression;
}

/** A union of types; `never` of none. */
export function unionExpression(types: readonly TypeReference[]): string {
  return types.length === 0 ? "never" : types.map((type) => typeExpression(type)).join(" | ");
}

/** The type of the items of a list whose body has the type `body`. */
export function itemExpression(item: ItemType, body: string): string {
  if (item.kind === "reference") return typeExpression(item.type);
  const list = item.keys.reduce(
    (expression, key) => `NonNullable<${expression}[${stringLiteral(key)}]>`,
    body,
  );
  return `${list}[number]`;
}

/** The parts of `schema.ts` that types refer to, for the import. */
export function rootsOf(types: readonly TypeReference[]): string[] {
  return [
    ...new Set(types.flatMap((type) => (type.kind === "path" ? [type.root] : []))),
  ].toSorted();
}

/** An object whose own properties have these values, and which has none of another type's. */
function emptyResultType(value: Readonly<Record<string, JsonValue>>, beside: string): string {
  const own = Object.keys(value).map(stringLiteral);
  if (beside === "never") return literalType(value);
  const keys =
    own.length === 0 ? `keyof (${beside})` : `Exclude<keyof (${beside}), ${own.join(" | ")}>`;
  const absent = `{ readonly [Key in ${keys.replace(/\(([A-Za-z0-9]+)\)/, "$1")}]?: never }`;
  return own.length === 0 ? absent : `(${absent} & ${literalType(value)})`;
}

/** The type that has the value alone. */
function literalType(value: JsonValue): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `readonly [${value.map(literalType).join(", ")}]`;
  const properties = Object.entries(value).map(
    ([name, property]) => `readonly ${propertyName(name)}: ${literalType(property)}`,
  );
  return properties.length === 0 ? "Record<string, never>" : `{ ${properties.join("; ")} }`;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
