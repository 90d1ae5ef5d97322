// #region import
import { createRedisRateLimitStore, createRedisTokenStore } from "@parley/redis";
import { createRespondIo } from "@parley/respond-io";
import { createSinch } from "@parley/sinch";
// #endregion import

export function createFleetMember(url: string, encryptionKey: string | undefined) {
  // #region limits
  const store = createRedisRateLimitStore({ url, fallback: { share: 0.1 } });

  const respond = createRespondIo({ rateLimit: { store } });
  // #endregion limits
  // #region tokens
  const tokenStore = createRedisTokenStore({ url, encryptionKey });

  const sinch = createSinch({ tokenStore, rateLimit: { store } });
  // #endregion tokens
  // #region close
  function close() {
    store.close();
    tokenStore.close();
  }
  // #endregion close
  return { respond, sinch, close };
}

export function createTenant(url: string, tenant: { readonly id: string; readonly token: string }) {
  const store = createRedisRateLimitStore({ url });
  // #region account
  const respond = createRespondIo({
    token: tenant.token,
    rateLimit: { store, account: tenant.id },
  });
  // #endregion account
  return { respond, close: () => store.close() };
}
