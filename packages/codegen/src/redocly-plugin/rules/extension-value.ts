import type { Oas3Rule } from "@redocly/openapi-core";
import { keyOf } from "../read-description.js";
import { faultsOf } from "../explain-value.js";
import { visitExtensions } from "../visit-extensions.js";
import { vocabulary } from "../vocabulary.js";

/** Every value of an `x-parley-*` key is valid against the vocabulary's JSON Schema. */
export const extensionValue: Oas3Rule = () =>
  visitExtensions(({ key, value, carrier }, context) => {
    if (!Object.hasOwn(vocabulary, key)) return;
    for (const { path, onKey, message } of faultsOf(key, value)) {
      const location = carrier.child([...path]);
      context.report({ message, location: onKey ? keyOf(location) : location });
    }
  });
