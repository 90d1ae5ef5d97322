import type { Oas3Rule, UserContext } from "@redocly/openapi-core";
import { type JsonObject } from "../../description/json.js";
import { childPointer } from "../../description/json-pointer.js";
import {
  childObject,
  describedWebhooks,
  jsonSchemas,
  keyOf,
  strings,
  type DescribedWebhook,
  type Located,
} from "../read-description.js";
import { rootRule } from "../root-rule.js";
import { schemaAt } from "../schema-pointer.js";

/**
 * Webhooks can be told apart and verified: `x-parley-webhooks` is there, and every webhook has what
 * its discriminator looks for.
 */
export const webhooks: Oas3Rule = rootRule((root, context) => {
  const rules = childObject(context, root, "x-parley-webhooks");
  const described = describedWebhooks(context, root);
  if (described.length === 0) {
    if (rules !== undefined) {
      context.report({
        message:
          "`x-parley-webhooks` speaks of no webhook: describe them under `webhooks`, or remove it.",
        location: keyOf(rules.location),
      });
    }
    return;
  }
  if (rules === undefined) {
    context.report({
      message:
        "The webhooks have no rules: add `x-parley-webhooks` to the root, with `discriminator` and `verification`.",
      location: keyOf(root.location.child(["webhooks"])),
    });
    return;
  }
  checkNames(described, context);
  for (const webhook of described) checkOperation(webhook, context);
  checkDiscriminator(rules, described, context);
  checkVerification(rules, context);
});

/** Two names are one when they differ in case or punctuation alone: their types would share a name. */
function checkNames(described: readonly DescribedWebhook[], context: UserContext): void {
  const seen = new Map<string, string>();
  for (const { name, entry } of described) {
    const bare = name.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
    const earlier = seen.get(bare);
    if (earlier !== undefined) {
      context.report({
        message: `The webhooks \`${earlier}\` and \`${name}\` differ in case or punctuation only: rename one.`,
        location: keyOf(entry),
      });
    }
    seen.set(bare, name);
    if (bare === "unknown") {
      context.report({
        message:
          "`unknown` is what events are called that the description does not know: rename the webhook.",
        location: keyOf(entry),
      });
    }
  }
}

function checkOperation({ name, entry, operations }: DescribedWebhook, context: UserContext): void {
  if (payloads({ operations }, context).length > 0 && operations.length === 1) return;
  context.report({
    message: `The webhook \`${name}\` needs one operation, a \`post\` whose request body has the JSON schema of the payload.`,
    location: keyOf(entry),
  });
}

function payloads(
  { operations }: Pick<DescribedWebhook, "operations">,
  context: UserContext,
): Located<JsonObject>[] {
  return operations.flatMap((operation) => {
    const body = childObject(context, operation, "requestBody");
    return body === undefined ? [] : jsonSchemas(context, body);
  });
}

function checkDiscriminator(
  rules: Located<JsonObject>,
  described: readonly DescribedWebhook[],
  context: UserContext,
): void {
  const discriminator = childObject(context, rules, "discriminator");
  if (discriminator === undefined) return;
  const { key, property, single } = discriminator.node;

  if (single === true && described.length > 1) {
    context.report({
      message: `There are ${described.length} webhooks, which \`single\` cannot tell apart: write \`property\` or \`key\`.`,
      location: keyOf(discriminator.location.child(["single"])),
    });
  }
  checkKeys(key === true, described, context);
  if (typeof property === "string") checkProperty(property, described, context);
}

function checkKeys(
  required: boolean,
  described: readonly DescribedWebhook[],
  context: UserContext,
): void {
  const seen = new Map<string, string>();
  for (const webhook of described) {
    const { name, entry, pathItem } = webhook;
    const key = pathItem.node["x-parley-webhook-key"];
    const location = pathItem.location.child(["x-parley-webhook-key"]);
    if (key === undefined) {
      if (!required) continue;
      context.report({
        message: `The webhook \`${name}\` has no \`x-parley-webhook-key\`, by which its payload is recognised: add it.`,
        location: keyOf(entry),
      });
    } else if (!required) {
      context.report({
        message:
          "`x-parley-webhook-key` is read only where the discriminator is `key`: remove it, or write `discriminator: { key: true }`.",
        location: keyOf(location),
      });
    } else if (typeof key === "string") {
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        context.report({
          message: `The webhooks \`${earlier}\` and \`${name}\` have the same payload key \`${key}\`: give each its own.`,
          location,
        });
      }
      seen.set(key, name);
      if (!payloads(webhook, context).every((schema) => has(schema, key, context))) {
        context.report({
          message: `The payload of \`${name}\` has no property \`${key}\`: declare it, or correct the key.`,
          location,
        });
      }
    }
  }
}

function checkProperty(
  property: string,
  described: readonly DescribedWebhook[],
  context: UserContext,
): void {
  for (const webhook of described) {
    for (const schema of payloads(webhook, context)) {
      const tag = schemaAt(context, schema, childPointer("", property));
      if (tag === undefined) {
        context.report({
          message: `The payload of \`${webhook.name}\` has no property \`${property}\`, which names the event: declare it.`,
          location: keyOf(schema.location),
        });
        continue;
      }
      const names: unknown = "const" in tag.node ? [tag.node["const"]] : tag.node["enum"];
      if (!Array.isArray(names) || names.includes(webhook.name)) continue;
      context.report({
        message: `The payload's \`${property}\` is never \`${webhook.name}\`, as \`webhooks\` names the event: write the payload's name in both.`,
        location: keyOf(tag.location),
      });
    }
  }
}

function has(schema: Located<JsonObject>, property: string, context: UserContext): boolean {
  return schemaAt(context, schema, childPointer("", property)) !== undefined;
}

/** What is signed has a header that brings it, and the other way round. */
function checkVerification(rules: Located<JsonObject>, context: UserContext): void {
  const verification = childObject(context, rules, "verification");
  if (verification === undefined) return;
  const signed = strings(verification.node["signed"]);
  for (const [part, header] of [
    ["timestamp", "timestampHeader"],
    ["nonce", "nonceHeader"],
  ] as const) {
    const declared = verification.node[header] !== undefined;
    if (signed.includes(part) && !declared) {
      context.report({
        message: `The ${part} is signed, but no header brings it: add \`${header}\`.`,
        location: verification.location.child(["signed", signed.indexOf(part)]),
      });
    }
    if (declared && signed.length > 0 && !signed.includes(part)) {
      context.report({
        message: `A ${part} that is not signed proves nothing: add \`${part}\` to \`signed\`, or remove \`${header}\`.`,
        location: keyOf(verification.location.child([header])),
      });
    }
  }
  if (
    verification.node["tolerance"] !== undefined &&
    verification.node["timestampHeader"] === undefined
  ) {
    context.report({
      message:
        "Without a timestamp there is no age to tolerate: add `timestampHeader`, or remove `tolerance`.",
      location: keyOf(verification.location.child(["tolerance"])),
    });
  }
  if (signed.length > 0 && !signed.includes("body")) {
    context.report({
      message:
        "The signature does not cover the body, which anybody could change: add `body` to `signed`.",
      location: keyOf(verification.location.child(["signed"])),
    });
  }
}
