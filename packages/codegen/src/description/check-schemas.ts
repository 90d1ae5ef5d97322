import type { Report } from "../description-error.js";
import { variantsOf } from "./discriminators.js";
import { childPointer, type Pointer } from "./json-pointer.js";
import type { OpenApiDocument, Schema, SchemaObject } from "./openapi.js";
import { isReference, targetOf } from "./references.js";
import { visitDescription } from "./visit-description.js";

/**
 * Reports the schemas that no TypeScript type can say.
 *
 * @param warn - Is told of unions that are typed without what their discriminator says.
 */
export function checkSchemas(document: OpenApiDocument, report: Report, warn: Report): void {
  visitDescription(document, (kind, node, pointer) => {
    if (kind !== "Schema") return;
    variantsOf(document, node, pointer, warn);
    if (Object.hasOwn(node, "$dynamicRef")) {
      warn(
        childPointer(pointer, "$dynamicRef"),
        "What `$dynamicRef` leads to is typed as any value: write a `$ref` to a schema under `components` in its place, with an overlay.",
      );
    }
    checkValues(node, pointer, report);
  });
  checkCycles(document, report);
}

/** Reports values that JavaScript would change, so that the type would have others. */
function checkValues(schema: SchemaObject, pointer: Pointer, report: Report): void {
  const values = [
    ...(schema.enum ?? []).map((value, index) => [value, "enum", index] as const),
    ...(schema.const === undefined ? [] : [[schema.const, "const"] as const]),
  ];
  if (schema.enum?.length === 0) {
    report(
      childPointer(pointer, "enum"),
      "An `enum` without values allows no value at all: list them, or leave it out with an overlay.",
    );
  }
  for (const [value, ...keys] of values) {
    // ECMA-262, section 21.1.2.8: integers beyond 2^53 - 1 are not told from their neighbours.
    if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) {
      continue;
    }
    report(
      childPointer(pointer, ...keys),
      "JavaScript has no exact number for an integer beyond 2^53: leave the value out with an overlay, or describe strings.",
    );
  }
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
