import type { Caller } from "../call/caller.js";
import type { CallOptions } from "../description/method.js";
import type { Operation } from "../description/operation.js";

/**
 * Makes resources of methods: `contacts.get` becomes `{ contacts: { get(parameters, options) } }`.
 *
 * @param operations - The methods' data; no name is the beginning of another's path.
 * @param caller - What runs them.
 */
export function createResources(operations: readonly Operation[], caller: Caller): object {
  const root: Record<string, unknown> = {};
  for (const operation of operations) {
    const names = operation.id.split(".");
    const last = names.pop() ?? operation.id;
    let resource = root;
    for (const name of names) {
      if (!Object.hasOwn(resource, name)) resource[name] = {};
      // Only objects that this loop has made are ever under these names.
      resource = resource[name] as Record<string, unknown>;
    }
    const method = (parameters?: Readonly<Record<string, unknown>>, options?: CallOptions) =>
      caller(operation, parameters, options);
    resource[last] = Object.assign(method, { operation });
  }
  return root;
}
