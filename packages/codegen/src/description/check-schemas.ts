import type { Report } from "../description-error.js";
import { variantsOf } from "./discriminators.js";
import { childPointer, type Pointer } from "./json-pointer.js";
import type { OpenApiDocument, Schema, SchemaObject } from "./openapi.js";
import { isReference, targetOf } from "./references.js";
import { visitDescription } from "./visit-description.js";

/** Reports the schemas that no TypeScript type can say. */
export function checkSchemas(document: OpenApiDocument, report: Report): void {
  visitDescription(document, (kind, node, pointer) => {
    if (kind !== "Schema") return;
    variantsOf(document, node, pointer, report);
  });
  checkCycles(document, report);
}

/**
 * Reports schemas that contain themselves without an object's property in between. TypeScript
 * (TS2502) cannot say them as the type of a property, which is what a component's type is.
 */
function checkCycles(document: OpenApiDocument, report: Report): void {
  const finished = new Set<Pointer>();
  const open: Pointer[] = [];

  function visit(schema: Schema, pointer: Pointer): void {
    if (typeof schema === "boolean" || finished.has(pointer)) return;
    const start = open.indexOf(pointer);
    if (start >= 0) {
      const cycle = [...open.slice(start), pointer].filter((place) =>
        /^#\/components\/schemas\/[^/]+$/.test(place),
      );
      report(
        pointer,
        `The schema contains itself (${cycle.map((place) => place.split("/").at(-1)).join(" > ")}) without a property in between, which no TypeScript type can say: put an object in between, or describe the inner one as {}.`,
      );
      return;
    }
    open.push(pointer);
    for (const [inner, place] of sameValue(schema, pointer)) visit(inner, place);
    if (isReference(schema)) {
      const target = targetOf(document, schema);
      if (target !== undefined) visit(target.value, target.pointer);
    }
    open.pop();
    finished.add(pointer);
  }

  visitDescription(document, (kind, node, pointer) => {
    if (kind === "Schema") visit(node, pointer);
  });
}

/** The schemas whose types are written into that of a schema, other than as properties of an object. */
function sameValue(schema: SchemaObject, pointer: Pointer): [Schema, Pointer][] {
  const lists = (["allOf", "anyOf", "oneOf", "prefixItems"] as const).flatMap((keyword) =>
    (schema[keyword] ?? []).map((inner, index): [Schema, Pointer] => [
      inner,
      childPointer(pointer, keyword, index),
    ]),
  );
  return schema.items === undefined
    ? lists
    : [...lists, [schema.items, childPointer(pointer, "items")]];
}
