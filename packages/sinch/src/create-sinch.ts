import {
  basic,
  clientCredentials,
  type ClientOptions,
  createClient,
  type PathClient,
  requiredSecret,
  type Secret,
  type TokenStore,
} from "@parley/runtime";
import type { SinchResources, SinchServerOptions } from "./generated/client.js";
import { operations } from "./generated/operations.js";
import { provider } from "./generated/provider.js";
import type { paths } from "./generated/schema.js";
import { type SinchWebhooks, webhooks } from "./webhooks.js";

/** Options of {@link createSinch}, beside those that every client has. */
export interface SinchOptions extends ClientOptions, SinchServerOptions {
  /**
   * The id of an access key of the project, or a function that gives it. Default: the environment
   * variable `SINCH_KEY_ID`.
   */
  readonly keyId?: Secret | undefined;
  /**
   * The secret of that key, or a function that gives it. Default: the environment variable
   * `SINCH_KEY_SECRET`.
   */
  readonly keySecret?: Secret | undefined;
  /**
   * How the key authenticates: by OAuth 2.0 access tokens, or with every request. Sinch limits
   * `basic` heavily and means it for trying things out. Default: `oauth2`.
   */
  readonly authentication?: "oauth2" | "basic" | undefined;
  /**
   * Where access tokens come from: an https URL, or http on this machine. `baseUrl` does not change
   * it. Default: `https://auth.sinch.com/oauth2/token`, for every region.
   */
  readonly tokenUrl?: string | undefined;
  /**
   * Where access tokens are kept: `createRedisTokenStore` of `@parley/redis` for a fleet that shares
   * them. Default: in this process, for this client.
   */
  readonly tokenStore?: TokenStore | undefined;
}

/** A Sinch client: resources with methods, the path-style `api`, and webhooks. */
export interface Sinch extends Omit<SinchResources, "webhooks"> {
  /** Webhook targets of apps, and `unwrap`, which reads and verifies what Sinch sends. */
  readonly webhooks: SinchResources["webhooks"] & SinchWebhooks;
  /** openapi-fetch's own client over the same pipeline. */
  readonly api: PathClient<paths>;
}

const TOKEN_URL = "https://auth.sinch.com/oauth2/token";

/**
 * Makes a client of the Sinch Conversation API v1 and Template Management API v2.
 *
 * @param options - All optional; see {@link SinchOptions} for units and defaults. `region` has to be
 * the region of the apps.
 * @throws ConfigurationError - a credential is missing, or an option is unusable; the message names it.
 * @example
 * ```ts
 * const sinch = createSinch({ projectId, region: "eu" });
 * await sinch.messages.send({ body: { app_id, recipient, message: { text_message: { text: "Hello" } } } });
 * ```
 */
export function createSinch(options: SinchOptions = {}): Sinch {
  const clientId = requiredSecret(options.keyId, "keyId", "SINCH_KEY_ID", "createSinch");
  const clientSecret = requiredSecret(
    options.keySecret,
    "keySecret",
    "SINCH_KEY_SECRET",
    "createSinch",
  );
  const { tokenUrl = TOKEN_URL, tokenStore: store, fetch, clock, random } = options;
  const client = createClient<SinchResources, paths>({
    provider,
    operations,
    authenticator:
      options.authentication === "basic"
        ? basic(clientId, clientSecret)
        : clientCredentials({ tokenUrl, clientId, clientSecret, store, fetch, clock, random }),
    options: { ...options },
  });
  return Object.assign(client, { webhooks: { ...client.webhooks, ...webhooks } });
}
