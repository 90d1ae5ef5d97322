import type {
  InjectEventRequest,
  InjectMessageRequest,
  SendMessageRequest,
} from "./generated/types.js";

/** An id with the form that every app's has, a ULID. */
export const appId = "01HZX5M4RVANAMJ3N3FGB4DN7B";

export const contactId = "01HZX51XBHGW01GT0REC47YJYT";

export const textMessage: SendMessageRequest = {
  app_id: appId,
  recipient: { contact_id: contactId },
  message: { text_message: { text: "Hello" } },
};

export const injectedMessage: InjectMessageRequest = {
  accept_time: "2026-05-04T09:12:31Z",
  channel_identity: { channel: "SMS", identity: "12015550123" },
  contact_id: contactId,
  direction: "TO_APP",
  contact_message: { text_message: { text: "Hello" } },
};

export const injectedEvent: InjectEventRequest = {
  accept_time: "2026-05-04T09:12:31Z",
  app_event: { composing_event: {} },
};
