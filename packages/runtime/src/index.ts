export {
  authenticate,
  type Authenticator,
  authorizationScheme,
  basic,
  bearer,
  headerCredentials,
  type Secret,
} from "./authenticate.js";
export { type Clock, systemClock } from "./clock.js";
export { clientCredentials, type ClientCredentialsOptions } from "./client-credentials.js";
export { type ClientDefinition, type ClientOptions, createClient } from "./create-client.js";
export { createFetch } from "./create-fetch.js";
export { deadline } from "./deadline.js";
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
} from "./errors.js";
export { followRedirects } from "./follow-redirects.js";
export { type Logger, logging } from "./logging.js";
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
} from "./method.js";
export { compose, type HttpRequest, type Middleware, type Next } from "./middleware.js";
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
} from "./operation.js";
export type { PathClient } from "./path-client.js";
export { rateLimit, type RateLimitOptions } from "./rate-limit.js";
export {
  createMemoryRateLimitStore,
  type RateLimitStore,
  type RateLimitWindow,
} from "./rate-limit-store.js";
export { requiredSecret } from "./required-secret.js";
export { retry } from "./retry.js";
export { createRetryBudget, type RetryBudget } from "./retry-budget.js";
export type { RetryOptions } from "./retry-options.js";
export type { ClientErrorStatus, ErrorStatus, ServerErrorStatus } from "./status.js";
export { type AccessToken, createMemoryTokenStore, type TokenStore } from "./token-store.js";
export { createTransport, type Fetch, type TransportOptions } from "./transport.js";
export { reportAttempts, type Telemetry } from "./telemetry.js";
export type { TelemetryEvent, TelemetryObserver } from "./telemetry-event.js";
export type { ValidationFinding } from "./validation-findings.js";
export type { ValidationOptions } from "./validation-options.js";
export type { ValidationMode, Validators } from "./validators.js";
export {
  type UnknownEvent,
  type UnwrapOptions,
  unwrapWebhook,
  type WebhookRequest,
} from "./webhook.js";
