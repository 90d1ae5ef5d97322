/** What a client may spend on retries: a token bucket that only success fills again. */
export interface RetryBudget {
  /** Takes the cost of one retry; false when there is not enough left. */
  take(cost: number): boolean;
  /** After a success: gives back what the last retry cost, or one token where there was none. */
  refund(cost: number): void;
}

// The figures of the AWS SDKs' standard retry mode (their "retry quota").
const CAPACITY = 500;
const REFUND_WITHOUT_RETRY = 1;

/** Makes a budget of 500 tokens. A retry costs 5, one after a timeout 10. */
export function createRetryBudget(): RetryBudget {
  let tokens = CAPACITY;
  return {
    take(cost) {
      if (cost > tokens) return false;
      tokens -= cost;
      return true;
    },
    refund(cost) {
      tokens = Math.min(CAPACITY, tokens + (cost || REFUND_WITHOUT_RETRY));
    },
  };
}
