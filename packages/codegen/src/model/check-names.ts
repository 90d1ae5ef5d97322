import type { Report } from "../description-error.js";
import type { Pointer } from "../description/json-pointer.js";
import type { LocatedMethod } from "./methods.js";
import { INHERITED_NAMES, pascalCase } from "./names.js";
import {
  CLIENT_SUFFIXES,
  GENERATED_FILES_USE,
  METHOD_SUFFIXES,
  resourcesOf,
} from "./taken-type-names.js";

/**
 * Checks that no two things that generated code names get the same name; schemas get names that are
 * free. Names that differ by case alone count as the same: they would be read as the same. That
 * methods differ among each other is a rule of the Redocly plugin.
 */
export function checkNames(
  methods: readonly LocatedMethod[],
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
  checkTypes(methods, typeName, report);
}

function checkTypes(methods: readonly LocatedMethod[], typeName: string, report: Report): void {
  const claim = claims(report);

  for (const name of GENERATED_FILES_USE) claim(name, "what generated code uses by that name", "#");
  for (const suffix of CLIENT_SUFFIXES) {
    claim(`${typeName}${suffix}`, "the client", "#/x-parley-provider");
  }
  const known = new Set<string>();
  for (const { method, pointer } of methods) {
    // Two methods of one name have been told already.
    if (known.has(method.typeName.toLowerCase())) continue;
    known.add(method.typeName.toLowerCase());
    const owner = `the method "${method.id}"`;
    for (const suffix of [...METHOD_SUFFIXES, ...(method.pagination ? ["Item"] : [])]) {
      claim(`${method.typeName}${suffix}`, owner, pointer);
    }
    for (const resource of resourcesOf(method.id)) {
      // Resources that would share a name with each other get numbers.
      claim(`${pascalCase(resource)}Resource`, "a resource", pointer);
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
