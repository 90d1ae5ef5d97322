import { isObject, type JsonObject } from "../description/json.js";
import { chooseCredentials } from "./choose-credentials.js";
import {
  describedOperations,
  isPlainPath,
  pathTarget,
  type ImportedOperation,
} from "./described-operations.js";
import { actionText, commentLines, type ProposedAction } from "./overlay-action.js";
import { proposeEmptySchemas } from "./propose-empty-schemas.js";
import { leftOutParameters } from "./propose-left-out-parameters.js";
import { pageNumbered, proposePagination } from "./propose-pagination.js";
import { proposeMethodNames } from "./propose-method-names.js";
import { proposeRateLimits } from "./propose-rate-limits.js";
import { proposeOwnServers, proposeServers } from "./propose-servers.js";
import type { DescriptionProblem } from "../description-error.js";

/** What an overlay is proposed for. */
export interface SkeletonOptions {
  /** `acme-chat`: the name of the folder and of the package. */
  readonly provider: string;
  readonly document: JsonObject;
  /** Where the description came from; undefined for a file. */
  readonly base: string | undefined;
  readonly losses: readonly DescriptionProblem[];
}

/** The `overlay.yaml` of a new provider: what a machine can propose, and what people must decide. */
export function overlaySkeleton(options: SkeletonOptions): string {
  const { provider, document, base, losses } = options;
  const operations = describedOperations(document);
  const title = titleOf(document, provider);
  const active = [
    providerAction(document, provider, title),
    ...proposeServers(document, base),
    ...proposeOwnServers(document, operations, base),
    ...leftOut(document),
    ...proposeEmptySchemas(document),
    ...nameActions(document, operations),
  ];
  const open = [
    ...proposePagination(document, operations),
    ...proposeRateLimits(document, operations),
  ];
  const numbered = pageNumbered(document, operations);
  return [
    "# What openapi.yaml does not say, or says wrong. `parley import` wrote this file once, from the",
    "# description's shape, and never changes it again. Where it says DECIDE, a person has to look.",
    "# The x-parley-* keys are those of Parley's vocabulary; an action that matches nothing is an error.",
    "overlay: 1.0.0",
    "info:",
    `  title: ${JSON.stringify(`Corrections of ${title}`)}`,
    "  version: 1.0.0",
    "actions:",
    ...active.filter(({ isOpen }) => isOpen !== true).map(actionText),
    ...active.filter(({ isOpen }) => isOpen === true).map(actionText),
    ...credentialLines(document),
    ...(losses.length === 0
      ? []
      : [
          ...commentLines("Left out, as OpenAPI 3.1 cannot say it:"),
          ...losses.flatMap(({ pointer, message }) => commentLines(`- ${pointer}: ${message}`)),
          "",
        ]),
    ...(numbered.length === 0
      ? []
      : [
          ...commentLines(
            `Lists that count pages, for which the vocabulary has no style; callers give the number: ${numbered.map(({ path }) => path).join(", ")}`,
          ),
          "",
        ]),
    ...open.map(actionText),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

/** The actions that name operations, for those that came with a later import. */
export function nameActions(
  document: JsonObject,
  operations: readonly ImportedOperation[],
): ProposedAction[] {
  return proposeMethodNames(document, operations).map(({ operation: { target }, name }, index) => ({
    comment:
      index === 0
        ? "DECIDE: the names that callers write, proposed from tags, paths and verbs. They are hard to change later."
        : undefined,
    target,
    update: { operationId: name },
  }));
}

function titleOf(document: JsonObject, provider: string): string {
  const info = isObject(document["info"]) ? document["info"] : {};
  const written = typeof info["title"] === "string" ? info["title"] : "";
  const bare = written
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ")
    .replace(/\s+(?:public\s+|rest\s+|http\s+|open)*api\b.*$/i, "")
    .trim();
  return (bare === "" ? provider : bare).slice(0, 80);
}

function providerAction(document: JsonObject, provider: string, title: string): ProposedAction {
  const docs = document["externalDocs"];
  const url = isObject(docs) ? docs["url"] : undefined;
  return {
    comment: "The name as people write it.",
    target: "$",
    update: {
      "x-parley-provider": {
        name: provider,
        title,
        ...(typeof url === "string" && url.startsWith("https://") ? { documentation: url } : {}),
      },
    },
  };
}

/** What a client cannot do, taken out where everybody sees it. */
function leftOut(document: JsonObject): ProposedAction[] {
  const paths = Object.entries(isObject(document["paths"]) ? document["paths"] : {});
  const odd = paths.flatMap(([path]): ProposedAction[] =>
    isPlainPath(path)
      ? []
      : [
          {
            comment:
              "DECIDE: a path has no query. Describe this one as parameters with `in: query`, below the path without it.",
            target: pathTarget(path),
            update: undefined,
          },
        ],
  );
  const methods = paths.flatMap(([path, pathItem]): ProposedAction[] =>
    ["trace", "query", "additionalOperations"].flatMap((key) =>
      isObject(pathItem) && key in pathItem && isPlainPath(path)
        ? [
            {
              comment: "DECIDE: a client has no such HTTP method, so that this is left out.",
              target: `${pathTarget(path)}.${key}`,
              update: undefined,
            },
          ]
        : [],
    ),
  );
  const webhooks = isObject(document["webhooks"]) ? Object.keys(document["webhooks"]) : [];
  const unsigned: ProposedAction[] =
    webhooks.length === 0 || document["x-parley-webhooks"] !== undefined
      ? []
      : [
          {
            comment:
              "DECIDE: webhooks are left out until it is known how they are told apart and signed. In place of this action, write `x-parley-webhooks` into the root.",
            target: "$.webhooks",
            update: undefined,
          },
        ];
  return [...odd, ...methods, ...unsigned, ...leftOutParameters(document)];
}

function credentialLines(document: JsonObject): string[] {
  const { chosen, alternatives } = chooseCredentials(document);
  const text =
    alternatives.length === 0
      ? "DECIDE: the description names no credentials, so that the client of `parley new` has none. If the API wants some, add `components/securitySchemes` and `security` here."
      : chosen === undefined
        ? `DECIDE: a client cannot send these credentials: ${alternatives.join(" or ")}. If the API takes a header as well, describe it here in \`components/securitySchemes\` and \`security\`.`
        : alternatives.length === 1
          ? `Credentials: ${alternatives.join("")}, as the description has it.`
          : `DECIDE: the API takes ${alternatives.join(" or ")}. \`parley new\` makes a client for ${chosen.kind === "none" ? "none" : chosen.scheme}; for another one, narrow \`security\` here.`;
  return [...commentLines(text), ""];
}
