import { inspect } from "node:util";
import { createMemoryTokenStore } from "@parley/runtime";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { appId, textMessage } from "./bodies.test-helpers.js";
import { createSinch, type SinchOptions } from "./create-sinch.js";
import {
  type Answer,
  connect,
  connectionFailure,
  createFakeSinch,
  type FakeSinch,
  rejection,
  type SentRequest,
  stopTime,
} from "./fake-sinch.test-helpers.js";
import { ApiError, ConfigurationError, isApiError } from "./index.js";

const oauth2 = { authentication: "oauth2" } as const;

function authorizations(requests: readonly SentRequest[]): (string | null)[] {
  return requests.map(({ headers }) => headers.get("authorization"));
}

beforeEach(() => {
  for (const name of ["SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"]) vi.stubEnv(name, "");
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("options of createSinch", () => {
  test.each([
    [{ keySecret: "s" }, '"keyId" is missing', "SINCH_KEY_ID"],
    [{ keyId: "k" }, '"keySecret" is missing', "SINCH_KEY_SECRET"],
  ])(
    "names the option and the environment variable of what %j lacks",
    (given, option, variable) => {
      const create = () => createSinch({ projectId: "p", ...given });
      expect(create).toThrow(ConfigurationError);
      expect(create).toThrow(option);
      expect(create).toThrow(variable);
    },
  );

  test("takes key and project from the environment, and from the options before that", async () => {
    vi.stubEnv("SINCH_PROJECT_ID", "environment");
    vi.stubEnv("SINCH_KEY_ID", "id");
    vi.stubEnv("SINCH_KEY_SECRET", "secret");
    const fake = createFakeSinch();
    const { fetch } = fake;
    await createSinch({ fetch, authentication: "basic" }).apps.list();
    await createSinch({
      fetch,
      authentication: "basic",
      projectId: "option",
      keyId: "id2",
      keySecret: "secret2",
    }).apps.list();
    expect(fake.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/v1/projects/environment/apps",
      "/v1/projects/option/apps",
    ]);
    expect(authorizations(fake.requests)).toEqual([
      `Basic ${btoa("id:secret")}`,
      `Basic ${btoa("id2:secret2")}`,
    ]);
  });

  test("refuses a call without a project before anything is sent, a token request included", async () => {
    const fake = createFakeSinch();
    const sinch = createSinch({ fetch: fake.fetch, keyId: "k", keySecret: "s" });
    const error = await rejection(sinch.apps.list());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/"projectId".*SINCH_PROJECT_ID/));
    expect([...fake.requests, ...fake.tokenRequests]).toEqual([]);
  });

  test("lets a call name another project than the client's", async () => {
    const fake = createFakeSinch();
    const sinch = connect(fake, { projectId: "client" });
    await sinch.apps.list({ project_id: "call" });
    await sinch.apps.list();
    await sinch.api.GET("/v1/projects/{project_id}/apps", {
      params: { path: { project_id: "path-style" } },
    });
    expect(fake.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/v1/projects/call/apps",
      "/v1/projects/client/apps",
      "/v1/projects/path-style/apps",
    ]);
  });

  test.each([
    [undefined, "us"],
    ["us", "us"],
    ["eu", "eu"],
    ["br", "br"],
  ] as const)("region %s has both hosts in %s", async (region, prefix) => {
    const fake = createFakeSinch();
    const sinch = connect(fake, { region });
    await sinch.apps.list();
    await sinch.templates.list();
    await sinch.api.GET("/v2/projects/{project_id}/templates", {
      params: { path: { project_id: "p" } },
    });
    expect(fake.requests.map(({ url }) => url)).toEqual([
      `https://${prefix}.conversation.api.sinch.com/v1/projects/p/apps`,
      `https://${prefix}.template.api.sinch.com/v2/projects/p/templates`,
      `https://${prefix}.template.api.sinch.com/v2/projects/p/templates`,
    ]);
  });

  test("refuses a region that Sinch does not have", () => {
    // @ts-expect-error there are us, eu and br
    const options: SinchOptions = { region: "au" };
    const create = () => connect(createFakeSinch(), options);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow('option "region" is "au"; give one of "us", "eu", "br".');
  });

  test("refuses a region that would move the requests to another host", () => {
    // @ts-expect-error no plain name
    const options: SinchOptions = { region: "evil.example/" };
    expect(() => connect(createFakeSinch(), options)).toThrow('option "region" is "evil.example/"');
  });

  test("sends everything to baseUrl where one is given, templates included", async () => {
    const fake = createFakeSinch();
    const sinch = connect(fake, { baseUrl: "http://localhost:4010/" });
    await sinch.apps.list();
    await sinch.templates.list();
    expect(fake.requests.map(({ url }) => url)).toEqual([
      "http://localhost:4010/v1/projects/p/apps",
      "http://localhost:4010/v2/projects/p/templates",
    ]);
  });

  test("has webhook targets and unwrap side by side, and the path-style client", async () => {
    const fake = createFakeSinch({ api: () => Response.json({ webhooks: [] }) });
    const sinch = connect(fake);
    expect(await sinch.webhooks.list({ app_id: appId })).toEqual({ webhooks: [] });
    expect(sinch.webhooks.list.operation.id).toBe("webhooks.list");
    await expect(sinch.webhooks.unwrap({ body: "{}", headers: {}, secret: "s" })).rejects.toThrow(
      '"x-sinch-webhook-signature"',
    );
    const { data } = await sinch.api.GET("/v1/projects/{project_id}/apps/{app_id}/webhooks", {
      params: { path: { project_id: "p", app_id: appId } },
    });
    expect(data).toEqual({ webhooks: [] });
  });
});

