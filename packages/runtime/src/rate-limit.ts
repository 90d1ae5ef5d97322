import { type Clock, systemClock } from "./clock.js";
import { ConfigurationError, RateLimitExceededError } from "./errors.js";
import type { HttpRequest, Middleware } from "./middleware.js";
import type { Operation, RateLimit } from "./operation.js";
import { createMemoryRateLimitStore, type RateLimitStore } from "./rate-limit-store.js";
import { parseRetryAfter } from "./retry-after.js";

/** How a client keeps to its provider's limits. */
export interface RateLimitOptions {
  /** What a call does when there is no room: wait for it, or fail at once. Default: `wait`. */
  readonly mode?: "wait" | "reject" | undefined;
  /** Calls that may wait per limit; a further one fails at once. Default: 1000. */
  readonly maxQueue?: number | undefined;
  /** Limits that replace the description's, by name; `false` lifts one. */
  readonly limits?: Readonly<Record<string, RateLimit | false>> | undefined;
  /** Where the use is counted. Default: in this process. */
  readonly store?: RateLimitStore | undefined;
  /** Tells apart the accounts that share a store. Default: `default`. */
  readonly account?: string | undefined;
}

const DEFAULT_MAX_QUEUE = 1000;

// What a 429 without Retry-After costs: one second, the shortest window that providers state.
const PAUSE_AFTER_429 = 1000;

const TOO_LATE = "has no room before the call's deadline";

interface Waiter {
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
  readonly request: HttpRequest;
}

/** One limit: a queue in order of arrival, before a window and a number of places. */
interface Limiter {
  readonly name: string;
  /** Resolves when the request may be sent; undefined when it may be sent now. */
  acquire(request: HttpRequest): Promise<void> | undefined;
  /** Gives back the place of a request that is over. */
  release(): void;
  /** Sends nothing before this time. */
  pauseUntil(time: number): void;
}

function createLimiter(
  name: string,
  key: string,
  limit: RateLimit,
  options: RateLimitOptions,
  store: RateLimitStore,
  clock: Clock,
): Limiter {
  const { requests, interval, concurrency = Infinity } = limit;
  const { mode = "wait", maxQueue = DEFAULT_MAX_QUEUE } = options;
  const queue: Waiter[] = [];
  let running = 0;
  let pausedUntil = 0;
  let timer: unknown;
  let asking = false;

  function refusal(request: HttpRequest, reason: string, retryAfter?: number) {
    const at = retryAfter === undefined ? "" : ` There is room in ${Math.ceil(retryAfter)} ms.`;
    return new RateLimitExceededError(
      `${request.operation?.id ?? request.method}: not sent, limit "${name}" ${reason}.${at}`,
      { retryAfter, operationId: request.operation?.id },
    );
  }

  /** 0 when there is room now, else the milliseconds until there may be. */
  function take(now: number): number | Promise<number> {
    if (pausedUntil > now) return pausedUntil - now;
    return requests === undefined || interval === undefined
      ? 0
      : store.take(key, { requests, interval }, now);
  }

  /** Refuses those whose deadline is over before their turn can come; all of them, where none may wait. */
  function refuseLate(wait: number) {
    const now = clock.now();
    for (const [index, { request, refuse }] of [...queue.entries()].toReversed()) {
      const windows = requests === undefined ? 0 : Math.floor(index / requests);
      const eta = wait + windows * (interval ?? 0);
      if (mode === "reject") refuse(refusal(request, "has no room", eta));
      else if (now + eta >= (request.expiresAt ?? Infinity))
        refuse(refusal(request, TOO_LATE, eta));
    }
  }

  function refuseAll(errorFor: (waiter: Waiter) => unknown) {
    for (const waiter of queue.slice()) waiter.refuse(errorFor(waiter));
  }

  /** Lets in whoever has room, first come first served; `asked` is an answer that is there or under way. */
  async function pump(asked?: number | Promise<number>) {
    if (asking) return;
    asking = true;
    let answer = asked;
    try {
      for (;;) {
        if (queue.length === 0 || running >= concurrency) break;
        const room = await (answer ?? take(clock.now()));
        answer = undefined;
        // While the store was asked, a 429 may have come.
        const wait = Math.max(room, pausedUntil - clock.now());
        if (wait > 0) {
          refuseLate(wait);
          if (queue.length > 0) schedule(wait);
          return;
        }
        // While the store was asked, every waiter may have been aborted.
        queue[0]?.grant();
      }
      if (mode === "reject") refuseAll(({ request }) => refusal(request, "has no room"));
    } catch (error) {
      refuseAll(() => error);
    } finally {
      asking = false;
    }
  }

  function schedule(wait: number) {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void pump(), wait);
  }

  function enqueue(request: HttpRequest, asked?: number | Promise<number>): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal, expiresAt = Infinity } = request;
      const leave = () => {
        queue.splice(queue.indexOf(waiter), 1);
        if (queue.length === 0) clock.clearTimeout(timer);
        clock.clearTimeout(deadlineTimer);
        signal?.removeEventListener("abort", onAbort);
      };
      const waiter: Waiter = {
        grant() {
          leave();
          running += 1;
          resolve();
        },
        refuse(error) {
          leave();
          reject(error);
        },
        request,
      };
      const onAbort = () => waiter.refuse(signal?.reason);
      // Requests under way, and a store that is asked, may take longer than anybody can foresee.
      const deadlineTimer =
        expiresAt === Infinity
          ? undefined
          : clock.setTimeout(
              () => waiter.refuse(refusal(request, TOO_LATE)),
              expiresAt - clock.now(),
            );
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(waiter);
      void pump(asked);
    });
  }

  return {
    name,
    acquire(request) {
      request.signal?.throwIfAborted();
      let wait: number | Promise<number> | undefined;
      if (queue.length === 0 && !asking) {
        if (running < concurrency) {
          wait = take(clock.now());
          if (wait === 0) {
            running += 1;
            return undefined;
          }
        }
        if (mode === "reject" && !(wait instanceof Promise)) {
          throw refusal(request, "has no room", wait);
        }
      }
      if (queue.length >= maxQueue) throw refusal(request, `has ${maxQueue} calls waiting already`);
      return enqueue(request, wait);
    },
    release() {
      running -= 1;
      if (queue.length > 0 && concurrency !== Infinity) void pump();
    },
    pauseUntil(time) {
      pausedUntil = Math.max(pausedUntil, time);
      if (queue.length > 0) void pump();
    },
  };
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value > 0);
}

