import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonValue } from "../description/json.js";
import type { Pointer } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";

/** Whether a value is known to be valid by the schema at a place of the document. */
export function isValid(document: OpenApiDocument, pointer: Pointer, value: JsonValue): boolean {
  // A description has keywords that JSON Schema does not know, and formats are nothing that a
  // value of the description's own depends on.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  // No type says what a pattern says, and one of a stranger's may take longer than anybody waits.
  for (const keyword of ["pattern", "patternProperties"]) ajv.removeKeyword(keyword);
  ajv.addSchema(document, "description");
  try {
    return ajv.validate({ $ref: `description${encodeURI(pointer)}` }, value);
  } catch {
    // A schema that cannot be compiled, such as one with a pattern that is none, says nothing.
    return false;
  }
}
