import { variantsOf } from "../description/discriminators.js";
import { isObject, type JsonValue } from "../description/json.js";
import type { Pointer } from "../description/json-pointer.js";
import {
  typesOf,
  type OpenApiDocument,
  type Schema,
  type SchemaObject,
} from "../description/openapi.js";
import {
  isComponentReference,
  isReference,
  resolve,
  resolveSchema,
} from "../description/references.js";
import { visitDescription } from "../description/visit-description.js";
import { constraintsOf } from "../model/constraints.js";
import { readingOf } from "../model/media-types.js";
import { INHERITED_NAMES } from "../model/names.js";
import { plainText, proseOf, wrap } from "./doc-comment.js";

/** The width of comments: 100, less what openapi-typescript puts before the lines of most. */
const COMMENT_WIDTH = 86;

/** A node of the copy, which may be changed. */
type Mutable = Record<string, unknown>;

/**
 * The document as openapi-typescript has to see it. It types most of OpenAPI well, and some of it
 * wrongly and in silence; each step here takes one such trap out of its way. What cannot be said
 * at all has been refused before.
 *
 * @param document - Is not changed.
 */
export function typedDocument(document: OpenApiDocument): Mutable {
  // A description is JSON, and its copy belongs to this function.
  const copy = JSON.parse(JSON.stringify(document)) as Mutable;
  inlinePathItems(document, copy);
  visitDescription(copy, (kind, node, pointer) => {
    inlineReference(document, node);
    if (kind === "Schema") {
      typeSchema(document, node, pointer);
    } else {
      // Examples would be repeated in every comment.
      delete node["example"];
      delete node["examples"];
    }
    if (kind === "Parameter" || kind === "Header") {
      typeContent(node);
      describe(document, node, pointer);
    }
    if (kind === "Response") typeBytes(node);
    // Under its operationId a webhook would stand among the operations that a client calls.
    if (kind === "Operation" && pointer.startsWith("#/webhooks/")) delete node["operationId"];
    cleanComments(node);
  });
  return copy;
}

/** A `$ref` to a Path Item Object is typed as a path of its own, without the operations' names. */
function inlinePathItems(document: OpenApiDocument, copy: Mutable): void {
  for (const section of ["paths", "webhooks"] as const) {
    const items = Object.entries(document[section] ?? {});
    if (!items.some(([, item]) => isReference(item))) continue;
    copy[section] = Object.fromEntries(
      items.map(([name, item]) => [name, structuredClone(resolve(document, item, "#")?.value)]),
    );
  }
  const { components } = copy;
  if (isObject(components)) delete (components as Mutable)["pathItems"];
}

/** A `$ref` into the inside of something is typed as a path that types do not have. */
function inlineReference(document: OpenApiDocument, node: Mutable): void {
  if (!isReference(node) || isComponentReference(node.$ref)) return;
  const siblings: Mutable = { ...node };
  delete siblings["$ref"];
  const target = resolve<object>(document, node, "#")?.value;
  for (const key of Object.keys(node)) delete (node as Mutable)[key];
  Object.assign(node, structuredClone(target), siblings);
}

function typeSchema(document: OpenApiDocument, node: Mutable, pointer: Pointer): void {
  // The visit says that this is a Schema Object.
  const schema = node as SchemaObject;
  // They are taken for a property. What leads to them has been written out in its place.
  delete node["$defs"];
  typeSiblings(node);
  typeDiscriminator(document, node, schema, pointer);
  typePropertyNames(document, node, schema, pointer);
  typeObjectValues(node, schema);
  typeRequired(node, schema);
  typeAlternatives(node, schema);
  // `const: null` is taken for no `const` at all.
  if (schema.const === null) {
    delete node["const"];
    node["type"] = "null";
  }
  describe(document, node, pointer);
}

/**
 * A discriminator makes openapi-typescript rewrite the variants, by the name of the schema where
 * there is no mapping, and wrongly where `allOf` is about. It is taken away: a variant that fixes
 * the property by itself is told apart anyway, and any other is narrowed here.
 */
function typeDiscriminator(
  document: OpenApiDocument,
  node: Mutable,
  { discriminator }: SchemaObject,
  pointer: Pointer,
): void {
  if (discriminator === undefined) return;
  const schema = node as SchemaObject;
  for (const { keyword, index, isFixed, values } of variantsOf(
    document,
    schema,
    pointer,
    () => {},
  )) {
    const alternatives = node[keyword];
    if (isFixed || !Array.isArray(alternatives)) continue;
    const { propertyName } = discriminator;
    const tag = {
      type: "object",
      required: [propertyName],
      properties: Object.fromEntries([[propertyName, only(values)]]),
    };
    alternatives[index] = { allOf: [alternatives[index], tag] };
  }
  delete node["discriminator"];
}

/**
 * openapi-typescript does not read `propertyNames` and gives a map any keys. Where the names are a
 * closed list, the map is typed as an object that may have each of them.
 */
function typePropertyNames(
  document: OpenApiDocument,
  node: Mutable,
  { propertyNames, additionalProperties = {}, properties, patternProperties }: SchemaObject,
  pointer: Pointer,
): void {
  if (propertyNames === undefined || additionalProperties === false) return;
  if (properties !== undefined || patternProperties !== undefined) return;
  const names = resolveSchema(document, propertyNames, pointer)?.value.enum;
  if (names === undefined) return;
  const value = additionalProperties === true ? {} : additionalProperties;
  node["properties"] = Object.fromEntries(names.map((name) => [name, structuredClone(value)]));
  node["additionalProperties"] = false;
  delete node["propertyNames"];
}

