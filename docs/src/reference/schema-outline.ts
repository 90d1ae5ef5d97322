import { constraintsOf } from "./constraints.ts";
import type { Description } from "./description.ts";
import { isObject, type JsonObject, listOf, namesOf, objectOf, textOf } from "./json.ts";

/** A schema as a reader sees it. */
export interface SchemaOutline {
  /** As TypeScript has it: `string`, `Contact[]`, `Record<string, unknown>`. */
  readonly type: string;
  readonly description: string | undefined;
  readonly constraints: readonly string[];
  readonly unverified: string | undefined;
  readonly isDeprecated: boolean;
  /** In a form: the content of a file. */
  readonly isFile: boolean;
  readonly properties: readonly PropertyOutline[];
  /** Of `oneOf` and `anyOf`. */
  readonly variants: readonly SchemaOutline[];
  /** What is inside is on the page of this type, not here. */
  readonly page: string | undefined;
}

/** A property of an object. */
interface PropertyOutline {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: SchemaOutline;
  /** What else there is to say of it: where a parameter goes. */
  readonly mark?: string;
}

/** How much of a schema is written out before it is left to pages of its own. */
export interface OutlineLimits {
  /** Levels of properties. */
  readonly depth: number;
  /** Properties in all. */
  readonly size: number;
}

/** Outlines a schema of a description, with everything that is in it as far as the limits allow. */
export function outlineSchema(
  description: Description,
  schema: unknown,
  limits: OutlineLimits,
): SchemaOutline {
  let left = limits.size;

  function outline(
    written: unknown,
    depth: number,
    above: readonly string[],
    /** Whether the schema is the one that the page is about, and is never left to another. */
    isRoot = false,
  ): SchemaOutline {
    const { value, name } = description.resolve(written);
    const inner = innermost(description, written);
    const stack = [...above, ...[name, inner.name].filter((one) => one !== undefined)];
    const parts = partsOf(description, inner.value);
    const isRepeated = inner.name !== undefined && above.includes(inner.name);
    const size = parts.properties.length + parts.variants.length;
    const isCut = size > 0 && !isRoot && (isRepeated || depth <= 0 || size > left);
    if (!isCut) left -= size;
    return {
      type: typeText(description, written),
      description: textOf(value["description"]),
      constraints: [
        ...constraintsOf(value),
        ...(inner.value === value || !isItems(value)
          ? []
          : constraintsOf(inner.value).map((sentence) => `Each: ${sentence}`)),
      ],
      unverified: textOf(value["x-parley-unverified"]),
      isDeprecated: value["deprecated"] === true,
      isFile: value["format"] === "binary" || value["contentMediaType"] !== undefined,
      properties: isCut
        ? []
        : parts.properties.map(([property, part]) => ({
            name: property,
            isRequired: parts.required.has(property),
            schema: outline(part, depth - 1, stack),
          })),
      variants: isCut ? [] : parts.variants.map((part) => outline(part, depth - 1, stack)),
      page: isCut ? inner.name : undefined,
    };
  }

  return outline(schema, limits.depth, [], true);
}

function isItems(value: JsonObject): boolean {
  return "items" in value || isObject(value["additionalProperties"]);
}

/** What lists and maps are of, however deep. */
function innermost(description: Description, written: unknown): ReturnType<Description["resolve"]> {
  const resolved = description.resolve(written);
  const { items, additionalProperties, properties } = resolved.value;
  if (isObject(items)) return innermost(description, items);
  if (isObject(additionalProperties) && properties === undefined) {
    return innermost(description, additionalProperties);
  }
  return resolved;
}

interface Parts {
  readonly properties: readonly (readonly [string, unknown])[];
  readonly required: ReadonlySet<string>;
  readonly variants: readonly unknown[];
}

/** The properties and the variants of a schema, those of `allOf` among them. */
function partsOf(description: Description, schema: JsonObject): Parts {
  const all = listOf(schema["allOf"]).map((part) =>
    partsOf(description, description.resolve(part).value),
  );
  const own = Object.entries(objectOf(schema["properties"])).filter(
    ([, part]) => part !== false && !("not" in objectOf(part)),
  );
  const variants = [...listOf(schema["oneOf"]), ...listOf(schema["anyOf"])].filter(
    // `required` alone makes a variant for a validator, not for a reader.
    (part) => Object.keys(objectOf(part)).some((key) => key !== "required"),
  );
  return {
    properties: [...new Map([...all.flatMap(({ properties }) => properties), ...own])],
    required: new Set([
      ...all.flatMap(({ required }) => [...required]),
      ...namesOf(schema["required"]),
    ]),
    variants: [...all.flatMap((part) => part.variants), ...variants],
  };
}

// More alternatives than these are told apart below the type, not in it.
const SHOWN_ALTERNATIVES = 4;

/** A schema's type in one line, as TypeScript has it. */
export function typeText(description: Description, written: unknown): string {
  if (written === true || written === undefined) return "unknown";
  const { value, name } = description.resolve(written);
  if ("const" in value) return JSON.stringify(value["const"]);
  const isNamed =
    name !== undefined && ["properties", "oneOf", "anyOf", "allOf"].some((key) => key in value);
  if (isNamed) return name;
  const closed = listOf(value["enum"]);
  if (closed.length > 0) return union(closed.map((one) => JSON.stringify(one)));
  const variants = [...listOf(value["oneOf"]), ...listOf(value["anyOf"])];
  if (variants.length > 0) return union(variants.map((one) => typeText(description, one)));
  const types = typeof value["type"] === "string" ? [value["type"]] : namesOf(value["type"]);
  if (types.length === 0) return "unknown";
  return union(types.map((type) => oneType(description, value, type)));
}

function oneType(description: Description, schema: JsonObject, type: string): string {
  if (type === "integer") return "number";
  if (type === "array") {
    const item = typeText(description, schema["items"]);
    return item.includes(" ") ? `(${item})[]` : `${item}[]`;
  }
  if (type === "object" && !("properties" in schema)) {
    return `Record<string, ${typeText(description, schema["additionalProperties"])}>`;
  }
  return type;
}

function union(types: readonly string[]): string {
  const different = [...new Set(types)];
  const shown = different.slice(0, SHOWN_ALTERNATIVES);
  return different.length > shown.length ? `${shown.join(" | ")} | …` : shown.join(" | ");
}
