// #region first-call
import { createRespondIo, isApiError } from "@parley/respond-io";

const respond = createRespondIo({ token: "any", baseUrl: "http://127.0.0.1:4010/v2" });

const contact = await respond.contacts.get({ identifier: "phone:+60123456789" });
console.log(contact.firstName);
// #endregion first-call

// #region errors
try {
  await respond.contacts.get({ identifier: "id:1" }, { timeout: 5000 });
} catch (error) {
  if (!isApiError(error, respond.contacts.get)) throw error;
  switch (error.status) {
    case 404:
      console.log("There is no such contact:", error.body.message);
      break;
    case 429:
      console.log("Try again in", error.retryAfter, "ms");
  }
}
// #endregion errors
