import type { Oas3Rule } from "@redocly/openapi-core";
import { keyOf } from "../read-description.js";

// A summary becomes a line of JSDoc and an entry of the reference's menu.
const maximumLength = 80;

/** Every operation has a summary of one line. */
export const summaries: Oas3Rule = () => ({
  Operation: {
    enter({ summary }, context): void {
      if (summary === undefined || summary.trim() === "") {
        context.report({
          message: "The operation has no summary: say what it does, such as `Get a contact`.",
          location: keyOf(context.location),
        });
        return;
      }
      const fault = /\n/.test(summary.trim())
        ? "has several lines: move the rest to `description`"
        : summary.length >= maximumLength
          ? `is ${summary.length} characters long: keep it under ${maximumLength}, and move the rest to \`description\``
          : summary.endsWith(".")
            ? "ends in a period: remove it"
            : undefined;
      if (fault !== undefined) {
        context.report({
          message: `The summary ${fault}.`,
          location: context.location.child(["summary"]),
        });
      }
    },
  },
});
