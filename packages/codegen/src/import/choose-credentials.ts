import { isObject, type JsonObject } from "../description/json.js";
import { follow, describedOperations } from "./described-operations.js";

/** How a client authenticates, as far as the runtime has it. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "bearer"; readonly scheme: string }
  | { readonly kind: "basic"; readonly scheme: string }
  | {
      readonly kind: "headers";
      /** The header fields that carry keys; several are given together. */
      readonly fields: readonly string[];
      readonly scheme: string;
    }
  | { readonly kind: "oauth2"; readonly tokenUrl: string; readonly scheme: string };

/** What a description says of credentials. */
export interface CredentialChoice {
  /** The first that a client can have; undefined where it can have none of them. */
  readonly chosen: Credentials | undefined;
  /** All alternatives, in the description's order, by the names of their schemes. */
  readonly alternatives: readonly string[];
}

/**
 * Reads how a client may authenticate: by the first alternative that most operations share and that
 * the runtime has. Keys in queries and cookies it has not: they would end up in logs.
 */
export function chooseCredentials(document: JsonObject): CredentialChoice {
  const components = isObject(document["components"]) ? document["components"] : {};
  const written = isObject(components["securitySchemes"]) ? components["securitySchemes"] : {};
  const schemes = new Map(
    Object.entries(written).flatMap(([name, scheme]) => {
      const found = follow(document, scheme, "#")?.value;
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
  const alternatives = requirementsOf(document, [...schemes.keys()]);
  if (alternatives.length === 0) return { chosen: { kind: "none" }, alternatives: [] };
  const possible = alternatives.flatMap((names) => credentialsOf(names, schemes) ?? []);
  return {
    chosen: possible[0],
    alternatives: alternatives.map((names) => names.join(" + ")),
  };
}

/** The alternatives, each a list of schemes: those of most operations first. */
function requirementsOf(document: JsonObject, schemes: readonly string[]): string[][] {
  const counts = new Map<string, number>();
  const common = lists(document["security"]);
  for (const { operation } of describedOperations(document)) {
    const own = operation["security"] === undefined ? common : lists(operation["security"]);
    for (const names of own) {
      if (names.length === 0) continue;
      const key = JSON.stringify(names.toSorted());
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const asked = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([key]) => JSON.parse(key) as string[]);
  // What no operation asks for may still be how all of them are called.
  return asked.length > 0 ? asked : schemes.map((name) => [name]);
}

/** RFC 9110, section 5.1: a field name is a token. */
function isFieldName(name: unknown): name is string {
  return typeof name === "string" && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

function lists(security: unknown): string[][] {
  return Array.isArray(security) ? security.filter(isObject).map((each) => Object.keys(each)) : [];
}

function credentialsOf(
  names: readonly string[],
  schemes: ReadonlyMap<string, JsonObject>,
): Credentials | undefined {
  const found = names.flatMap((name): JsonObject[] => {
    const each = schemes.get(name);
    return each === undefined ? [] : [each];
  });
  const scheme = names.join(" + ");
  if (found.length !== names.length) return undefined;
  const fields = found.flatMap((each) =>
    each["type"] === "apiKey" && each["in"] === "header" && isFieldName(each["name"])
      ? [each["name"]]
      : [],
  );
  if (fields.length === found.length) return { kind: "headers", fields, scheme };
  const [only] = found;
  if (found.length !== 1 || only === undefined) return undefined;
  if (only["type"] === "http") {
    const kind = String(only["scheme"]).toLowerCase();
    return kind === "bearer" || kind === "basic" ? { kind, scheme } : undefined;
  }
  if (only["type"] === "openIdConnect") return { kind: "bearer", scheme };
  if (only["type"] !== "oauth2") return undefined;
  const flows = isObject(only["flows"]) ? only["flows"] : {};
  const machine = flows["clientCredentials"];
  const tokenUrl = isObject(machine) ? machine["tokenUrl"] : undefined;
  return typeof tokenUrl === "string" && tokenUrl.startsWith("https://")
    ? { kind: "oauth2", tokenUrl, scheme }
    : // A token of any other flow is had from somewhere else, and sent in the same way.
      { kind: "bearer", scheme };
}
