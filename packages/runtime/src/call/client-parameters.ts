import { readEnvironmentVariable } from "../authentication/read-environment-variable.js";
import type { Operation, Provider } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import type { FlatParameters } from "./build-request.js";

/** A parameter that a client gives for all its calls, and what it is called elsewhere. */
interface ClientParameter {
  readonly value: unknown;
  readonly option: string;
  readonly environmentVariable: string | undefined;
}

/** Client parameters by the name that operations have for them. */
export type ClientParameters = Readonly<Record<string, ClientParameter>>;

/** Reads a provider's client parameters from a client's options, else from the environment. */
export function readClientParameters(
  provider: Provider,
  options: Readonly<Record<string, unknown>>,
): ClientParameters {
  return Object.fromEntries(
    Object.entries(provider.parameters ?? {}).map(([name, { option, environmentVariable }]) => {
      const value = options[option] || readEnvironmentVariable(environmentVariable);
      return [name, { value, option, environmentVariable }];
    }),
  );
}

/**
 * Adds the parameters that a client gives for all its calls to those of one call, which win.
 *
 * @param operation - Takes only what it has a parameter for.
 * @param given - The call's own parameters.
 * @param clientParameters - The client's.
 * @throws ConfigurationError - neither has one that the operation requires; the message names the option.
 */
export function withClientParameters(
  operation: Operation,
  given: FlatParameters,
  clientParameters: ClientParameters,
): FlatParameters {
  const all: Record<string, unknown> = { ...given };
  for (const name in clientParameters) {
    const parameter = clientParameters[name];
    if (parameter === undefined || operation.parameters?.[name] === undefined) continue;
    if (all[name] !== undefined) continue;
    const { value, option, environmentVariable } = parameter;
    if (value === undefined && operation.required?.includes(name)) {
      const variable = environmentVariable === undefined ? "" : `, set ${environmentVariable}`;
      throw new ConfigurationError(
        `${operation.id}: "${name}" is missing; pass it to the client as the option "${option}"${variable}, or give it with the call.`,
        { operationId: operation.id },
      );
    }
    all[name] = value;
  }
  return all;
}
