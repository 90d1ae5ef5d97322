import type { Description } from "./description.js";
import { child } from "./json.js";

/** The headers by which a description's security schemes carry credentials. */
export function credentialHeaders(description: Description): readonly string[] {
  const schemes = "/components/securitySchemes";
  return Object.keys(description.object(schemes)).map((name) => {
    const scheme = description.object(child(schemes, name));
    if (scheme["type"] !== "apiKey") return "authorization";
    if (scheme["in"] === "header") return String(scheme["name"]);
    throw new Error(
      `${name} is an API key in the ${String(scheme["in"])}, which no test takes away.`,
    );
  });
}
