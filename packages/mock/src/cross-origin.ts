import type { IncomingHttpHeaders } from "node:http";

/**
 * What a page of another origin needs to read an answer (Fetch standard, section 3.3): a mock has
 * nothing to keep from anybody, so that every origin may.
 */
export const CROSS_ORIGIN_HEADERS: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "*",
};

/**
 * The headers by which a browser's question is answered, whether a page may send a request like
 * this one: it may. Undefined where the request is no such question, but one for the API.
 */
export function preflightHeaders(
  method: string | undefined,
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> | undefined {
  const asked = headers["access-control-request-method"];
  if (method !== "OPTIONS" || asked === undefined || headers.origin === undefined) return undefined;
  return {
    ...CROSS_ORIGIN_HEADERS,
    "access-control-allow-methods": asked,
    // A wildcard would leave out Authorization.
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "*",
    // Chromium asks so before a page of a public site may reach this machine.
    "access-control-allow-private-network": "true",
    vary: "access-control-request-method, access-control-request-headers",
  };
}
