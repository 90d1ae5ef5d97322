import type { Oas3Rule } from "@redocly/openapi-core";
import { isObject } from "../../description/json.js";
import { keyOf } from "../read-description.js";

/** `x-parley-open-enum` and `x-parley-prefixes` describe strings, and nothing closes the open. */
export const stringExtensions: Oas3Rule = () => ({
  Schema: {
    enter(schema: unknown, context): void {
      if (!isObject(schema)) return;
      for (const key of ["x-parley-open-enum", "x-parley-prefixes"]) {
        if (schema[key] === undefined) continue;
        if (!isString(schema["type"])) {
          context.report({
            message: `\`${key}\` describes a string: write \`type: string\`, or \`type: [string, "null"]\`.`,
            location: keyOf(context.location.child([key])),
          });
        }
        for (const closed of ["enum", "const"]) {
          if (schema[closed] === undefined) continue;
          context.report({
            message: `\`${closed}\` closes what \`${key}\` leaves open: keep one of them.`,
            location: keyOf(context.location.child([closed])),
          });
        }
      }
    },
  },
});

function isString(type: unknown): boolean {
  const types: unknown[] = Array.isArray(type) ? type : [type];
  return types.includes("string") && types.every((each) => each === "string" || each === "null");
}
