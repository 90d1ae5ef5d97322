import type { Oas3Rule } from "@redocly/openapi-core";
import { isObject } from "../../description/json.js";
import {
  calledOperations,
  childObject,
  keyOf,
  listedChildren,
  namedChildren,
  parametersOf,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** The client's parameters are parameters of some operation, and their options differ. */
export const clientParameters: Oas3Rule = rootRule((root, context) => {
  const declared = childObject(context, root, "x-parley-client-parameters");
  if (declared === undefined) return;

  const names = new Set(
    calledOperations(context, root).flatMap((operation) =>
      parametersOf(context, operation).map(({ name }) => name),
    ),
  );
  const variables = listedChildren(context, root, "servers").flatMap((server) =>
    namedChildren(context, server, "variables").map(([name]) => name),
  );
  const options = new Map(variables.map((name) => [name, `the server variable \`${name}\``]));
  for (const name of Object.keys(declared.node)) {
    if (!names.has(name)) {
      context.report({
        message: `No operation has a parameter \`${name}\`: name one as it is on the wire, or remove the entry.`,
        location: keyOf(declared.location.child([name])),
      });
    }
    const parameter = declared.node[name];
    const option = isObject(parameter) ? parameter["option"] : undefined;
    if (typeof option !== "string") continue;
    const other = options.get(option);
    if (other !== undefined) {
      context.report({
        message: `The client option \`${option}\` is taken by ${other}: name another.`,
        location: declared.location.child([name, "option"]),
      });
    }
    options.set(option, `the parameter \`${name}\``);
  }
});
