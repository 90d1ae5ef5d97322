import { readFile } from "node:fs/promises";
import { parseYaml } from "@redocly/openapi-core";
import { query, type JsonValue as QueriedValue } from "jsonpath-rfc9535";
import { isObject } from "./json.js";
import { childPointer, type Pointer } from "./json-pointer.js";

/** What an action of an overlay aims at. */
export interface OverlayTarget {
  /** Where the overlay says so. */
  readonly pointer: Pointer;
  /** A JSONPath query (RFC 9535). */
  readonly expression: string;
}

/** The targets of an overlay's actions. What has no such form, Redocly reports when it applies it. */
export async function overlayTargets(file: string): Promise<OverlayTarget[]> {
  const overlay: unknown = parseYaml(await readFile(file, "utf8"));
  const actions = isObject(overlay) && Array.isArray(overlay["actions"]) ? overlay["actions"] : [];
  return actions.flatMap((action: unknown, index): OverlayTarget[] =>
    isObject(action) && typeof action["target"] === "string"
      ? [
          {
            pointer: childPointer("#", "actions", index, "target"),
            expression: action["target"],
          },
        ]
      : [],
  );
}

/** The targets that select nothing, which Redocly passes over in silence. */
export function unmatchedTargets(
  document: unknown,
  targets: readonly OverlayTarget[],
): OverlayTarget[] {
  return targets.filter(({ expression }) => {
    try {
      // A parsed document is JSON.
      return query(document as QueriedValue, expression).length === 0;
    } catch {
      // No JSONPath: Redocly says so when it applies the overlay.
      return false;
    }
  });
}
