import type { Oas3Rule } from "@redocly/openapi-core";
import { isObject } from "../../description/json.js";
import { keyOf } from "../read-description.js";

/** `x-parley-allow-reserved` is for path parameters: a query parameter has OpenAPI's own key. */
export const allowReserved: Oas3Rule = () => ({
  Parameter: {
    enter(parameter: unknown, context): void {
      if (!isObject(parameter) || parameter["in"] === "path") return;
      if (parameter["x-parley-allow-reserved"] === undefined) return;
      context.report({
        message:
          parameter["in"] === "query"
            ? "A query parameter has OpenAPI's own key for this: write `allowReserved: true`."
            : "`x-parley-allow-reserved` is for path parameters only: remove it.",
        location: keyOf(context.location.child(["x-parley-allow-reserved"])),
      });
    },
  },
});
