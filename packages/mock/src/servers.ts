import { dereference, HTTP_METHODS } from "./document.js";
import type { OpenApiDocument, PathItem, Server } from "./document.js";
import { escapePattern, templateSource } from "./template-source.js";

/** Where the description says that the API is, and how that maps onto the mock. */
export interface Servers {
  /** The path of the first server's URL: `/v2`, or an empty string. */
  readonly basePath: string;
  /** The paths of all servers' URLs. */
  readonly basePaths: readonly string[];
  /** Makes every URL in a value that points to a real server point to the mock. */
  rewrite(value: unknown, mockOrigin: string): unknown;
}

/** Reads the servers of a description, those of its paths and operations included. */
export function readServers(document: OpenApiDocument): Servers {
  const items = Object.values(document.paths ?? {}).map((item) =>
    dereference<PathItem>(document, item),
  );
  const servers = [
    ...(document.servers ?? []),
    ...items.flatMap((item) => item.servers ?? []),
    ...items.flatMap((item) => HTTP_METHODS.flatMap((method) => item[method]?.servers ?? [])),
  ];
  const basePaths = servers.map(basePathOf);
  const patterns = servers.filter(({ url }) => /^https?:/.test(url)).map(originPattern);

  function rewrite(value: unknown, mockOrigin: string): unknown {
    if (typeof value === "string") {
      const origin = patterns.map((pattern) => pattern.exec(value)?.[0]).find(Boolean);
      return origin === undefined ? value : mockOrigin + value.slice(origin.length);
    }
    if (Array.isArray(value)) return value.map((item) => rewrite(item, mockOrigin));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, rewrite(item, mockOrigin)]),
      );
    }
    return value;
  }

  return { basePath: basePaths[0] ?? "", basePaths, rewrite };
}

function basePathOf({ url, variables }: Server): string {
  const filled = url.replaceAll(
    /\{([^}]+)\}/g,
    (_, name: string) => variables?.[name]?.default ?? "",
  );
  // A server's URL may be relative; the mock is where it is relative to.
  return new URL(filled, "http://localhost").pathname.replace(/\/+$/, "");
}

/** The origin of a server's URL, for each value of its variables, at the start of a URL. */
function originPattern({ url, variables }: Server): RegExp {
  const [origin = url] = /^https?:\/\/[^/]+/.exec(url) ?? [];
  const source = templateSource(origin, (name) => {
    const variable = variables?.[name];
    const values = [...(variable?.enum ?? []), variable?.default ?? ""];
    return `(?:${values.map(escapePattern).join("|")})`;
  });
  return new RegExp(`^${source}(?=[/?#]|$)`);
}