/** What narrows the schema of a `$ref`, from beside it, is not read. */
function typeSiblings(node: Mutable): void {
  const { $ref, description, ...rest } = node;
  const narrowing = ["enum", "const", "properties", "required", "allOf", "anyOf", "oneOf"];
  if ($ref === undefined || !narrowing.some((keyword) => keyword in rest)) return;
  for (const key of Object.keys(rest)) delete node[key];
  delete node["$ref"];
  if (description !== undefined) node["description"] = description;
  node["allOf"] = [{ $ref }, rest];
}

/** The values of an `enum` of objects are taken for schemas. */
function typeObjectValues(node: Mutable, schema: SchemaObject): void {
  if (schema.enum === undefined || schema.type !== "object") return;
  if (schema.properties === undefined && schema.additionalProperties === undefined) {
    delete node["type"];
  } else {
    delete node["enum"];
  }
}

/** A name that every object has is taken for a property of the parts of an `allOf`. */
function typeRequired(node: Mutable, { allOf, required, properties = {} }: SchemaObject): void {
  if (allOf === undefined || required === undefined) return;
  node["required"] = required.filter(
    (name) => !INHERITED_NAMES.has(name) || Object.hasOwn(properties, name),
  );
}

/**
 * What stands beside an `anyOf` is taken for one more alternative, and an alternative that only
 * requires something for anything at all.
 */
function typeAlternatives(node: Mutable, schema: SchemaObject): void {
  const { anyOf, properties, additionalProperties, allOf = [], oneOf } = schema;
  const hasMore = [properties, additionalProperties, schema.allOf, oneOf].some(
    (keyword) => keyword !== undefined,
  );
  if (anyOf === undefined || !hasMore || schema.$ref !== undefined) return;
  node["allOf"] = [...allOf, { anyOf }];
  delete node["anyOf"];
}

/** The schema of these values alone. */
function only(values: readonly JsonValue[]): SchemaObject {
  const [value] = values;
  return value !== undefined && values.length === 1 ? { const: value } : { enum: values };
}

/** A parameter with `content` is typed as a string. */
function typeContent(node: Mutable): void {
  const content = node["content"];
  if (!isObject(content)) return;
  const [mediaType] = Object.values(content);
  node["schema"] = isObject(mediaType) ? (mediaType["schema"] ?? {}) : {};
  delete node["content"];
}

/** OpenAPI 3.1 leaves out the schema of a body that is bytes, which would be typed as unknown. */
function typeBytes(node: Mutable): void {
  const content = node["content"];
  if (!isObject(content)) return;
  for (const [name, mediaType] of Object.entries(content)) {
    if (readingOf(name) !== "binary" || !isObject(mediaType)) continue;
    (mediaType as Mutable)["schema"] = { type: "string", format: "binary" };
  }
}

/** Adds to the description what types do not say. */
function describe(document: OpenApiDocument, node: Mutable, pointer: Pointer): void {
  const own = node as SchemaObject & { readonly schema?: Schema };
  const schema = valueSchema(document, own, pointer);
  const items =
    schema?.items === undefined ? undefined : resolveSchema(document, schema.items, pointer)?.value;
  const constraints =
    schema === undefined ? [] : constraintsOf(untyped(schema), items && untyped(items));
  const text = proseOf(
    {
      description: own.description ?? (isScalar(schema) ? schema?.description : undefined),
      unverified: own["x-parley-unverified"] ?? schema?.["x-parley-unverified"],
    },
    [constraints.join(" ")],
  ).join("\n\n");
  if (text !== "") node["description"] = text;
}

/** Makes what is printed in comments prose that starts no tag. */
function cleanComments(node: Mutable): void {
  for (const key of ["title", "summary", "description"]) {
    const text = node[key];
    if (typeof text === "string") node[key] = wrap(plainText(text), COMMENT_WIDTH).join("\n");
  }
  for (const key of ["default", "example"]) {
    if (Object.hasOwn(node, key)) node[key] = plainText(shown(node[key]));
  }
  const { examples, format } = node;
  if (Array.isArray(examples))
    node["examples"] = examples.map((example) => plainText(shown(example)));
  if (typeof format === "string") node["format"] = plainText(format).replaceAll("\n", " ");
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The schema of a value: a parameter's, or what a `$ref` to something simple leads to. */
function valueSchema(
  document: OpenApiDocument,
  node: SchemaObject & { readonly schema?: Schema },
  pointer: Pointer,
): SchemaObject | undefined {
  if (node.schema !== undefined) return resolveSchema(document, node.schema, pointer)?.value;
  if (!isReference(node)) return node;
  const schema = resolveSchema(document, node, pointer)?.value;
  return isScalar(schema) ? schema : undefined;
}

/** Whether a schema says nothing of properties, so that a reader of a field wants to see it there. */
function isScalar(schema: SchemaObject | undefined): boolean {
  const types = schema === undefined ? [] : typesOf(schema);
  return types.length > 0 && types.every((type) => type !== "object" && type !== "array");
}

/** openapi-typescript's own comments have the format, and its types the values of an `enum`. */
function untyped(schema: SchemaObject): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !TYPED_KEYS.has(key)));
}

const TYPED_KEYS: ReadonlySet<string> = new Set([
  "enum",
  "format",
  "x-parley-open-enum",
  "x-parley-prefixes",
]);
