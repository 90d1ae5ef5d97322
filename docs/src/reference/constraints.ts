import { type JsonObject, listOf, textOf } from "./json.ts";

// Longer lists say no more to a reader; the type has them all.
const SHOWN_VALUES = 24;

/** What a value has to keep to beyond its type: a sentence each. */
export function constraintsOf(schema: JsonObject): readonly string[] {
  const { format, pattern, multipleOf, uniqueItems } = schema;
  const open = listOf(schema["x-parley-open-enum"]);
  const closed = listOf(schema["enum"]);
  const prefixes = listOf(schema["x-parley-prefixes"]);
  return [
    ...(closed.length > 1 ? [`One of ${codes(closed)}.`] : []),
    ...(open.length > 0 ? [`Known values: ${codes(open)}. Others may come.`] : []),
    ...(prefixes.length > 0 ? [`Starts with one of ${codes(prefixes)}.`] : []),
    ...(format === undefined ? [] : [`Format: ${plain(format)}.`]),
    ...(pattern === undefined ? [] : [`Pattern: \`${textOf(pattern) ?? ""}\`.`]),
    ...between(schema["minimum"], schema["maximum"], ""),
    ...(schema["exclusiveMinimum"] === undefined
      ? []
      : [`Greater than ${plain(schema["exclusiveMinimum"])}.`]),
    ...(schema["exclusiveMaximum"] === undefined
      ? []
      : [`Less than ${plain(schema["exclusiveMaximum"])}.`]),
    ...(multipleOf === undefined ? [] : [`A multiple of ${plain(multipleOf)}.`]),
    ...between(schema["minLength"], schema["maxLength"], "character"),
    ...between(schema["minItems"], schema["maxItems"], "item"),
    ...(uniqueItems === true ? ["No item twice."] : []),
    ...between(schema["minProperties"], schema["maxProperties"], "property"),
    ...(schema["default"] === undefined
      ? []
      : [`Default: \`${JSON.stringify(schema["default"])}\`.`]),
  ];
}

function between(least: unknown, most: unknown, unit: string): readonly string[] {
  if (least === undefined && most === undefined) return [];
  if (least !== undefined && least === most) return [`Exactly ${count(least, unit)}.`];
  if (most === undefined) return [`At least ${count(least, unit)}.`];
  if (least === undefined || least === 0) return [`At most ${count(most, unit)}.`];
  return [`${plain(least)} to ${count(most, unit)}.`];
}

function count(number: unknown, unit: string): string {
  const text = plain(number);
  if (unit === "" || text === "1") return `${text} ${unit}`.trim();
  return `${text} ${unit === "property" ? "properties" : `${unit}s`}`;
}

function codes(values: readonly unknown[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => `\`${plain(value)}\``);
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** A value of a schema's keyword: text as it is, all else as JSON. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
