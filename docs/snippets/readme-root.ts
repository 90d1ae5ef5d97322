// #region import
import { createRespondIo, isApiError } from "@parley/respond-io";
// #endregion import

export async function firstCall() {
  // #region first-call
  const respond = createRespondIo(); // token from RESPOND_IO_TOKEN, or { token }, or { token: async () => … }

  const contact = await respond.contacts.get({ identifier: "phone:+60123456789" });

  await respond.messages.send({
    identifier: `id:${contact.id}`,
    body: { message: { type: "text", text: "Hello" } },
  });

  const body = { search: "", timezone: "UTC", filter: { $and: [] } };
  for await (const each of respond.contacts.list({ limit: 100, body })) console.log(each.firstName);

  try {
    await respond.contacts.get({ identifier: "id:1" });
  } catch (error) {
    if (!isApiError(error, respond.contacts.get)) throw error;
    if (error.status === 404) console.log("no such contact:", error.body.message);
  }
  // #endregion first-call
}

export async function byPath() {
  const respond = createRespondIo();
  // #region by-path
  const { data, error } = await respond.api.GET("/contact/{identifier}", {
    params: { path: { identifier: "id:42" } },
  });
  // #endregion by-path
  return { data, error };
}
