export { ValidationError } from "./errors/errors.js";
export type { CompiledValidator, ValidationFinding } from "./errors/validation-findings.js";
export { formats } from "./validation/validation-formats.js";
export { codePointLength, isEqual } from "./validation/validation-helpers.js";
export {
  type CompiledValidators,
  createValidators,
  type MethodValidators,
  type Validation,
  type ValidationMode,
  type ValidationSettings,
  type Validators,
} from "./validation/validators.js";
