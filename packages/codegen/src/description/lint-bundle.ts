import { createConfig, lintDocument, Source } from "@redocly/openapi-core";
import type { DescriptionProblem } from "../description-error.js";
import parley from "../redocly-plugin/index.js";
import { closedResolver } from "./file-resolver.js";
import { fromRedocly } from "./redocly-problems.js";

/** Without these the document has not the shape that the generator's types say it has. */
const RULES_OF_SHAPE = ["struct", "parley/extension-value"];

/** Without these a description contradicts itself, or names what is not there. */
const RULES_OF_MEANING = [
  "parley/client-parameters",
  "parley/extension-known",
  "parley/extension-placement",
  "parley/method-names",
  "parley/methods",
  "parley/pagination",
  "parley/parameter-names",
  "parley/rate-limits",
  "parley/servers",
  "parley/string-extensions",
  "parley/verdicts",
  "parley/webhooks",
];

const RULES = [...RULES_OF_SHAPE, ...RULES_OF_MEANING];

/** What a lint of the bundle finds. */
export interface LintResult {
  readonly problems: readonly DescriptionProblem[];
  /** Whether the document has the shape that its type says. */
  readonly readable: boolean;
}

/**
 * Checks a bundle by the rules of the Redocly plugin that a client depends on; those of style stay
 * with `redocly lint`. What the model reports beyond this is what only a client makes wrong.
 *
 * @param document - The bundle.
 * @param json - The same as text, where Redocly looks up places.
 * @param file - What messages call it.
 */
export async function lintBundle(
  document: unknown,
  json: string,
  file: string,
): Promise<LintResult> {
  const config = await createConfig({
    plugins: [parley()],
    rules: Object.fromEntries(RULES.map((rule) => [rule, "error"])),
  });
  const problems = await lintDocument({
    document: { source: new Source(file, json, "application/json"), parsed: document },
    config,
    externalRefResolver: closedResolver(),
  });
  return {
    problems: problems.map(fromRedocly),
    readable: !problems.some(({ ruleId }) => RULES_OF_SHAPE.includes(ruleId)),
  };
}
