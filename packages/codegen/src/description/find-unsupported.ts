import type { DescriptionProblem, Report } from "../description-error.js";
import { isObject } from "./json.js";
import { childPointer } from "./json-pointer.js";
import { visitDescription } from "./visit-description.js";

/** Whether a document is of a version that the generator reads. */
export function unsupportedVersion(document: unknown, file: string): DescriptionProblem[] {
  const version = isObject(document) ? document["openapi"] : undefined;
  if (typeof version === "string" && /^3\.[01]\./.test(version)) return [];
  const found = typeof version === "string" ? `OpenAPI ${version}` : "no OpenAPI 3 document";
  return [
    {
      file,
      pointer: "#/openapi",
      message: `This is ${found}: descriptions are written in OpenAPI 3.1 (3.0 is read as well).`,
    },
  ];
}

/**
 * What OpenAPI can say and a Parley client cannot do. Each is refused by name: other tools drop
 * most of these in silence.
 */
export function findUnsupported(document: unknown, file: string): DescriptionProblem[] {
  const problems: DescriptionProblem[] = [];
  const report: Report = (pointer, message) => problems.push({ file, pointer, message });

  visitDescription(document, (kind, node, pointer) => {
    if (kind === "Root") {
      for (const path of Object.keys(isObject(node["paths"]) ? node["paths"] : {})) {
        const place = childPointer(pointer, "paths", path);
        if (!path.startsWith("/") && !path.startsWith("x-")) {
          report(
            place,
            `A path begins with a slash: write \`/${path}\`, with an overlay that takes this one out and adds the other.`,
          );
        }
        if (/[?#]/.test(path)) {
          report(
            place,
            "A path has neither query nor fragment: describe what comes after the ? with `in: query`, below the path without it.",
          );
        }
      }
    } else if (kind === "PathItem") {
      if ("trace" in node) {
        // Fetch Standard, section 2.2.1: a forbidden method.
        report(
          childPointer(pointer, "trace"),
          "The HTTP method TRACE is not supported, as no fetch sends it: leave the operation out with an overlay.",
        );
      }
      if ("query" in node) {
        report(
          childPointer(pointer, "query"),
          "The HTTP method QUERY is not supported: leave the operation out with an overlay.",
        );
      }
      if ("additionalOperations" in node) {
        report(
          childPointer(pointer, "additionalOperations"),
          "Other HTTP methods than those of OpenAPI 3.1 are not supported: leave these operations out with an overlay.",
        );
      }
    } else if (kind === "Parameter" && node["in"] === "querystring") {
      report(
        childPointer(pointer, "in"),
        "A parameter that is the whole query string (`in: querystring`) is not supported: describe its parts with `in: query`.",
      );
    }
  });
  return problems;
}
