export { ValidationError } from "./errors.js";
export type { CompiledValidator, ValidationFinding } from "./validation-findings.js";
export { formats } from "./validation-formats.js";
export { codePointLength, isEqual } from "./validation-helpers.js";
export {
  type CompiledValidators,
  createValidators,
  type MethodValidators,
  type Validation,
  type ValidationMode,
  type ValidationSettings,
  type Validators,
} from "./validators.js";
