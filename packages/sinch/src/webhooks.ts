import { type UnknownEvent, type UnwrapOptions, unwrapWebhook } from "@parley/runtime";
import { type SinchEvent, webhookRules } from "./generated/webhooks.js";

/** Reads and verifies what Sinch sends. */
export interface SinchWebhooks {
  /**
   * Verifies a webhook and reads its event, whose `type` is the name of its trigger.
   *
   * Sinch signs only for webhooks that have a secret. It may deliver an event more than once, with a
   * nonce of its own each time.
   *
   * @param options - `body` (the raw body), `headers`, and `secret` (several while they rotate);
   * `tolerance` in milliseconds; `rememberNonce` to refuse replays.
   * @returns The event by its `type`; `unknown` for one that this version does not know.
   * @throws WebhookVerificationError - the signature, the age or the nonce is wrong, or the body is no JSON.
   * @throws ConfigurationError - there is no secret.
   * @example
   * ```ts
   * const event = await sinch.webhooks.unwrap({ body, headers: request.headers, secret });
   * if (event.type === "MESSAGE_INBOUND") console.log(event.data.message.contact_message);
   * ```
   */
  unwrap(options: UnwrapOptions): Promise<SinchEvent | UnknownEvent>;
}

/** Needs no client: a receiver has no access key. */
export const webhooks: SinchWebhooks = {
  unwrap: (options) => unwrapWebhook<SinchEvent>(webhookRules, options),
};
