// #region import
import { createRespondIo } from "@parley/respond-io";
// #endregion import
// #region import-validators
import { validators } from "@parley/respond-io/validators";
// #endregion import-validators

export async function firstCall() {
  // #region first-call
  const respond = createRespondIo(); // token from RESPOND_IO_TOKEN, or { token }, or { token: async () => … }

  const contact = await respond.contacts.get({ identifier: "phone:+12025550143" });
  await respond.messages.send({
    identifier: `id:${contact.id}`,
    body: { message: { type: "text", text: "Hello" } },
  });

  const body = { search: "", timezone: "Etc/UTC", filter: { $and: [] } };
  for await (const each of respond.contacts.list({ limit: 100, body })) console.log(each.firstName);
  // #endregion first-call
}

export async function receive(request: Request, secret: string) {
  const respond = createRespondIo();
  const rawBody = await request.arrayBuffer();
  // #region webhooks
  const event = await respond.webhooks.unwrap({ body: rawBody, headers: request.headers, secret });
  if (event.type === "message.received") console.log(event.data.contact.id);
  // #endregion webhooks
}

export function validating() {
  // #region validate
  const respond = createRespondIo({ validate: "error", validators }); // or "warn"
  // #endregion validate
  return respond;
}
