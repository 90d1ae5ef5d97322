import { dereference, isObject } from "./document.js";
import type { OpenApiDocument, Schema } from "./document.js";

/** An answer's body without the properties that the schema marks `writeOnly`: Prism sends them. */
export function withoutWriteOnly(
  document: OpenApiDocument,
  value: unknown,
  schema: Schema | boolean | undefined,
): unknown {
  if (typeof schema !== "object") return value;
  const { allOf, anyOf, oneOf, prefixItems, items, properties, additionalProperties } =
    dereference<Schema>(document, schema);
  let result = value;
  for (const part of [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? [])]) {
    result = withoutWriteOnly(document, result, part);
  }
  if (Array.isArray(result)) {
    return result.map((item, index) =>
      withoutWriteOnly(document, item, prefixItems?.[index] ?? items),
    );
  }
  if (!isObject(result)) return result;
  return Object.fromEntries(
    Object.entries(result)
      .map(([name, item]) => [name, item, properties?.[name] ?? additionalProperties] as const)
      .filter(([, , property]) => !isWriteOnly(document, property))
      .map(([name, item, property]) => [name, withoutWriteOnly(document, item, property)]),
  );
}

function isWriteOnly(document: OpenApiDocument, schema: Schema | boolean | undefined): boolean {
  return (
    typeof schema === "object" &&
    (schema.writeOnly === true || dereference<Schema>(document, schema).writeOnly === true)
  );
}
