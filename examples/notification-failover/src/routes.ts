import type { RespondIo } from "@parley/respond-io";
import {
  ConfigurationError,
  ConnectionError,
  isApiError,
  ParleyError,
  RateLimitExceededError,
  type Sinch,
} from "@parley/sinch";
import type { Notification } from "./notification.ts";

/** One way to send. */
export interface Route {
  readonly name: string;
  /** Resolves with the provider's name for the message once it has taken it in. */
  readonly send: (notification: Notification) => Promise<string>;
  /** Whether an error of `send` proves that the provider did not act, so that another may. */
  readonly didNotAct: (error: unknown) => boolean;
}

/** An SMS by Sinch's Conversation API. */
export function sinchRoute(sinch: Sinch, appId: string): Route {
  return {
    name: "sinch",
    async send({ id, phone, text }) {
      const { message_id } = await sinch.messages.send({
        body: {
          app_id: appId,
          recipient: {
            identified_by: { channel_identities: [{ channel: "SMS", identity: phone.slice(1) }] },
          },
          message: { text_message: { text } },
          message_metadata: id,
        },
      });
      return message_id;
    },
    didNotAct: (error) =>
      neverLeft(error) || (isApiError(error, sinch.messages.send) && error.status < 500),
  };
}

/** A message by the channel that respond.io reached the contact on last. */
export function respondIoRoute(respond: RespondIo): Route {
  return {
    name: "respond-io",
    async send({ phone, text }) {
      const { messageId } = await respond.messages.send({
        identifier: `phone:${phone}`,
        body: { message: { type: "text", text } },
      });
      return String(messageId);
    },
    didNotAct: (error) =>
      neverLeft(error) || (isApiError(error, respond.messages.send) && error.status < 500),
  };
}

/**
 * Whether the message has not left this machine. The client sends a message again by itself only
 * after an attempt that did nothing, so that what is true of the last attempt is true of the call.
 *
 * Everything else stays in doubt: a timeout, a broken connection, a 5xx, an answer that nobody
 * described, such as a proxy's.
 */
function neverLeft(error: unknown): boolean {
  if (error instanceof ConnectionError && error.neverSent) return true;
  if (error instanceof RateLimitExceededError || error instanceof ConfigurationError) return true;
  // However asking for an access token failed, there was none to send the message with.
  return error instanceof ParleyError && error.operationId === "oauth2.token";
}
