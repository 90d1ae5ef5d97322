import type { Report } from "../description-error.js";
import { isObject } from "./json.js";
import { childPointer, type Pointer } from "./json-pointer.js";
import type { OpenApiDocument, Reference } from "./openapi.js";
import { isComponentReference, isReference, targetOf } from "./references.js";
import { visitDescription, type ObjectKind } from "./visit-description.js";

/** Where components of each kind are. */
const SECTIONS: Readonly<Partial<Record<ObjectKind, string>>> = {
  Callback: "callbacks",
  Header: "headers",
  Parameter: "parameters",
  PathItem: "pathItems",
  RequestBody: "requestBodies",
  Response: "responses",
  Schema: "schemas",
};

/**
 * Reports `$ref`s that lead nowhere, or to an object of another kind. Redocly finds most of them,
 * but follows inherited properties, such as `#/constructor`, and asks nobody what it has found.
 */
export function checkReferences(document: OpenApiDocument, report: Report): void {
  const known = new Set<unknown>();
  const anchors = new Map<string, Pointer>();
  visitDescription(document, (kind, node, pointer) => {
    if (SECTIONS[kind] !== undefined) known.add(node);
    const { $anchor } = node;
    if (kind === "Schema" && typeof $anchor === "string") anchors.set(`#${$anchor}`, pointer);
  });
  refuseOthers(document, "#", known, report);

  visitDescription(document, (kind, node, pointer) => {
    if (!isReference(node)) return;
    const place = childPointer(pointer, "$ref");
    const named = anchors.get(node.$ref);
    if (named !== undefined) {
      report(
        place,
        `\`${node.$ref}\` is an \`$anchor\`: write \`${named}\` in its place, with an overlay.`,
      );
      return;
    }
    const target = targetOf(document, node)?.value;
    if (!isObject(target) && !(kind === "Schema" && typeof target === "boolean")) {
      report(place, `\`${node.$ref}\` leads nowhere: correct it, or describe what it leads to.`);
      return;
    }
    if (kind === "Schema" && !isComponentReference(node.$ref) && leadsBack(document, node)) {
      report(
        place,
        `\`${node.$ref}\` leads into a schema that contains this \`$ref\`: make what it leads to a schema under \`components\`.`,
      );
      return;
    }
    const section = /^#\/components\/([^/]+)\/[^/]+$/.exec(node.$ref)?.[1];
    if (section !== undefined && SECTIONS[kind] !== undefined && section !== SECTIONS[kind]) {
      report(
        place,
        `\`${node.$ref}\` leads to one of the \`${section}\`, and here is one of the \`${SECTIONS[kind]}\` due: correct it.`,
      );
    }
  });
}

/** Fields in which a `$ref` is data, or leads to what no client is made of. */
const PASSED_OVER =
  /^(example|examples|default|enum|const|value|links|securitySchemes|x-(?!parley-).*)$/;

/** Reports the `$ref`s of objects that OpenAPI has none for, such as servers, though Redocly follows them. */
function refuseOthers(
  value: unknown,
  pointer: Pointer,
  known: ReadonlySet<unknown>,
  report: Report,
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      refuseOthers(item, childPointer(pointer, index), known, report);
    });
  } else if (isObject(value)) {
    if (isReference(value) && !known.has(value)) {
      report(
        childPointer(pointer, "$ref"),
        "OpenAPI has no `$ref` in such a place: write out what it leads to.",
      );
    }
    for (const key of Object.keys(value)) {
      if (PASSED_OVER.test(key)) continue;
      refuseOthers(value[key], childPointer(pointer, key), known, report);
    }
  }
}

/**
 * Whether a `$ref` into the inside of something comes back to itself. Such a `$ref` is typed as what
 * it leads to, which would then have no end.
 */
function leadsBack(document: OpenApiDocument, start: Reference): boolean {
  const seen = new Set<string>();
  const pending: unknown[] = [targetOf(document, start)?.value];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      pending.push(...(value as readonly unknown[]));
    } else if (isReference(value)) {
      if (value.$ref === start.$ref) return true;
      if (isComponentReference(value.$ref) || seen.has(value.$ref)) continue;
      seen.add(value.$ref);
      pending.push(targetOf(document, value)?.value);
    } else if (isObject(value)) {
      pending.push(...Object.values(value));
    }
  }
  return false;
}
