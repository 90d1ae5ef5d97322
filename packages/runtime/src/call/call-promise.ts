import type { ApiPromise, WithResponse } from "../description/method.js";

/**
 * The promise of a result that still knows its response.
 *
 * It is no real Promise underneath, so that asking for the response alone leaves no second,
 * unhandled promise behind.
 */
export class CallPromise<Data> implements ApiPromise<Data> {
  readonly [Symbol.toStringTag] = "Promise";
  readonly #answer: Promise<WithResponse<Data>>;

  constructor(answer: Promise<WithResponse<Data>>) {
    this.#answer = answer;
  }

  withResponse(): Promise<WithResponse<Data>> {
    return this.#answer;
  }

  // To be a promise is what the class is for.
  // oxlint-disable-next-line unicorn/no-thenable
  then<Result = Data, Failure = never>(
    onFulfilled?: ((data: Data) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    // Without a handler the data passes through, so that Result is Data.
    const pass = (data: Data) => data as unknown as Result;
    return this.#answer.then(({ data }) => (onFulfilled ?? pass)(data), onRejected);
  }

  catch<Failure = never>(
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Data | Failure> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Data> {
    return this.then(undefined).finally(onFinally);
  }
}
