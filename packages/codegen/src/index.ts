/**
 * Makes a typed Parley client from an OpenAPI description.
 *
 * @packageDocumentation
 */
export { defineConfig, type ParleyConfig } from "./config/define-config.js";
export { DescriptionError, type DescriptionProblem } from "./description-error.js";
export { generate, type GenerateOptions, type GenerateResult } from "./generate.js";
