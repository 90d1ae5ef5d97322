import { randomUUID } from "node:crypto";
import {
  type AccessToken,
  ConfigurationError,
  createMemoryTokenStore,
  systemClock,
  type TokenStore,
} from "@parley/runtime";
import { type AvailabilityOptions, watchAvailability } from "./availability.js";
import { connect, redisKey, type RedisOptions } from "./redis-client.js";
import {
  createTokenCipher,
  type EncryptionKey,
  noCipher,
  type TokenCipher,
} from "./token-cipher.js";
import { EXTEND, LOCK, READ, UNLOCK } from "./token-scripts.js";
import { writeRecord } from "./write-record.js";

/** Options of {@link createRedisTokenStore}. */
export type RedisTokenStoreOptions = RedisOptions &
  AvailabilityOptions & {
    /**
     * 32 bytes or their base64, for AES-256-GCM. Of several the first seals and all open: give a new
     * key to every process as the last one, then as the first, then drop the old one.
     */
    readonly encryptionKey?: EncryptionKey | readonly EncryptionKey[] | undefined;
    /** `true` in place of a key: tokens are readable for whoever can read Redis or its backups. */
    readonly unencrypted?: true | undefined;
    /** What the keys in Redis begin with. Default: `parley`. */
    readonly prefix?: string | undefined;
    /**
     * What happens while Redis is away: each process asks for a token of its own, or refuses its
     * calls as soon as it needs one. Default: `local`.
     */
    readonly fallback?: "local" | "refuse" | undefined;
  };

/** A {@link TokenStore} that has a connection. */
export interface RedisTokenStore extends TokenStore {
  get(key: string): Promise<AccessToken | undefined>;
  /** Closes the connection that was made from `url`; a `client` of yours stays open. */
  close(): void;
}

/** The token that is kept, or who asks for another one. */
type Found = AccessToken | "locked" | "waiting" | "away";

const DEFAULT_PREFIX = "parley";

// How long others wait for one that has died while it asked; it is extended while it lives.
const LOCK_LIFETIME = 10_000;

// How often those that wait look. A token request takes a few times as long.
const POLL_INTERVAL = 50;

/**
 * Shares OAuth 2.0 access tokens in a whole fleet, in Redis 6.2 or later or in Valkey: one token
 * request for all processes, under a lock that outlives no process for more than ten seconds.
 *
 * @throws ConfigurationError - at once: neither an encryption key nor `unencrypted: true`, or an
 * option that cannot be meant.
 * @throws StoreUnavailableError - from calls, with `fallback: "refuse"` while Redis is away.
 * @example
 * ```ts
 * const tokenStore = createRedisTokenStore({
 *   url: "redis://localhost:6379",
 *   encryptionKey: process.env["TOKEN_KEY"],
 * });
 * const sinch = createSinch({ tokenStore });
 * ```
 */
export function createRedisTokenStore(options: RedisTokenStoreOptions): RedisTokenStore {
  const { prefix = DEFAULT_PREFIX, fallback = "local", logger, clock = systemClock } = options;
  const cipher = chooseCipher(options);
  const connection = connect(options);
  const consequence =
    fallback === "refuse"
      ? "calls that need a token are refused"
      : "each process asks for tokens of its own";
  const redis = watchAvailability(options, consequence);
  const local = createMemoryTokenStore();
  let hasWarned = false;

  const keysOf = (key: string) => ({
    token: redisKey(`${prefix}:token`, key, "sealed"),
    lock: redisKey(`${prefix}:token`, key, "lock"),
  });

  function run(script: typeof READ, key: string, ...args: (string | number)[]): Promise<unknown> {
    const { token, lock } = keysOf(key);
    return connection.run(script, [token, lock], args.map(String));
  }

  async function read(key: string): Promise<AccessToken | undefined> {
    const sealed = await run(READ, key);
    if (typeof sealed !== "string") return undefined;
    const token = parseToken(await cipher.open(sealed, keysOf(key).token));
    if (token === undefined && !hasWarned) {
      hasWarned = true;
      writeRecord(() =>
        logger?.warn({}, "A token in Redis cannot be read with the keys given; it is replaced"),
      );
    }
    return token;
  }

  /** The token that is kept, or the lock, which is ours or another's. */
  async function lookOrLock(
    key: string,
    owner: string,
    willDo: (token: AccessToken) => boolean,
  ): Promise<Found> {
    const kept = await read(key);
    if (kept !== undefined && willDo(kept)) return kept;
    if ((await run(LOCK, key, owner, LOCK_LIFETIME)) !== 1) return "waiting";
    // Another one may have had the lock, and given it back, since the token was read.
    const fresh = await read(key);
    if (fresh === undefined || !willDo(fresh)) return "locked";
    await run(UNLOCK, key, owner);
    return fresh;
  }

  /** For what cannot change the outcome: the next question tells whether Redis is there. */
  const attempt = (command: () => Promise<unknown>) => redis.run(command, () => undefined);

  /** Asks under the lock that is ours, and lets all have the token. */
  async function askAndShare(
    key: string,
    owner: string,
    ask: () => Promise<AccessToken>,
  ): Promise<AccessToken> {
    let timer: unknown;
    const extend = () => {
      timer = clock.setTimeout(() => {
        void attempt(() => run(EXTEND, key, owner, LOCK_LIFETIME));
        extend();
      }, LOCK_LIFETIME / 3);
    };
    extend();
    try {
      const token = await ask();
      const life = Math.max(1, Math.ceil(token.issuedAt + token.lifetime - clock.now()));
      const sealed = await cipher.seal(JSON.stringify(token), keysOf(key).token);
      await attempt(() => run(UNLOCK, key, owner, sealed, life));
      return token;
    } catch (error) {
      await attempt(() => run(UNLOCK, key, owner));
      throw error;
    } finally {
      clock.clearTimeout(timer);
    }
  }

  return {
    get: (key) =>
      redis.run(
        () => read(key),
        (error) => {
          if (fallback === "refuse") throw error;
          return local.get(key);
        },
      ),
    async obtain(key, willDo, ask) {
      const owner = randomUUID();
      for (;;) {
        const found = await redis.run<Found>(
          () => lookOrLock(key, owner, willDo),
          (error) => {
            if (fallback === "refuse") throw error;
            return "away";
          },
        );
        if (found === "away") return local.obtain(key, willDo, ask);
        if (found === "locked") return askAndShare(key, owner, ask);
        if (found !== "waiting") return found;
        await new Promise<void>((resolve) => {
          clock.setTimeout(resolve, POLL_INTERVAL);
        });
      }
    },
    close: () => connection.close(),
  };
}

function chooseCipher({ encryptionKey, unencrypted }: RedisTokenStoreOptions): TokenCipher {
  if (encryptionKey !== undefined && unencrypted === undefined) {
    return createTokenCipher(encryptionKey);
  }
  if (encryptionKey === undefined && unencrypted === true) return noCipher;
  throw new ConfigurationError(
    'createRedisTokenStore: give either "encryptionKey" (32 random bytes or their base64), or "unencrypted: true" if whoever reads Redis may have the tokens.',
  );
}

/** What was kept; undefined for anything that is no token. */
function parseToken(text: string | undefined): AccessToken | undefined {
  let token: unknown;
  try {
    token = JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
  if (typeof token !== "object" || token === null) return undefined;
  const { value, issuedAt, lifetime } = token as Readonly<Record<string, unknown>>;
  return typeof value === "string" && typeof issuedAt === "number" && typeof lifetime === "number"
    ? { value, issuedAt, lifetime }
    : undefined;
}
