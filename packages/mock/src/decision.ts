import type { Violation } from "./prism.js";

/** What was decided about a request, before it is written out. */
export interface Decision {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON; undefined is no body. */
  readonly body: unknown;
  /** Whether a string is sent as JSON too. Default: false. */
  readonly isJson?: boolean;
  readonly violations: readonly Violation[];
}

/** A refusal that the description knows nothing of, as a problem document (RFC 9457). */
export function problem(
  status: number,
  title: string,
  detail: string,
  location: readonly string[],
): Decision {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: { title, status, detail },
    violations: [{ location: ["request", ...location], code: String(status), message: detail }],
  };
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Writes a decision out. Violations go into the header that Prism's own server uses. */
export function wireAnswer({
  status,
  headers,
  body,
  isJson = false,
  violations,
}: Decision): WireAnswer {
  return {
    status,
    headers:
      violations.length === 0
        ? headers
        : { ...headers, "sl-violations": violationsHeader(violations) },
    body: body === undefined || (typeof body === "string" && !isJson) ? body : JSON.stringify(body),
  };
}

/** Node refuses responses whose headers take more than 16 kB together. */
const LONGEST_HEADER = 8000;

/** As many violations as fit, as a JSON array in ASCII. */
function violationsHeader(violations: readonly Violation[]): string {
  const items: string[] = [];
  let length = 2;
  for (const violation of violations) {
    const item = JSON.stringify(violation).replaceAll(
      /[^ -~]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    length += item.length + 1;
    if (length > LONGEST_HEADER) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}
