/**
 * The data by which the runtime runs a method: what `@parley/codegen` writes into a
 * provider's `operations.ts`. Data, not code; see `specs/README.md` for where each
 * field comes from.
 */

/** The HTTP methods of an OpenAPI 3.1 Path Item Object. */
export type HttpMethod = "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE";

/** Where a parameter goes. Alone it means OpenAPI's default style for that place. */
export type ParameterLocation = "path" | "query" | "header";

/** A parameter that is not written in the default style of its place (OpenAPI 3.1, Parameter Object). */
export interface ParameterDescriptor {
  readonly in: ParameterLocation;
  /** `simple` for path and header, `form` for query when absent. */
  readonly style?:
    | "simple"
    | "label"
    | "matrix"
    | "form"
    | "spaceDelimited"
    | "pipeDelimited"
    | "deepObject";
  /** True for `form`, false for the other styles when absent. */
  readonly explode?: boolean;
  /** Leaves the reserved characters of RFC 3986 as they are. */
  readonly allowReserved?: boolean;
  /** The parameter has `content` in place of a schema: its value is written as JSON. */
  readonly json?: boolean;
  /** The value starts with one of these, or nothing is sent. */
  readonly prefixes?: readonly string[];
}

/** How a list is walked. Pointers are JSON Pointers (RFC 6901) into the response body. */
export type Pagination =
  | {
      readonly style: "url";
      readonly items: string;
      readonly next: string;
      /** The query parameter of the next URL that holds the cursor. */
      readonly parameter?: string;
    }
  | {
      readonly style: "token";
      readonly items: string;
      readonly next: string;
      readonly parameter: string;
      /** Absent: in the query. */
      readonly in?: "body";
    }
  | {
      readonly style: "offset";
      readonly items: string;
      readonly parameter: string;
      readonly total?: string;
    };

/** What may be sent again, and when. */
export interface RetryRules {
  /** True: sending again has no further effect. Absent: the method decides (GET, HEAD, OPTIONS, TRACE). */
  readonly safe?: boolean;
  /** Statuses by which the server says that it did not act. Absent: 429. */
  readonly rejected?: readonly number[];
  /** Waits in milliseconds by status (`"449"`) or range (`"5XX"`); replaces back-off for it. */
  readonly schedules?: Readonly<Record<string, readonly number[]>>;
  /** Statuses that on a retry mean that an earlier attempt had succeeded. */
  readonly alreadyDone?: readonly number[];
}

/** The data of one method. */
export interface Operation {
  /** The method's path in dots: `contacts.get`. */
  readonly id: string;
  readonly method: HttpMethod;
  /** The path template, below the server's URL: `/contact/{identifier}`. */
  readonly path: string;
  /** The name of the server, where it is not the provider's first. */
  readonly server?: string;
  /** Every parameter but the body, by name. */
  readonly parameters?: Readonly<Record<string, ParameterLocation | ParameterDescriptor>>;
  /** Names without which nothing is sent; `body` is among them when the body is required. */
  readonly required?: readonly string[];
  /** Parameters of which exactly one is given. */
  readonly exactlyOneOf?: readonly string[];
  /** The media type of the request body; absent: the operation has none. */
  readonly body?: string;
  /** How the body of a success is read. Absent: JSON. `none`: there never is one. */
  readonly response?: "text" | "binary" | "none";
  /** The declared error statuses (`"404"`, `"5XX"`, `"default"`) and how their bodies are read. */
  readonly errors?: Readonly<Record<string, "json" | "text" | "none">>;
  readonly pagination?: Pagination;
  /** Names in {@link Provider.rateLimits}. */
  readonly rateLimits?: readonly string[];
  readonly retry?: RetryRules;
  /** Milliseconds that one attempt may take. Absent: 30000. */
  readonly timeout?: number;
  /** The result is the first item of the array at this pointer; an empty array is a NotFoundError. */
  readonly first?: string;
  /** The result of a success without a body. */
  readonly emptyResult?: unknown;
  /** How a successful status says that the operation failed. */
  readonly failure?: {
    readonly pointer: string;
    readonly equals: string | number | boolean | null;
    readonly message?: string;
  };
}

/** A limit that a provider states. */
export interface RateLimit {
  /** Requests allowed in any interval. */
  readonly requests?: number;
  /** Milliseconds. */
  readonly interval?: number;
  /** Requests that may be under way at once. */
  readonly concurrency?: number;
}

/** The data of a provider. */
export interface Provider {
  /** `respond-io`. */
  readonly name: string;
  /**
   * Server URLs by name, templates included (`https://{region}.example.com`). The first is the
   * default; the client option `environment` picks another of the {@link environments}, and
   * {@link Operation.server} any.
   */
  readonly servers: Readonly<Record<string, string>>;
  /** The servers that are values of the client option `environment`; the first is the default. */
  readonly environments?: readonly string[];
  /** The variables of the server URLs, each a client option of the same name. */
  readonly variables?: Readonly<
    Record<string, { readonly default: string; readonly enum?: readonly string[] }>
  >;
  /** Parameters that are the same for a whole client: parameter name to client option. */
  readonly parameters?: Readonly<
    Record<string, { readonly option: string; readonly environmentVariable?: string }>
  >;
  readonly rateLimits?: Readonly<Record<string, RateLimit>>;
  readonly retry?: RetryRules;
}

/** How a provider signs its webhooks. */
export interface WebhookVerification {
  readonly encoding: "base64" | "hex";
  readonly signatureHeader: string;
  /** Unix seconds. */
  readonly timestampHeader?: string;
  readonly nonceHeader?: string;
  /** What is signed, in order. */
  readonly signed: readonly ("body" | "nonce" | "timestamp")[];
  readonly separator: string;
  /** Milliseconds that the timestamp may be away from now. */
  readonly tolerance?: number;
}

/** How a provider's events are told apart, and verified. */
export interface WebhookRules {
  /** `property`: the payload property that names the event. `keys`: payload key to event name. `single`: the only event's name. */
  readonly discriminator:
    | { readonly property: string }
    | { readonly keys: Readonly<Record<string, string>> }
    | { readonly single: string };
  /** The names of the known events. */
  readonly events: readonly string[];
  /** Absent: the provider signs nothing. */
  readonly verification?: WebhookVerification;
}
