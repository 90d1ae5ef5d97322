// #region import
import { createSinch } from "@parley/sinch";
// #endregion import
// #region import-validators
import { validators } from "@parley/sinch/validators";
// #endregion import-validators

export async function firstCall(app_id: string) {
  // #region first-call
  const sinch = createSinch({ region: "eu" }); // SINCH_PROJECT_ID, SINCH_KEY_ID and SINCH_KEY_SECRET, or options

  const { message_id } = await sinch.messages.send({
    body: {
      app_id,
      recipient: {
        identified_by: { channel_identities: [{ channel: "SMS", identity: "12015550123" }] },
      },
      message: { text_message: { text: "Your table is ready." } },
    },
  });
  console.log(message_id);

  for await (const message of sinch.messages.list({ app_id, page_size: 100 })) {
    console.log(message.id);
  }
  // #endregion first-call
}

export async function receive(request: Request, secret: string) {
  const sinch = createSinch();
  const rawBody = await request.arrayBuffer();
  // #region webhooks
  const event = await sinch.webhooks.unwrap({ body: rawBody, headers: request.headers, secret });
  if (event.type === "MESSAGE_INBOUND") console.log(event.data.message.contact_message);
  // #endregion webhooks
}

export function validating() {
  // #region validate
  const sinch = createSinch({ validate: "error", validators }); // or "warn"
  // #endregion validate
  return sinch;
}
