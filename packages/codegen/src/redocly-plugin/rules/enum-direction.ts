import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { type JsonObject } from "../../description/json.js";
import {
  asObject,
  calledOperations,
  childObject,
  describedWebhooks,
  follow,
  keyOf,
  listedChildren,
  namedChildren,
  operationsOf,
  parametersOf,
  type DescribedOperation,
  type Located,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** What a client does with a value: it reads responses and events, and writes requests. */
type Direction = "read" | "written";

interface Use {
  readonly schema: Located<JsonObject>;
  readonly directions: Set<Direction>;
}

/**
 * Reading is open, writing is closed. A value that is only read may grow, so that its strings are
 * an `x-parley-open-enum`; a value that is only written is one of an `enum`, so that a misspelt one
 * is a type error.
 *
 * A schema that is both read and written may have either: `enum` because a request reaches it, the
 * open list because a response does. Two schemas say more.
 *
 * An `enum` of one value is a tag, as `const` is, and is left alone; so are the conditions `if`,
 * `not`, `contains` and `propertyNames`, which give a value no type.
 */
export const enumDirection: Oas3Rule = rootRule((root, context) => {
  const uses = new Map<unknown, Use>();
  for (const operation of calledOperations(context, root)) {
    visitOperation(operation, "written", uses, context);
  }
  for (const { operations } of describedWebhooks(context, root)) {
    for (const operation of operations) visitOperation(operation, "read", uses, context);
  }
  for (const use of uses.values()) check(use, context);
});

function check({ schema: { node, location }, directions }: Use, context: UserContext): void {
  if (directions.size > 1) return;
  const values: unknown = node["enum"];
  if (directions.has("read") && Array.isArray(values)) {
    const listed = values.filter((value) => value !== null);
    if (listed.length < 2) return;
    context.report({
      message: listed.every((value) => typeof value === "string")
        ? "`enum` closes a value that is only read, and that the provider may add to: write `x-parley-open-enum` in its place."
        : "`enum` closes a value that is only read, and that the provider may add to: write the known values in `description` in its place.",
      location: keyOf(location.child(["enum"])),
    });
  }
  if (directions.has("written") && node["x-parley-open-enum"] !== undefined) {
    context.report({
      message:
        "`x-parley-open-enum` leaves open a value that is only written, so that a misspelt one would be sent: write `enum` in its place.",
      location: keyOf(location.child(["x-parley-open-enum"])),
    });
  }
}

/** Visits the schemas of an operation whose request goes in the direction. */
function visitOperation(
  operation: DescribedOperation,
  request: Direction,
  uses: Map<unknown, Use>,
  context: UserContext,
): void {
  const response: Direction = request === "read" ? "written" : "read";
  for (const parameter of parametersOf(context, operation)) {
    visitOwner(parameter, request, uses, context);
  }
  const body = childObject(context, operation, "requestBody");
  if (body !== undefined) visitOwner(body, request, uses, context);
  for (const [, answer] of namedChildren(context, operation, "responses")) {
    visitOwner(answer, response, uses, context);
    for (const [, header] of namedChildren(context, answer, "headers")) {
      visitOwner(header, response, uses, context);
    }
  }
  // A callback is a request that the other side makes.
  for (const [, callback] of namedChildren(context, operation, "callbacks")) {
    for (const expression of Object.keys(callback.node)) {
      const pathItem = childObject(context, callback, expression);
      for (const called of pathItem === undefined ? [] : operationsOf(context, pathItem)) {
        visitOperation(called, response, uses, context);
      }
    }
  }
}

/** Visits the schemas of what has a `schema`, or a `content` of media types that have one. */
function visitOwner(
  owner: Located<JsonObject>,
  direction: Direction,
  uses: Map<unknown, Use>,
  context: UserContext,
): void {
  const mediaTypes = namedChildren(context, owner, "content").map(([, mediaType]) => mediaType);
  for (const each of [owner, ...mediaTypes]) {
    const schema = childObject(context, each, "schema");
    if (schema !== undefined) visitSchema(schema, direction, uses, context);
  }
}

function visitSchema(
  schema: Located<JsonObject>,
  direction: Direction,
  uses: Map<unknown, Use>,
  context: UserContext,
): void {
  const use = uses.get(schema.node) ?? { schema, directions: new Set<Direction>() };
  uses.set(schema.node, use);
  if (use.directions.has(direction)) return;
  use.directions.add(direction);

  const inner = [
    ...[
      "items",
      "additionalProperties",
      "unevaluatedProperties",
      "unevaluatedItems",
      "then",
      "else",
      "contentSchema",
    ].flatMap((keyword) => childObject(context, schema, keyword) ?? []),
    ...["allOf", "anyOf", "oneOf", "prefixItems"].flatMap((keyword) =>
      listedChildren(context, schema, keyword),
    ),
    ...["properties", "patternProperties", "dependentSchemas"].flatMap((keyword) =>
      namedChildren(context, schema, keyword).map(([, child]) => child),
    ),
    ...discriminated(schema, context),
  ];
  for (const each of inner) visitSchema(each, direction, uses, context);
}

/** The schemas that a discriminator's mapping names. */
function discriminated(schema: Located<JsonObject>, context: UserContext): Located<JsonObject>[] {
  const discriminator = childObject(context, schema, "discriminator");
  const mapping = discriminator && childObject(context, discriminator, "mapping");
  if (mapping === undefined) return [];
  return Object.values(mapping.node).flatMap(
    ($ref) => asObject(follow(context, { node: { $ref }, location: mapping.location })) ?? [],
  );
}
