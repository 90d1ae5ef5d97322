import {
  bearer,
  type ClientOptions,
  createClient,
  type PathClient,
  requiredSecret,
  type Secret,
} from "@parley/runtime";
import type { RespondIoResources, RespondIoServerOptions } from "./generated/client.js";
import { operations } from "./generated/operations.js";
import { provider } from "./generated/provider.js";
import type { paths } from "./generated/schema.js";
import { type RespondIoWebhooks, webhooks } from "./webhooks.js";

/** Options of {@link createRespondIo}, beside those that every client has. */
export interface RespondIoOptions extends ClientOptions, RespondIoServerOptions {
  /**
   * The access token of Settings > Integrations > Developer API, or a function that gives it.
   * Default: the environment variable `RESPOND_IO_TOKEN`.
   */
  readonly token?: Secret | undefined;
}

/** A respond.io client: resources with methods, the path-style `api`, and `webhooks`. */
export interface RespondIo extends RespondIoResources {
  /** openapi-fetch's own client over the same pipeline: `api.GET("/space/user")`. */
  readonly api: PathClient<paths>;
  /** Reads and verifies what respond.io sends. */
  readonly webhooks: RespondIoWebhooks;
}

/**
 * Makes a client of the respond.io developer API v2.
 *
 * @param options - All optional; see {@link RespondIoOptions} for units and defaults.
 * @throws ConfigurationError - there is no token, or an option is unusable; the message names it.
 * @example
 * ```ts
 * const respond = createRespondIo();
 * const contact = await respond.contacts.get({ identifier: "phone:+60123456789" });
 * ```
 */
export function createRespondIo(options: RespondIoOptions = {}): RespondIo {
  const token = requiredSecret(options.token, "token", "RESPOND_IO_TOKEN", "createRespondIo");
  const client = createClient<RespondIoResources, paths>({
    provider,
    operations,
    authenticator: bearer(token),
    options: { ...options },
  });
  return Object.assign(client, { webhooks });
}
