import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { type JsonObject } from "../../description/json.js";
import { childPointer } from "../../description/json-pointer.js";
import {
  calledOperations,
  childObject,
  jsonSchemas,
  keyOf,
  parametersOf,
  successResponses,
  type DescribedOperation,
  type Located,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";
import { isOfType, schemaAt } from "../schema-pointer.js";

/** What `x-parley-pagination` names is there: its parameter in the operation, its pointers in the response. */
export const pagination: Oas3Rule = rootRule((root, context) => {
  for (const operation of calledOperations(context, root)) {
    const declared = childObject(context, operation, "x-parley-pagination");
    if (declared === undefined) continue;
    checkParameter(declared, operation, context);
    checkPointers(declared, operation, context);
  }
});

function checkParameter(
  declared: Located<JsonObject>,
  operation: DescribedOperation,
  context: UserContext,
): void {
  const { parameter, in: place } = declared.node;
  if (typeof parameter !== "string") return;
  const location = declared.location.child(["parameter"]);
  if (place === "body") {
    const body = childObject(context, operation, "requestBody");
    const schemas = body === undefined ? [] : jsonSchemas(context, body);
    if (schemas.some((schema) => schemaAt(context, schema, childPointer("", parameter)))) return;
    context.report({
      message: `The request body has no property \`${parameter}\`: name the one that takes the page's token.`,
      location,
    });
    return;
  }
  const inQuery = parametersOf(context, operation).filter((each) => each.in === "query");
  if (inQuery.some(({ name }) => name === parameter)) return;
  context.report({
    message: `The operation has no query parameter \`${parameter}\`: declare it, or name the one that chooses the page.`,
    location,
  });
}

// A token may be a number, and so may a count that a provider writes as one.
const pointers = [
  { property: "items", types: ["array"], words: "a list" },
  { property: "next", types: ["string", "integer"], words: "a string" },
  { property: "total", types: ["integer", "number"], words: "a number" },
] as const;

function checkPointers(
  declared: Located<JsonObject>,
  operation: DescribedOperation,
  context: UserContext,
): void {
  const bodies = successResponses(context, operation).flatMap(([, response]) =>
    jsonSchemas(context, response),
  );
  if (bodies.length === 0) {
    context.report({
      message:
        "A list without a JSON success response cannot be walked: declare the response's schema, or remove `x-parley-pagination`.",
      location: keyOf(declared.location),
    });
    return;
  }
  for (const { property, types, words } of pointers) {
    const pointer = declared.node[property];
    if (typeof pointer !== "string") continue;
    const found = bodies.map((body) => schemaAt(context, body, pointer));
    const fault = found.includes(undefined)
      ? `leads to nothing in the schema of the success response: name where ${words} is`
      : found.every((schema) => schema !== undefined && isOfType(context, schema, types))
        ? undefined
        : `does not lead to ${words} in the success response: correct the pointer or the schema`;
    if (fault === undefined) continue;
    context.report({
      message: `The pointer \`${pointer}\` ${fault}.`,
      location: declared.location.child([property]),
    });
  }
}
