import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../description/json.js";
import { type Located } from "./read-description.js";

/** A rule that looks at the whole description at once, from its root. */
export function rootRule(
  check: (root: Located<JsonObject>, context: UserContext) => void,
): Oas3Rule {
  return () => ({
    Root: {
      enter(node: unknown, context): void {
        if (isObject(node)) check({ node, location: context.location }, context);
      },
    },
  });
}
