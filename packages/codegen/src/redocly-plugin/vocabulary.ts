/**
 * The `x-parley-*` vocabulary, read from `vocabulary/x-parley.schema.json`.
 */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** An extension key as the vocabulary declares it. */
export interface VocabularyEntry {
  /** The OpenAPI objects that may carry the key. */
  readonly allowedOn: readonly string[];
  readonly description: string;
}

interface VocabularySchema {
  readonly $id: string;
  readonly properties: Readonly<Record<string, VocabularyEntry>>;
}

// Beside `src` and `dist` alike, so that the path holds for the built plugin and for its tests.
const file = new URL("../../vocabulary/x-parley.schema.json", import.meta.url);

// The file is this package's own, and its shape is asserted by the vocabulary's tests.
const schema = JSON.parse(readFileSync(file, "utf8")) as VocabularySchema;

// `verbose` gives errors the schema and the value they speak of; `equals` of x-parley-failure is a union of types.
const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
ajv.addVocabulary(["allowedOn"]);
ajv.addSchema(schema);

/** What every key of the vocabulary starts with. */
export const extensionPrefix = "x-parley-";

/** Every key of the vocabulary. */
export const vocabulary: Readonly<Record<string, VocabularyEntry>> = schema.properties;

/** The validator of a part of the vocabulary, named by its pointer: `#/properties/x-parley-retry`. */
export function validatorAt(pointer: string): ValidateFunction {
  const validate = ajv.getSchema(schema.$id + pointer);
  if (validate === undefined) throw new Error(`The vocabulary has nothing at ${pointer}.`);
  return validate;
}
