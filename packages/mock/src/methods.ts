import { dereference, isObject } from "./document.js";
import type { MethodRule, OpenApiDocument, Parameter, Schema } from "./document.js";
import type { MockOperation } from "./operation-table.js";

/** What tells the methods of an operation apart. */
export interface MethodRequest {
  /** Whether the request has a parameter. */
  readonly isGiven: (parameter: Parameter) => boolean;
  /** The body, parsed. */
  readonly body: unknown;
}

/**
 * The methods that a request may be a call of, the most particular first. One operation can have
 * several (`x-parley-methods`), told apart by the parameters and the properties that are given.
 */
export function methodsOf(
  document: OpenApiDocument,
  operation: MockOperation,
  { isGiven, body }: MethodRequest,
): readonly string[] {
  const names = operation.parameters.filter(isGiven).map(({ name }) => name);
  return Object.entries(operation.methods)
    .filter(([, rule]) => acceptsParameters(rule, names) && acceptsBody(document, rule, body))
    .toSorted(([, a], [, b]) => breadth(a) - breadth(b))
    .map(([name]) => name);
}

function acceptsParameters(
  { parameters, exactlyOneOf }: MethodRule,
  names: readonly string[],
): boolean {
  if (parameters !== undefined && !names.every((name) => parameters.includes(name))) return false;
  return (
    exactlyOneOf === undefined || exactlyOneOf.filter((name) => names.includes(name)).length === 1
  );
}

/** Whether a body has the properties that the method's own schema asks for, and no others. */
function acceptsBody(
  document: OpenApiDocument,
  { body: $ref }: MethodRule,
  body: unknown,
): boolean {
  if ($ref === undefined || !isObject(body)) return true;
  const { required, properties, additionalProperties } = dereference<Schema>(document, { $ref });
  return (
    (required ?? []).every((name) => Object.hasOwn(body, name)) &&
    (additionalProperties !== false ||
      Object.keys(body).every((name) => Object.hasOwn(properties ?? {}, name)))
  );
}

/** A method that needs an identity is narrower than one that does not, and a short list than a long one. */
function breadth({ parameters, exactlyOneOf }: MethodRule): number {
  return (exactlyOneOf === undefined ? 1_000 : 0) + (parameters?.length ?? 100);
}
