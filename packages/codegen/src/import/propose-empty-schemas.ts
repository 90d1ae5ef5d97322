import { isObject, type JsonObject } from "../description/json.js";
import { childPointer, pointerKeys, type Pointer } from "../description/json-pointer.js";
import { visitDescription } from "../description/visit-description.js";
import { quoted } from "./described-operations.js";
import type { ProposedAction } from "./overlay-action.js";

/** Where a schema stands by itself, and where schemas stand by their names. */
const ONE = ["schema", "items", "additionalProperties"] as const;
const NAMED = ["properties", "schemas"] as const;

/**
 * Proposes the schema of any value for each that is null: in YAML that is a key with nothing after
 * it, which whoever wrote it left for later.
 */
export function proposeEmptySchemas(document: JsonObject): ProposedAction[] {
  const actions: ProposedAction[] = [];
  const propose = (owner: Pointer, key: string): void => {
    actions.push(
      {
        comment:
          actions.length === 0
            ? "DECIDE: nothing is written of these schemas, which is taken for any value."
            : undefined,
        target: jsonPathOf(document, childPointer(owner, key)),
        update: undefined,
      },
      // Nothing can be merged into null.
      { target: jsonPathOf(document, owner), update: Object.fromEntries([[key, {}]]) },
    );
  };
  visitDescription(document, (_kind, node, pointer) => {
    for (const key of ONE) if (node[key] === null) propose(pointer, key);
    for (const key of NAMED) {
      const map = node[key];
      for (const [name, schema] of Object.entries(isObject(map) ? map : {})) {
        if (schema === null) propose(childPointer(pointer, key), name);
      }
    }
  });
  return actions;
}

/** The JSONPath (RFC 9535) of what a pointer leads to. */
function jsonPathOf(document: JsonObject, pointer: Pointer): string {
  let path = "$";
  let current: unknown = document;
  for (const key of pointerKeys(pointer)) {
    if (Array.isArray(current)) {
      path += `[${key}]`;
      current = current[Number(key)];
    } else {
      path += /^[A-Za-z]+$/.test(key) ? `.${key}` : `[${quoted(key)}]`;
      current = isObject(current) ? current[key] : undefined;
    }
  }
  return path;
}
