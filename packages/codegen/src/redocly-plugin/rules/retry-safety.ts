import type { Location, Oas3Rule } from "@redocly/openapi-core";
import { calledOperations, child, namedChildren, type Located } from "../read-description.js";
import { rootRule } from "../root-rule.js";

/**
 * No method that sends a message is declared safe to repeat: a message must never be sent twice by
 * a client's doing. Such a method is known by its name, which ends in `.send`.
 */
export const retrySafety: Oas3Rule = rootRule((root, context) => {
  const reported = new Set<string>();
  const report = (name: string, location: Location): void => {
    // The root's default is at fault once, however many operations inherit it.
    if (reported.has(location.absolutePointer)) return;
    reported.add(location.absolutePointer);
    context.report({
      message: `\`${name}\` sends a message, which may not be sent twice: it must be \`unsafe\`.`,
      location,
    });
  };

  for (const operation of calledOperations(context, root)) {
    const several = namedChildren(context, operation, "x-parley-methods");
    const names = new Map<string, Located | undefined>(
      several.map(([name, method]) => [name, child(context, method, "retry")]),
    );
    if (operation.id !== undefined && !names.has(operation.id)) {
      names.set(operation.id, undefined);
    }
    for (const [name, own] of names) {
      if (!name.endsWith(".send")) continue;
      // The nearest that speaks of safety wins.
      const safety = [
        own,
        child(context, operation, "x-parley-retry"),
        child(context, root, "x-parley-retry"),
      ]
        .flatMap((rules) => (rules === undefined ? [] : [child(context, rules, "safety")]))
        .find((value) => value !== undefined);
      if (safety?.node === "safe") report(name, safety.location);
    }
  }
});
