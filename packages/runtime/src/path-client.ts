import createOpenapiFetchClient, { type Client } from "openapi-fetch";
import {
  buildHeaders,
  buildPath,
  buildQuery,
  type FlatParameters,
} from "./build-request.js";
import type { Clock } from "./clock.js";
import { toHttpRequest } from "./create-fetch.js";
import { ConfigurationError } from "./errors.js";
import type { CallOptions } from "./method.js";
import type { HttpRequest, Next } from "./middleware.js";
import type { HttpMethod, Operation } from "./operation.js";
import { readError, readResult } from "./read-result.js";
import { type SerializedBody, serializeBody } from "./serialize-body.js";

// The one module that knows openapi-fetch: see docs/adr/0001 for how to leave it.

/** openapi-fetch's own client, typed by a description's `paths`. */
export type PathClient<Paths extends object> = Client<Paths>;

/** What {@link createPathClient} needs of a client. */
export interface PathClientOptions {
  readonly send: Next;
  readonly operations: readonly Operation[];
  readonly baseUrlOf: (operation: Operation) => string;
  /** Parameters that the client gives where a call does not. */
  readonly parameters: FlatParameters;
  readonly clock: Clock;
}

/** What openapi-fetch takes per call, as far as it is read here. */
interface PathCallInit extends CallOptions {
  readonly params?: {
    readonly path?: FlatParameters;
    readonly query?: FlatParameters;
    readonly header?: FlatParameters;
  };
  readonly body?: unknown;
  readonly parseAs?: string;
  readonly baseUrl?: string;
}

/**
 * What stands in for the platform's Request: openapi-fetch only carries it from here to `fetch`,
 * and a real one costs 6 to 13 us and would have to be cloned for a retry.
 */
class RequestHolder {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | undefined;
  readonly signal: AbortSignal | undefined;
  // openapi-fetch copies what it does not know of a call's options onto the request.
  declare readonly call: { readonly operation: Operation; readonly options: CallOptions };

  constructor(url: string, init: { method: string; headers: Headers; body?: BodyInit; signal?: AbortSignal }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
    this.signal = init.signal;
  }

  // A middleware of openapi-fetch may return a real Request in place of this one.
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && "url" in value && "headers" in value && "method" in value;
  }
}

const VERBS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] as const;

/**
 * Makes a client of the path style: openapi-fetch's own, with this runtime's serializers, pipeline
 * and reading of answers in place of its own.
 *
 * `error` is never falsy: where the server's body is not what the description declares, it is the
 * `ApiError` that says so.
 */
export function createPathClient<Paths extends object>(
  options: PathClientOptions,
): PathClient<Paths> {
  const { send, operations, baseUrlOf, parameters, clock } = options;
  const byRoute = new Map<string, Operation>();
  for (const operation of operations) {
    const route = `${operation.method} ${operation.path}`;
    // Of several methods of one operation the first is as good as any: they share their route's rules.
    if (!byRoute.has(route)) byRoute.set(route, routeOperation(operation));
  }

  const client = createOpenapiFetchClient<Record<string, Record<HttpMethod, never>>>({
    // openapi-fetch only constructs it and hands it back.
    Request: RequestHolder as unknown as typeof Request,
    // It is always the holder, unless a middleware of openapi-fetch put a real Request in its place.
    fetch: async (input) => send(await requestOf(input as unknown as RequestHolder | Request)),
  });

  async function call(method: HttpMethod, path: string, init: PathCallInit = {}): Promise<unknown> {
    const operation = byRoute.get(`${method} ${path}`);
    if (operation === undefined) {
      throw new ConfigurationError(
        `${method} ${path} is not in the description; use one of its paths, template braces included.`,
      );
    }
    const { params = {}, parseAs, ...rest } = init;
    const given = { ...parameters, ...params.path, ...params.query, ...params.header };
    const { timeout, deadline, retry } = init;
    const serialized =
      init.body === undefined
        ? undefined
        : serializeBody(init.body, operation.body ?? "application/json", `${operation.id}: body`);
    const baseUrl = init.baseUrl ?? baseUrlOf(operation);
    // Its types are made for one description; here the call comes from data.
    const result = await (client.request as UntypedRequest)(method, path, {
      ...rest,
      baseUrl,
      headers: {
        accept: "application/json",
        ...contentTypeOf(serialized),
        ...buildHeaders(operation, given),
        ...init.headers,
      },
      // The serializers below close over what is given; openapi-fetch calls them only if these are there.
      params: { path: given, query: given },
      pathSerializer: () => `${baseUrl}${buildPath(operation, given)}`,
      querySerializer: () => buildQuery(operation, given),
      ...(serialized && { body: serialized.body, bodySerializer: (body: unknown) => body }),
      // Text is handed through as it is; openapi-fetch's own JSON.parse would round large integers
      // and lose the response when it fails.
      parseAs: parseAs === undefined || parseAs === "json" ? "text" : parseAs,
      call: { operation, options: { timeout, deadline, retry } },
    });
    const { response } = result;
    if (response.ok) {
      const readHere = parseAs === undefined || parseAs === "json";
      const data = readHere ? await readResult(operation, response, clock.now()) : result.data;
      return { data, response };
    }
    const error = await readError(operation, response, clock.now());
    return { error: error.declared && Boolean(error.body) ? error.body : error, response };
  }

  const byVerb = Object.fromEntries(
    VERBS.map((verb) => [verb, (path: string, init?: PathCallInit) => call(verb, path, init)]),
  );
  const pathClient = {
    ...client,
    ...byVerb,
    request: (method: string, path: string, init?: PathCallInit) =>
      call(method.toUpperCase() as HttpMethod, path, init),
  };
  // Built from the same description as Paths: each verb takes and gives what openapi-fetch's does.
  return pathClient as unknown as PathClient<Paths>;
}

type UntypedRequest = (
  method: string,
  path: string,
  init: Readonly<Record<string, unknown>>,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** The operation as openapi-fetch's users see it: nothing that only one of its methods does. */
function routeOperation(operation: Operation): Operation {
  const { first: _first, exactlyOneOf: _exactlyOneOf, ...rest } = operation;
  return rest;
}

function contentTypeOf(serialized: SerializedBody | undefined): Record<string, string | null> {
  // null removes the application/json that openapi-fetch would send along with a form.
  return serialized === undefined ? {} : { "content-type": serialized.contentType ?? null };
}

async function requestOf(input: RequestHolder | Request): Promise<HttpRequest> {
  if (!("call" in input)) return toHttpRequest(input);
  return {
    method: input.method,
    url: input.url,
    headers: Object.fromEntries(input.headers),
    body: input.body,
    signal: input.signal,
    operation: input.call.operation,
    options: input.call.options,
  };
}
