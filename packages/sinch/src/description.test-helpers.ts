import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** The bundled description, as the package exports it. */
export const description = JSON.parse(
  readFileSync(new URL("generated/openapi.json", import.meta.url), "utf8"),
  // Redocly has checked that it is an OpenAPI document, which is an object.
) as Readonly<Record<string, unknown>>;

// An OpenAPI document is no schema, and has keywords of its own.
const ajv = new Ajv2020({ strict: false, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(description, "description");

/**
 * What is wrong with a value, as the place of the first fault (a JSON Pointer into the value);
 * undefined when nothing is.
 *
 * @param schema - A component schema's name, or a JSON Pointer into the description.
 */
export function faultOf(schema: string, value: unknown): string | undefined {
  const pointer = schema.startsWith("/") ? schema : `/components/schemas/${schema}`;
  const reference = `description#${pointer.split("/").map(encodeURIComponent).join("/")}`;
  const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  if (validate(value) === true) return undefined;
  return placeOf(validate.errors ?? []);
}

/** A failed `oneOf` says so last, at the object that fits none of its variants. */
function placeOf(errors: readonly ErrorObject[]): string {
  return errors.at(-1)?.instancePath ?? "";
}
