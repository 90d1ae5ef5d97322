import type { FlatParameters } from "./build-request.js";
import type { Operation } from "./operation.js";

/**
 * Adds the parameters that a client gives for all its calls to those of one call, which win.
 *
 * @param operation - Takes only what it has a parameter for.
 * @param given - The call's own parameters.
 * @param clientParameters - The client's.
 */
export function withClientParameters(
  operation: Operation,
  given: FlatParameters,
  clientParameters: FlatParameters,
): FlatParameters {
  const all: Record<string, unknown> = { ...given };
  for (const name in clientParameters) {
    if (operation.parameters?.[name] !== undefined && all[name] === undefined) {
      all[name] = clientParameters[name];
    }
  }
  return all;
}
