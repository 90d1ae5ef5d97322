import { describe, expect, test } from "vitest";
import { chooseCredentials } from "../import/choose-credentials.js";
import { credentialCode } from "./credential-options.js";

/** A document whose one operation asks for these schemes together. */
function document(schemes: Readonly<Record<string, object>>, security?: readonly object[]) {
  const all = Object.fromEntries(Object.keys(schemes).map((name) => [name, []]));
  return {
    paths: { "/a": { get: { security: security ?? [all] } } },
    components: { securitySchemes: schemes },
  };
}

const header = (name: string): object => ({ type: "apiKey", in: "header", name });

/** The options that a client of acme has for these headers. */
function optionsFor(...names: readonly string[]): string[] {
  const schemes = Object.fromEntries(names.map((name, index) => [`k${index}`, header(name)]));
  const { chosen } = chooseCredentials(document(schemes));
  if (chosen === undefined) throw new Error("Nothing was chosen.");
  return credentialCode(chosen, "acme").options.map(({ name }) => name);
}

describe("headers become options", () => {
  test.for([
    [["X-Acme-Api-Key"], ["apiKey"]],
    [["X-APIKEY"], ["apiKey"]],
    [["Authorization"], ["token"]],
    [["X-Acme"], ["token"]],
    [
      ["asapp-api-id", "asapp-api-secret"],
      ["asappApiId", "asappApiSecret"],
    ],
    [["default"], ["defaultKey"]],
    [["Timeout"], ["timeoutKey"]],
    [
      ["X-Id", "Id"],
      ["id", "idKey2"],
    ],
  ] as const)("%j", ([fields, options]) => {
    expect(optionsFor(...fields)).toEqual(options);
  });

  test("and what is no name of a header becomes nothing", () => {
    const { chosen, alternatives } = chooseCredentials(document({ k: header("a */ evil() /*") }));
    expect(chosen).toBeUndefined();
    expect(alternatives).toEqual(["k"]);
  });
});

describe("of several ways the first that a client has is taken, of most operations", () => {
  const schemes = {
    inQuery: { type: "apiKey", in: "query", name: "key" },
    token: { type: "http", scheme: "Bearer" },
    machine: {
      type: "oauth2",
      flows: { clientCredentials: { tokenUrl: "https://acme.example/token", scopes: {} } },
    },
    login: { type: "oauth2", flows: { implicit: { scopes: {} } } },
    digest: { type: "http", scheme: "digest" },
  };

  test.for([
    [[{ inQuery: [] }, { token: [] }], "bearer"],
    [[{ machine: [] }, { token: [] }], "oauth2"],
    [[{ login: [] }], "bearer"],
    [[{ inQuery: [], token: [] }], undefined],
    [[{ digest: [] }], undefined],
    [[{ unknown: [] }], undefined],
  ] as const)("%j", ([security, kind]) => {
    expect(chooseCredentials(document(schemes, security)).chosen?.kind).toBe(kind);
  });

  test("and without any scheme a client has no credentials", () => {
    expect(chooseCredentials({ paths: {} }).chosen).toEqual({ kind: "none" });
  });
});
