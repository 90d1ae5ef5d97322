/**
 * Holds as many tokens as requests are allowed, and is filled evenly.
 *
 * @returns whether a request that comes now is within the limit
 */
export function createTokenBucket(limit: {
  readonly requests: number;
  readonly interval: number;
}): () => boolean {
  let tokens = limit.requests;
  let last = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(limit.requests, tokens + ((now - last) * limit.requests) / limit.interval);
    last = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
