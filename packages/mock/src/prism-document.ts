import { dereference, HTTP_METHODS, isObject, isReference, targetOf } from "./document.js";
import type { OpenApiDocument, Reference, SecurityScheme } from "./document.js";
import { isJson } from "./request-body.js";

/** What of a description Prism needs, in a form in which it can neither get lost nor go out. */
export interface PrismDocument {
  /** One document of `paths` alone, without a single `$ref`. */
  readonly document: Readonly<Record<string, unknown>>;
  /**
   * An operation as Prism has made it of that document, with its `$ref`s and the schemas that they
   * lead to.
   */
  restore<Operation extends object>(operation: Operation): Operation;
}

type Json = Readonly<Record<string, unknown>>;
type Mutable = Record<string, unknown>;

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/**
 * Stands for `$ref` on the way through Prism, which reads every `$ref` of a document, data of
 * examples included, fetches what is not in it, and writes out all the ways that lead through
 * schemas: of some hundred that hold one another these are more than it ever comes through.
 */
const HIDDEN = "\0$ref";

/**
 * A schema of up to so many is written out whole: Prism follows no `$ref` where it reads lists from
 * a query, and where it leaves out what is `readOnly`. The largest of the providers has some 2,100.
 */
const MOST_WRITTEN_OUT = 3000;

/** Of a larger one so many are, the outer ones first: to compile 3,000 takes Prism seconds. */
const OUTER = 200;

