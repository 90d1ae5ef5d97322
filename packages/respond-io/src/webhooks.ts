import { type UnknownEvent, type UnwrapOptions, unwrapWebhook } from "@parley/runtime";
import { type RespondIoEvent, webhookRules } from "./generated/webhooks.js";

/** Reads and verifies what respond.io sends. */
export interface RespondIoWebhooks {
  /**
   * Verifies a webhook and reads its event.
   *
   * respond.io signs the raw body with the signing key of each webhook, and nothing else: there is
   * no timestamp, so that a replay cannot be told from a first delivery. `event_id` is the same in both.
   *
   * @param options - `body` (the raw body), `headers`, and `secret` (several while they rotate).
   * @returns The event by its `type`; `unknown` for one that this version does not know.
   * @throws WebhookVerificationError - the signature does not fit, or the body is no JSON.
   * @throws ConfigurationError - there is no secret.
   * @example
   * ```ts
   * const event = await respond.webhooks.unwrap({ body, headers: request.headers, secret });
   * if (event.type === "message.received") console.log(event.data.contact.id);
   * ```
   */
  unwrap(options: UnwrapOptions): Promise<RespondIoEvent | UnknownEvent>;
}

/** Needs no client: a receiver has no token. */
export const webhooks: RespondIoWebhooks = {
  unwrap: (options) => unwrapWebhook<RespondIoEvent>(webhookRules, options),
};
