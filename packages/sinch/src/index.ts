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
export { createSinch, type Sinch, type SinchOptions } from "./create-sinch.js";
export { operations } from "./generated/operations.js";
export type { paths } from "./generated/schema.js";
export { type SinchEvent, webhookRules } from "./generated/webhooks.js";
export { type SinchWebhooks, webhooks } from "./webhooks.js";
