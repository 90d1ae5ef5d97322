import { ConfigurationError } from "../errors/errors.js";
import type { Secret } from "./authenticate.js";
import { readEnvironmentVariable } from "./read-environment-variable.js";

/**
 * A secret that a client cannot do without: from its option, else from the environment.
 *
 * @param value - The option's value.
 * @param option - The option's name, for the message.
 * @param environmentVariable - Read when the option is absent.
 * @param factory - The function that takes the option, for the message: `createRespondIo`.
 * @throws ConfigurationError - neither is there.
 */
export function requiredSecret(
  value: Secret | undefined,
  option: string,
  environmentVariable: string,
  factory: string,
): Secret {
  const secret = value ?? readEnvironmentVariable(environmentVariable);
  if (typeof secret === "function" || (typeof secret === "string" && secret !== "")) return secret;
  throw new ConfigurationError(
    `${factory}: "${option}" is missing; pass it as an option (a string or a function) or set ${environmentVariable}.`,
  );
}
