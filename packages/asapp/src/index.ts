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
  ValidationError,
} from "@parley/runtime";
export { type Asapp, type AsappOptions, createAsapp } from "./create-asapp.js";
export { operations } from "./generated/operations.js";
export type { paths } from "./generated/schema.js";
export type { GenerativeAgentEvent } from "./generated/types.js";
export type { GenerativeAgentStreamEvent } from "./read-event.js";
export type {
  GenerativeAgentEventStream,
  GenerativeAgentStreaming,
  StreamEventsOptions,
} from "./stream-events.js";
