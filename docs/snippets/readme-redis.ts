// #region import
import { createRedisRateLimitStore } from "@parley/redis";
import { createRespondIo } from "@parley/respond-io";
// #endregion import

export function limits(url: string) {
  // #region limits
  const store = createRedisRateLimitStore({ url, fallback: { share: 0.1 } });
  const respond = createRespondIo({ rateLimit: { store } });
  // #endregion limits
  return { store, respond };
}
