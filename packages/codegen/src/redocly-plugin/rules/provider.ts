import { basename, dirname } from "node:path";
import type { Oas3Rule } from "@redocly/openapi-core";
import { isObject } from "../../description/json.js";
import { keyOf } from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** The description names its provider, and lies in the folder of that name. */
export const provider: Oas3Rule = rootRule(({ node, location }, context) => {
  const declared = node["x-parley-provider"];
  if (declared === undefined) {
    context.report({
      message:
        "`x-parley-provider` is missing: add it to the root with `name` and `title`, because the package is named for it.",
      location: keyOf(location.child(["info"])),
    });
    return;
  }
  const name = isObject(declared) ? declared["name"] : undefined;
  const folder = basename(dirname(location.source.absoluteRef));
  if (typeof name === "string" && name !== folder) {
    context.report({
      message: `The provider is named \`${name}\` but its folder \`${folder}\`: give both the same name.`,
      location: location.child(["x-parley-provider", "name"]),
    });
  }
});
