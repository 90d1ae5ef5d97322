// #region import-asapp
import { createAsapp } from "@parley/asapp";
// #endregion import-asapp
// #region import-rapidpro
import { createRapidPro } from "@parley/rapidpro";
// #endregion import-rapidpro
// #region import-respond-io
import { createRespondIo } from "@parley/respond-io";
// #endregion import-respond-io
// #region import-sinch
import { createSinch } from "@parley/sinch";
// #endregion import-sinch

export async function sendWithAsapp() {
  // #region asapp
  const asapp = createAsapp();
  const timestamp = new Date().toISOString();

  const { id } = await asapp.conversations.createOrUpdate({
    body: { externalId: "order-1138", customer: { externalId: "customer-7" }, timestamp },
  });
  if (id === undefined) throw new Error("ASAPP gave the conversation no id.");
  await asapp.conversations.messages.create({
    conversationId: id,
    body: {
      text: "Your order is on its way.",
      sender: { role: "agent", externalId: "agent-3" },
      timestamp,
    },
  });
  // #endregion asapp
}

export async function sendWithRapidPro() {
  // #region rapidpro
  const rapidpro = createRapidPro();

  const contact = await rapidpro.contacts.get({ urn: "tel:+12025550101" });
  const message = await rapidpro.messages.create({
    body: { contact: contact.uuid, text: "Your order is on its way." },
  });
  console.log(message.id, message.status);
  // #endregion rapidpro
}

export async function sendWithRespondIo() {
  // #region respond-io
  const respond = createRespondIo();

  const { messageId } = await respond.messages.send({
    identifier: "phone:+12025550143",
    body: { message: { type: "text", text: "Your order is on its way." } },
  });
  console.log(messageId);
  // #endregion respond-io
}

export async function sendWithSinch(app_id: string) {
  // #region sinch
  const sinch = createSinch({ region: "eu" });

  const { message_id } = await sinch.messages.send({
    body: {
      app_id,
      recipient: {
        identified_by: { channel_identities: [{ channel: "SMS", identity: "12015550123" }] },
      },
      message: { text_message: { text: "Your order is on its way." } },
    },
  });
  console.log(message_id);
  // #endregion sinch
}