/** What cannot be kept would be no limit, or let nothing through. */
function checkLimit(name: string, { requests, interval, concurrency }: RateLimit): void {
  const isWindow =
    requests === undefined ? interval === undefined : interval !== undefined && interval > 0;
  if (isCount(requests) && isCount(concurrency) && isWindow) return;
  throw new ConfigurationError(
    `rate limit "${name}" cannot be kept; give "requests" (a whole number above 0) together with "interval" (milliseconds above 0), or "concurrency" (a whole number above 0), or all three.`,
  );
}

function rank({ concurrency, interval = 0 }: RateLimit): number {
  return concurrency === undefined ? interval : Infinity;
}

interface DeclaredLimits {
  readonly declared: Readonly<Record<string, RateLimit>>;
}

/**
 * Every limit, in the one order in which requests pass them: two requests that took them in
 * different orders could wait for each other. First those of requests under way, then the longer
 * windows: a request is counted when it passes, so that what comes after has to be quick.
 */
function createLimiters(
  { declared, limits = {}, account = "default", ...options }: RateLimitOptions & DeclaredLimits,
  store: RateLimitStore,
  clock: Clock,
): readonly Limiter[] {
  for (const name in limits) {
    if (Object.hasOwn(declared, name)) continue;
    throw new ConfigurationError(
      `rate limit "${name}" is not declared; there are ${Object.keys(declared)
        .map((known) => `"${known}"`)
        .join(", ")}.`,
    );
  }
  return (
    Object.entries({ ...declared, ...limits })
      .flatMap(([name, limit]) => (limit === false ? [] : [[name, limit] as const]))
      // The difference of two infinities is NaN: of two limits with places the order is that given.
      .toSorted(([, a], [, b]) => rank(b) - rank(a) || 0)
      .map(([name, limit]) => {
        checkLimit(name, limit);
        return createLimiter(name, `${account}:${name}`, limit, options, store, clock);
      })
  );
}

/**
 * Keeps to the limits that the description declares: a request waits its turn in order of arrival,
 * or is refused, before it counts against the provider.
 *
 * A 429 stops the limits that the request counted against for as long as Retry-After says; so does
 * `X-RateLimit-Remaining: 0` together with Retry-After.
 *
 * @param options.declared - The provider's limits by name.
 * @param options.clock - Default: the host's clock.
 * @throws ConfigurationError - at once, for a limit that cannot be kept or is not declared.
 * @throws RateLimitExceededError - the limit has no room and `mode` is `reject`, the queue is full,
 * or the deadline comes before the request's turn.
 * @example
 * ```ts
 * rateLimit({ declared: { all: { requests: 10, interval: 1000 } }, mode: "reject" });
 * ```
 */
export function rateLimit(
  options: RateLimitOptions & DeclaredLimits & { readonly clock?: Clock | undefined },
): Middleware {
  const { clock = systemClock, store = createMemoryRateLimitStore() } = options;
  const all = createLimiters(options, store, clock);
  const byOperation = new WeakMap<Operation, readonly Limiter[]>();

  function limitersFor(operation: Operation | undefined): readonly Limiter[] {
    // A bare client has no operations: everything it sends counts against every limit given.
    if (operation === undefined) return all;
    let limiters = byOperation.get(operation);
    if (limiters === undefined) {
      limiters = all.filter(({ name }) => operation.rateLimits?.includes(name));
      byOperation.set(operation, limiters);
    }
    return limiters;
  }

  return async (request, next) => {
    const limiters = limitersFor(request.operation);
    if (limiters.length === 0) return next(request);
    const held: Limiter[] = [];
    try {
      for (const limiter of limiters) {
        const turn = limiter.acquire(request);
        if (turn !== undefined) await turn;
        held.push(limiter);
      }
      const response = await next(request);
      const { headers, status } = response;
      if (status === 429 || headers.get("x-ratelimit-remaining") === "0") {
        const now = clock.now();
        const pause =
          parseRetryAfter(headers.get("retry-after"), now) ??
          (status === 429 ? PAUSE_AFTER_429 : 0);
        for (const limiter of held) limiter.pauseUntil(now + pause);
      }
      return response;
    } finally {
      for (const limiter of held) limiter.release();
    }
  };
}
