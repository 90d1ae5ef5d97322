export { createWebhook } from "./create-webhook.js";
export type { CreatedWebhook, CreateWebhookOptions } from "./create-webhook.js";
export type { MockSource } from "./load-description.js";
export type { PlannedAnswer } from "./planned-answers.js";
export type { Violation } from "./prism.js";
export type { ProviderName } from "./providers.js";
export type { RecordedRequest } from "./recorded-request.js";
export { startMock } from "./start-mock.js";
export type { Mock, MockOptions } from "./start-mock.js";
