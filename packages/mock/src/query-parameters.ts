import { dereference } from "./document.js";
import type { OpenApiDocument, Parameter, Schema } from "./document.js";
import type { MockOperation } from "./operation-table.js";
import type { Violation } from "./prism.js";

/**
 * The optional query parameters that a request leaves out and that Prism must not look at: one that
 * is an object is an empty object to Prism when it is absent, which `required` and `minProperties`
 * then refuse.
 */
export function absentObjectParameters(
  document: OpenApiDocument,
  operation: MockOperation,
  query: URLSearchParams,
): readonly string[] {
  return operation.parameters
    .filter(
      (parameter) =>
        parameter.in === "query" &&
        parameter.required !== true &&
        schemaOf(document, parameter).type === "object" &&
        ![...query.keys()].some((key) => belongsTo(document, parameter, key)),
    )
    .map(({ name }) => name);
}

/**
 * A violation for each query parameter that the operation does not have. Prism says nothing of
 * them; they are recorded, and the request is answered as real servers do.
 *
 * @param credentials Query parameters that carry a credential.
 */
export function undeclaredParameters(
  document: OpenApiDocument,
  operation: MockOperation,
  query: URLSearchParams,
  credentials: ReadonlySet<string>,
): readonly Violation[] {
  const declared = operation.parameters.filter((parameter) => parameter.in === "query");
  return [...new Set(query.keys())]
    .filter(
      (key) =>
        !credentials.has(key) && !declared.some((parameter) => belongsTo(document, parameter, key)),
    )
    .map((key) => ({
      location: ["request", "query", key],
      code: "undeclared",
      message: `${operation.id} has no query parameter ${key}.`,
    }));
}

/** Whether a key of the query is part of a parameter, as OpenAPI's styles write it. */
function belongsTo(document: OpenApiDocument, parameter: Parameter, key: string): boolean {
  if (parameter.style === "deepObject") return key.startsWith(`${parameter.name}[`);
  const schema = schemaOf(document, parameter);
  if (schema.type !== "object" || parameter.explode === false) return key === parameter.name;
  // An exploded object has its properties in the query under their own names.
  return Boolean(schema.additionalProperties) || Object.hasOwn(schema.properties ?? {}, key);
}

function schemaOf(document: OpenApiDocument, { schema }: Parameter): Schema {
  return schema === undefined ? {} : dereference<Schema>(document, schema);
}
