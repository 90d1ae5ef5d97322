/**
 * Makes a typed Parley client from an OpenAPI description.
 *
 * @packageDocumentation
 */
export { DescriptionError, type DescriptionProblem } from "./description-error.js";
export { generate, type GenerateOptions, type GenerateResult } from "./generate.js";
