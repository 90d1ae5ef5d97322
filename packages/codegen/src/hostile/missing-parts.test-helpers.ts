import { isHttpMethod } from "../description/openapi.js";
import { isObject } from "../description/json.js";

/** What a generator has made of a description. */
export interface Generated {
  /** The bundled document. */
  readonly document: unknown;
  /** The sources of `operations.ts`, `types.ts` and `schema.ts`. */
  readonly operations: string;
  readonly types: string;
  readonly schema: string;
  /** The messages of the warnings. */
  readonly warnings: readonly string[];
}

/**
 * The operations, parameters, values of enums and media types that generated code does not have and
 * no warning names. It looks for their names in the sources, and knows nothing of how they are made.
 */
export function missingParts(generated: Generated): string[] {
  const { document, operations, types, schema } = generated;
  const warnings = generated.warnings.join("\n");
  const root = isObject(document) ? document : {};
  const missing: string[] = [];
  const paths = isObject(root["paths"]) ? root["paths"] : {};

  const follow = (value: unknown): Readonly<Record<string, unknown>> => {
    let current = value;
    for (let step = 0; step < 20; step++) {
      if (!isObject(current) || typeof current["$ref"] !== "string") break;
      current = decodeURIComponent(current["$ref"])
        .split("/")
        .slice(1)
        .reduce<unknown>((parent, key) => {
          const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
          return Array.isArray(parent)
            ? (parent[Number(name)] as unknown)
            : isObject(parent)
              ? parent[name]
              : undefined;
        }, root);
    }
    return isObject(current) ? current : {};
  };
  const known = {
    operations: namesIn(operations),
    types: namesIn(types),
    schema: namesIn(schema),
  };
  const expect = (what: string, name: string, ...places: readonly (keyof typeof known)[]): void => {
    const literal = escaped(JSON.stringify(name));
    const isThere = places.some((place) => known[place].has(literal) || known[place].has(name));
    if (!isThere && !warnings.includes(name)) missing.push(`${what} ${literal}`);
  };

  for (const written of Object.values(paths)) {
    const pathItem = follow(written);
    for (const [field, operation] of Object.entries(pathItem)) {
      if (!isHttpMethod(field) || !isObject(operation)) continue;
      expect("operation", String(operation["operationId"]), "operations");
      const parameters = [pathItem["parameters"], operation["parameters"]].flat();
      for (const parameter of parameters) {
        const { name } = follow(parameter);
        if (typeof name === "string") expect("parameter", name, "types");
      }
      const bodies = [
        operation["requestBody"],
        ...Object.values(isObject(operation["responses"]) ? operation["responses"] : {}),
      ];
      for (const body of bodies) {
        const { content } = follow(body);
        const isLeftOut = body === operation["requestBody"] && /request has no body/.test(warnings);
        for (const mediaType of Object.keys(isObject(content) && !isLeftOut ? content : {})) {
          expect("media type", mediaType, "operations", "types", "schema");
        }
      }
    }
  }
  for (const value of enumValues(root)) expect("value", value, "schema");
  return missing;
}

/** The texts that schemas list as values. */
function enumValues(value: unknown, key = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => enumValues(item));
  if (!isObject(value) || key === "example" || key === "default" || key === "const") return [];
  const own = Array.isArray(value["enum"]) && key !== "properties" ? value["enum"] : [];
  // What else stands beside a `$ref` is nothing that OpenAPI knows.
  if (typeof value["$ref"] === "string") return own.filter((item) => typeof item === "string");
  return [
    ...own.filter((item) => typeof item === "string"),
    ...Object.entries(value).flatMap(([name, inner]) =>
      // Servers' variables are options of the client; extensions and lists of values hold data.
      // What is no object has no properties.
      name === "servers" ||
      name === "enum" ||
      name.startsWith("x-") ||
      (name === "properties" && !mayBeObject(value["type"]))
        ? []
        : enumValues(inner, name),
    ),
  ];
}

function mayBeObject(type: unknown): boolean {
  if (Array.isArray(type)) return type.includes("object");
  return typeof type !== "string" || type === "object";
}

/** Text in which every letter beyond ASCII is an escape, in capitals as the compiler writes them. */
function escaped(text: string): string {
  return text
    .replace(/\\u[0-9a-fA-F]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`)
    .replace(
      /[^ -~\n\r\t]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`,
    );
}

/** The strings and identifiers of a source. */
function namesIn(source: string): ReadonlySet<string> {
  return new Set(escaped(source).match(/"(?:[^"\\\n]|\\.)*"|[A-Za-z_$][A-Za-z0-9_$]*/g));
}
