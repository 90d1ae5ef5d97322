export {
  ApiError,
  type ApiPromise,
  type CallOptions,
  type Clock,
  ConfigurationError,
  ConnectionError,
  isApiError,
  type ListOptions,
  type Logger,
  type Middleware,
  NotFoundError,
  type Page,
  type PagePromise,
  ParleyError,
  RateLimitExceededError,
  ResponseFormatError,
  type Secret,
  TimeoutError,
  type UnknownEvent,
  ValidationError,
  WebhookVerificationError,
} from "@parley/runtime";
export { createRapidPro, type RapidPro, type RapidProOptions } from "./create-rapidpro.js";
export { flattenErrors } from "./flatten-errors.js";
export { operations } from "./generated/operations.js";
export type { paths } from "./generated/schema.js";
export type { Urn } from "./generated/types.js";
export { type RapidProEvent, webhookRules } from "./generated/webhooks.js";
export { parseDatetime, type PreciseDatetime } from "./parse-datetime.js";
export { formatUrn, parseUrn, type UrnParts, type UrnScheme } from "./urn.js";
export { type RapidProWebhooks, webhooks } from "./webhooks.js";
