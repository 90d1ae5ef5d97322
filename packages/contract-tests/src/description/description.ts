import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { at, isObject, objectOf } from "./json.js";
import type { JsonObject } from "./json.js";

/** An OpenAPI document, addressed by JSON Pointers. */
export interface Description {
  readonly document: unknown;
  /** The pointer to where a chain of references ends. */
  follow(pointer: string): string;
  /** The object at a pointer, its references followed. */
  object(pointer: string): JsonObject;
  /** Whether a value fits the schema at a pointer. */
  fits(pointer: string, value: unknown): boolean;
  /** In what a value breaks the schema at a pointer: a sentence for each point, none if it fits. */
  errors(pointer: string, value: unknown): readonly string[];
}

const ID = "description";

/** Reads a bundled document. Its schemas are judged by Ajv, as JSON Schema 2020-12 with formats. */
export function readDescription(document: unknown): Description {
  const explain = createValidators(document, { allErrors: true });
  const decide = createValidators(document, { allErrors: false });

  function follow(pointer: string): string {
    const { $ref } = objectOf(at(document, pointer));
    return typeof $ref === "string" ? follow(decodeURIComponent($ref.slice(1))) : pointer;
  }

  return {
    document,
    follow,
    object: (pointer) => objectOf(at(document, follow(pointer))),
    fits: (pointer, value) => decide(pointer)(value),
    errors(pointer, value) {
      const validate = explain(pointer);
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message}`,
      );
    },
  };
}

/** Gives the validator of the schema at a pointer, each compiled once. */
function createValidators(
  document: unknown,
  options: { readonly allErrors: boolean },
): (pointer: string) => ValidateFunction {
  const ajv = new Ajv2020({ ...options, strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(objectOf(document), ID);
  const validators = new Map<string, ValidateFunction>();
  return (pointer) => {
    const schema = at(document, pointer);
    if (!isObject(schema) && typeof schema !== "boolean") {
      throw new Error(`There is no schema at ${pointer}.`);
    }
    const validate =
      validators.get(pointer) ??
      ajv.compile({ $ref: `${ID}#${pointer.split("/").map(encodeURIComponent).join("/")}` });
    validators.set(pointer, validate);
    return validate;
  };
}
