import {
  type ClientOptions,
  createClient,
  headerCredentials,
  type PathClient,
  requiredSecret,
  type Secret,
} from "@parley/runtime";
import type {
  AsappResources,
  AsappServerOptions,
  GenerativeAgentResource,
} from "./generated/client.js";
import { operations } from "./generated/operations.js";
import { provider } from "./generated/provider.js";
import type { paths } from "./generated/schema.js";
import { createStreamEvents, type GenerativeAgentStreaming } from "./stream-events.js";

/** Options of {@link createAsapp}, beside those that every client has. */
export interface AsappOptions extends ClientOptions, AsappServerOptions {
  /** The API id of the environment. Default: the environment variable `ASAPP_API_ID`. */
  readonly apiId?: Secret | undefined;
  /** The API secret that goes with it. Default: the environment variable `ASAPP_API_SECRET`. */
  readonly apiSecret?: Secret | undefined;
}

/** An ASAPP client: resources with methods, and the path-style `api`. */
export interface Asapp extends Omit<AsappResources, "generativeAgent"> {
  /** The automated agent that answers customers, the transfer of calls to it, and its events. */
  readonly generativeAgent: GenerativeAgentResource & GenerativeAgentStreaming;
  /** openapi-fetch's own client over the same pipeline. */
  readonly api: PathClient<paths>;
}

/**
 * Makes a client of the ASAPP APIs.
 *
 * @param options - All optional; see {@link AsappOptions} for units and defaults. Keys belong to one
 * `environment`: `sandbox`, the default, or `production`.
 * @throws ConfigurationError - a credential is missing, or an option is unusable; the message names it.
 * @example
 * ```ts
 * const asapp = createAsapp({ environment: "production" });
 * const { items } = await asapp.conversations.list({ externalId: "order-1138" });
 * ```
 */
export function createAsapp(options: AsappOptions = {}): Asapp {
  const apiId = requiredSecret(options.apiId, "apiId", "ASAPP_API_ID", "createAsapp");
  const apiSecret = requiredSecret(
    options.apiSecret,
    "apiSecret",
    "ASAPP_API_SECRET",
    "createAsapp",
  );
  const client = createClient<AsappResources, paths>({
    provider,
    operations,
    authenticator: headerCredentials({ "asapp-api-id": apiId, "asapp-api-secret": apiSecret }),
    options: { ...options },
  });
  const { createStream } = client.generativeAgent;
  const streamEvents = createStreamEvents({ ...options, createStream });
  return Object.assign(client, { generativeAgent: { ...client.generativeAgent, streamEvents } });
}
