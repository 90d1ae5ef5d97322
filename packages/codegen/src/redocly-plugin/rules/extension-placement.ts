import type { Oas3Rule } from "@redocly/openapi-core";
import { keyOf } from "../read-description.js";
import { visitExtensions } from "../visit-extensions.js";
import { vocabulary } from "../vocabulary.js";

/**
 * Every `x-parley-*` key is on an object that the vocabulary allows it on.
 *
 * Beside a `$ref` only a note on a schema is: OpenAPI 3.1 lets a schema add annotations to the one
 * that it refers to, and nothing reads the other keys there.
 */
export const extensionPlacement: Oas3Rule = () =>
  visitExtensions(({ key, carriers, besideReference, carrier }, context) => {
    const entry = Object.hasOwn(vocabulary, key) ? vocabulary[key] : undefined;
    if (entry === undefined) return;
    const location = keyOf(carrier.child([key]));

    const isNote = key === "x-parley-unverified" && carriers.includes("Schema");
    if (besideReference && !isNote) {
      context.report({
        message: `\`${key}\` stands beside a \`$ref\`, where nothing reads it: move it into what the \`$ref\` names.`,
        location,
      });
    } else if (!carriers.every((name) => entry.allowedOn.includes(name))) {
      const places = entry.allowedOn.map(placeOf).join(" or ");
      context.report({
        message: `\`${key}\` on ${carriers.map(placeOf).join(" of ")} means nothing: move it to ${places}, or remove it.`,
        location,
      });
    }
  });

const placesInWords: Readonly<Record<string, string>> = {
  Root: "the root of the description",
  Server: "a server",
  PathItem: "a path",
  Operation: "an operation",
  Parameter: "a parameter",
  RequestBody: "a request body",
  Response: "a response",
  MediaType: "a media type",
  Schema: "a schema",
  Webhook: "a webhook (the entry under `webhooks`, beside its `post`)",
};

function placeOf(name: string): string {
  return placesInWords[name] ?? `a ${name} object`;
}
