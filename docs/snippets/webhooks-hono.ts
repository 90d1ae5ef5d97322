// #region hono
import { webhooks, WebhookVerificationError } from "@parley/respond-io";
import { Hono } from "hono";

export const app = new Hono();

app.post("/respond-io", async (context) => {
  try {
    const event = await webhooks.unwrap({
      body: await context.req.arrayBuffer(),
      headers: context.req.raw.headers,
      secret: process.env.RESPOND_IO_SIGNING_KEY,
    });
    if (event.type === "message.received") console.log(event.data.contact.id);
    return context.body(null, 204);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return context.text("not signed", 401);
    throw error;
  }
});
// #endregion hono
