import type { Location, Oas3Rule, Oas3Visitor, UserContext } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../../description/json.js";
import {
  calledOperations,
  childObject,
  jsonSchemas,
  keyOf,
  namedChildren,
  parametersOf,
  strings,
  successResponses,
  type DescribedOperation,
  type Located,
} from "../read-description.js";
import { isOfType, schemaAt } from "../schema-pointer.js";

/** What the methods of `x-parley-methods` name is there: parameters, bodies, statuses, items. */
export const methods: Oas3Rule = (): Oas3Visitor => {
  const componentSchemas = new Set<string>();
  return {
    ref: {
      enter(_reference, context, resolved): void {
        // A schema in a file of its own becomes a component when the description is bundled.
        if (context.type.name === "Schema" && resolved.location !== undefined) {
          componentSchemas.add(componentName(resolved.location));
        }
      },
    },
    Root: {
      // At the end, when every reference has been seen.
      leave(node: unknown, context): void {
        if (!isObject(node)) return;
        const root: Located<JsonObject> = { node, location: context.location };
        const components = childObject(context, root, "components");
        const schemas = components && childObject(context, components, "schemas");
        for (const name of Object.keys(schemas?.node ?? {})) componentSchemas.add(name);

        for (const operation of calledOperations(context, root)) {
          checkOperation(operation, componentSchemas, context);
        }
      },
    },
  };
};

function checkOperation(
  operation: DescribedOperation,
  componentSchemas: ReadonlySet<string>,
  context: UserContext,
): void {
  const declared = childObject(context, operation, "x-parley-methods");
  if (declared === undefined) return;
  const names = Object.keys(declared.node);
  if (operation.id !== undefined && !names.includes(operation.id)) {
    context.report({
      message: `The operationId \`${operation.id}\` is none of the operation's methods (${names.join(", ")}): make it one of them.`,
      location: operation.location.child(["operationId"]),
    });
  }
  for (const [name, method] of namedChildren(context, operation, "x-parley-methods")) {
    checkParameters(name, method, operation, context);
    checkBody(name, method, operation, componentSchemas, context);
    checkResult(name, method, operation, context);
  }
}

function checkParameters(
  name: string,
  method: Located<JsonObject>,
  operation: DescribedOperation,
  context: UserContext,
): void {
  const parameters = parametersOf(context, operation);
  const existing = parameters.map((parameter) => parameter.name);
  const given = Array.isArray(method.node["parameters"])
    ? strings(method.node["parameters"])
    : existing;

  for (const [index, parameter] of strings(method.node["parameters"]).entries()) {
    if (existing.includes(parameter)) continue;
    context.report({
      message: `The operation has no parameter \`${parameter}\`, which \`${name}\` names: it has ${existing.join(", ") || "none"}.`,
      location: method.location.child(["parameters", index]),
    });
  }
  for (const parameter of parameters) {
    const required = parameter.in === "path" || parameter.node["required"] === true;
    if (!required || given.includes(parameter.name)) continue;
    context.report({
      message: `\`${name}\` leaves out \`${parameter.name}\`, which every call needs: add it.`,
      location: keyOf(method.location.child(["parameters"])),
    });
  }
  const alternatives = strings(method.node["exactlyOneOf"]);
  for (const [index, parameter] of alternatives.entries()) {
    const location = method.location.child(["exactlyOneOf", index]);
    if (!given.includes(parameter)) {
      context.report({
        message: `\`${name}\` has no parameter \`${parameter}\` to choose: it has ${given.join(", ") || "none"}.`,
        location,
      });
    } else if (
      parameters.some((each) => each.name === parameter && each.node["required"] === true)
    ) {
      context.report({
        message: `\`${parameter}\` is required, so that a caller of \`${name}\` has no choice: make it optional, or leave it out of the list.`,
        location,
      });
    }
  }
}

function checkBody(
  name: string,
  method: Located<JsonObject>,
  operation: DescribedOperation,
  componentSchemas: ReadonlySet<string>,
  context: UserContext,
): void {
  const { body } = method.node;
  if (typeof body !== "string") return;
  const location = method.location.child(["body"]);
  if (operation.node["requestBody"] === undefined) {
    context.report({
      message: `\`${name}\` narrows the body of an operation that has none: add \`requestBody\`, or remove \`body\`.`,
      location,
    });
  } else if (!componentSchemas.has(body.replace("#/components/schemas/", ""))) {
    context.report({
      message: `No schema becomes \`${body}\`: refer to it from the operation's \`requestBody\` (a \`oneOf\`), or correct the name, which is that of the schema's file.`,
      location,
    });
  }
}

function checkResult(
  name: string,
  method: Located<JsonObject>,
  operation: DescribedOperation,
  context: UserContext,
): void {
  const { status, first } = method.node;
  const responses = successResponses(context, operation);
  if (typeof status === "string" && !responses.some(([declared]) => declared === status)) {
    context.report({
      message: `The operation declares no response \`${status}\`, by which \`${name}\` succeeds: it has ${responses.map(([declared]) => declared).join(", ") || "none"}.`,
      location: method.location.child(["status"]),
    });
  }
  if (typeof first !== "string") return;
  const bodies = responses
    .filter(([declared]) => typeof status !== "string" || declared === status)
    .flatMap(([, response]) => jsonSchemas(context, response));
  const leadsToList = bodies.some((body) => {
    const found = schemaAt(context, body, first);
    return found !== undefined && isOfType(context, found, ["array"]);
  });
  if (!leadsToList) {
    context.report({
      message: `The pointer \`${first}\` leads to no list in the success response, of which \`${name}\` could take the first: correct it.`,
      location: method.location.child(["first"]),
    });
  }
}

/** The name that bundling gives a schema: the last key of its pointer, or else its file's. */
function componentName({ pointer, source }: Location): string {
  const key = pointer.slice(pointer.lastIndexOf("/") + 1);
  return key === "" ? source.absoluteRef.replace(/^.*\//, "").replace(/\.[^.]+$/, "") : key;
}
