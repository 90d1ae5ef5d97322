import type { Report } from "../description-error.js";
import { childPointer } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { documentationOf } from "./documentation.js";
import type { SchemaModel } from "./model.js";
import { pascalCase } from "./names.js";
import { takenTypeNames } from "./taken-type-names.js";

/**
 * The exported types of the component schemas. A schema is called as the description calls it, in
 * PascalCase; where that is no name, or is another's, it gets one of its own, and `warn` is told:
 * who imports a description can rename no schema with an overlay.
 */
export function schemasOf(document: OpenApiDocument, warn: Report): SchemaModel[] {
  const schemas = Object.entries(document.components?.schemas ?? {});
  const names = typeNames(
    schemas.map(([component]) => component),
    takenTypeNames(document),
  );
  return schemas.flatMap(([component, schema]): SchemaModel[] => {
    const typeName = names.get(component);
    if (typeName === undefined) return [];
    if (typeName !== pascalCase(component)) {
      warn(
        childPointer("#", "components", "schemas", component),
        `The type of the schema "${component}" is called ${typeName}, as ${pascalCase(component) || "it"} is no name that it can have.`,
      );
    }
    const documentation = documentationOf(typeof schema === "boolean" ? undefined : schema);
    return [{ component, typeName, documentation }];
  });
}

/** A schema that is written as its type keeps the name, wherever it stands. */
function isExact(component: string): boolean {
  return component === pascalCase(component);
}

/** A type name for each component; names that differ by case alone count as the same. */
function typeNames(
  components: readonly string[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  for (const component of components.toSorted((a, b) => Number(isExact(b)) - Number(isExact(a)))) {
    const name = freeName(asTypeName(pascalCase(component)), used);
    used.add(name.toLowerCase());
    names.set(component, name);
  }
  return names;
}

function asTypeName(name: string): string {
  return /^[A-Z]/.test(name) ? name : `Schema${name}`;
}

function freeName(name: string, used: ReadonlySet<string>): string {
  const candidates = [name, `${name}Schema`];
  const free = candidates.find((candidate) => !used.has(candidate.toLowerCase()));
  if (free !== undefined) return free;
  for (let number = 2; ; number++) {
    const candidate = `${name}Schema${number}`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}
