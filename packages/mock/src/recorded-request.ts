import { dereference } from "./document.js";
import type { OpenApiDocument, SecurityScheme } from "./document.js";
import type { Violation } from "./prism.js";

/** A request that the mock answered. */
export interface RecordedRequest {
  /** `GET`. */
  readonly method: string;
  /** Path and query as they came, base path included; credentials are blanked out. */
  readonly path: string;
  /** By name in lower case; credentials are blanked out. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON and forms are parsed, other bodies are text; null when there was none. */
  readonly body: unknown;
  /** The method that it was a call of: `contacts.get`. Undefined when the description has none such. */
  readonly operation: string | undefined;
  /** The status of the answer. */
  readonly status: number;
  /** In what the request, or the answer, breaks the description. */
  readonly violations: readonly Violation[];
}

/** Where a description's credentials are. */
export interface Credentials {
  /** In lower case. */
  readonly headers: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
}

const BLANK = "[redacted]";

/** Reads from the security schemes where credentials are. */
export function readCredentials(document: OpenApiDocument): Credentials {
  const schemes = Object.values(document.components?.securitySchemes ?? {})
    .map((scheme) => dereference<SecurityScheme>(document, scheme))
    .filter(({ type }) => type === "apiKey");
  const namesIn = (place: string): string[] =>
    schemes.filter((scheme) => scheme.in === place).map(({ name }) => name ?? "");
  return {
    headers: new Set([
      "authorization",
      "proxy-authorization",
      "cookie",
      ...namesIn("header").map((name) => name.toLowerCase()),
    ]),
    query: new Set(namesIn("query")),
  };
}

/** Headers with the credentials blanked out. The scheme stays: `Bearer [redacted]`. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  credentials: Credentials,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!credentials.headers.has(name)) return [name, value];
      const [scheme, ...rest] = name === "authorization" ? value.split(" ") : [];
      return [name, rest.length === 0 ? BLANK : `${scheme} ${BLANK}`];
    }),
  );
}

/** A path with the credentials of its query blanked out, and all else as it came. */
export function redactPath(path: string, credentials: Credentials): string {
  const [before = "", query] = path.split(/\?(.*)/s);
  if (query === undefined) return path;
  const pairs = query.split("&").map((pair) => {
    const [name = ""] = new URLSearchParams(pair).keys();
    return credentials.query.has(name) ? `${name}=${BLANK}` : pair;
  });
  return `${before}?${pairs.join("&")}`;
}
