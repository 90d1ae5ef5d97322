import {
  ConfigurationError,
  createMemoryRateLimitStore,
  type RateLimitStore,
  type RateLimitWindow,
  systemClock,
} from "@parley/runtime";
import { type AvailabilityOptions, watchAvailability } from "./availability.js";
import type { StoreUnavailableError } from "./errors.js";
import { DELAY, LEARN, PAUSE, TAKE } from "./rate-limit-scripts.js";
import { connect, redisKey, type RedisOptions } from "./redis-client.js";

/** Options of {@link createRedisRateLimitStore}. */
export type RedisRateLimitStoreOptions = RedisOptions &
  AvailabilityOptions & {
    /** What the keys in Redis begin with. Default: `parley`. */
    readonly prefix?: string | undefined;
    /**
     * What happens while Redis is away: each process keeps to a share of every limit by itself, or
     * refuses its calls. A share is right where it is 1 divided by the number of processes. Default:
     * `{ share: 0.25 }`.
     */
    readonly fallback?: { readonly share: number } | "refuse" | undefined;
  };

/** A {@link RateLimitStore} that has a connection. */
export interface RedisRateLimitStore extends RateLimitStore {
  /** Closes the connection that was made from `url`; a `client` of yours stays open. */
  close(): void;
}

const DEFAULT_PREFIX = "parley";
const DEFAULT_SHARE = 0.25;

/**
 * Counts the use of limits for a whole fleet, in Redis 6.2 or later or in Valkey: all processes
 * together never send more than a limit allows, and a 429 that one of them sees stops all.
 *
 * Each decision is one script, by the clock of Redis: a log of the last requests for each limit, as
 * the store in memory keeps it. While Redis is away each process keeps to a share of the limits, and
 * goes on doing so for one interval after it is back.
 *
 * @throws ConfigurationError - at once, for an option that cannot be meant.
 * @throws StoreUnavailableError - from calls, with `fallback: "refuse"` while Redis is away.
 * @example
 * ```ts
 * const store = createRedisRateLimitStore({ url: "redis://localhost:6379", fallback: { share: 0.1 } });
 * const respond = createRespondIo({ rateLimit: { store } });
 * ```
 */
export function createRedisRateLimitStore(
  options: RedisRateLimitStoreOptions,
): RedisRateLimitStore {
  const {
    prefix = DEFAULT_PREFIX,
    fallback = { share: DEFAULT_SHARE },
    clock = systemClock,
  } = options;
  const share = fallback === "refuse" ? undefined : fallback.share;
  if (share !== undefined && !(share > 0 && share <= 1)) {
    throw new ConfigurationError(
      `Option "fallback.share" is ${String(share)}; give a part of the limit, above 0 and at most 1.`,
    );
  }
  const connection = connect(options);
  const consequence =
    share === undefined
      ? "calls that have a limit are refused"
      : `each process keeps to ${share} of every limit by itself`;
  const redis = watchAvailability(options, consequence);
  const local = createMemoryRateLimitStore();

  const keysOf = (key: string) => [
    redisKey(`${prefix}:limit`, key, "log"),
    redisKey(`${prefix}:limit`, key, "said"),
  ];
  const run = async (script: typeof TAKE, key: string, ...args: number[]) => {
    const reply = await connection.run(script, keysOf(key), args.map(String));
    if (typeof reply === "number") return reply;
    throw new TypeError("Redis answers something else than a number.");
  };

  return {
    async take(key, window) {
      const mine = share === undefined ? undefined : shareOf(window, share);
      // What the processes have sent by themselves, Redis does not know of.
      const isNews = clock.now() < redis.recoveredAt + window.interval;
      if (mine !== undefined && isNews) {
        const wait = await local.take(key, mine, clock.now());
        if (wait > 0) return wait;
      }
      const ask = async () => {
        const wait = await run(TAKE, key, window.requests, microseconds(window.interval));
        // Noted here as well: if Redis goes away now, this request is part of this process's share.
        if (wait === 0 && mine !== undefined && !isNews) await local.take(key, mine, clock.now());
        return wait / 1000;
      };
      return redis.run(ask, (error) => {
        if (mine === undefined) throw error;
        return isNews ? 0 : local.take(key, mine, clock.now());
      });
    },
    async delay(key, window, milliseconds) {
      const { interval } = window;
      if (share !== undefined) {
        await local.delay(key, shareOf(window, share), milliseconds, clock.now());
      }
      const args = [microseconds(interval), microseconds(milliseconds)];
      await redis.run(() => run(DELAY, key, ...args), ignore);
    },
    async pause(key, milliseconds) {
      await local.pause(key, milliseconds, clock.now());
      await redis.run(() => run(PAUSE, key, microseconds(milliseconds)), ignore);
    },
    async learn(key, window, remaining, milliseconds) {
      const { requests, interval } = window;
      const args = [requests, microseconds(interval), remaining, microseconds(milliseconds)];
      await redis.run(
        () => run(LEARN, key, ...args),
        async () => {
          if (share === undefined) return 0;
          const mine = Math.ceil(remaining * share);
          await local.learn(key, shareOf(window, share), mine, milliseconds, clock.now());
          return 0;
        },
      );
    },
    close: () => connection.close(),
  };
}

function ignore(_error: StoreUnavailableError): number {
  return 0;
}

function microseconds(milliseconds: number): number {
  return Math.ceil(milliseconds * 1000);
}

/** A share of a window: less than one request is one request in a longer interval. */
function shareOf({ requests, interval }: RateLimitWindow, share: number): RateLimitWindow {
  const part = requests * share;
  return part >= 1
    ? { requests: Math.floor(part), interval }
    : { requests: 1, interval: interval / part };
}
