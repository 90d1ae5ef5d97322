// #region worker
import { webhooks, WebhookVerificationError } from "@parley/sinch";

interface Environment {
  readonly SINCH_WEBHOOK_SECRET: string;
}

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    try {
      const event = await webhooks.unwrap({
        body: await request.arrayBuffer(),
        headers: request.headers,
        secret: environment.SINCH_WEBHOOK_SECRET,
      });
      if (event.type === "MESSAGE_INBOUND") console.log(event.data.message.contact_message);
      return new Response(null, { status: 204 });
    } catch (error) {
      if (error instanceof WebhookVerificationError) {
        return new Response("not signed", { status: 401 });
      }
      throw error;
    }
  },
};
// #endregion worker
