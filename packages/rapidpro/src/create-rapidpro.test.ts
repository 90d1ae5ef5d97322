import { inspect } from "node:util";
import { ApiError, ConfigurationError } from "@parley/runtime";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answeringFetch, detail, failureOf, page } from "./answering-fetch.test-helpers.js";
import { createRapidPro } from "./create-rapidpro.js";

const contact = { uuid: "1a7a0f6e-3c35-4e0a-9d11-000000000001", name: "Amina" };

describe("createRapidPro", () => {
  beforeEach(() => vi.stubEnv("RAPIDPRO_TOKEN", ""));
  afterEach(() => vi.unstubAllEnvs());

  test("names the option and the environment variable when there is no token", () => {
    expect(() => createRapidPro()).toThrow(ConfigurationError);
    expect(() => createRapidPro()).toThrow(
      'createRapidPro: "token" is missing; pass it as an option (a string or a function) or set RAPIDPRO_TOKEN.',
    );
  });

  test("takes the token from the environment, and from the option before that", async () => {
    vi.stubEnv("RAPIDPRO_TOKEN", "from-environment");
    const { requests, fetch } = answeringFetch(page([contact]));
    await createRapidPro({ fetch }).contacts.get({ uuid: contact.uuid });
    await createRapidPro({ fetch, token: "from-option" }).contacts.get({ uuid: contact.uuid });
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Token from-environment",
      "Token from-option",
    ]);
  });

  test("asks a token function at every call, so that a token can change", async () => {
    const { requests, fetch } = answeringFetch(page([contact]));
    let count = 0;
    const rapidpro = createRapidPro({ fetch, token: async () => `token-${++count}` });
    await rapidpro.contacts.get({ uuid: contact.uuid });
    await rapidpro.workspace.get();
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Token token-1",
      "Token token-2",
    ]);
  });

  test("sends to textit.com, or to the host that is given", async () => {
    const { requests, fetch } = answeringFetch(() => Response.json({}));
    const token = "t";
    await createRapidPro({ fetch, token }).workspace.get();
    await createRapidPro({ fetch, token, host: "rapidpro.example.org" }).workspace.get();
    await createRapidPro({ fetch, token, host: "localhost:8443" }).workspace.get();
    await createRapidPro({
      fetch,
      token,
      baseUrl: "http://127.0.0.1:8000/api/v2/",
    }).workspace.get();
    expect(requests.map(({ url }) => url)).toEqual([
      "https://textit.com/api/v2/workspace.json",
      "https://rapidpro.example.org/api/v2/workspace.json",
      "https://localhost:8443/api/v2/workspace.json",
      "http://127.0.0.1:8000/api/v2/workspace.json",
    ]);
  });

  test.for([
    ["evil.example/", "a path"],
    ["evil.example/?", "a query"],
    ["evil.example#", "a fragment"],
    ["textit.com@evil.example", "a user"],
    ["textit.com\\@evil.example", "a backslash"],
    ["https://textit.com", "a whole URL"],
    ["textit.com/api/v2", "the path, too"],
    ["textit.com:99999", "a port that is none"],
    ["textit.com\r\nx: y", "a line break"],
    ["textit.com ", "a space"],
    ["{host}", "a template"],
    ["", "nothing"],
  ])("refuses the host %j: %s", ([host]) => {
    expect(() => createRapidPro({ token: "t", host })).toThrow(ConfigurationError);
    expect(() => createRapidPro({ token: "t", host })).toThrow(/^rapidpro: (option|server) "/);
  });

  test("refuses a token that no header can hold, without showing it", () => {
    const token = "canary\r\nx-injected: 1";
    expect(() => createRapidPro({ token })).toThrow(ConfigurationError);
    expect(() => createRapidPro({ token })).toThrow(/^(?!.*canary)token holds a character/s);
  });

  test("shows the token nowhere: not in the client, in errors or in logs", async () => {
    const { fetch } = answeringFetch(detail(403, "Invalid token canary-token"));
    const lines: unknown[] = [];
    const log = (...record: readonly unknown[]) => lines.push(record);
    const rapidpro = createRapidPro({
      fetch,
      token: "canary-token",
      logger: { info: log, warn: log },
    });
    const error = await failureOf(rapidpro.contacts.get({ urn: "tel:+12025550101" }));
    expect(error).toBeInstanceOf(ApiError);
    // The answer echoed it: it is in the body for those who ask for that, and nowhere else.
    expect(error).toHaveProperty("body.detail", "Invalid token canary-token");

    const printed = [rapidpro, error, lines].flatMap((value) => [
      inspect(value, { depth: 9 }),
      JSON.stringify(value),
      String(value),
    ]);
    expect(printed.join("\n")).not.toContain("canary");
    expect(inspect(rapidpro, { depth: 9, showHidden: true })).not.toContain("canary");
    // A contact's address is personal: the log names the route only.
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain("2025550101");
  });

  test("gives paths by openapi-fetch's own client, over the same pipeline", async () => {
    const { requests, fetch } = answeringFetch(page([contact]), detail(404, "Invalid cursor"));
    const rapidpro = createRapidPro({ fetch, token: "t", retry: false });
    const query = { urn: "tel:+12025550101" } as const;
    const found = await rapidpro.api.GET("/contacts.json", { params: { query } });
    expect(found.data?.results).toEqual([contact]);
    expect(requests[0]?.url).toBe(
      "https://textit.com/api/v2/contacts.json?urn=tel%3A%2B12025550101",
    );
    expect(requests[0]?.headers.get("authorization")).toBe("Token t");
    const lost = await rapidpro.api.GET("/contacts.json", { params: { query: { cursor: "x" } } });
    expect(lost.error).toEqual({ detail: "Invalid cursor" });
  });
});
