// #region import
import { createRedisTokenStore } from "@parley/redis";
import { createSinch } from "@parley/sinch";
// #endregion import

export function tokens(url: string) {
  // #region tokens
  const tokenStore = createRedisTokenStore({
    url,
    encryptionKey: process.env.TOKEN_KEY, // openssl rand -base64 32
  });
  const sinch = createSinch({ tokenStore });
  // #endregion tokens
  return { tokenStore, sinch };
}
