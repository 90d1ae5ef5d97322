import { type UnknownEvent, type UnwrapOptions, unwrapWebhook } from "@parley/runtime";
import { type RapidProEvent, webhookRules } from "./generated/webhooks.js";

/** Reads what RapidPro sends to resthook subscribers. */
export interface RapidProWebhooks {
  /**
   * Reads a resthook call.
   *
   * RapidPro signs nothing: whoever knows the URL can call it. Give subscribers a URL that cannot be
   * guessed, and believe nothing that you have not looked up by the API.
   *
   * @param options - `body` (the raw body) and `headers`.
   * @throws WebhookVerificationError - the body is no JSON.
   * @example
   * ```ts
   * const event = await rapidpro.webhooks.unwrap({ body, headers: request.headers });
   * if (event.type === "resthook") console.log(event.data.flow.name);
   * ```
   */
  unwrap(
    options: Pick<UnwrapOptions, "body" | "headers" | "validate" | "validators" | "logger">,
  ): Promise<RapidProEvent | UnknownEvent>;
}

/** Needs no client: a receiver has no token. */
export const webhooks: RapidProWebhooks = {
  unwrap: (options) => unwrapWebhook<RapidProEvent>(webhookRules, options),
};
