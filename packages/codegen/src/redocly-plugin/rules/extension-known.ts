import type { Oas3Rule } from "@redocly/openapi-core";
import { closestMatch } from "leven";
import { keyOf } from "../read-description.js";
import { visitExtensions } from "../visit-extensions.js";
import { vocabulary } from "../vocabulary.js";

/** Every `x-parley-*` key is one of the vocabulary. */
export const extensionKnown: Oas3Rule = () =>
  visitExtensions(({ key, carrier }, context) => {
    if (Object.hasOwn(vocabulary, key)) return;
    const nearest = closestMatch(key, Object.keys(vocabulary));
    context.report({
      message: `\`${key}\` is not a key of the vocabulary: the nearest is \`${String(nearest)}\`. specs/README.md lists them all.`,
      location: keyOf(carrier.child([key])),
    });
  });
