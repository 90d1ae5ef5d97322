import type { Oas3Rule } from "@redocly/openapi-core";
import { calledOperations, parametersOf } from "../read-description.js";
import { rootRule } from "../root-rule.js";

/** A method's parameters are flat: their names differ, and none is `body`. */
export const parameterNames: Oas3Rule = rootRule((root, context) => {
  const reported = new Set<unknown>();
  for (const operation of calledOperations(context, root)) {
    const places = new Map<string, string>();
    for (const parameter of parametersOf(context, operation)) {
      const { name, in: place } = parameter;
      const earlier = places.get(name);
      places.set(name, place);
      const fault =
        name === "body"
          ? "A method's `body` is always the request body, so that no parameter can have the name: leave the parameter out"
          : place === "cookie"
            ? `The parameter \`${name}\` is in a cookie, which a client cannot send: remove it`
            : earlier === undefined
              ? undefined
              : `The parameter \`${name}\` is in the ${earlier} and in the ${place}, and a method can have only one of that name: leave one out`;
      // A shared parameter is at fault once.
      if (fault === undefined || reported.has(parameter.node)) continue;
      reported.add(parameter.node);
      const location = parameter.location.child([place === "cookie" ? "in" : "name"]);
      context.report({ message: `${fault}.`, location });
    }
  }
});