describe("OAuth 2.0, the default", () => {
  test("is asked for one token by a hundred calls at once, to both hosts", async () => {
    const fake = createFakeSinch();
    const sinch = createSinch({
      fetch: fake.fetch,
      projectId: "p",
      keyId: "key-id",
      keySecret: "key-secret",
    });
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0 ? sinch.apps.list() : sinch.templates.list(),
      ),
    );
    expect(fake.requests).toHaveLength(100);
    expect(new Set(fake.requests.map(({ url }) => new URL(url).host)).size).toBe(2);
    expect(new Set(authorizations(fake.requests))).toEqual(new Set(["Bearer token-1"]));
    expect(fake.tokenRequests).toHaveLength(1);
  });

  test("asks by form and Basic header, as RFC 6749 section 4.4 has it", async () => {
    const fake = createFakeSinch();
    await connect(fake, oauth2).apps.list();
    const [request] = fake.tokenRequests;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe("https://auth.sinch.com/oauth2/token");
    expect(request?.body).toBe("grant_type=client_credentials");
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: "application/json",
      authorization: `Basic ${btoa("key-id:key-secret")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
  });

  test("asks key functions anew for every token, so that a key can change", async () => {
    const fake = createFakeSinch();
    let count = 0;
    const sinch = connect(fake, {
      ...oauth2,
      keyId: async () => "key-id",
      keySecret: () => `secret-${++count}`,
    });
    await sinch.apps.list();
    await vi.advanceTimersByTimeAsync(3_600_000);
    await sinch.apps.list();
    expect(authorizations(fake.tokenRequests)).toEqual([
      `Basic ${btoa("key-id:secret-1")}`,
      `Basic ${btoa("key-id:secret-2")}`,
    ]);
    expect(authorizations(fake.requests)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("replaces a token after a 401, and sends the call once more as it was", async () => {
    const fake = createFakeSinch({
      api: (_request, count) =>
        count === 2
          ? Response.json({}, { status: 401, headers: { "www-authenticate": "Bearer expired" } })
          : Response.json({ message_id: "m", accepted_time: "2026-05-04T09:12:31.204Z" }),
    });
    const sinch = connect(fake, oauth2);
    await sinch.messages.send({ body: textMessage });
    // A brand-new token that is refused is refused for another reason than its age.
    await vi.advanceTimersByTimeAsync(60_000);
    const result = await sinch.messages.send({ body: textMessage });
    expect(result.message_id).toBe("m");
    expect(fake.tokenRequests).toHaveLength(2);
    expect(authorizations(fake.requests)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(fake.requests[2]?.url).toBe(fake.requests[1]?.url);
    expect(fake.requests[2]?.body).toBe(JSON.stringify(textMessage));
  });

  test("replays a call only once: a second 401 is the caller's", async () => {
    const fake = createFakeSinch({
      api: (_request, count) =>
        count === 1 ? Response.json({}) : Response.json({}, { status: 401 }),
    });
    const sinch = connect(fake, oauth2);
    await sinch.apps.list();
    await vi.advanceTimersByTimeAsync(60_000);
    const error = await rejection(sinch.messages.send({ body: textMessage }));
    if (!isApiError(error, sinch.messages.send)) throw error;
    expect(error.status).toBe(401);
    expect(authorizations(fake.requests)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  test("backs off when the token endpoint says 429", async () => {
    const fake = createFakeSinch({
      token: (_request, count) =>
        count <= 2
          ? new Response("", { status: 429 })
          : Response.json({ access_token: "t", token_type: "bearer", expires_in: 3599 }),
    });
    const sinch = connect(fake, { ...oauth2, random: () => 1 });
    const call = sinch.apps.list();
    const counts: number[] = [];
    // The waits are up to 1 s and 2 s; this randomness makes them that long.
    for (const milliseconds of [999, 1, 1999, 1]) {
      await vi.advanceTimersByTimeAsync(milliseconds);
      counts.push(fake.tokenRequests.length);
    }
    expect(counts).toEqual([1, 2, 2, 3]);
    await call;
    expect(authorizations(fake.requests)).toEqual(["Bearer t"]);
  });

  test("fails as oauth2.token when the key is refused, and sends nothing to the API", async () => {
    const fake = createFakeSinch({
      token: () => Response.json({ error: "invalid_client" }, { status: 401 }),
    });
    const error = await rejection(connect(fake, oauth2).apps.list());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 401, operationId: "oauth2.token" });
    expect(fake.requests).toEqual([]);
  });

  test("takes its tokens from tokenUrl", async () => {
    const fake = createFakeSinch();
    const tokenUrl = "https://eu.auth.sinch.com/oauth2/token";
    await connect(fake, { ...oauth2, tokenUrl }).apps.list();
    expect(fake.tokenRequests.map(({ url }) => url)).toEqual([tokenUrl]);
  });

  test("shares its tokens with others that have the same tokenStore", async () => {
    const tokenStore = createMemoryTokenStore();
    const fakes = [createFakeSinch(), createFakeSinch()];
    for (const fake of fakes) await connect(fake, { ...oauth2, tokenStore }).apps.list();
    expect(fakes.map(({ tokenRequests }) => tokenRequests.length)).toEqual([1, 0]);
    expect(fakes.map(({ requests }) => requests.length)).toEqual([1, 1]);
  });

  test("takes a tokenUrl without TLS on this machine only", () => {
    const local = { ...oauth2, tokenUrl: "http://localhost:4010/oauth2/token" };
    expect(() => connect(createFakeSinch(), local)).not.toThrow();
    const remote = { ...oauth2, tokenUrl: "http://auth.sinch.com/oauth2/token" };
    const create = () => connect(createFakeSinch(), remote);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow('"tokenUrl"');
  });
});

describe("basic authentication", () => {
  test("sends the key with every request to either host, and asks for no token", async () => {
    const fake = createFakeSinch();
    const sinch = connect(fake, { authentication: "basic" });
    await sinch.apps.list();
    await sinch.templates.list();
    const basic = `Basic ${btoa("key-id:key-secret")}`;
    expect(authorizations(fake.requests)).toEqual([basic, basic]);
    expect(fake.tokenRequests).toEqual([]);
  });

  test("does not replay a 401: the key stays the same", async () => {
    const fake = createFakeSinch({ api: () => Response.json({}, { status: 401 }) });
    const sinch = connect(fake);
    await expect(sinch.apps.list()).rejects.toMatchObject({ status: 401 });
    expect(fake.requests).toHaveLength(1);
  });
});

const elsewhere: Answer = () => Response.redirect("https://elsewhere.example/v1", 307);

describe("credentials at other origins", () => {
  test.each(["oauth2", "basic"] as const)(
    "%s: a redirect is not followed",
    async (authentication) => {
      const fake = createFakeSinch({ api: elsewhere });
      const sinch = connect(fake, { authentication });
      await expect(sinch.apps.list()).rejects.toMatchObject({ status: 307 });
      expect(fake.requests).toHaveLength(1);
    },
  );

  test("the key does not follow a redirect of the token endpoint", async () => {
    const fake = createFakeSinch({ token: elsewhere });
    await expect(connect(fake, oauth2).apps.list()).rejects.toMatchObject({ status: 307 });
    expect(fake.tokenRequests).toHaveLength(1);
    expect(fake.requests).toEqual([]);
  });

  test("a call with another base URL is refused", async () => {
    const fake = createFakeSinch();
    const call = connect(fake, oauth2).api.GET("/v1/projects/{project_id}/apps", {
      params: { path: { project_id: "p" } },
      baseUrl: "https://elsewhere.example",
    });
    await expect(call).rejects.toThrow("refused to send credentials to https://elsewhere.example");
    expect([...fake.requests, ...fake.tokenRequests]).toEqual([]);
  });

  test("a region's credentials go to no other region", async () => {
    const fake = createFakeSinch();
    const call = connect(fake, { region: "eu" }).api.GET("/v1/projects/{project_id}/apps", {
      params: { path: { project_id: "p" } },
      baseUrl: "https://us.conversation.api.sinch.com",
    });
    await expect(call).rejects.toThrow(ConfigurationError);
    expect(fake.requests).toEqual([]);
  });
});

const issueCanary: Answer = () =>
  Response.json({ access_token: "canary-token", token_type: "bearer", expires_in: 3599 });

/** Servers like to quote what they refuse. */
function echo(status: number): Answer {
  return ({ headers }) => {
    const message = headers.get("authorization");
    return Response.json({ error: { code: status, message, status: "X" } }, { status });
  };
}

describe("secrets", () => {
  const keyId = "canary-id";
  const keySecret = "canary-secret";
  // As they are, and as they stand in headers.
  const secrets = [keySecret, btoa(`${keyId}:${keySecret}`), "canary-token"];

  function expectNoSecret(shown: string): void {
    for (const secret of secrets) expect(shown).not.toContain(secret);
  }

  test.each(["oauth2", "basic"] as const)(
    "%s: are not shown by the client",
    async (authentication) => {
      const fake = createFakeSinch({ token: issueCanary });
      const sinch = connect(fake, { authentication, keyId, keySecret });
      await sinch.apps.list();
      expect(authorizations(fake.requests)[0]).toMatch(/canary|^Basic Y2FuYXJ5/);
      expectNoSecret(inspect(sinch, { depth: 9, showHidden: true }));
      expectNoSecret(JSON.stringify(sinch));
    },
  );

  const failures: readonly [string, FakeSinch, SinchOptions][] = [
    ["401 that quotes the token", createFakeSinch({ token: issueCanary, api: echo(401) }), oauth2],
    ["403 that quotes the token", createFakeSinch({ token: issueCanary, api: echo(403) }), oauth2],
    ["401 that quotes the key", createFakeSinch({ api: echo(401) }), {}],
    ["token endpoint that quotes the key", createFakeSinch({ token: echo(401) }), oauth2],
    [
      "redirect with the token in its target",
      createFakeSinch({
        token: issueCanary,
        api: () => Response.redirect("https://elsewhere.example/?t=canary-token", 307),
      }),
      oauth2,
    ],
    [
      "connection that broke",
      createFakeSinch({
        token: issueCanary,
        api: () => Promise.reject(connectionFailure("ECONNRESET")),
      }),
      oauth2,
    ],
    [
      "token of the wrong type",
      createFakeSinch({
        token: () => Response.json({ access_token: "canary-token", token_type: "mac" }),
      }),
      oauth2,
    ],
    ["secret that no header can hold", createFakeSinch(), { keySecret: () => `${keySecret}\n` }],
  ];

  test.each(failures)(
    "are not shown by the error or the log of a %s",
    async (_name, fake, options) => {
      const log: unknown[] = [];
      const logger = {
        info: (...record: unknown[]) => log.push(record),
        warn: (...record: unknown[]) => log.push(record),
      };
      const sinch = connect(fake, { keyId, keySecret, retry: false, logger, ...options });
      const error = await rejection(sinch.messages.send({ body: textMessage }));
      expect(error).toBeInstanceOf(Error);
      expectNoSecret(inspect(error, { depth: 9 }));
      expectNoSecret(JSON.stringify(error));
      expectNoSecret(String(error));
      expect(log).not.toEqual([]);
      expectNoSecret(inspect(log, { depth: 9 }));
    },
  );
});
