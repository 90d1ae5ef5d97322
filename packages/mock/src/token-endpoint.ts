import { dereference } from "./document.js";
import type { OpenApiDocument, SecurityScheme } from "./document.js";

/** The answer to a request for an access token. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The paths of the OAuth 2 token endpoints of a description, so that a client that is pointed at
 * the mock never asks a real one.
 */
export function tokenPaths(document: OpenApiDocument): ReadonlySet<string> {
  return new Set(
    Object.values(document.components?.securitySchemes ?? {})
      .map((scheme) => dereference<SecurityScheme>(document, scheme).flows?.clientCredentials)
      .filter((flow) => flow !== undefined)
      .map(({ tokenUrl }) => new URL(tokenUrl, "http://localhost").pathname),
  );
}

/** Grants a token for client credentials (RFC 6749, sections 4.4 and 5). */
export function grantToken(form: URLSearchParams, authorization: string | undefined): TokenAnswer {
  if (form.get("grant_type") !== "client_credentials") {
    return { status: 400, body: { error: "unsupported_grant_type" } };
  }
  const isAuthenticated = /^basic ./i.test(authorization ?? "") || form.has("client_secret");
  return isAuthenticated
    ? {
        status: 200,
        body: { access_token: "mock-access-token", token_type: "bearer", expires_in: 3600 },
      }
    : { status: 401, body: { error: "invalid_client" } };
}
