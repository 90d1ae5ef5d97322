export type { AvailabilityOptions } from "./availability.js";
export { StoreUnavailableError } from "./errors.js";
export {
  createRedisRateLimitStore,
  type RedisRateLimitStore,
  type RedisRateLimitStoreOptions,
} from "./rate-limit-store.js";
export type { RedisClient, RedisOptions } from "./redis-client.js";
export type { EncryptionKey } from "./token-cipher.js";
export {
  createRedisTokenStore,
  type RedisTokenStore,
  type RedisTokenStoreOptions,
} from "./token-store.js";
