import type { ConstraintFacts } from "./facts.ts";
import type { SchemaOutline } from "./schema-outline.ts";

/** Everything that the reference says of a provider. */
export interface ProviderReference {
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  readonly factory: string;
  readonly variable: string;
  readonly credentials: readonly string[];
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly unverified: string | undefined;
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly groups: readonly MethodGroup[];
  readonly methods: readonly MethodReference[];
  readonly events: readonly EventReference[];
  /** The types that have pages of their own, by name. */
  readonly types: readonly TypeReference[];
  /** Described operations: a method is made of each, of some more than one. */
  readonly operationCount: number;
}

/** The methods of a tag. */
interface MethodGroup {
  readonly name: string;
  readonly description: string;
  readonly methods: readonly MethodReference[];
}

/** Everything that the reference says of a method. */
export interface MethodReference {
  /** `messages.send` */
  readonly id: string;
  readonly slug: string;
  /** The path of its page: `/reference/sinch/messages-send/`. */
  readonly page: string;
  /** `sinch.messages.send` */
  readonly call: string;
  readonly signature: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly isDeprecated: boolean;
  readonly parameters: readonly ParameterReference[];
  readonly exactlyOneOf: readonly string[];
  readonly body: BodyReference | undefined;
  readonly responses: readonly ResponseReference[];
  readonly facts: ConstraintFacts;
  /** What could not be verified, a sentence each. */
  readonly unverified: readonly string[];
  readonly calls: readonly CallReference[];
}

/** A parameter that is not the body. */
export interface ParameterReference {
  readonly name: string;
  readonly in: string;
  readonly isRequired: boolean;
  /** The client option that gives it where a call does not. */
  readonly option: string | undefined;
  readonly schema: SchemaOutline;
}

/** A request body. */
export interface BodyReference {
  readonly mediaType: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly schema: SchemaOutline;
}

/** A declared answer. */
export interface ResponseReference {
  /** A status, a range (`5XX`), or `default`. */
  readonly status: string;
  readonly isSuccess: boolean;
  /** What a caller gets: `Contact`, `ApiError<404, ErrorResponse>`. */
  readonly type: string;
  readonly description: string;
  readonly unverified: string | undefined;
  readonly schema: SchemaOutline | undefined;
  readonly examples: readonly RecordedExample[];
}

/** An answer that the description has as an example. */
export interface RecordedExample {
  readonly name: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** A call that a reader can copy. */
export interface CallReference {
  /** `minimal` or `full`. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The program in the style of methods, of paths, and for curl. */
  readonly method: string;
  readonly path: string;
  readonly curl: string;
}

/** A webhook event. */
export interface EventReference {
  readonly name: string;
  readonly slug: string;
  readonly page: string;
  readonly summary: string;
  readonly description: string;
  readonly unverified: readonly string[];
  readonly payloadType: string;
  readonly schema: SchemaOutline;
  readonly samples: readonly { readonly title: string; readonly body: unknown }[];
  readonly handler: string;
}

/** A type whose properties fill a page of its own. */
export interface TypeReference {
  readonly name: string;
  readonly page: string;
  readonly schema: SchemaOutline;
}
