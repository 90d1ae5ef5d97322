import type { PackageNames } from "./package-names.js";
import { wrap } from "./wrap.js";

/** What only a client of a provider that sends webhooks has to do with. */
const OF_WEBHOOKS = ["type UnknownEvent", "WebhookVerificationError"];

/** What a consumer needs of the runtime, where no other package shows it. */
const RUNTIME = [
  "ApiError",
  "type ApiPromise",
  "type CallOptions",
  "type Clock",
  "ConfigurationError",
  "ConnectionError",
  "isApiError",
  "type ListOptions",
  "type Logger",
  "type Middleware",
  "NotFoundError",
  "type Page",
  "type PagePromise",
  "ParleyError",
  "RateLimitExceededError",
  "ResponseFormatError",
  "type Secret",
  "TimeoutError",
  "ValidationError",
];

/**
 * `index.ts`: what the package exports.
 *
 * @param model - The `index.ts` of another provider, whose exports of the runtime are repeated.
 */
export function indexModule(
  { provider, typeName, factory }: PackageNames,
  hasWebhooks: boolean,
  model: string | undefined,
): string {
  const [, listed] = /^export \{([^}]*)\} from "@parley\/runtime";$/m.exec(model ?? "") ?? [];
  const names = listed?.split(",").map((name) => name.trim()) ?? RUNTIME;
  const runtime = [
    ...names.filter((name) => name !== "" && !OF_WEBHOOKS.includes(name)),
    ...(hasWebhooks ? OF_WEBHOOKS : []),
  ].toSorted((one, other) => bare(one).localeCompare(bare(other), "en"));
  return [
    wrap("export {", runtime, '} from "@parley/runtime";', "", " "),
    wrap(
      "export {",
      [factory, `type ${typeName}`, `type ${typeName}Options`],
      `} from "./create-${provider}.js";`,
      "",
      " ",
    ),
    'export { operations } from "./generated/operations.js";',
    'export type { paths } from "./generated/schema.js";',
    ...(hasWebhooks
      ? [
          `export { type ${typeName}Event, webhookRules } from "./generated/webhooks.js";`,
          `export { type ${typeName}Webhooks, webhooks } from "./webhooks.js";`,
        ]
      : []),
    "",
  ].join("\n");
}

function bare(exported: string): string {
  return exported.replace(/^type /, "");
}
