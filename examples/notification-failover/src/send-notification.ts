import { ParleyError } from "@parley/sinch";
import type { Notification } from "./notification.ts";
import type { Route } from "./routes.ts";

/** A provider that did not act, and why. */
interface Refusal {
  readonly route: string;
  readonly reason: string;
}

/** What became of a notification. */
export type Outcome =
  | {
      readonly status: "sent";
      readonly route: string;
      readonly messageId: string;
      readonly refusals: readonly Refusal[];
    }
  /** It may be there or not. Somebody has to look; sending it again could tell a person twice. */
  | {
      readonly status: "doubtful";
      readonly route: string;
      readonly reason: string;
      readonly refusals: readonly Refusal[];
    }
  /** No provider took it; it can be sent again later. */
  | { readonly status: "refused"; readonly refusals: readonly Refusal[] };

/**
 * Sends by the first route that takes the notification. The next one is tried only when it is known
 * that the one before did not act.
 *
 * @param onAttempt - Awaited before each route is tried; what it throws ends everything.
 */
export async function sendNotification(
  routes: readonly Route[],
  notification: Notification,
  onAttempt: (route: string) => Promise<void>,
): Promise<Outcome> {
  const refusals: Refusal[] = [];
  for (const { name: route, send } of routes) {
    await onAttempt(route);
    try {
      return { status: "sent", route, messageId: await send(notification), refusals };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // What is no error of a client, such as an aborted call, does not say whether it was sent.
      const didNotAct = error instanceof ParleyError && !error.mayHaveActed;
      if (!didNotAct) return { status: "doubtful", route, reason, refusals };
      refusals.push({ route, reason });
    }
  }
  return { status: "refused", refusals };
}
