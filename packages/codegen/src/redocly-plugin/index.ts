/**
 * The Redocly CLI plugin that checks the `x-parley-*` vocabulary and the rules by which
 * descriptions are written. `specs/README.md` is the vocabulary for people.
 *
 * @example
 * ```yaml
 * # redocly.yaml
 * plugins:
 *   - ./packages/codegen/dist/redocly-plugin/index.js
 * extends:
 *   - recommended-strict
 *   - parley/all
 * ```
 */
import type { Oas3Rule, Plugin } from "@redocly/openapi-core";
import { allowReserved } from "./rules/allow-reserved.js";
import { clientParameters } from "./rules/client-parameters.js";
import { enumDirection } from "./rules/enum-direction.js";
import { examples } from "./rules/examples.js";
import { extensionKnown } from "./rules/extension-known.js";
import { extensionPlacement } from "./rules/extension-placement.js";
import { extensionValue } from "./rules/extension-value.js";
import { methodNames } from "./rules/method-names.js";
import { methods } from "./rules/methods.js";
import { pagination } from "./rules/pagination.js";
import { parameterNames } from "./rules/parameter-names.js";
import { provider } from "./rules/provider.js";
import { rateLimits } from "./rules/rate-limits.js";
import { retrySafety } from "./rules/retry-safety.js";
import { servers } from "./rules/servers.js";
import { stringExtensions } from "./rules/string-extensions.js";
import { summaries } from "./rules/summaries.js";
import { verdicts } from "./rules/verdicts.js";
import { webhooks } from "./rules/webhooks.js";

const rules: Readonly<Record<string, Oas3Rule>> = {
  "allow-reserved": allowReserved,
  "client-parameters": clientParameters,
  "enum-direction": enumDirection,
  examples,
  "extension-known": extensionKnown,
  "extension-placement": extensionPlacement,
  "extension-value": extensionValue,
  "method-names": methodNames,
  methods,
  pagination,
  "parameter-names": parameterNames,
  provider,
  "rate-limits": rateLimits,
  "retry-safety": retrySafety,
  servers,
  "string-extensions": stringExtensions,
  summaries,
  verdicts,
  webhooks,
};

/** The plugin `parley`: its rules, and the configuration `parley/all` that turns on every one. */
export default function parley(): Plugin {
  return {
    id: "parley",
    rules: { oas3: { ...rules } },
    configs: {
      all: {
        rules: Object.fromEntries(Object.keys(rules).map((name) => [`parley/${name}`, "error"])),
      },
    },
  };
}
