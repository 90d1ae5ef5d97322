import { type Clock, systemClock } from "../http/clock.js";
import type { Middleware } from "./middleware.js";

// Long enough for three attempts of 30 s and the waits between them.
const DEFAULT_DEADLINE = 120_000;

/**
 * Bounds a whole call: waits for limits, attempts, and waits between them.
 *
 * It only sets the time by which the call has to be over; whatever waits keeps to it.
 *
 * @param options.deadline - Milliseconds that a call may take where it does not say itself. Default: 120000.
 * @param options.clock - Default: the host's clock.
 * @example
 * ```ts
 * createFetch([deadline({ deadline: 10_000 }), retry()]);
 * ```
 */
export function deadline(
  options: { readonly deadline?: number | undefined; readonly clock?: Clock | undefined } = {},
): Middleware {
  const { deadline: defaultDeadline = DEFAULT_DEADLINE, clock = systemClock } = options;
  return (request, next) =>
    next({
      ...request,
      expiresAt: clock.now() + (request.options?.deadline ?? defaultDeadline),
    });
}
