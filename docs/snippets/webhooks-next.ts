// #region next
import { webhooks, WebhookVerificationError } from "@parley/sinch";

export async function POST(request: Request): Promise<Response> {
  try {
    const event = await webhooks.unwrap({
      body: await request.arrayBuffer(),
      headers: request.headers,
      secret: process.env.SINCH_WEBHOOK_SECRET,
    });
    if (event.type === "MESSAGE_INBOUND") console.log(event.data.message.contact_message);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WebhookVerificationError)
      return new Response("not signed", { status: 401 });
    throw error;
  }
}
// #endregion next
