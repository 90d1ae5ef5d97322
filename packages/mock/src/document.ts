/** The parts of an OpenAPI 3.1 document that the mock reads, and the way through its references. */

/** A Reference Object. */
export interface Reference {
  readonly $ref: string;
}

/** A Server Object. */
export interface Server {
  readonly url: string;
  readonly variables?: Readonly<
    Record<string, { readonly default: string; readonly enum?: readonly string[] }>
  >;
}

/** A Schema Object. What the mock does not look into is left out. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly (Schema | boolean)[];
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly writeOnly?: boolean;
}

/** A Parameter Object. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: Schema;
  readonly example?: unknown;
}

/** An Example Object. */
export interface Example {
  readonly value?: unknown;
}

/** A Media Type Object. */
interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

/** A Response Object. */
export interface Response {
  readonly content?: Readonly<Record<string, MediaType>>;
}

/** A Request Body Object. */
export interface RequestBody {
  readonly content: Readonly<Record<string, MediaType>>;
}

/** `x-parley-pagination`. */
export interface Pagination {
  readonly style: "url" | "token" | "offset";
  readonly items: string;
  readonly next?: string;
  readonly parameter?: string;
  readonly in?: "query" | "body";
}

/** One method of `x-parley-methods`. */
export interface MethodRule {
  readonly parameters?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  /** A reference to the schema of its body. */
  readonly body?: string;
  readonly status?: string;
}

/** An Operation Object. */
export interface OperationObject {
  readonly operationId?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
  readonly servers?: readonly Server[];
  readonly "x-parley-pagination"?: Pagination;
  readonly "x-parley-methods"?: Readonly<Record<string, MethodRule>>;
}

/** The methods that a Path Item Object can have. */
export const HTTP_METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;

/** A Path Item Object. */
export type PathItem = {
  readonly [method in (typeof HTTP_METHODS)[number]]?: OperationObject;
} & {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly servers?: readonly Server[];
};

/** A Security Scheme Object. */
export interface SecurityScheme {
  readonly type: string;
  readonly in?: "header" | "query" | "cookie";
  readonly name?: string;
  readonly flows?: { readonly clientCredentials?: { readonly tokenUrl: string } };
}

/** `x-parley-webhooks`, as far as signatures go. */
export interface WebhookRules {
  readonly verification:
    | "none"
    | {
        readonly algorithm: "hmac-sha256";
        readonly encoding: "base64" | "hex";
        readonly signatureHeader: string;
        readonly timestampHeader?: string;
        readonly nonceHeader?: string;
        readonly signed: readonly ("body" | "nonce" | "timestamp")[];
        readonly separator?: string;
      };
}

/** An OpenAPI 3.1 document whose references are all internal. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string };
  readonly jsonSchemaDialect?: string;
  readonly servers?: readonly Server[];
  readonly paths?: Readonly<Record<string, PathItem | Reference>>;
  readonly webhooks?: Readonly<Record<string, PathItem | Reference>>;
  readonly components?: {
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme | Reference>>;
  };
  readonly "x-parley-provider"?: { readonly name: string; readonly title: string };
  readonly "x-parley-webhooks"?: WebhookRules;
}

/** Whether a value is an object that is not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Follows references until there is none. Throws when one leads nowhere. */
export function dereference<Target extends object>(
  document: OpenApiDocument,
  value: Target | Reference,
): Target {
  let current: unknown = value;
  for (const seen = new Set<string>(); isReference(current);) {
    if (seen.has(current.$ref)) throw new Error(`The reference ${current.$ref} leads to itself.`);
    seen.add(current.$ref);
    current = targetOf(document, current.$ref);
  }
  // What a reference of a valid description leads to has the type of the place that it is in.
  return current as Target;
}

/** The value at a JSON Pointer (RFC 6901), or undefined. */
export function at(value: unknown, pointer: string): unknown {
  if (pointer === "") return value;
  let current = value;
  for (const token of pointer.slice(1).split("/")) {
    if (typeof current !== "object" || current === null) return undefined;
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    // A pointer is followed through arrays and objects alike, by own properties only.
    current = Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined;
  }
  return current;
}

/** What a reference leads to, which may be another one. */
export function targetOf(document: OpenApiDocument, pointer: string): unknown {
  const target = pointer.startsWith("#")
    ? at(document, decodeURIComponent(pointer.slice(1)))
    : undefined;
  if (target === undefined) {
    throw new Error(
      `The reference ${pointer} leads nowhere in the description of ${document.info.title}. Give the mock a description whose references can be resolved.`,
    );
  }
  return target;
}

/** Whether a value is a Reference Object. */
export function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value["$ref"] === "string";
}
