import { ConfigurationError } from "../errors/errors.js";
import type { Logger } from "../telemetry/logging.js";
import type { Validation, ValidationMode, Validators } from "./validators.js";

/** The options by which validation is asked for. */
export interface ValidationOptions {
  /**
   * What happens where a request, an answer or a webhook breaks the description: `warn` logs it,
   * `error` throws a ValidationError. Needs `validators`. Default: nothing is validated.
   */
  readonly validate?: ValidationMode | undefined;
  /** What the provider's package has under `/validators`. */
  readonly validators?: Validators | undefined;
}

/**
 * What validates, as the options have it; undefined where nothing does. All of its code comes with
 * the validators, so that it is in no bundle that does without them.
 *
 * @param provider - Whose validators they have to be; undefined where that is not known.
 * @throws ConfigurationError - one option without the other, or another provider's validators.
 */
export function validationOf(
  { validate, validators, logger }: ValidationOptions & { readonly logger?: Logger | undefined },
  provider: string | undefined,
): Validation | undefined {
  if (validators !== undefined) return validators.connect({ validate, logger, provider });
  if (validate === undefined) return undefined;
  throw new ConfigurationError(
    `${provider ?? "webhook"}: option "validate" needs the option "validators"; import { validators } from the "/validators" entry of the provider's package.`,
  );
}
