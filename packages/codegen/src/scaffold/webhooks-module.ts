import type { WebhooksModel } from "../model/model.js";
import type { PackageNames } from "./package-names.js";
import { docLines } from "./wrap.js";

/** `webhooks.ts`: what reads and verifies events. */
export function webhooksModule(
  { title, typeName }: PackageNames,
  { verification }: WebhooksModel,
): string {
  const isSigned = verification !== undefined;
  const options = isSigned ? "UnwrapOptions" : "WebhookRequest";
  const imports = ["type UnknownEvent", "unwrapWebhook", `type ${options}`].toSorted((a, b) =>
    a.replace("type ", "").toLowerCase() < b.replace("type ", "").toLowerCase() ? -1 : 1,
  );
  return [
    `import { ${imports.join(", ")} } from "@parley/runtime";\n`,
    `import { type ${typeName}Event, webhookRules } from "./generated/webhooks.js";\n\n`,
    docLines(`Reads and verifies what ${title} sends.`),
    `export interface ${typeName}Webhooks {\n`,
    "  /**\n",
    isSigned
      ? "   * Verifies a webhook and reads its event.\n"
      : "   * Reads a webhook, which is not signed: whoever knows the URL can call it.\n",
    "   *\n",
    isSigned
      ? "   * @param options - `body` (the raw body), `headers`, and `secret` (several while they rotate).\n"
      : "   * @param options - `body` (the raw body) and `headers`.\n",
    "   * @returns The event by its `type`; `unknown` for one that this version does not know.\n",
    isSigned
      ? "   * @throws WebhookVerificationError - the signature does not fit, or the body is no JSON.\n"
      : "   * @throws WebhookVerificationError - the body is no JSON.\n",
    "   */\n",
    `  unwrap(options: ${options}): Promise<${typeName}Event | UnknownEvent>;\n`,
    "}\n\n",
    "/** Needs no client: a receiver has no token. */\n",
    `export const webhooks: ${typeName}Webhooks = {\n`,
    `  unwrap: (options) => unwrapWebhook<${typeName}Event>(webhookRules, options),\n`,
    "};\n",
  ].join("");
}

/** `webhooks.test.ts`. */
export function webhooksTest({ verification }: WebhooksModel): string {
  const isSigned = verification !== undefined;
  return [
    'import { expect, test } from "vitest";\n',
    'import { webhooks } from "./webhooks.js";\n\n',
    ...(isSigned
      ? [
          'test("refuses what is not signed", async () => {\n',
          '  const call = webhooks.unwrap({ body: "{}", headers: {}, secret: "secret" });\n',
          '  await expect(call).rejects.toThrow("header");\n',
          "});\n",
        ]
      : [
          'test("gives an event that this version does not know as it came", async () => {\n',
          '  const event = await webhooks.unwrap({ body: "{\\"n\\":1}", headers: {} });\n',
          '  expect(event).toEqual({ type: "unknown", raw: { n: 1 } });\n',
          "});\n",
        ]),
  ].join("");
}
