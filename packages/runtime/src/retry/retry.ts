import type { RetryRules } from "../description/operation.js";
import type { RetryOptions } from "../description/retry-options.js";
import { ConnectionError, ParleyError, TimeoutError, withMayHaveActed } from "../errors/errors.js";
import { mayActAndAnswer, noteMayHaveActed, isRejected } from "../errors/may-have-acted.js";
import { BufferedResponse } from "../http/buffered-response.js";
import { cancelBody } from "../http/cancel-body.js";
import { type Clock, sleep, systemClock } from "../http/clock.js";
import { isStream } from "../http/is-stream.js";
import { readRetryAfter } from "../http/retry-after.js";
import { noteSentOnce } from "../http/sent-once.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import { createRetryBudget, type RetryBudget } from "./retry-budget.js";

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_BASE_DELAY = 250;
const DEFAULT_MAX_DELAY = 20_000;

// RFC 9110 section 9.2.1: the methods that are safe by definition.
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** How an attempt failed: by a status, or without an answer. */
export type AttemptFailure =
  | { readonly status: number; readonly retryAfter: number | undefined }
  | { readonly error: unknown };

function wasNeverSent(failure: AttemptFailure): boolean {
  return "error" in failure && failure.error instanceof ConnectionError && failure.error.neverSent;
}

/** Whether it is known that the server did not act on an attempt. */
function isRefusal(rules: RetryRules, failure: AttemptFailure): boolean {
  return "error" in failure ? wasNeverSent(failure) : isRejected(failure.status, rules);
}

/** Whether the server may have acted on a failed attempt. */
function isInDoubt(rules: RetryRules, failure: AttemptFailure): boolean {
  if ("status" in failure) return mayActAndAnswer(failure.status, rules);
  const { error } = failure;
  return !(error instanceof ParleyError) || error.mayHaveActed;
}

/** Whether a failed attempt may be sent again without acting twice. */
export function mayRepeat(method: string, rules: RetryRules, failure: AttemptFailure): boolean {
  if (isRefusal(rules, failure)) return true;
  if (!(rules.safe ?? SAFE_METHODS.has(method))) return false;
  if ("error" in failure) {
    const { error } = failure;
    return (
      error instanceof ConnectionError ||
      (error instanceof TimeoutError && error.limit === "timeout")
    );
  }
  const { status } = failure;
  return status === 408 || status >= 500 || scheduleFor(status, rules) !== undefined;
}

function scheduleFor(status: number, rules: RetryRules): readonly number[] | undefined {
  return rules.schedules?.[String(status)] ?? rules.schedules?.[`${Math.floor(status / 100)}XX`];
}

/**
 * How long to wait before the next attempt, or undefined for no further one.
 *
 * Retry-After wins over the description's schedule, and that over back-off with full jitter
 * (a random part of `min(maxDelay, baseDelay * 2^(attempt - 1))`).
 *
 * @param attempt - The number of the attempt that failed, from 1.
 * @param random - From 0 to 1.
 */
export function retryDelay(
  attempt: number,
  failure: AttemptFailure,
  rules: RetryRules,
  options: RetryOptions,
  random: () => number,
): number | undefined {
  const schedule = "status" in failure ? scheduleFor(failure.status, rules) : undefined;
  const attempts =
    options.attempts ?? (schedule === undefined ? DEFAULT_ATTEMPTS : schedule.length + 1);
  // The other way round a NaN would mean no end.
  if (!(attempt < attempts)) return undefined;
  if ("status" in failure && failure.retryAfter !== undefined) return failure.retryAfter;
  if (schedule !== undefined) return schedule[Math.min(attempt, schedule.length) - 1];
  const { baseDelay = DEFAULT_BASE_DELAY, maxDelay = DEFAULT_MAX_DELAY } = options;
  return random() * Math.min(maxDelay, baseDelay * 2 ** (attempt - 1));
}

/**
 * Tries again what may be tried again: connections never made and refusals (429, and what the
 * description calls a refusal) for any method; resets, timeouts, 408 and 5xx only for operations
 * that are safe. A message is never sent twice by our doing.
 *
 * A wait that would pass the deadline is not begun: the failure is returned at once. A failure that
 * finds the budget empty is returned too, so that a provider that is down gets no retry storm.
 *
 * @param options.rules - The provider's rules; an operation's own win one by one.
 * @param options.budget - Shared by the calls of a client. Default: a new one.
 * @param options.clock - Default: the host's clock.
 * @param options.random - From 0 to 1. Default: Math.random.
 * @example
 * ```ts
 * createClient<paths>({ fetch: createFetch([retry({ attempts: 5 })]) });
 * ```
 */
export function retry(
  options: RetryOptions & {
    readonly rules?: RetryRules | undefined;
    readonly budget?: RetryBudget | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
  } = {},
): Middleware {
  const { budget = createRetryBudget(), clock = systemClock, random = Math.random } = options;

  return async (request, next) => {
    if (request.options?.retry === false) return next({ ...request, attempt: 1 });
    // A stream is read by the first attempt: nothing is left for a second one.
    const replayable = !isStream(request.body);
    let spent = 0;
    let reachedServer = false;
    let inDoubt = false;

    for (let attempt = 1; ; attempt++) {
      let response: Response | undefined;
      let failure: AttemptFailure;
      try {
        response = await next({ ...request, attempt });
        if (response.status < 400) {
          budget.refund(spent);
          if (inDoubt) noteMayHaveActed(response, true);
          return response;
        }
        const retryAfter = readRetryAfter(response.headers, clock.now());
        failure = { status: response.status, retryAfter };
      } catch (error) {
        failure = { error };
      }

      const rules = { ...options.rules, ...request.operation?.retry };
      if (response && reachedServer && rules.alreadyDone?.includes(response.status)) {
        budget.refund(spent);
        discard(response);
        return new BufferedResponse({ status: 204, headers: response.headers }, "");
      }
      reachedServer ||= !wasNeverSent(failure);
      inDoubt ||= isInDoubt(rules, failure);
      const repeatable = mayRepeat(request.method, rules, failure);
      if (response && repeatable && !replayable) noteSentOnce(response);
      const delay =
        replayable && repeatable
          ? retryDelay(attempt, failure, rules, settingsOf(request, options), random)
          : undefined;
      const inTime = clock.now() + (delay ?? 0) < (request.expiresAt ?? Infinity);
      const cost = "error" in failure && failure.error instanceof TimeoutError ? 10 : 5;
      if (delay === undefined || !inTime || !budget.take(cost)) {
        if (response === undefined) {
          throw "error" in failure ? withMayHaveActed(failure.error, inDoubt) : failure;
        }
        noteMayHaveActed(response, inDoubt);
        return response;
      }
      spent = cost;
      discard(response);
      await sleep(clock, delay, request.signal ?? undefined);
    }
  };
}

/** What the call says wins over what the client says, one by one. */
function settingsOf(request: HttpRequest, options: RetryOptions): RetryOptions {
  const { attempts, baseDelay, maxDelay } = request.options?.retry || {};
  return {
    attempts: attempts ?? options.attempts,
    baseDelay: baseDelay ?? options.baseDelay,
    maxDelay: maxDelay ?? options.maxDelay,
  };
}

/** An unread body would keep its socket from the pool for as long as we wait. */
function discard(response: Response | undefined): void {
  if (response && !(response instanceof BufferedResponse)) cancelBody(response.body);
}
