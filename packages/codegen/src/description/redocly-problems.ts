import { relative, sep } from "node:path";
import type { NormalizedProblem } from "@redocly/openapi-core";
import type { DescriptionProblem } from "../description-error.js";

/** A problem as Redocly reports it. */
export function fromRedocly({
  message,
  ruleId,
  location: [location],
}: NormalizedProblem): DescriptionProblem {
  return {
    file: location === undefined ? "" : displayPath(location.source.absoluteRef),
    pointer: location?.pointer ?? "#",
    // The rules of ours say what mends it.
    message: ruleId.startsWith("parley/")
      ? message
      : `${message.replace(/\.?$/, ".")} Correct it there, or with an overlay.`,
  };
}

/** A path below the working directory, with forward slashes on every system. */
export function displayPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return (shown.startsWith("..") ? path : shown).split(sep).join("/");
}
