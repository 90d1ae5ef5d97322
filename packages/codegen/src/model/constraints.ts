import type { JsonValue } from "../description/json.js";
import type { SchemaObject } from "../description/openapi.js";

/** Longer lists of values are cut: the type has them all. */
const SHOWN_VALUES = 12;

/**
 * What a value has to keep to, and types do not say: a sentence each.
 *
 * @param schema - With its `$ref`s followed.
 * @param items - The schema of the items of an array, with its `$ref`s followed.
 */
export function constraintsOf(schema: SchemaObject, items?: SchemaObject): string[] {
  return [
    ...valueSentences(schema),
    ...rangeSentences(schema),
    ...sizeSentences(schema),
    ...(items === undefined
      ? []
      : constraintsOf(items).map((sentence) => `Each item: ${lowerFirst(sentence)}`)),
  ];
}

function valueSentences(schema: SchemaObject): string[] {
  const open = schema["x-parley-open-enum"];
  const prefixes = schema["x-parley-prefixes"];
  return [
    ...(schema.enum === undefined ? [] : [`One of ${list(schema.enum, "or")}.`]),
    ...(open === undefined ? [] : [`Known values: ${list(open, "and")}.`]),
    ...(prefixes === undefined ? [] : [`Starts with ${list(prefixes, "or")}.`]),
    ...(schema.format === undefined ? [] : [`Format: ${schema.format}.`]),
    ...(schema.pattern === undefined ? [] : [`Pattern: ${codeSpan(schema.pattern)}.`]),
  ];
}

function rangeSentences(schema: SchemaObject): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const lower = exclusiveMinimum === true ? undefined : minimum;
  const upper = exclusiveMaximum === true ? undefined : maximum;
  const above = exclusiveMinimum === true ? minimum : exclusiveMinimum;
  const below = exclusiveMaximum === true ? maximum : exclusiveMaximum;
  return [
    ...bounds(lower, upper, ""),
    ...(typeof above === "number" ? [`Greater than ${above}.`] : []),
    ...(typeof below === "number" ? [`Less than ${below}.`] : []),
    ...(multipleOf === undefined ? [] : [`A multiple of ${multipleOf}.`]),
  ];
}

function sizeSentences(schema: SchemaObject): string[] {
  return [
    ...bounds(schema.minLength, schema.maxLength, "character"),
    ...bounds(schema.minItems, schema.maxItems, "item"),
    ...(schema.uniqueItems === true ? ["No item occurs twice."] : []),
    ...bounds(schema.minProperties, schema.maxProperties, "property"),
  ];
}

function bounds(lower: number | undefined, upper: number | undefined, unit: string): string[] {
  if (lower !== undefined && upper !== undefined) {
    return [
      lower === upper ? `Exactly ${count(lower, unit)}.` : `${lower} to ${count(upper, unit)}.`,
    ];
  }
  if (upper !== undefined) return [`At most ${count(upper, unit)}.`];
  return lower === undefined ? [] : [`At least ${count(lower, unit)}.`];
}

function count(number: number, unit: string): string {
  if (unit === "") return String(number);
  if (number === 1) return `1 ${unit}`;
  return `${number} ${unit === "property" ? "properties" : `${unit}s`}`;
}

function list(values: readonly JsonValue[], conjunction: "and" | "or"): string {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => codeSpan(plain(value)));
  if (values.length > shown.length)
    return `${shown.join(", ")}, and ${values.length - shown.length} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} ${conjunction} ${last}`;
}

function plain(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Text as a Markdown code span, whatever backticks and line breaks it has. */
function codeSpan(text: string): string {
  const line = text.replace(/[\n\r\u2028\u2029]/g, (c) => JSON.stringify(c).slice(1, -1));
  const runs = line.match(/`+/g) ?? [];
  const longest = runs.reduce((length, run) => Math.max(length, run.length), 0);
  const fence = "`".repeat(longest + 1);
  const padding = line === "" || line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
