import type { Report } from "../description-error.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";
import type { LocatedMethod } from "./methods.js";
import type { SchemaModel } from "./model.js";
import { INHERITED_NAMES, pascalCase } from "./names.js";

/** What generated files import, or take from TypeScript: no exported type may have such a name. */
const TAKEN_TYPES: readonly string[] = [
  "ApiError",
  "Blob",
  "Exclude",
  "NonNullable",
  "Operation",
  "Provider",
  "Record",
  "UnknownEvent",
  "WebhookRules",
];

/**
 * Checks that no two things that generated code names get the same name. Names that differ by
 * case alone count as the same: they would be read as the same. That methods differ among each
 * other is a rule of the Redocly plugin.
 */
export function checkNames(
  methods: readonly LocatedMethod[],
  schemas: readonly SchemaModel[],
  typeName: string,
  report: Report,
): void {
  for (const { method, pointer } of methods) {
    for (const segment of method.id.split(".")) {
      if (!INHERITED_NAMES.has(segment)) continue;
      report(
        pointer,
        `Every JavaScript object has a "${segment}" already: choose another name than "${method.id}".`,
      );
    }
  }
  checkTypes(methods, schemas, typeName, report);
}

function checkTypes(
  methods: readonly LocatedMethod[],
  schemas: readonly SchemaModel[],
  typeName: string,
  report: Report,
): void {
  const claim = claims(report);

  for (const name of TAKEN_TYPES) claim(name, "what generated code uses by that name", "#");
  for (const suffix of ["Resources", "ServerOptions", "Event"]) {
    claim(`${typeName}${suffix}`, "the client", "#/x-parley-provider");
  }
  for (const schema of schemas) {
    const pointer = childPointer("#", "components", "schemas", schema.component);
    claim(schema.typeName, `the schema "${schema.component}"`, pointer);
  }
  const known = new Set<string>();
  for (const { method, pointer } of methods) {
    // Two methods of one name have been told already.
    if (known.has(method.typeName.toLowerCase())) continue;
    known.add(method.typeName.toLowerCase());
    const owner = `the method "${method.id}"`;
    for (const suffix of [
      "Parameters",
      "Result",
      "Errors",
      ...(method.pagination ? ["Item"] : []),
    ]) {
      claim(`${method.typeName}${suffix}`, owner, pointer);
    }
    const segments = method.id.split(".");
    for (let length = 1; length < segments.length; length++) {
      const resource = segments.slice(0, length).join(".");
      claim(`${pascalCase(resource)}Resource`, `the resource "${resource}"`, pointer);
    }
  }
}

/** Gives out names, each to one owner. */
function claims(report: Report): (name: string, owner: string, pointer: Pointer) => void {
  const owners = new Map<string, { readonly name: string; readonly owner: string }>();
  return (name, owner, pointer) => {
    const other = owners.get(name.toLowerCase());
    if (other === undefined) {
      owners.set(name.toLowerCase(), { name, owner });
    } else if (other.owner !== owner) {
      const names = other.name === name ? name : `${name}, which is ${other.name} but for case`;
      report(
        pointer,
        `${upperFirst(owner)} would be called ${names}, and so is ${other.owner}: rename one of them.`,
      );
    }
  };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
