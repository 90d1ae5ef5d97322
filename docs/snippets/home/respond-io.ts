import { createRespondIo, isApiError } from "@parley/respond-io";

const respond = createRespondIo();

try {
  await respond.messages.send({
    identifier: "phone:+60123456789",
    body: { message: { type: "text", text: "Your table is ready." } },
  });
} catch (error) {
  if (!isApiError(error, respond.messages.send)) throw error;
  // Narrowed by the status, as the description declares it.
  if (error.status === 404) console.log("No such contact:", error.body.message);
}
