import createOpenapiFetchClient, { type Client } from "openapi-fetch";
import { buildRequest, type FlatParameters } from "../call/build-request.js";
import { type ClientParameters, withClientParameters } from "../call/client-parameters.js";
import type { CallOptions } from "../description/method.js";
import type { HttpMethod, Operation } from "../description/operation.js";
import { ApiError, ConfigurationError } from "../errors/errors.js";
import { BufferedResponse } from "../http/buffered-response.js";
import type { Clock } from "../http/clock.js";
import { isStream } from "../http/is-stream.js";
import { sendRequest } from "../pipeline/create-fetch.js";
import type { Next } from "../pipeline/middleware.js";
import { readError, readResult } from "../response/read-result.js";

// The one module that knows openapi-fetch: see docs/adr/0001 for how to leave it.

/** openapi-fetch's own client, typed by a description's `paths`. */
export type PathClient<Paths extends object> = Client<Paths>;

/** What {@link createPathClient} needs of a client. */
export interface PathClientOptions {
  readonly send: Next;
  readonly operations: readonly Operation[];
  readonly baseUrlOf: (operation: Operation) => string;
  /** Parameters that the client gives where a call does not. */
  readonly parameters: ClientParameters;
  readonly clock: Clock;
  /** Looks at a call's parameters before anything is sent, and throws where they may not be. */
  readonly checkParameters?:
    | ((operation: Operation, parameters: FlatParameters) => void)
    | undefined;
}

type HeaderValue =
  | string
  | number
  | boolean
  | readonly (string | number | boolean)[]
  | null
  | undefined;

/** What a call takes: of openapi-fetch's options those that mean anything here, and our own. */
interface PathCallInit extends Omit<CallOptions, "headers"> {
  readonly params?: {
    readonly path?: FlatParameters;
    readonly query?: FlatParameters;
    readonly header?: FlatParameters;
  };
  readonly body?: unknown;
  readonly headers?: HeadersInit | Readonly<Record<string, HeaderValue>>;
  readonly parseAs?: string;
  readonly baseUrl?: string;
  readonly middleware?: readonly unknown[];
}

// openapi-fetch takes any key: a misspelt one, and what this client does another way, would be
// ignored in silence.
const CALL_OPTIONS = [
  "params",
  "body",
  "headers",
  "parseAs",
  "baseUrl",
  "middleware",
  "signal",
  "timeout",
  "deadline",
  "retry",
];
const LOCATIONS = ["path", "query", "header"];

/**
 * What stands in for the platform's Request where no middleware of openapi-fetch looks at it: a
 * real one costs 6 to 13 us, and nothing but the method is asked of it.
 */
class RequestStub {
  readonly method: string;

