// #region import
import {
  ConnectionError,
  isApiError,
  RateLimitExceededError,
  TimeoutError,
} from "@parley/respond-io";
// #endregion import

export async function otherFailures(call: () => Promise<unknown>): Promise<string> {
  // #region others
  try {
    await call();
  } catch (error) {
    if (error instanceof TimeoutError) return `too slow: ${error.limit}`;
    if (error instanceof RateLimitExceededError) return `no room: ${error.message}`;
    if (error instanceof ConnectionError) return error.neverSent ? "not sent" : "maybe sent";
    if (isApiError(error)) return `${error.operationId} answered ${error.status}`;
    throw error;
  }
  // #endregion others
  return "no failure";
}
