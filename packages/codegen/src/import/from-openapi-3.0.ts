import { visitDescription } from "../description/visit-description.js";

/** What may stand beside a `$ref` once it means something: notes for readers. */
const NOTES: ReadonlySet<string> = new Set(["description", "summary", "deprecated"]);

/**
 * Makes OpenAPI 3.1 of OpenAPI 3.0, in place: `nullable` and the exclusive bounds, which JSON Schema
 * says otherwise, and what stands beside a `$ref`, which 3.0 ignores.
 */
export function fromOpenApi30(document: Record<string, unknown>): Record<string, unknown> {
  visitDescription(document, (kind, node) => {
    if (kind !== "Schema") return;
    const isNullable = node["nullable"] === true;
    delete node["nullable"];
    if (typeof node["$ref"] === "string") {
      for (const key of Object.keys(node)) {
        if (key !== "$ref" && !NOTES.has(key) && !key.startsWith("x-")) delete node[key];
      }
    }
    exclusiveBound(node, "minimum", "exclusiveMinimum");
    exclusiveBound(node, "maximum", "exclusiveMaximum");
    if (isNullable) allowNull(node);
  });
  return document;
}

function exclusiveBound(schema: Record<string, unknown>, bound: string, exclusive: string): void {
  if (typeof schema[exclusive] !== "boolean") return;
  const isExclusive = schema[exclusive] && typeof schema[bound] === "number";
  delete schema[exclusive];
  if (!isExclusive) return;
  schema[exclusive] = schema[bound];
  delete schema[bound];
}

function allowNull(schema: Record<string, unknown>): void {
  const { type } = schema;
  const values = schema["enum"];
  // 3.0 asks for null in the list as well, which few write who mean it.
  if (Array.isArray(values) && !values.includes(null))
    schema["enum"] = [...(values as unknown[]), null];
  if (typeof type === "string" && !["allOf", "anyOf", "oneOf"].some((key) => key in schema)) {
    schema["type"] = [type, "null"];
    return;
  }
  const isConstrained = ["$ref", "type", "allOf", "anyOf", "oneOf"].some((key) => key in schema);
  if (!isConstrained) return;
  const inner = { ...schema };
  for (const key of Object.keys(schema)) delete schema[key];
  const { description, ...rest } = inner;
  Object.assign(schema, {
    ...(description === undefined ? {} : { description }),
    anyOf: [rest, { type: "null" }],
  });
}
