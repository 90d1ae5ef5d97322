// #region import
import { createRespondIo, isApiError } from "@parley/respond-io";
// #endregion import

export async function failing() {
  // #region errors
  const respond = createRespondIo();

  try {
    await respond.contacts.get({ identifier: "id:404" });
  } catch (error) {
    if (!isApiError(error, respond.contacts.get)) throw error;
    if (error.status === 404) console.log(error.body.message);
    if (error.status === 429) console.log(error.retryAfter); // ms
  }
  // #endregion errors
}
