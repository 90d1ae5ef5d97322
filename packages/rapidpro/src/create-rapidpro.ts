import {
  authorizationScheme,
  type ClientOptions,
  createClient,
  type PathClient,
  requiredSecret,
  type Secret,
} from "@parley/runtime";
import type { RapidProResources, RapidProServerOptions } from "./generated/client.js";
import { operations } from "./generated/operations.js";
import { provider } from "./generated/provider.js";
import type { paths } from "./generated/schema.js";
import { type RapidProWebhooks, webhooks } from "./webhooks.js";

/** Options of {@link createRapidPro}, beside those that every client has. */
export interface RapidProOptions extends ClientOptions, RapidProServerOptions {
  /**
   * The API token of a user with the role administrator or editor, or a function that gives it.
   * Default: the environment variable `RAPIDPRO_TOKEN`.
   */
  readonly token?: Secret | undefined;
}

/** A RapidPro client: resources with methods, the path-style `api`, and `webhooks`. */
export interface RapidPro extends RapidProResources {
  /** openapi-fetch's own client over the same pipeline. */
  readonly api: PathClient<paths>;
  /** Reads what RapidPro sends to resthook subscribers. */
  readonly webhooks: RapidProWebhooks;
}

/**
 * Makes a client of the RapidPro API v2, of textit.com or of a host of your own.
 *
 * @param options - All optional; see {@link RapidProOptions} for units and defaults.
 * @throws ConfigurationError - there is no token, or an option is unusable; the message names it.
 * @example
 * ```ts
 * const rapidpro = createRapidPro({ host: "rapidpro.example.org" });
 * for await (const contact of rapidpro.contacts.list({ group: "Farmers" })) console.log(contact.name);
 * ```
 */
export function createRapidPro(options: RapidProOptions = {}): RapidPro {
  const token = requiredSecret(options.token, "token", "RAPIDPRO_TOKEN", "createRapidPro");
  const client = createClient<RapidProResources, paths>({
    provider,
    operations,
    authenticator: authorizationScheme("Token", token),
    options: { ...options },
  });
  return Object.assign(client, { webhooks });
}