  constructor(_url: string, init: { readonly method: string }) {
    this.method = init.method;
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
  const { send, operations, baseUrlOf, clock } = options;
  const routes = routesOf(operations);
  let hasMiddleware = false;

  const client = createOpenapiFetchClient<Record<string, Record<HttpMethod, never>>>({
    // openapi-fetch only constructs it and reads its method.
    Request: RequestStub as unknown as typeof Request,
  });

  async function call(method: HttpMethod, path: string, init: PathCallInit = {}): Promise<unknown> {
    const operation = routes.get(`${method} ${path}`);
    if (operation === undefined) {
      throw new ConfigurationError(
        `${method} ${path} is not in the description; use one of its paths, template braces included.`,
      );
    }
    const where = `${operation.id}: `;
    refuseUnknown(init, CALL_OPTIONS, `${where}call option `);
    const { params = {}, body, parseAs, middleware, headers, baseUrl, ...callOptions } = init;
    refuseUnknown(params, LOCATIONS, `${where}params.`);

    const given = { ...params.path, ...params.query, ...params.header };
    const { fields, unset } = headersOf(headers);
    const parameters = withClientParameters(
      operation,
      body === undefined ? given : { ...given, body },
      options.parameters,
    );
    options.checkParameters?.(operation, parameters);
    const built = buildRequest(
      operation,
      baseUrl?.replace(/\/$/, "") ?? baseUrlOf(operation),
      parameters,
      { ...callOptions, headers: fields },
    );
    const request = unset.length === 0 ? built : { ...built, headers: omit(built.headers, unset) };
    const as = parseAs ?? (operation.response === "binary" ? "blob" : "json");
    const isWatched = hasMiddleware || middleware !== undefined;
    // Its types are made for one description; here the call comes from data.
    const result = await (client.request as UntypedRequest)(method, path, {
      params: { ...params, path: params.path ?? {}, header: undefined },
      pathSerializer: () => request.url,
      querySerializer: () => "",
      headers: request.headers,
      body: request.body,
      bodySerializer: (written: unknown) => written,
      signal: request.signal,
      middleware,
      // Text is handed through as it is; openapi-fetch's own JSON.parse would round large integers
      // and lose the response when it fails.
      parseAs: as === "json" ? "text" : as,
      // A middleware may clone, change and replace the request, as it may with openapi-fetch alone.
      ...(isWatched && {
        Request,
        ...(isStream(request.body) && { duplex: "half" }),
      }),
      fetch: (input: Request) =>
        isWatched
          ? sendRequest(input, undefined, (sent) =>
              send({ ...sent, operation, options: request.options }),
            )
          : send(request),
    });
    const { response } = result;
    const readable = readableOf(result);
    if (!response.ok) {
      const error = await readError(operation, readable, clock.now());
      return { error: error.declared && Boolean(error.body) ? error.body : error, response };
    }
    if (as !== "json") return { data: result.data, response };
    try {
      return { data: await readResult(operation, readable, clock.now()), response };
    } catch (error) {
      // A success that says that the operation failed is an error like any other.
      if (error instanceof ApiError) return { error, response };
      throw error;
    }
  }

  const byVerb = Object.fromEntries(
    VERBS.map((verb) => [verb, (path: string, init?: PathCallInit) => call(verb, path, init)]),
  );
  const pathClient = {
    ...client,
    ...byVerb,
    request: (method: string, path: string, init?: PathCallInit) =>
      call(method.toUpperCase() as HttpMethod, path, init),
    use: (...middlewares: Parameters<typeof client.use>) => {
      hasMiddleware = true;
      client.use(...middlewares);
    },
  };
  // Built from the same description as Paths: each verb takes and gives what openapi-fetch's does.
  return pathClient as unknown as PathClient<Paths>;
}

interface Result {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

type UntypedRequest = (
  method: string,
  path: string,
  init: Readonly<Record<string, unknown>>,
) => Promise<Result>;

function refuseUnknown(given: object, known: readonly string[], where: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || known.includes(name)) continue;
    throw new ConfigurationError(`${where}"${name}" does nothing; there are ${known.join(", ")}.`);
  }
}

/** Headers in any of the forms that openapi-fetch takes; null leaves one out. */
function headersOf(headers: PathCallInit["headers"] = {}) {
  const entries: Iterable<readonly [string, HeaderValue]> =
    headers instanceof Headers || Array.isArray(headers)
      ? new Headers(headers)
      : Object.entries<HeaderValue>(headers);
  const fields: Record<string, string> = {};
  const unset: string[] = [];
  for (const [name, value] of entries) {
    if (value === null) unset.push(name.toLowerCase());
    else if (typeof value === "object") fields[name] = value.join(", ");
    else if (value !== undefined) fields[name] = String(value);
  }
  return { fields, unset };
}

function omit(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/** What openapi-fetch has read already, where a response can be read only once. */
function readableOf({ data, error, response }: Result): Response {
  if (response instanceof BufferedResponse) return response;
  const read = response.ok ? data : error;
  return new BufferedResponse(
    response,
    typeof read === "string" ? read : (JSON.stringify(read) ?? ""),
  );
}

/** The operations by method and path, each as openapi-fetch's users see it. */
function routesOf(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  const routes = new Map<string, Operation>();
  for (const operation of operations) {
    const one: { -readonly [Key in keyof Operation]: Operation[Key] } = { ...operation };
    // What only one of an operation's methods does is not done here.
    delete one.first;
    delete one.exactlyOneOf;
    const route = `${one.method} ${one.path}`;
    const other = routes.get(route);
    routes.set(route, other === undefined ? one : merge(other, one, route));
  }
  return routes;
}

/**
 * One operation for several methods of the same route: it takes what any of them takes, requires
 * what all of them require, and is as careful as the most careful of them.
 */
function merge(one: Operation, other: Operation, id: string): Operation {
  const { response, retry, ...rest } = one;
  return {
    ...rest,
    id,
    parameters: { ...other.parameters, ...one.parameters },
    required: (one.required ?? []).filter((name) => other.required?.includes(name)),
    ...(response !== undefined && response === other.response && { response }),
    retry:
      JSON.stringify(retry) === JSON.stringify(other.retry)
        ? (retry ?? {})
        : { safe: false, alreadyDone: [] },
  };
}
