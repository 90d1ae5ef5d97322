import type { Location, Oas3Visitor, UserContext } from "@redocly/openapi-core";
import { isObject } from "../description/json.js";
import { follow, isReference, operationsOf, type Located } from "./read-description.js";
import { extensionPrefix } from "./vocabulary.js";

/** A key of the description that starts with `x-parley-`, in whatever case. */
export interface FoundExtension {
  readonly key: string;
  readonly value: unknown;
  /**
   * The OpenAPI objects that carry it, by the names of the vocabulary's `allowedOn`. The
   * operation of a webhook is both an Operation and a Webhook: a client never calls it.
   */
  readonly carriers: readonly string[];
  /** The carrier is a Reference Object: the key stands beside a `$ref`. */
  readonly besideReference: boolean;
  /** Where the carrier is. */
  readonly carrier: Location;
}

/** Visits every `x-parley-*` key of the description, wherever Redocly knows what object it is in. */
export function visitExtensions(
  visit: (extension: FoundExtension, context: UserContext) => void,
): Oas3Visitor {
  const webhookNodes = new Set<unknown>();

  function visitKeys(
    node: unknown,
    context: UserContext,
    carrier: Location,
    besideReference: boolean,
  ): void {
    // The value of another vendor's extension is that vendor's business.
    if (!isObject(node) || context.type.name === "SpecExtension") return;
    for (const key of Object.keys(node)) {
      if (!key.toLowerCase().startsWith(extensionPrefix)) continue;
      const carriers = carriersOf(node, context.type.name);
      visit({ key, value: node[key], carriers, besideReference, carrier }, context);
    }
  }

  function carriersOf(node: unknown, typeName: string): string[] {
    if (!webhookNodes.has(node)) return [typeName];
    return typeName === "PathItem" ? ["Webhook"] : [typeName, "Webhook"];
  }

  return {
    any: {
      enter(node: unknown, context): void {
        if (context.type.name === "Root") {
          for (const webhook of webhookObjects({ node, location: context.location }, context)) {
            webhookNodes.add(webhook);
          }
        }
        visitKeys(node, context, context.location, false);
      },
    },
    ref: {
      enter(reference, context): void {
        visitKeys(reference, context, context.location, true);
      },
    },
  };
}

/** The nodes of the webhooks and of their operations. */
function webhookObjects(root: Located, context: UserContext): unknown[] {
  const webhooks = isObject(root.node) ? root.node["webhooks"] : undefined;
  if (!isObject(webhooks)) return [];
  return Object.values(webhooks).flatMap((entry) => {
    const pathItem = follow(context, { node: entry, location: root.location });
    if (pathItem === undefined || !isObject(pathItem.node) || isReference(pathItem.node)) return [];
    const operations = operationsOf(context, { ...pathItem, node: pathItem.node });
    return [pathItem, ...operations].map(({ node }) => node);
  });
}
