/**
 * The parts of an OpenAPI 3.0 or 3.1 document that the generator reads, with the `x-parley-*`
 * vocabulary. Redocly's `struct` rule and the vocabulary's JSON Schema have been passed by the
 * time a document has this type.
 */
import type { JsonValue } from "./json.js";

export interface Reference {
  readonly $ref: string;
}

export type Referenced<T> = T | Reference;

export type Named<T> = Readonly<Record<string, T>>;

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: readonly Server[];
  readonly tags?: readonly Tag[];
  readonly paths?: Named<Referenced<PathItem>>;
  readonly webhooks?: Named<Referenced<PathItem>>;
  readonly components?: {
    readonly schemas?: Named<Schema>;
    readonly pathItems?: Named<Referenced<PathItem>>;
  };
  readonly "x-parley-provider"?: {
    readonly name: string;
    readonly title: string;
    readonly typeName?: string;
    readonly documentation?: string;
  };
  readonly "x-parley-client-parameters"?: Named<ClientParameter>;
  readonly "x-parley-rate-limits"?: Named<RateLimit>;
  readonly "x-parley-rate-limit"?: readonly string[];
  readonly "x-parley-retry"?: Retry;
  readonly "x-parley-timeout"?: number;
  readonly "x-parley-webhooks"?: WebhookSettings;
}

interface Tag {
  readonly name: string;
  readonly description?: string;
}

export interface Server {
  readonly url: string;
  readonly description?: string;
  readonly variables?: Named<ServerVariable>;
  readonly "x-parley-server"?: { readonly environment?: string; readonly name?: string };
}

interface ServerVariable {
  readonly default: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}

/** OpenAPI 3.1.1, section 4.8.9: the fields of a Path Item Object that are operations. */
const httpMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

export type HttpMethod = (typeof httpMethods)[number];

export function isHttpMethod(field: string): field is HttpMethod {
  return httpMethods.some((method) => method === field);
}

export type PathItem = { readonly [Method in HttpMethod]?: Operation } & {
  readonly summary?: string;
  readonly description?: string;
  readonly servers?: readonly Server[];
  readonly parameters?: readonly Referenced<Parameter>[];
  readonly "x-parley-rate-limit"?: readonly string[];
  readonly "x-parley-unverified"?: string;
  readonly "x-parley-webhook-key"?: string;
};

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
  readonly servers?: readonly Server[];
  readonly parameters?: readonly Referenced<Parameter>[];
  readonly requestBody?: Referenced<RequestBody>;
  readonly responses?: Named<Referenced<Response>>;
  readonly "x-parley-rate-limit"?: readonly string[];
  readonly "x-parley-pagination"?: Pagination;
  readonly "x-parley-retry"?: Retry;
  readonly "x-parley-timeout"?: number;
  readonly "x-parley-methods"?: Named<MethodSettings>;
  readonly "x-parley-empty-result"?: { readonly [key: string]: JsonValue };
  readonly "x-parley-failure"?: Failure;
  readonly "x-parley-unverified"?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly "x-parley-allow-reserved"?: true;
  readonly schema?: Schema;
  readonly content?: Named<MediaType>;
  readonly example?: JsonValue;
  readonly examples?: Named<Referenced<{ readonly value?: JsonValue }>>;
  readonly "x-parley-unverified"?: string;
}

interface RequestBody {
  readonly description?: string;
  readonly required?: boolean;
  readonly content: Named<MediaType>;
  readonly "x-parley-unverified"?: string;
}

export interface Response {
  readonly description?: string;
  readonly content?: Named<MediaType>;
  readonly "x-parley-unverified"?: string;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly encoding?: Named<object>;
  readonly "x-parley-unverified"?: string;
}

/** A Schema Object, or in OpenAPI 3.1 a boolean schema. A `$ref` may have siblings. */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly format?: string;
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly default?: JsonValue;
  readonly example?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A number in OpenAPI 3.1, a modifier of `minimum` in 3.0. */
  readonly exclusiveMinimum?: number | boolean;
  readonly exclusiveMaximum?: number | boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Named<Schema>;
  readonly patternProperties?: Named<Schema>;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Named<string>;
  };
  readonly readOnly?: boolean;
  readonly contentMediaType?: string;
  readonly contentEncoding?: string;
  readonly "x-parley-open-enum"?: readonly string[];
  readonly "x-parley-prefixes"?: readonly string[];
  readonly "x-parley-unverified"?: string;
}

/** The values of `type`, which is one or a list. */
export function typesOf(schema: SchemaObject): readonly string[] {
  if (schema.type === undefined) return [];
  return typeof schema.type === "string" ? [schema.type] : schema.type;
}

interface ClientParameter {
  readonly option: string;
  readonly environmentVariable?: string;
}

interface RateLimit {
  readonly requests?: number;
  readonly interval?: number;
  readonly concurrency?: number;
  readonly description?: string;
}

export interface Retry {
  readonly safety?: "safe" | "unsafe";
  readonly rejected?: readonly string[];
  readonly schedules?: Named<readonly number[]>;
  readonly alreadyDone?: readonly string[];
}

type Pagination =
  | {
      readonly style: "url";
      readonly items: string;
      readonly next: string;
      readonly parameter?: string;
    }
  | {
      readonly style: "token";
      readonly items: string;
      readonly next: string;
      readonly parameter: string;
      readonly in?: "query" | "body";
    }
  | {
      readonly style: "offset";
      readonly items: string;
      readonly parameter: string;
      readonly total?: string;
    };

export interface MethodSettings {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly body?: string;
  readonly status?: string;
  readonly first?: string;
  readonly retry?: Retry;
}

interface Failure {
  readonly pointer: string;
  readonly equals: string | number | boolean | null;
  readonly message?: string;
}

export interface WebhookSettings {
  readonly discriminator:
    | { readonly property: string }
    | { readonly key: true }
    | { readonly single: true };
  readonly verification:
    | "none"
    | {
        readonly algorithm: "hmac-sha256";
        readonly encoding?: "base64" | "hex";
        readonly signatureHeader: string;
        readonly timestampHeader?: string;
        readonly nonceHeader?: string;
        readonly signed: readonly ("body" | "nonce" | "timestamp")[];
        readonly separator?: string;
        readonly tolerance?: number;
      };
}
