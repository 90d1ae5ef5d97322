import { TimeoutError } from "../errors/errors.js";
import type { Clock } from "../http/clock.js";
import type { HttpRequest } from "./middleware.js";

/**
 * Waits for credentials, for which other calls may wait too, but no longer than this call may take.
 *
 * @throws TimeoutError - the call's deadline came first; or the reason of its signal.
 */
export function withinCall<Value>(
  promise: Promise<Value>,
  { signal, expiresAt, operation, method }: HttpRequest,
  clock: Clock,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clock.clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const onAbort = () => {
      leave();
      reject(signal?.reason);
    };
    const expire = () => {
      leave();
      const message = `${operation?.id ?? method}: the call's deadline passed before its credentials came; raise "deadline" if they may take longer.`;
      reject(
        new TimeoutError(message, {
          limit: "deadline",
          operationId: operation?.id,
          mayHaveActed: false,
        }),
      );
    };
    const timer =
      expiresAt === undefined ? undefined : clock.setTimeout(expire, expiresAt - clock.now());
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    Promise.resolve(promise).finally(leave).then(resolve, reject);
  });
}
