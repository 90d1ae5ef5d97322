import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../../description/json.js";
import {
  calledOperations,
  childObject,
  describedWebhooks,
  keyOf,
  namedChildren,
  type DescribedOperation,
  type Located,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** The examples by which the mock walks a list. */
const pageNames = ["firstPage", "middlePage", "lastPage"];

/**
 * Every body has an example: the mock answers with those of responses, and the contract tests send
 * those of requests.
 */
export const examples: Oas3Rule = rootRule((root, context) => {
  const reported = new Set<unknown>();
  const demand = (owner: Located<JsonObject>, names: readonly string[], what: string): void => {
    for (const [mediaTypeName, mediaType] of namedChildren(context, owner, "content")) {
      // A shared response is at fault once.
      if (isBinary(mediaTypeName) || reported.has(mediaType.node)) continue;
      const fault = faultOf(mediaType.node, names);
      if (fault === undefined) continue;
      reported.add(mediaType.node);
      context.report({
        message: `${what} ${fault}.`,
        location: keyOf(mediaType.location),
      });
    }
  };

  for (const operation of calledOperations(context, root)) {
    demandOf(operation, context, demand);
  }
  for (const { name, operations } of describedWebhooks(context, root)) {
    for (const operation of operations) {
      const body = childObject(context, operation, "requestBody");
      if (body !== undefined) demand(body, [], `The payload of \`${name}\``);
    }
  }
});

function demandOf(
  operation: DescribedOperation,
  context: UserContext,
  demand: (owner: Located<JsonObject>, names: readonly string[], what: string) => void,
): void {
  const id = operation.id ?? operation.httpMethod;
  const body = childObject(context, operation, "requestBody");
  if (body !== undefined) demand(body, ["minimal"], `The request body of \`${id}\``);
  const isList = operation.node["x-parley-pagination"] !== undefined;
  for (const [status, response] of namedChildren(context, operation, "responses")) {
    const names = isList && status.startsWith("2") ? pageNames : [];
    demand(response, names, `The response ${status} of \`${id}\``);
  }
}

function faultOf(mediaType: JsonObject, names: readonly string[]): string | undefined {
  const named = Object.keys(isObject(mediaType["examples"]) ? mediaType["examples"] : {});
  const missing = names.filter((name) => !named.includes(name));
  if (missing.length > 0) {
    return `lacks the example${missing.length > 1 ? "s" : ""} ${missing.join(", ")}: add to \`examples\` what the mock and the tests look for by name`;
  }
  return named.length === 0 && mediaType["example"] === undefined
    ? "has no example: add one under `examples`"
    : undefined;
}

/** Whether the media type is of bytes, for which a description has no examples. */
function isBinary(mediaType: string): boolean {
  return /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i.test(
    mediaType,
  );
}
