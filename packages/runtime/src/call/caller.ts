import type { ApiPromise, CallOptions, PagePromise, WithResponse } from "../description/method.js";
import type { Operation } from "../description/operation.js";
import type { Clock } from "../http/clock.js";
import type { HttpRequest, Next } from "../pipeline/middleware.js";
import { readError, readResult } from "../response/read-result.js";
import { buildRequest, type FlatParameters } from "./build-request.js";
import { CallPromise } from "./call-promise.js";
import { type ClientParameters, withClientParameters } from "./client-parameters.js";
import { type PageState, PaginatedCall } from "./paginate.js";

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

/**
 * Makes what runs methods.
 *
 * Whatever is wrong with a call's parameters rejects its promise before anything is sent.
 */
export function createCaller(options: CallerOptions): Caller {
  const { send, clock, baseUrlOf, parameters: clientParameters } = options;

  /** Sends a request and reads its answer, or throws the answer's error. */
  async function exchange(
    operation: Operation,
    requestOf: () => HttpRequest,
  ): Promise<WithResponse<unknown>> {
    const response = await send(requestOf());
    if (!response.ok) throw await readError(operation, response, clock.now());
    return { data: await readResult(operation, response, clock.now()), response };
  }

  return (operation, parameters = {}, callOptions = {}) => {
    const requestOf = () =>
      buildRequest(
        operation,
        baseUrlOf(operation),
        withClientParameters(operation, parameters, clientParameters),
        callOptions,
      );
    const { pagination } = operation;
    if (pagination === undefined) return new CallPromise(exchange(operation, requestOf));
    const fetchPage = async (pageRequestOf: () => HttpRequest): Promise<PageState> => {
      const request = pageRequestOf();
      const { data, response } = await exchange(operation, () => request);
      return { request, body: data, response };
    };
    return new PaginatedCall(
      fetchPage(requestOf),
      (request) => fetchPage(() => request),
      pagination,
      operation,
    );
  };
}
