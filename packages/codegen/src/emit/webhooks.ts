import type { Model, WebhooksModel } from "../model/model.js";
import { docComment, plainText } from "./doc-comment.js";
import { header } from "./header.js";
import { importTypes } from "./imports.js";
import { literal, stringLiteral, type Data } from "./literal.js";
import { rootsOf, typeExpression } from "./type-expression.js";

/** `webhooks.ts`: how events are told apart and verified, and the union of their types. */
export function emitWebhooks({ provider }: Model, webhooks: WebhooksModel): string {
  const { discriminator, events, verification } = webhooks;
  const rules: Data = {
    discriminator: { ...discriminator },
    events: events.map(({ name }) => name),
    verification: verification === undefined ? undefined : { ...verification },
  };
  const types = events.map(({ type }) => type);
  const components = types.flatMap((type) => (type.kind === "component" ? [type.typeName] : []));
  const roots = rootsOf(types);
  const members = events.map(({ name, type, documentation }) => {
    const comment = docComment(documentation, {}, "  ");
    return `${comment}  | { readonly type: ${stringLiteral(name)}; readonly data: ${typeExpression(type)} }\n`;
  });
  const start = "export const webhookRules: WebhookRules = ";
  return [
    header(provider.name),
    'import type { UnknownEvent, WebhookRules } from "@parley/runtime";\n',
    importTypes(roots, "./schema.js"),
    importTypes(components, "./types.js"),
    "\n",
    `${start}${literal(rules, "", start.length + 1)};\n\n`,
    `/** An event that ${plainText(provider.title).replaceAll("\n", " ")} sends. \`type\` tells which. */\n`,
    `export type ${provider.typeName}Event =\n`,
    members.join(""),
    "  | UnknownEvent;\n",
  ].join("");
}
