import { isObject, type JsonObject } from "../description/json.js";
import { follow, type ImportedOperation } from "./described-operations.js";
import type { ProposedAction } from "./overlay-action.js";

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

// `100 requests per minute`, `60 calls/hour`, `5 API requests a second`.
const STATED =
  /\b(\d{1,3}(?:[,.]\d{3})+|\d+)\s+(?:api\s+|http\s+)?(?:requests?|calls|queries)\s*(?:per|\/|an?|each|every)\s*(second|minute|hour|day)\b/gi;

const HEADER = /^(?:x-)?rate-?limit\b|^retry-after$/i;

/**
 * What a description lets see of the provider's limits: figures in its prose, headers, 429s. A
 * figure is proposed and not assumed, as no machine can tell what it is a limit of.
 */
export function proposeRateLimits(
  document: JsonObject,
  operations: readonly ImportedOperation[],
): ProposedAction[] {
  const limits = new Map<string, { readonly requests: number; readonly interval: number }>();
  for (const text of textsOf(document, operations)) {
    for (const [, count = "", unit = ""] of text.matchAll(STATED)) {
      const requests = Number(count.replaceAll(/[,.]/g, ""));
      const interval = UNITS[unit.toLowerCase()];
      if (interval === undefined || requests === 0) continue;
      limits.set(`${requests}-per-${unit.toLowerCase()}`, { requests, interval });
    }
  }
  if (limits.size > 0) {
    const [first = ""] = limits.keys();
    return [
      {
        comment:
          "DECIDE: the description's prose states these limits. Keep those that are true of a whole client, and say with `x-parley-rate-limit` at paths and operations which count against which.",
        target: "$",
        update: {
          "x-parley-rate-limits": Object.fromEntries(limits),
          "x-parley-rate-limit": [first],
        },
        isOpen: true,
      },
    ];
  }
  const signs = signsOf(document, operations);
  if (signs.length === 0) return [];
  return [
    {
      comment: `DECIDE: the description shows that there are limits (${signs.join(", ")}) and states no figure. Look them up, and write them here.`,
      target: "$",
      update: {
        "x-parley-rate-limits": { default: { requests: 1, interval: 1000 } },
        "x-parley-rate-limit": ["default"],
      },
      isOpen: true,
    },
  ];
}

function textsOf(document: JsonObject, operations: readonly ImportedOperation[]): string[] {
  const tags: unknown[] = Array.isArray(document["tags"]) ? document["tags"] : [];
  const info = document["info"];
  return [info, ...tags, ...operations.map(({ operation }) => operation)].flatMap((owner) => {
    const text = isObject(owner) ? owner["description"] : undefined;
    return typeof text === "string" ? [text] : [];
  });
}

function signsOf(document: JsonObject, operations: readonly ImportedOperation[]): string[] {
  const signs = new Set<string>();
  for (const { operation, pointer } of operations) {
    const responses = isObject(operation["responses"]) ? operation["responses"] : {};
    for (const [status, written] of Object.entries(responses)) {
      if (status === "429") signs.add("429 is a declared answer");
      const response = follow(document, written, pointer)?.value;
      const headers = isObject(response?.["headers"]) ? Object.keys(response["headers"]) : [];
      for (const name of headers) if (HEADER.test(name)) signs.add(`the header ${name}`);
    }
  }
  return [...signs].slice(0, 6);
}
