import type { DescribedMethod } from "./described-method.js";
import type { Description } from "./description.js";
import { child, isObject, listOf, objectOf } from "./json.js";

/** The headers by which a description's security schemes carry credentials. */
export function credentialHeaders(description: Description): readonly string[] {
  const schemes = "/components/securitySchemes";
  return Object.keys(description.object(schemes)).flatMap((name) => {
    const scheme = description.object(child(schemes, name));
    if (scheme["type"] !== "apiKey") return ["authorization"];
    // No client sends a key in a query or a cookie: there is nothing to take away.
    return scheme["in"] === "header" ? [String(scheme["name"])] : [];
  });
}

/** Whether a method is refused without credentials. */
export function needsCredentials(
  description: Description,
  { path, httpMethod }: DescribedMethod,
): boolean {
  const item = description.follow(child("/paths", path));
  const own = description.object(child(item, httpMethod.toLowerCase()))["security"];
  const alternatives = listOf(own ?? objectOf(description.document)["security"]).filter(isObject);
  return (
    alternatives.length > 0 && alternatives.every((schemes) => Object.keys(schemes).length > 0)
  );
}
