/**
 * What a description means for a client: everything that the emitters write, and nothing of
 * OpenAPI's own structure.
 */
import type { DescriptionProblem } from "../description-error.js";
import type { JsonValue } from "../description/json.js";

/** A provider's client, as described. */
export interface Model {
  readonly provider: ProviderModel;
  readonly methods: readonly MethodModel[];
  /** The component schemas, each an exported type. */
  readonly schemas: readonly SchemaModel[];
  /** Absent: the provider describes no webhooks. */
  readonly webhooks: WebhooksModel | undefined;
  /** What a client leaves out of the description, or has in another way. */
  readonly warnings: readonly DescriptionProblem[];
}

/** Prose for a doc comment, as the description has it. */
export interface Documentation {
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly unverified: string | undefined;
  readonly deprecated: boolean;
}

export interface ProviderModel {
  /** `respond-io` */
  readonly name: string;
  /** `respond.io` */
  readonly title: string;
  /** `RespondIo` */
  readonly typeName: string;
  readonly documentation: string | undefined;
  /** Server URLs by name; the first is the default. */
  readonly servers: readonly ServerModel[];
  readonly variables: readonly ServerVariableModel[];
  readonly clientParameters: readonly ClientParameterModel[];
  readonly rateLimits: Readonly<Record<string, RateLimitModel>>;
  readonly retry: RetryModel | undefined;
  /** The descriptions of resources, by the dotted path of the resource. */
  readonly resources: ReadonlyMap<string, string>;
}

export interface ServerModel {
  readonly name: string;
  readonly url: string;
  /** Whether the name is a value of the client option `environment`. */
  readonly isEnvironment: boolean;
  readonly description: string | undefined;
}

export interface ServerVariableModel {
  readonly name: string;
  readonly default: string;
  readonly enum: readonly string[] | undefined;
  readonly description: string | undefined;
}

export interface ClientParameterModel {
  /** The name of the parameter. */
  readonly name: string;
  /** The client option that gives its value. */
  readonly option: string;
  readonly environmentVariable: string | undefined;
  readonly type: TypeReference;
  readonly documentation: Documentation;
  readonly constraints: readonly string[];
}

export interface RateLimitModel {
  readonly requests?: number;
  /** Milliseconds. */
  readonly interval?: number;
  readonly concurrency?: number;
}

export interface RetryModel {
  readonly safe?: boolean;
  readonly rejected?: readonly number[];
  readonly schedules?: Readonly<Record<string, readonly number[]>>;
  readonly alreadyDone?: readonly number[];
}

export interface SchemaModel {
  /** The key under `components/schemas`. */
  readonly component: string;
  /** The name of the exported type. */
  readonly typeName: string;
  readonly documentation: Documentation;
}

/** A method: what a consumer calls. */
export interface MethodModel {
  /** `contacts.get` */
  readonly id: string;
  /** `contactsGet` */
  readonly constantName: string;
  /** `ContactsGet` */
  readonly typeName: string;
  /** `GET` */
  readonly httpMethod: string;
  readonly path: string;
  /** The name of the server, where it is not the provider's first. */
  readonly server: string | undefined;
  readonly documentation: Documentation;
  /** The address of the page that documents the method, where there is one. */
  readonly link: string | undefined;
  /** Every parameter but the body. */
  readonly parameters: readonly ParameterModel[];
  readonly exactlyOneOf: readonly string[] | undefined;
  readonly body: BodyModel | undefined;
  /** The types of the body of a success, of which each occurs once. */
  readonly results: readonly TypeReference[];
  /** What about the successes could not be verified. */
  readonly unverifiedResult: string | undefined;
  /** How the body of a success is read. */
  readonly response: ResponseKind;
  readonly errors: readonly ErrorModel[];
  readonly pagination: PaginationModel | undefined;
  /** Names in the provider's rate limits. */
  readonly rateLimits: readonly string[];
  /** What the method says itself; the provider's rules are the rest. */
  readonly retry: RetryModel | undefined;
  /** Whether a request may be sent again whatever has happened to it. */
  readonly isSafe: boolean;
  readonly timeout: number | undefined;
  /** The result is the first item of the array that the pointer finds. */
  readonly first: { readonly pointer: string; readonly item: ItemType } | undefined;
  readonly emptyResult: JsonValue | undefined;
  readonly failure: FailureModel | undefined;
}