const ONE_SCHEMA: ReadonlySet<string> = new Set([
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const SCHEMA_LISTS: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const SCHEMA_MAPS: ReadonlySet<string> = new Set([
  "$defs",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/** What may stand beside a `$ref` and narrows nothing. */
const ANNOTATION =
  /^(?:title|description|summary|deprecated|default|examples?|readOnly|writeOnly|\$comment|x-.*)$/;

/** A way through `$ref`s, the last one first. */
interface Way {
  readonly pointer: string;
  readonly before: Way | undefined;
}

/** Prepares a description for Prism. The description itself is not changed. */
export function prismDocument(description: OpenApiDocument): PrismDocument {
  const shared = sharedSchemas(description);

  /** A schema with what its `$ref`s lead to in their place, as far as that has an end. */
  function writtenOut(root: unknown): unknown {
    const whole = writtenOutUpTo(MOST_WRITTEN_OUT, root);
    return whole.isWhole ? whole.schema : writtenOutUpTo(OUTER, root).schema;
  }

  function writtenOutUpTo(most: number, root: unknown): { schema: unknown; isWhole: boolean } {
    let left = most;
    let isWhole = true;
    const open: (() => void)[] = [];
    const copy = (schema: unknown, way: Way | undefined): unknown => {
      if (!isObject(schema)) return schema;
      left -= 1;
      if (!isReference(schema)) {
        const result: Mutable = {};
        eachPart(schema, result, (inner, put) => open.push(() => put(copy(inner, way))));
        return result;
      }
      const { $ref } = schema;
      if (left <= 0) isWhole = false;
      return left <= 0 || isOnWay($ref, way)
        ? { ...hidden(siblingsOf(schema)), [HIDDEN]: shared.nameOf($ref) }
        : copy(withTarget(schema, targetOf(description, $ref)), { pointer: $ref, before: way });
    };
    const schema = copy(root, undefined);
    // The outer schemas come first, so that what is not written out is far inside.
    for (let index = 0; index < open.length; index++) open[index]?.();
    return { schema, isWhole };
  }

  function mediaTypes(content: unknown): Mutable {
    const types = isObject(content) ? Object.entries(content) : [];
    return Object.fromEntries(
      types.flatMap(([type, value]) => (isObject(value) ? [[type, media(type, value)]] : [])),
    );
  }

  function media(type: string, written: Json): Mutable {
    const value = dereference<Json>(description, written);
    const examples = Object.fromEntries(
      // One that is kept elsewhere is nothing to answer with.
      Object.entries(mapped(value["examples"], hidden)).filter(
        ([, example]) => isObject(example) && "value" in example,
      ),
    );
    const isUnknown =
      !("schema" in value) && !("example" in value) && Object.keys(examples).length === 0;
    return {
      // Prism would answer with nothing at all, which is no JSON.
      ...(isUnknown && isJson(type) ? { example: {} } : {}),
      ...hidden(value),
      ...("schema" in value ? { schema: writtenOut(value["schema"]) } : {}),
      examples,
    };
  }

  /** A parameter or a header. */
  function field(value: Json): Mutable {
    return {
      ...hidden(value),
      ...("schema" in value ? { schema: writtenOut(value["schema"]) } : {}),
      ...("content" in value ? { content: mediaTypes(value["content"]) } : {}),
      ...("examples" in value ? { examples: mapped(value["examples"], hidden) } : {}),
    };
  }

  function response(value: Json): Mutable {
    return {
      description: value["description"],
      headers: mapped(value["headers"], field),
      content: mediaTypes(value["content"]),
    };
  }

  function operation(value: Json): Mutable {
    const { operationId, summary, deprecated, security, servers } = value;
    const body = value["requestBody"];
    return {
      ...defined({ operationId, summary, deprecated, security, servers }),
      parameters: parameters(value),
      ...(isObject(body)
        ? { requestBody: requestBody(dereference<Json>(description, body)) }
        : undefined),
      responses: mapped(value["responses"], response),
    };
  }

  function requestBody(value: Json): Mutable {
    return { ...defined({ required: value["required"] }), content: mediaTypes(value["content"]) };
  }

  function parameters(owner: Json): Mutable[] {
    const list = Array.isArray(owner["parameters"]) ? owner["parameters"] : [];
    return list.filter(isObject).map((each) => field(dereference<Json>(description, each)));
  }

  /** The values of a map, their `$ref`s followed. */
  function mapped(map: unknown, change: (value: Json) => unknown): Mutable {
    if (!isObject(map)) return {};
    return Object.fromEntries(
      Object.entries(map).flatMap(([name, value]): [string, unknown][] =>
        isObject(value) ? [[name, change(dereference<Json>(description, value))]] : [],
      ),
    );
  }

  const paths = mapped(description.paths, (item) => ({
    ...defined({ servers: item["servers"] }),
    parameters: parameters(item),
    ...Object.fromEntries(
      HTTP_METHODS.flatMap((method): [string, unknown][] => {
        const value = item[method];
        return isObject(value) ? [[method, operation(value)]] : [];
      }),
    ),
  }));
  const { openapi, info, servers, components } = description;
  const security = "security" in description ? description.security : undefined;
  const securitySchemes = Object.fromEntries(
    Object.entries(components?.securitySchemes ?? {}).map(([name, scheme]) => [
      name,
      hidden(dereference<SecurityScheme>(description, scheme)),
    ]),
  );
  return {
    document: {
      openapi,
      info,
      ...defined({ servers, security }),
      // Without a dialect Prism rewrites each schema to draft 7, which has neither prefixItems nor
      // unevaluatedProperties nor dependentRequired.
      jsonSchemaDialect: description.jsonSchemaDialect ?? DIALECT,
      components: { securitySchemes },
      paths,
    },
    restore: (made) => ({
      // It has the same keys, and other values in those of examples and schemas.
      ...(shown(made) as typeof made),
      // Where Prism looks for the schemas that it has not written out.
      __bundled__: shared.usedBy(made),
    }),
  };
}

/** The schemas that are not written out, each once, under names of their own. */
function sharedSchemas(description: OpenApiDocument): {
  /** The `$ref` that Prism follows in place of one of the description. */
  nameOf(pointer: string): string;
  /** Those that an operation needs, by name. */
  usedBy(operation: unknown): Readonly<Record<string, unknown>>;
} {
  const names = new Map<string, string>();
  const pointers = new Map<string, string>();
  const schemas = new Map<string, unknown>();

  function nameOf(pointer: string): string {
    const name = names.get(pointer) ?? `s${names.size}`;
    names.set(pointer, name);
    pointers.set(name, pointer);
    return `#/__bundled__/${name}`;
  }

  function schemaOf(pointer: string): unknown {
    if (!schemas.has(pointer)) schemas.set(pointer, copy(targetOf(description, pointer)));
    return schemas.get(pointer);
  }

  function copy(schema: unknown): unknown {
    if (!isObject(schema)) return schema;
    if (isReference(schema)) {
      return { ...siblingsOf(schema), $ref: nameOf(schema.$ref) };
    }
    const result: Mutable = {};
    eachPart(schema, result, (inner, put) => put(copy(inner)));
    return shown(result);
  }

  function usedBy(operation: unknown): Readonly<Record<string, unknown>> {
    const used = new Map<string, unknown>();
    const open: unknown[] = [operation];
    while (open.length > 0) {
      const text = JSON.stringify(open.pop()) ?? "";
      for (const [, name = ""] of text.matchAll(/"#\/__bundled__\/(s\d+)"/g)) {
        const pointer = pointers.get(name);
        if (used.has(name) || pointer === undefined) continue;
        used.set(name, schemaOf(pointer));
        open.push(used.get(name));
      }
    }
    return Object.fromEntries(used);
  }

  return { nameOf, usedBy };
}

/** Copies what of a schema is data, and hands over the schemas in it with a way to put them back. */
function eachPart(
  schema: Json,
  result: Mutable,
  take: (inner: unknown, put: (copy: unknown) => void) => void,
): void {
  const takeInto = (target: Mutable | unknown[], key: string | number, inner: unknown): void => {
    // Its place among the others is held.
    Reflect.set(target, key, inner);
    take(inner, (copy) => void Reflect.set(target, key, copy));
  };
  for (const [key, value] of Object.entries(schema)) {
    if (ONE_SCHEMA.has(key)) {
      takeInto(result, key, value);
    } else if (SCHEMA_LISTS.has(key) && Array.isArray(value)) {
      const list: unknown[] = [];
      result[key] = list;
      value.forEach((inner, index) => takeInto(list, index, inner));
    } else if (SCHEMA_MAPS.has(key) && isObject(value)) {
      const map: Mutable = {};
      result[key] = map;
      for (const [name, inner] of Object.entries(value)) takeInto(map, name, inner);
    } else {
      result[key] = hidden(value);
    }
  }
}

function siblingsOf(schema: Json & Reference): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$ref"));
}

/** A schema in place of a `$ref`: what stands beside that holds as well. */
function withTarget(schema: Json & Reference, target: unknown): unknown {
  const siblings = siblingsOf(schema);
  const keys = Object.keys(siblings);
  if (keys.length === 0) return target;
  if (isObject(target) && !isReference(target) && keys.every((key) => ANNOTATION.test(key))) {
    return { ...target, ...siblings };
  }
  const allOf = Array.isArray(siblings["allOf"]) ? (siblings["allOf"] as unknown[]) : [];
  return { ...siblings, allOf: [...allOf, target] };
}

function isOnWay(pointer: string, way: Way | undefined): boolean {
  for (let step = way; step !== undefined; step = step.before) {
    if (step.pointer === pointer) return true;
  }
  return false;
}

/** A copy of data in which no `$ref` can be taken for a reference. */
function hidden(value: Json | SecurityScheme): Mutable;
function hidden(value: unknown): unknown;
function hidden(value: unknown): unknown {
  return renamed(value, "$ref", HIDDEN);
}

/** A copy of what Prism has made, with each `$ref` back in its place. */
function shown(value: unknown): unknown {
  return renamed(value, HIDDEN, "$ref");
}

function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === from && typeof item === "string" ? to : key,
      renamed(item, from, to),
    ]),
  );
}

function defined(values: Mutable): Mutable {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
