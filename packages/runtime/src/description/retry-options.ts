/** How often and how fast to try again; for a client and for a call. */
export interface RetryOptions {
  /** Attempts in all, the first included. Default: 3, or as many as the description's schedule has. */
  readonly attempts?: number | undefined;
  /** Milliseconds: the upper bound of the first wait. Default: 250. */
  readonly baseDelay?: number | undefined;
  /** Milliseconds: the upper bound of every wait of ours; Retry-After may be longer. Default: 20000. */
  readonly maxDelay?: number | undefined;
}
