import type { Operation, RateLimit } from "../description/operation.js";
import { ConfigurationError, RateLimitExceededError } from "../errors/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import { isPromise } from "../http/is-promise.js";
import { readRetryAfter } from "../http/retry-after.js";
import type { HttpRequest, Middleware } from "../pipeline/middleware.js";
import { notify } from "../telemetry/telemetry.js";
import { readQuotas } from "./rate-limit-fields.js";
import {
  createMemoryRateLimitStore,
  type RateLimitStore,
  type RateLimitWindow,
} from "./rate-limit-store.js";

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

/**
 * Milliseconds that a limit is paused at most, whatever the server says: an hour, the longest window
 * that providers state. A server that means more says it again to the first request after it.
 */
const LONGEST_PAUSE = 3_600_000;

// A request is counted when it is sent and by the server when it arrives. Without a margin, a slow
// request followed by a fast one would meet the server's window a moment too early.
const MARGIN = 0.02;

// Platforms close a connection that has been idle for so long (undici after 4 s): the next request
// arrives later than those that follow it, by a handshake or two. What is longer is the server's own
// time; and to wait for longer would cost 50 calls at 5 a second more than a twentieth of their time.
const IDLE_CONNECTION = 4000;
const LONGEST_HANDSHAKE = 250;

const TOO_LATE = "has no room before the call's deadline";

interface Waiter {
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
  readonly request: HttpRequest;
}

/** One limit: a queue in order of arrival, before a window and a number of places. */
interface Limiter {
  readonly name: string;
  /** What it allows in an interval; absent where it limits the requests under way alone. */
  readonly window: RateLimitWindow | undefined;
  /** Resolves when the request may be sent; undefined when it may be sent now. */
  acquire(request: HttpRequest): Promise<void> | undefined;
  /** Gives back the place of a request that is over. */
  release(): void;
  /** Told that requests up to now may have arrived so many milliseconds late. */
  delay(milliseconds: number): void;
  /** Sends nothing for some milliseconds. */
  pause(milliseconds: number): void;
  /** Sends `remaining` requests at most for some milliseconds: the server has no more room. */
  learn(remaining: number, milliseconds: number): void;
}

/** A call has its answer, whether or not the store takes what it says: the next `take` tells. */
function tell(write: () => void | Promise<void>): void {
  Promise.resolve()
    .then(write)
    .catch(() => undefined);
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
  const window =
    requests === undefined || interval === undefined
      ? undefined
      : { requests, interval: interval * (1 + MARGIN) };
  const { mode = "wait", maxQueue = DEFAULT_MAX_QUEUE } = options;
  const queue: Waiter[] = [];
  let running = 0;
  let pausedUntil = 0;
  let timer: unknown;
  let asking = false;

  function refusal(request: HttpRequest, reason: string, wait?: number) {
    // The host's clock has fractions of milliseconds; its timers have none.
    const retryAfter = wait === undefined ? undefined : Math.ceil(wait);
    const at = retryAfter === undefined ? "" : ` There is room in ${retryAfter} ms.`;
    return new RateLimitExceededError(
      `${request.operation?.id ?? request.method}: not sent, limit "${name}" ${reason}.${at}`,
      { retryAfter, operationId: request.operation?.id },
    );
  }

  /** 0 when there is room now, else the milliseconds until there may be. */
  function take(now: number): number | Promise<number> {
    if (pausedUntil > now) return pausedUntil - now;
    return window === undefined ? 0 : store.take(key, window, now);
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
    window,
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
        if (mode === "reject" && !isPromise(wait)) {
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
    delay(milliseconds) {
      if (window === undefined) return;
      const now = clock.now();
      tell(() => store.delay(key, window, milliseconds, now));
    },
    pause(milliseconds) {
      const now = clock.now();
      pausedUntil = Math.max(pausedUntil, now + milliseconds);
      if (window !== undefined) tell(() => store.pause(key, milliseconds, now));
      if (queue.length > 0) void pump();
    },
    learn(remaining, milliseconds) {
      if (window === undefined) return;
      const now = clock.now();
      tell(() => store.learn(key, window, remaining, milliseconds, now));
    },
  };
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value > 0);
}

/** What cannot be kept would be no limit, or let nothing through. */
function checkLimit(name: string, { requests, interval, concurrency }: RateLimit): void {
  const isWindow =
    requests === undefined
      ? interval === undefined && concurrency !== undefined
      : interval !== undefined && interval > 0;
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
 * A 429 stops the limits that the request counted against for as long as Retry-After says, and so
 * does a remaining count of 0 together with Retry-After: for an hour at most, and for a second where
 * nothing is said. Where `X-RateLimit-*` or `RateLimit` fields say that fewer requests remain than
 * this client has counted, others use the limit too, and it slows down until their reset. No answer
 * ever makes it faster than what is declared.
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

  let answeredAt = -Infinity;

  return async (request, next) => {
    const limiters = limitersFor(request.operation);
    if (limiters.length === 0) return next(request);
    const held: Limiter[] = [];
    try {
      for (const limiter of limiters) {
        const turn = limiter.acquire(request);
        if (turn === undefined) {
          held.push(limiter);
          continue;
        }
        const queuedAt = clock.now();
        await turn;
        held.push(limiter);
        notify(request, {
          type: "queued",
          limit: limiter.name,
          duration: clock.now() - queuedAt,
        });
      }
      const sentAt = clock.now();
      const isIdle = sentAt - answeredAt > IDLE_CONNECTION;
      const response = await next(request);
      answeredAt = clock.now();
      if (isIdle) {
        // It may have arrived at once, and the answer have taken its time: this is the upper bound.
        const late = Math.min(answeredAt - sentAt, LONGEST_HANDSHAKE);
        if (late > 0) for (const limiter of held) limiter.delay(late);
      }
      heed(response, held, sentAt, answeredAt);
      return response;
    } finally {
      for (const limiter of held) limiter.release();
    }
  };
}

/** Does what an answer asks of the limits that its request counted against. */
function heed(
  { status, headers }: Response,
  held: readonly Limiter[],
  sentAt: number,
  now: number,
): void {
  const quotas = readQuotas(headers, now);
  if (status !== 429 && quotas.length === 0) return;
  const retryAfter = readRetryAfter(headers, now);
  const exhausted = quotas.filter(({ remaining }) => remaining === 0);
  if (status === 429 || (retryAfter !== undefined && exhausted.length > 0)) {
    const resets = exhausted.map(({ reset = 0 }) => reset);
    const pause = retryAfter ?? Math.max(PAUSE_AFTER_429, ...resets);
    for (const limiter of held) limiter.pause(Math.min(pause, LONGEST_PAUSE));
    return;
  }
  for (const { limit, remaining, reset = 0 } of quotas) {
    // The server counted when the request came, which may be long ago.
    const left = sentAt + Math.min(reset, LONGEST_PAUSE) - now;
    if (left <= 0) continue;
    const meant = held.filter(({ window }) => window !== undefined && window.requests === limit);
    for (const limiter of meant.length > 0 ? meant : held) limiter.learn(remaining, left);
  }
}
