// #region express
import { webhooks, WebhookVerificationError } from "@parley/respond-io";
import express from "express";

export const app = express();

// The signature is over the bytes that came: no express.json() before this route.
app.post("/respond-io", express.raw({ type: "*/*" }), async (request, response) => {
  try {
    const event = await webhooks.unwrap({
      body: request.body,
      headers: request.headers,
      secret: process.env.RESPOND_IO_SIGNING_KEY,
    });
    if (event.type === "message.received") console.log(event.data.contact.id);
    response.sendStatus(204);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    response.status(401).send("not signed");
  }
});
// #endregion express
