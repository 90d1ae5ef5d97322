export {
  authenticate,
  type Authenticator,
  authorizationScheme,
  basic,
  bearer,
  headerCredentials,
  type Secret,
} from "./authentication/authenticate.js";
export { type Clock, systemClock } from "./http/clock.js";
export {
  clientCredentials,
  type ClientCredentialsOptions,
} from "./authentication/client-credentials.js";
export { type ClientDefinition, type ClientOptions, createClient } from "./client/create-client.js";
export { createFetch } from "./pipeline/create-fetch.js";
export { deadline } from "./pipeline/deadline.js";
export {
  ApiError,
  type ApiErrorInit,
  ConfigurationError,
  ConnectionError,
  isApiError,
  NotFoundError,
  ParleyError,
  type ParleyErrorOptions,
  RateLimitExceededError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
  WebhookVerificationError,
} from "./errors/errors.js";
export { followRedirects } from "./pipeline/follow-redirects.js";
export { type Logger, logging } from "./telemetry/logging.js";
export type {
  ApiPromise,
  CallOptions,
  ListMethod,
  ListOptions,
  Method,
  MethodData,
  MethodErrors,
  OptionalListMethod,
  OptionalMethod,
  Page,
  PagePromise,
  WithResponse,
} from "./description/method.js";
export { compose, type HttpRequest, type Middleware, type Next } from "./pipeline/middleware.js";
export type {
  HttpMethod,
  Operation,
  Pagination,
  ParameterDescriptor,
  ParameterLocation,
  Provider,
  RateLimit,
  RetryRules,
  WebhookRules,
  WebhookVerification,
} from "./description/operation.js";
export type { PathClient } from "./client/path-client.js";
export { rateLimit, type RateLimitOptions } from "./rate-limit/rate-limit.js";
export {
  createMemoryRateLimitStore,
  type RateLimitStore,
  type RateLimitWindow,
} from "./rate-limit/rate-limit-store.js";
export { requiredSecret } from "./authentication/required-secret.js";
export { retry } from "./retry/retry.js";
export { createRetryBudget, type RetryBudget } from "./retry/retry-budget.js";
export type { RetryOptions } from "./description/retry-options.js";
export type { ClientErrorStatus, ErrorStatus, ServerErrorStatus } from "./http/status.js";
export {
  type AccessToken,
  createMemoryTokenStore,
  type TokenStore,
} from "./authentication/token-store.js";
export { createTransport, type Fetch, type TransportOptions } from "./pipeline/transport.js";
export { reportAttempts, type Telemetry } from "./telemetry/telemetry.js";
export type { TelemetryEvent, TelemetryObserver } from "./pipeline/telemetry-event.js";
export type { ValidationFinding } from "./errors/validation-findings.js";
export type { ValidationOptions } from "./validation/validation-options.js";
export type { ValidationMode, Validators } from "./validation/validators.js";
export {
  type UnknownEvent,
  type UnwrapOptions,
  unwrapWebhook,
  type WebhookRequest,
} from "./webhook/webhook.js";
