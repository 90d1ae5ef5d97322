import { buildRequest, type FlatParameters } from "./build-request.js";
import { CallPromise } from "./call-promise.js";
import { type ClientParameters, withClientParameters } from "./client-parameters.js";
import type { Clock } from "./clock.js";
import type { ApiPromise, CallOptions, PagePromise, WithResponse } from "./method.js";
import type { HttpRequest, Next } from "./middleware.js";
import type { Operation } from "./operation.js";
import { type PageState, PaginatedCall } from "./paginate.js";
import { readError, readResult } from "./read-result.js";

/** What runs methods: a client's pipeline and the little it needs beside it. */
export interface CallerOptions {
  /** The pipeline. */
  readonly send: Next;
  /** Where an operation's path begins, without a slash at its end. */
  readonly baseUrlOf: (operation: Operation) => string;
  /** Parameters that the client gives where a call does not. */
  readonly parameters: ClientParameters;
  readonly clock: Clock;
}

/** Runs methods by their data. */
export type Caller = (
  operation: Operation,
  parameters?: FlatParameters,
  options?: CallOptions,
) => ApiPromise<unknown> | PagePromise<unknown, unknown>;

/** Sends a request and reads its answer, or throws the answer's error. */
async function exchange(
  request: HttpRequest,
  operation: Operation,
  { send, clock }: CallerOptions,
): Promise<WithResponse<unknown>> {
  const response = await send(request);
  if (!response.ok) throw await readError(operation, response, clock.now());
  return { data: await readResult(operation, response, clock.now()), response };
}

/**
 * Makes what runs methods.
 *
 * Whatever is wrong with a call's parameters rejects its promise before anything is sent.
 */
export function createCaller(options: CallerOptions): Caller {
  const { baseUrlOf, parameters: clientParameters } = options;

  function requestOf(
    operation: Operation,
    parameters: FlatParameters,
    callOptions: CallOptions,
  ): HttpRequest {
    const given = withClientParameters(operation, parameters, clientParameters);
    return buildRequest(operation, baseUrlOf(operation), given, callOptions);
  }

  return (operation, parameters = {}, callOptions = {}) => {
    const { pagination } = operation;
    if (pagination === undefined) {
      return new CallPromise(
        (async () => exchange(requestOf(operation, parameters, callOptions), operation, options))(),
      );
    }
    const fetchPage = async (request: HttpRequest): Promise<PageState> => {
      const { data, response } = await exchange(request, operation, options);
      return { request, body: data, response };
    };
    return new PaginatedCall(
      (async () => fetchPage(requestOf(operation, parameters, callOptions)))(),
      fetchPage,
      pagination,
      operation,
    );
  };
}
