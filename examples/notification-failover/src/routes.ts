import type { RespondIo } from "@parley/respond-io";
import type { Sinch } from "@parley/sinch";
import type { Notification } from "./notification.ts";

/** One way to send. */
export interface Route {
  readonly name: string;
  /** Resolves with the provider's name for the message once it has taken it in. */
  readonly send: (notification: Notification) => Promise<string>;
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
  };
}
