import { type Clock, systemClock } from "./clock.js";
import { RateLimitExceededError } from "./errors.js";
import type { HttpRequest, Middleware } from "./middleware.js";
import type { RateLimit } from "./operation.js";
import { createMemoryRateLimitStore, type RateLimitStore } from "./rate-limit-store.js";
import { parseRetryAfter } from "./retry-after.js";

/** How a client keeps to its provider's limits. */
export interface RateLimitOptions {
  /** What a call does when there is no room: wait for it, or fail at once. Default: `wait`. */
  readonly mode?: "wait" | "reject";
  /** Calls that may wait per limit; a further one fails at once. Default: 1000. */
  readonly maxQueue?: number;
  /** Limits that replace the description's, by name; `false` lifts one. */
  readonly limits?: Readonly<Record<string, RateLimit | false>>;
  /** Where the use is counted. Default: in this process. */
  readonly store?: RateLimitStore;
}

const DEFAULT_MAX_QUEUE = 1000;

// What a 429 without Retry-After costs: one second, the shortest window that providers state.
const PAUSE_AFTER_429 = 1000;

interface Waiter {
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
  readonly expiresAt: number;
  readonly request: HttpRequest;
}

/** One limit: a queue in order of arrival, before a window and a number of places. */
interface Limiter {
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
    for (let index = queue.length - 1; index >= 0; index--) {
      const windows = requests === undefined ? 0 : Math.floor(index / requests);
      const eta = wait + windows * (interval ?? 0);
      const waiter = queue[index];
      if (waiter === undefined || (mode === "wait" && now + eta <= waiter.expiresAt)) continue;
      queue.splice(index, 1);
      const reason = mode === "wait" ? "has no room before the call's deadline" : "has no room";
      waiter.refuse(refusal(waiter.request, reason, eta));
    }
  }

  /** Lets in whoever has room, first come first served; `asked` is an answer that is under way. */
  async function pump(asked?: Promise<number>) {
    if (asking) return;
    asking = true;
    let answer: number | Promise<number> | undefined = asked;
    try {
      while (queue.length > 0 && running < concurrency) {
        const wait = await (answer ?? take(clock.now()));
        answer = undefined;
        if (wait > 0) {
          refuseLate(wait);
          if (queue.length > 0) schedule(wait);
          return;
        }
        // While the store was asked, every waiter may have been aborted.
        const head = queue[0];
        if (head === undefined) return;
        queue.shift();
        running += 1;
        head.grant();
      }
    } catch (error) {
      for (const waiter of queue.splice(0)) waiter.refuse(error);
    } finally {
      asking = false;
    }
  }

  function schedule(wait: number) {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void pump(), wait);
  }

  function enqueue(request: HttpRequest, asked?: Promise<number>): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = request;
      const onAbort = () => {
        queue.splice(queue.indexOf(waiter), 1);
        if (queue.length === 0) clock.clearTimeout(timer);
        reject(signal?.reason);
      };
      const settle = (finish: () => void) => () => {
        signal?.removeEventListener("abort", onAbort);
        finish();
      };
      const waiter: Waiter = {
        grant: settle(resolve),
        refuse: (error) => settle(() => reject(error))(),
        expiresAt: request.expiresAt ?? Infinity,
        request,
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(waiter);
      void pump(asked);
    });
  }

  return {
    acquire(request) {
      if (queue.length === 0 && running < concurrency && !asking) {
        const wait = take(clock.now());
        if (wait === 0) {
          running += 1;
          return undefined;
        }
        if (typeof wait !== "number") return enqueue(request, wait);
        if (mode === "reject") throw refusal(request, "has no room", wait);
      } else if (mode === "reject") {
        throw refusal(request, "has no room");
      }
      if (queue.length >= maxQueue) throw refusal(request, `has ${maxQueue} calls waiting already`);
      return enqueue(request);
    },
    release() {
      running -= 1;
      if (queue.length > 0 && concurrency !== Infinity) void pump();
    },
    pauseUntil(time) {
      pausedUntil = Math.max(pausedUntil, time);
    },
  };
}

/**
 * Keeps to the limits that the description declares: a request waits its turn in order of arrival,
 * or is refused, before it counts against the provider.
 *
 * A 429 stops the limits that the request counted against for as long as Retry-After says; so does
 * `X-RateLimit-Remaining: 0` together with Retry-After.
 *
 * @param options.declared - The provider's limits by name.
 * @param options.account - Tells accounts apart in a shared store. Default: one account.
 * @param options.clock - Default: the host's clock.
 * @throws RateLimitExceededError - the limit has no room and `mode` is `reject`, the queue is full,
 * or the deadline comes before the request's turn.
 * @example
 * ```ts
 * rateLimit({ declared: { all: { requests: 10, interval: 1000 } }, mode: "reject" });
 * ```
 */
export function rateLimit(
  options: RateLimitOptions & {
    readonly declared: Readonly<Record<string, RateLimit>>;
    readonly account?: string | undefined;
    readonly clock?: Clock | undefined;
  },
): Middleware {
  const { declared, limits = {}, account = "default", clock = systemClock } = options;
  const store = options.store ?? createMemoryRateLimitStore();
  const limiters = new Map<string, Limiter>();
  const all = Object.keys(declared);

  function limiterFor(name: string): Limiter | undefined {
    const existing = limiters.get(name);
    if (existing !== undefined) return existing;
    const limit = limits[name] ?? declared[name];
    if (limit === undefined || limit === false) return undefined;
    const limiter = createLimiter(name, `${account}:${name}`, limit, options, store, clock);
    limiters.set(name, limiter);
    return limiter;
  }

  return async (request, next) => {
    // A bare client has no operations: everything it sends counts against every limit given.
    const names = request.operation === undefined ? all : (request.operation.rateLimits ?? []);
    if (names.length === 0) return next(request);
    const held: Limiter[] = [];
    try {
      for (const name of names) {
        const limiter = limiterFor(name);
        if (limiter === undefined) continue;
        const turn = limiter.acquire(request);
        if (turn !== undefined) await turn;
        held.push(limiter);
      }
      const response = await next(request);
      if (response.status === 429) {
        const pause =
          parseRetryAfter(response.headers.get("retry-after"), clock.now()) ?? PAUSE_AFTER_429;
        for (const limiter of held) limiter.pauseUntil(clock.now() + pause);
      }
      return response;
    } finally {
      for (const limiter of held) limiter.release();
    }
  };
}
