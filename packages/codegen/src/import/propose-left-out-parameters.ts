import { isObject, type JsonObject } from "../description/json.js";
import {
  describedOperations,
  follow,
  pathTarget,
  quoted,
  type ImportedOperation,
} from "./described-operations.js";
import type { ProposedAction } from "./overlay-action.js";

interface FoundParameter {
  readonly name: string;
  readonly in: string;
  /** A JSONPath (RFC 9535) that selects it in its list. */
  readonly target: string;
}

/** Of two parameters of one name, the first of these stays: without it there is no path to call. */
const PLACES: readonly string[] = ["path", "query", "header", "cookie"];

/**
 * Takes out of its list each parameter that a method cannot have: those of cookies, those called
 * like the body, and the second of one name, as a method's parameters are flat.
 */
export function leftOutParameters(document: JsonObject): ProposedAction[] {
  const actions = new Map<string, ProposedAction>();
  for (const imported of describedOperations(document)) {
    const kept = new Map<string, FoundParameter>();
    for (const parameter of inOrder(parametersOf(document, imported))) {
      const { name, target } = parameter;
      const other = kept.get(name);
      const why =
        parameter.in === "cookie"
          ? "a client sends no cookies."
          : name === "body" && parameter.in !== "path"
            ? "a method's `body` is the request body, so that no parameter can have the name."
            : other === undefined
              ? undefined
              : `\`${name}\` is in the ${other.in} and in the ${parameter.in}, and a method has one of that name. The one in the ${parameter.in} is left out.`;
      if (why === undefined) kept.set(name, parameter);
      else actions.set(target, { comment: `DECIDE: ${why}`, target, update: undefined });
    }
  }
  return [...actions.values()];
}

function inOrder(parameters: readonly FoundParameter[]): FoundParameter[] {
  return parameters.toSorted((a, b) => PLACES.indexOf(a.in) - PLACES.indexOf(b.in));
}

/** The parameters of an operation, and those of its path that it does not declare anew. */
function parametersOf(
  document: JsonObject,
  { path, pathItem, operation, target }: ImportedOperation,
): FoundParameter[] {
  const found = new Map<string, FoundParameter>();
  for (const [owner, ownerTarget] of [
    [pathItem, pathTarget(path)],
    [operation, target],
  ] as const) {
    const list: unknown = owner["parameters"];
    for (const written of Array.isArray(list) ? (list as unknown[]) : []) {
      const parameter = follow(document, written, "#")?.value;
      const name = parameter?.["name"];
      const place = parameter?.["in"];
      if (!isObject(written) || typeof name !== "string" || typeof place !== "string") continue;
      const { $ref } = written;
      const filter =
        typeof $ref === "string"
          ? `@['$ref']==${quoted($ref)}`
          : `@.in==${quoted(place)} && @.name==${quoted(name)}`;
      found.set(`${place} ${name}`, {
        name,
        in: place,
        target: `${ownerTarget}.parameters[?${filter}]`,
      });
    }
  }
  return [...found.values()];
}
