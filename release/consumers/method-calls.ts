// Ten calls as methods, each with its answer used.
import { createSinch, type Sinch } from "@parley/sinch";

export const sinch: Sinch = createSinch({ projectId: "p", keyId: "k", keySecret: "s" });

const app = await sinch.apps.get({ app_id: "a" });
const contact = await sinch.contacts.get({ contact_id: "c" });
await sinch.contacts.delete({ contact_id: "c" });
const conversation = await sinch.conversations.get({ conversation_id: "v" });
const message = await sinch.messages.get({ message_id: "m" });
const sent = await sinch.messages.send({
  body: {
    app_id: "a",
    recipient: { contact_id: "c" },
    message: { text_message: { text: "Hello" } },
  },
});
const page = await sinch.messages.list({ contact_id: "c", page_size: 10 });
const event = await sinch.events.get({ event_id: "e" });
const webhook = await sinch.webhooks.get({ webhook_id: "w" });
const template = await sinch.templates.get({ template_id: "t" });

export const used: readonly unknown[] = [
  app.display_name,
  contact.display_name,
  conversation.active,
  message.id,
  sent.message_id,
  page.items[0]?.id,
  event.id,
  webhook.target,
  template.id,
];
