import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { type JsonObject, objectOf, textOf } from "./json.ts";

/** An object of a description, and the name of the component that it is. */
interface Resolved {
  /** Its references followed; what stands beside a `$ref` wins over what it leads to. */
  readonly value: JsonObject;
  /** `SendMessageRequest`; undefined where it is written in place. */
  readonly name: string | undefined;
}

/** A bundled OpenAPI document. */
export interface Description {
  readonly document: JsonObject;
  resolve(value: unknown): Resolved;
  /** Whether a value fits a schema of this document. */
  fits(schema: unknown, value: unknown): boolean;
}

const ID = "description";

/** Reads the description that a provider's package exports. */
export function readDescription(json: unknown): Description {
  const document = objectOf(json);
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  formats(ajv);
  ajv.addSchema(document, ID);
  const validators = new Map<unknown, ValidateFunction>();

  function resolve(value: unknown): Resolved {
    const { $ref, ...beside } = objectOf(value);
    const reference = textOf($ref);
    if (reference === undefined) return { value: beside, name: undefined };
    const found = resolve(at(document, reference));
    const name = found.name ?? reference.split("/").at(-1);
    return { value: { ...found.value, ...beside }, name };
  }

  return {
    document,
    resolve,
    fits(schema, value) {
      const validate = validators.get(schema) ?? ajv.compile(absolute(schema));
      validators.set(schema, validate);
      return validate(value);
    },
  };
}

/** The value at a local reference: `#/components/schemas/AppId`. */
function at(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split("/")
    .map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, token) => objectOf(value)[token], document);
}

/** A schema outside its document, its references leading into it. */
function absolute(schema: unknown): JsonObject {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? `${ID}${value}` : value,
  );
  return objectOf(JSON.parse(text));
}
