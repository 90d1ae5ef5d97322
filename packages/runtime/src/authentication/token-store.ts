/** An OAuth 2.0 access token. */
export interface AccessToken {
  /** The token itself. */
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Milliseconds from then on. */
  readonly lifetime: number;
}

/** Where access tokens are kept: in this process, or for a whole fleet. */
export interface TokenStore {
  /**
   * The token that is kept under a key; undefined where there is none.
   *
   * @param key - Stands for token endpoint, client and scope. It holds no secret.
   */
  get(key: string): AccessToken | undefined | Promise<AccessToken | undefined>;
  /**
   * Gives the token that is kept if it will do, else asks for another one and keeps that. Of all who
   * obtain at once, one asks; the others have what it is given.
   *
   * @param key - As for {@link TokenStore.get}.
   * @param willDo - Whether a token that is kept may be used.
   * @param ask - Asks the token endpoint.
   * @throws what `ask` throws; nothing is kept then.
   */
  obtain(
    key: string,
    willDo: (token: AccessToken) => boolean,
    ask: () => Promise<AccessToken>,
  ): Promise<AccessToken>;
}

/** Keeps tokens in this process. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, AccessToken>();
  const asked = new Map<string, Promise<AccessToken>>();
  return {
    get: (key) => tokens.get(key),
    async obtain(key, willDo, ask) {
      // Somebody else may ask for a token that will not do for this one.
      for (let under = asked.get(key); under !== undefined; under = asked.get(key)) {
        const token = await under;
        if (willDo(token)) return token;
      }
      const kept = tokens.get(key);
      if (kept !== undefined && willDo(kept)) return kept;
      const asking = ask()
        .then((token) => {
          tokens.set(key, token);
          return token;
        })
        .finally(() => asked.delete(key));
      asked.set(key, asking);
      return asking;
    },
  };
}
