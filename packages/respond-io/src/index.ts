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
export { createRespondIo, type RespondIo, type RespondIoOptions } from "./create-respond-io.js";
export { operations } from "./generated/operations.js";
export type { paths } from "./generated/schema.js";
export { type RespondIoEvent, webhookRules } from "./generated/webhooks.js";
export { type RespondIoWebhooks, webhooks } from "./webhooks.js";
