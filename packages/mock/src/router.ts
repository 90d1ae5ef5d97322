import leven from "leven";
import type { MockOperation } from "./operation-table.js";
import { templateSource } from "./template-source.js";

/** Where a request belongs. */
export type Route =
  | { readonly operation: MockOperation; readonly path: string }
  | { readonly allowed: readonly string[] }
  | { readonly nearest: MockOperation | undefined };

/**
 * Finds the operation of a request. Paths are accepted below each of the description's servers
 * and without a base path too.
 *
 * @param basePaths The paths of the server URLs: `/v2`, or an empty string.
 */
export function createRouter(
  operations: readonly MockOperation[],
  basePaths: readonly string[],
): (method: string, path: string) => Route {
  const routes = operations
    .map((operation) => ({
      operation,
      pattern: new RegExp(`^${templateSource(operation.path, () => "[^/]+")}$`),
    }))
    // `/contact/merge` comes before `/contact/{identifier}`.
    .toSorted((a, b) => compare(specificity(a.operation.path), specificity(b.operation.path)));
  // The longest first: `/v2/x` is below `/v2` before it is below the root.
  const prefixes = [...new Set([...basePaths, ""])].toSorted((a, b) => b.length - a.length);

  return function route(method, requestPath) {
    // A colon may be encoded, and means the same: `/messages%3Asend` is `/messages:send`.
    const path = requestPath.replaceAll(/%3A/gi, ":");
    const below = prefixes
      .filter((prefix) => path.startsWith(`${prefix}/`))
      .map((prefix) => path.slice(prefix.length));
    for (const rest of below) {
      const matches = routes.filter(({ pattern }) => pattern.test(rest));
      const match = matches.find(({ operation }) => operation.method === method);
      if (match !== undefined) return { operation: match.operation, path: rest };
      if (matches.length > 0) {
        return { allowed: [...new Set(matches.map(({ operation }) => operation.method))] };
      }
    }
    return { nearest: nearest(operations, method, below[0] ?? path) };
  };
}

/** Segment by segment: literal, partly literal (`{id}:merge`), all parameter. */
function specificity(template: string): string {
  return template
    .split("/")
    .map((segment) => (/^\{[^}]*\}$/.test(segment) ? "2" : segment.includes("{") ? "1" : "0"))
    .join("");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The operation whose template takes the fewest changes to become the request's path. */
function nearest(
  operations: readonly MockOperation[],
  method: string,
  path: string,
): MockOperation | undefined {
  const segments = path.split("/");
  return operations
    .map((operation) => {
      const filled = operation.path
        .split("/")
        // What stands for a parameter may be anything.
        .map((segment, index) => (segment.startsWith("{") ? (segments[index] ?? segment) : segment))
        .join("/");
      return { operation, distance: leven(`${method} ${path}`, `${operation.method} ${filled}`) };
    })
    .toSorted((a, b) => a.distance - b.distance)[0]?.operation;
}
