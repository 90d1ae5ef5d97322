import type { Oas3Rule } from "@redocly/openapi-core";
import {
  calledOperations,
  child,
  childObject,
  keyOf,
  namedChildren,
  type Located,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** The limits that operations name are declared, and the limits that are declared are named. */
export const rateLimits: Oas3Rule = rootRule((root, context) => {
  const declared = childObject(context, root, "x-parley-rate-limits");
  const names = Object.keys(declared?.node ?? {});
  const used = new Set<string>();

  const carriers = new Map<unknown, Located>([[root.node, root]]);
  for (const [, pathItem] of namedChildren(context, root, "paths")) {
    carriers.set(pathItem.node, pathItem);
  }
  for (const operation of calledOperations(context, root)) {
    carriers.set(operation.node, operation);
  }
  for (const carrier of carriers.values()) {
    const list = child(context, carrier, "x-parley-rate-limit");
    if (list === undefined || !Array.isArray(list.node)) continue;
    for (const [index, name] of list.node.entries()) {
      if (typeof name !== "string") continue;
      used.add(name);
      if (names.includes(name)) continue;
      context.report({
        message: `No rate limit is named \`${name}\`: declare it in \`x-parley-rate-limits\` on the root${names.length > 0 ? `, or name one of ${names.join(", ")}` : ""}.`,
        location: list.location.child([index]),
      });
    }
  }

  for (const name of names) {
    if (used.has(name) || declared === undefined) continue;
    context.report({
      message: `No operation counts against the rate limit \`${name}\`: name it in an \`x-parley-rate-limit\`, or remove it.`,
      location: keyOf(declared.location.child([name])),
    });
  }
});
