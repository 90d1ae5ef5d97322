// #region import
import { createRespondIo, isApiError } from "@parley/respond-io";
// #endregion import

export async function firstCall() {
  // #region first-call
  const respond = createRespondIo(); // the token is in RESPOND_IO_TOKEN

  const contact = await respond.contacts.get({ identifier: "phone:+12025550143" });
  console.log(contact.firstName, contact.tags);

  await respond.messages.send({
    identifier: `id:${contact.id}`,
    body: { message: { type: "text", text: "Hello" } },
  });
  // #endregion first-call
  return respond;
}

export async function byPath() {
  const respond = createRespondIo();
  // #region by-path
  const { data, error } = await respond.api.GET("/contact/{identifier}", {
    params: { path: { identifier: "id:42" } },
  });
  if (error === undefined) console.log(data.firstName);
  // #endregion by-path
  return data;
}

export async function failing() {
  const respond = createRespondIo();
  // #region failing
  try {
    await respond.contacts.get({ identifier: "id:404" });
  } catch (error) {
    if (!isApiError(error, respond.contacts.get)) throw error;
    if (error.status === 404) return `no such contact: ${error.body.message}`;
    throw error;
  }
  // #endregion failing
  return "found";
}
