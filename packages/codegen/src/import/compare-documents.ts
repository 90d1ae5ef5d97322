import { isObject, type JsonObject } from "../description/json.js";
import { describedOperations } from "./described-operations.js";

/** What moved between two imports of a description. */
export interface Moves {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Compares two imports: operations, components, webhooks, and the rest of the root. */
export function compareDocuments(before: JsonObject, after: JsonObject): Moves {
  const old = partsOf(before);
  const now = partsOf(after);
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: [...now].flatMap(([name, part]) => {
      const other = old.get(name);
      return other === undefined || other === part ? [] : [name];
    }),
  };
}

/** The parts of a document that a reader knows by a name, as text. */
function partsOf(document: JsonObject): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const { httpMethod, path, operation, pathItem } of describedOperations(document)) {
    const { parameters, servers } = pathItem;
    parts.set(
      `${httpMethod.toUpperCase()} ${path}`,
      JSON.stringify({ operation, parameters, servers }),
    );
  }
  const components = isObject(document["components"]) ? document["components"] : {};
  for (const [kind, members] of Object.entries(components)) {
    for (const [name, member] of Object.entries(isObject(members) ? members : {})) {
      parts.set(`components/${kind}/${name}`, JSON.stringify(member));
    }
  }
  const webhooks = isObject(document["webhooks"]) ? document["webhooks"] : {};
  for (const [name, webhook] of Object.entries(webhooks)) {
    parts.set(`webhook ${name}`, JSON.stringify(webhook));
  }
  for (const [key, value] of Object.entries(document)) {
    if (!["paths", "components", "webhooks"].includes(key)) parts.set(key, JSON.stringify(value));
  }
  return parts;
}
