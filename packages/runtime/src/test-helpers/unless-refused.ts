import { ConfigurationError } from "../errors/errors.js";

/** Stands for a value that was refused by a ConfigurationError. */
export const REFUSED: unique symbol = Symbol("refused");

/** What a call gives, or {@link REFUSED}; any other error than a ConfigurationError is thrown. */
export function unlessRefused<Value>(call: () => Value): Value | typeof REFUSED {
  try {
    return call();
  } catch (error) {
    if (error instanceof ConfigurationError) return REFUSED;
    throw error;
  }
}
