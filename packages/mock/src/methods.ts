import type { MethodRule, Parameter } from "./document.js";
import type { MockOperation } from "./operation-table.js";

/**
 * The methods that a request may be a call of, the most particular first. One operation can have
 * several (`x-parley-methods`), told apart by the parameters that are given.
 *
 * @param isGiven Whether the request has a parameter.
 */
export function methodsOf(
  operation: MockOperation,
  isGiven: (parameter: Parameter) => boolean,
): readonly string[] {
  const names = operation.parameters.filter(isGiven).map(({ name }) => name);
  return Object.entries(operation.methods)
    .filter(([, rule]) => accepts(rule, names))
    .toSorted(([, a], [, b]) => breadth(a) - breadth(b))
    .map(([name]) => name);
}

function accepts(rule: MethodRule, names: readonly string[]): boolean {
  const { parameters, exactlyOneOf } = rule;
  if (parameters !== undefined && !names.every((name) => parameters.includes(name))) return false;
  return (
    exactlyOneOf === undefined || exactlyOneOf.filter((name) => names.includes(name)).length === 1
  );
}

/** A method that needs an identity is narrower than one that does not, and a short list than a long one. */
function breadth({ parameters, exactlyOneOf }: MethodRule): number {
  return (exactlyOneOf === undefined ? 1_000 : 0) + (parameters?.length ?? 100);
}
