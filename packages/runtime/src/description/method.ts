import type { Operation } from "./operation.js";
import type { RetryOptions } from "./retry-options.js";

/** What a single call may set, beside its parameters. */
export interface CallOptions {
  /** Ends the call, whether it waits, queues or runs. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt may take. Default: the description's, else 30000. */
  readonly timeout?: number | undefined;
  /** Milliseconds that the whole call may take, waits and retries included. Default: 120000. */
  readonly deadline?: number | undefined;
  /** `false` sends once; an object changes single settings. Default: the client's. */
  readonly retry?: RetryOptions | false | undefined;
  /** Headers added to the request; they win over the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What `withResponse()` gives. */
export interface WithResponse<Data> {
  readonly data: Data;
  /** Status and headers; the body has been read already. */
  readonly response: Response;
}

/** The promise of a call's result. */
export interface ApiPromise<Data> extends Promise<Data> {
  /** The result together with the response's status and headers. */
  withResponse(): Promise<WithResponse<Data>>;
}

/** One page of a list. */
export interface Page<Item, Body> {
  /** Which page of this walk it is, from 1. */
  readonly number: number;
  /** The items of this page and of those before it in this walk. */
  readonly itemsSoFar: number;
  /** The items of the whole list as the server counts them; absent where the description has no count. */
  readonly total: number | undefined;
  /** The items of this page. */
  readonly items: readonly Item[];
  /** The whole response body. */
  readonly body: Body;
  /** Whether there is a next page. */
  readonly hasNext: boolean;
  /** What the pagination parameter takes to resume after this page; absent at the end or where the provider has none. */
  readonly cursor: string | undefined;
  /** The next page, or undefined at the end. */
  next(): Promise<Page<Item, Body> | undefined>;
}

/**
 * What a call of a paginated method may set, beside its parameters.
 *
 * @example
 * ```ts
 * const onPage = ({ number, itemsSoFar, total }: Page<unknown, unknown>) =>
 *   console.log(`page ${number}: ${itemsSoFar} of ${total ?? "many"}`);
 *
 * for await (const contact of respond.contacts.list({ body: filter }, { onPage })) await store(contact);
 * ```
 */
export interface ListOptions<Item, Body> extends CallOptions {
  /**
   * Told of each page that comes, before its items are handed out: by `await`, `next()`, `pages()`
   * and `for await` alike. Once it is told of a page, the items before that page were taken. What
   * it throws ends the walk. Default: nothing.
   */
  readonly onPage?: ((page: Page<Item, Body>) => void) | undefined;
}

/** The promise of a list's first page, and the whole list for `for await`. */
export interface PagePromise<Item, Body> extends ApiPromise<Page<Item, Body>>, AsyncIterable<Item> {
  /** Page after page, the first included. */
  pages(): AsyncIterable<Page<Item, Body>>;
}

/** What every method carries beside the call itself. */
export interface MethodData<Errors> {
  /** The data that the runtime runs. */
  readonly operation: Operation;
  /** Never set: keeps the declared errors for `isApiError(error, method)`. */
  readonly errors?: Errors;
}

/** A method with at least one required parameter. */
export interface Method<Parameters, Data, Errors> extends MethodData<Errors> {
  (parameters: Parameters, options?: CallOptions): ApiPromise<Data>;
}

/** A method whose parameters are all optional. */
export interface OptionalMethod<Parameters, Data, Errors> extends MethodData<Errors> {
  (parameters?: Parameters, options?: CallOptions): ApiPromise<Data>;
}

/** A paginated method with at least one required parameter. */
export interface ListMethod<Parameters, Item, Body, Errors> extends MethodData<Errors> {
  (parameters: Parameters, options?: ListOptions<Item, Body>): PagePromise<Item, Body>;
}

/** A paginated method whose parameters are all optional. */
export interface OptionalListMethod<Parameters, Item, Body, Errors> extends MethodData<Errors> {
  (parameters?: Parameters, options?: ListOptions<Item, Body>): PagePromise<Item, Body>;
}

/** The errors that a method declares, as a union that `status` narrows. */
export type MethodErrors<M> = M extends MethodData<infer Errors> ? Errors : never;