export type ResponseKind = "json" | "text" | "binary" | "none";

export interface ParameterModel {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  /** Absent where it is the default style of the place. */
  readonly style: string | undefined;
  /** Absent where it is the default of the style. */
  readonly explode: boolean | undefined;
  readonly allowReserved: boolean;
  readonly json: boolean;
  readonly prefixes: readonly string[] | undefined;
  /** Nothing is sent without it. */
  readonly required: boolean;
  /** The client option that gives its value where the call does not. */
  readonly clientOption: string | undefined;
  readonly type: TypeReference;
  readonly documentation: Documentation;
  /** What its value has to keep to, a sentence each. */
  readonly constraints: readonly string[];
  readonly default: JsonValue | undefined;
  readonly example: JsonValue | undefined;
}

export interface BodyModel {
  readonly mediaType: string;
  readonly required: boolean;
  readonly type: TypeReference;
  readonly documentation: Documentation;
  readonly constraints: readonly string[];
}

export interface ErrorModel {
  /** The key under `responses`: `404`, `5XX`, `default`; `200` of an operation that can fail with it. */
  readonly status: string;
  readonly reading: "json" | "text" | "none";
  /** The types of the body, of which each occurs once. */
  readonly types: readonly TypeReference[];
}

export interface PaginationModel {
  /** The data for the runtime. */
  readonly rules: Readonly<Record<string, string>>;
  readonly item: ItemType;
}

/** The type of a list's items: a component, or what is found along a path into the result. */
export type ItemType =
  | { readonly kind: "reference"; readonly type: TypeReference }
  | { readonly kind: "path"; readonly keys: readonly string[] };

interface FailureModel {
  readonly pointer: string;
  readonly equals: string | number | boolean | null;
  readonly message?: string;
}

export interface WebhooksModel {
  readonly discriminator:
    | { readonly property: string }
    | { readonly keys: Readonly<Record<string, string>> }
    | { readonly single: string };
  /** Absent: the provider signs nothing. */
  readonly verification: WebhookVerificationModel | undefined;
  readonly events: readonly WebhookEventModel[];
}

export interface WebhookVerificationModel {
  readonly encoding: "base64" | "hex";
  readonly signatureHeader: string;
  readonly timestampHeader?: string;
  readonly nonceHeader?: string;
  readonly signed: readonly ("body" | "nonce" | "timestamp")[];
  readonly separator: string;
  readonly tolerance?: number;
}

export interface WebhookEventModel {
  readonly name: string;
  readonly type: TypeReference;
  readonly documentation: Documentation;
}

/** A type that `schema.ts` has, or one that needs no schema. */
export type TypeReference =
  | {
      readonly kind: "component";
      /** The exported alias of the component schema. */
      readonly typeName: string;
    }
  | {
      readonly kind: "path";
      readonly root: "operations" | "components" | "webhooks";
      readonly steps: readonly TypeStep[];
    }
  | { readonly kind: "undefined" }
  | { readonly kind: "string" }
  | { readonly kind: "Blob" }
  | {
      readonly kind: "empty";
      /** The result of a success without a body. */
      readonly value: Readonly<Record<string, JsonValue>>;
      /** The types of the successes with one. */
      readonly beside: readonly TypeReference[];
    };

/** A step into a type. */
export interface TypeStep {
  readonly key: string | number;
  /** What is reached may be absent, and is not when the path goes on. */
  readonly optional?: boolean;
}
