import type { Operation } from "@parley/runtime";
import type { GeneratedMethod } from "./generated-code.ts";
import { type JsonObject, objectOf, textOf } from "./json.ts";

/** How the client treats calls of a method. Markdown. */
export interface ConstraintFacts {
  readonly limits: readonly string[];
  readonly retries: string;
  readonly pages: string | undefined;
  readonly timeout: string | undefined;
}

/** Reads them from the descriptor and from what the generator wrote of it. */
export function factsOf(
  operation: Operation,
  generated: GeneratedMethod,
  limits: JsonObject,
): ConstraintFacts {
  const { pagination } = operation;
  return {
    limits: (operation.rateLimits ?? []).map((name) => limitText(name, objectOf(limits[name]))),
    retries: sentence(generated.facts.get("Retries") ?? ""),
    pages:
      pagination === undefined
        ? undefined
        : `${generated.facts.get("Pages") ?? ""} ${walkText(pagination)}`.trim(),
    timeout: generated.facts.get("Timeout"),
  };
}

function limitText(name: string, limit: JsonObject): string {
  const { requests, interval, concurrency } = limit;
  const rate =
    requests === undefined
      ? []
      : [`${JSON.stringify(requests)} requests in ${duration(Number(interval))}`];
  const width = concurrency === undefined ? [] : [`${JSON.stringify(concurrency)} at a time`];
  const description = textOf(limit["description"]);
  const source = textOf(limit["source"]);
  return [
    `**${[...rate, ...width].join(", ")}** (\`${name}\`).`,
    ...(description === undefined ? [] : [description]),
    ...(source === undefined ? [] : [`Source: ${source.replace(/\.$/, "")}.`]),
  ].join(" ");
}

function walkText(pagination: NonNullable<Operation["pagination"]>): string {
  const items = `Items are at \`${pagination.items}\``;
  const { style, parameter } = pagination;
  if (style === "url") {
    return `${items}; \`${pagination.next}\` is the next page's URL, which is followed within its origin only.`;
  }
  if (style === "token") {
    const place = pagination.in === "body" ? " in the body" : "";
    return `${items}; \`${pagination.next}\` is the next page's token, sent as \`${parameter}\`${place}.`;
  }
  const total =
    pagination.total === undefined ? "" : `, up to the count at \`${pagination.total}\``;
  return `${items}; \`${parameter}\` is how many to skip${total}.`;
}

function duration(milliseconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1000, "second"],
  ];
  const [size, unit] = units.find(([one]) => milliseconds % one === 0) ?? [1, "millisecond"];
  const count = milliseconds / size;
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

function sentence(text: string): string {
  return text === "" ? "" : text.charAt(0).toUpperCase() + text.slice(1);
}
