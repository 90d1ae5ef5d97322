import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import {
  calledOperations,
  childObject,
  jsonSchemas,
  keyOf,
  successResponses,
  type DescribedOperation,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";
import { schemaAt } from "../schema-pointer.js";

/**
 * What says how a call ended fits the responses: the pointers of `x-parley-failure` lead somewhere,
 * and `x-parley-empty-result` stands in for a response without a body.
 */
export const verdicts: Oas3Rule = rootRule((root, context) => {
  for (const operation of calledOperations(context, root)) {
    checkFailure(operation, context);
    checkEmptyResult(operation, context);
  }
});

function checkFailure(operation: DescribedOperation, context: UserContext): void {
  const failure = childObject(context, operation, "x-parley-failure");
  if (failure === undefined) return;
  const bodies = successResponses(context, operation).flatMap(([, response]) =>
    jsonSchemas(context, response),
  );
  for (const property of ["pointer", "message"]) {
    const pointer = failure.node[property];
    if (typeof pointer !== "string") continue;
    if (bodies.some((body) => schemaAt(context, body, pointer))) continue;
    context.report({
      message: `The pointer \`${pointer}\` leads to nothing in the schema of the success response: declare it there, or correct the pointer.`,
      location: failure.location.child([property]),
    });
  }
}

function checkEmptyResult(operation: DescribedOperation, context: UserContext): void {
  const empty = childObject(context, operation, "x-parley-empty-result");
  if (empty === undefined) return;
  const responses = successResponses(context, operation).map(([, response]) => response);
  const withBody = responses.filter((response) => jsonSchemas(context, response).length > 0);
  // A retry that finds its work done succeeds without a body too.
  const retry = childObject(context, operation, "x-parley-retry");
  const neverEmpty =
    withBody.length === responses.length && retry?.node["alreadyDone"] === undefined;
  if (withBody.length === 0 || neverEmpty) {
    context.report({
      message:
        "`x-parley-empty-result` needs a success response with a body, and a success without one: declare both, or remove it.",
      location: keyOf(empty.location),
    });
  }
}
