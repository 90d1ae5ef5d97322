import { expect, test, vi } from "vitest";
import { fromEnvironment, fromOptions, fromVault, withBasic } from "./authenticate.js";
import { arrived, standIn } from "./providers.test-helpers.js";

/** The credentials as they were sent: the mock itself blanks them out. */
function sentHeaders(): Record<string, string>[] {
  const sent: Record<string, string>[] = [];
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push(Object.fromEntries(new Headers(init.headers)));
    return fetch(url, init);
  });
  return sent;
}

test("credentials of the environment reach each provider", async () => {
  const mocks = {
    asapp: await standIn("asapp"),
    rapidpro: await standIn("rapidpro"),
    respond: await standIn("respond-io"),
    sinch: await standIn("sinch"),
  };
  const sent = sentHeaders();
  const { asapp, rapidpro, respond, sinch } = fromEnvironment();
  await asapp.conversations.list({ externalId: "order-1138" });
  await rapidpro.workspace.get();
  await respond.contacts.get({ identifier: "id:42" });
  await sinch.apps.list();
  expect(arrived(mocks.asapp)).toHaveLength(1);
  expect(arrived(mocks.rapidpro)).toHaveLength(1);
  expect(arrived(mocks.respond)).toHaveLength(1);
  expect(mocks.sinch.requests.at(-1)?.path).toBe("/v1/projects/project/apps");
  expect(sent).toEqual([
    expect.objectContaining({ "asapp-api-id": "id", "asapp-api-secret": "secret" }),
    expect.objectContaining({ authorization: "Token token" }),
    expect.objectContaining({ authorization: "Bearer token" }),
    expect.objectContaining({ authorization: `Basic ${btoa("id:secret")}` }),
    expect.objectContaining({ authorization: expect.stringMatching(/^Bearer ./) }),
  ]);
});

test("options win over the environment, and name the servers", async () => {
  await standIn("asapp");
  const urls: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    urls.push(url);
    return Response.json({ results: [], items: [] });
  });
  const { asapp, rapidpro } = fromOptions("live-id", "live-secret", "live-token");
  await asapp.conversations.list({ externalId: "order-1138" });
  await rapidpro.contacts.list();
  expect(urls.map((url) => new URL(url).origin)).toEqual([
    "https://api.asapp.com",
    "https://rapidpro.example.org",
  ]);
});

test("a function is asked for the token at every call", async () => {
  await standIn("respond-io");
  const sent = sentHeaders();
  let count = 0;
  const respond = fromVault(async (name) => `${name}-${++count}`);
  await respond.contacts.get({ identifier: "id:42" });
  await respond.contacts.get({ identifier: "id:42" });
  expect(sent.map(({ authorization }) => authorization)).toEqual([
    "Bearer respond-io-token-1",
    "Bearer respond-io-token-2",
  ]);
});

test("basic authentication asks for no token", async () => {
  const mock = await standIn("sinch");
  const sent = sentHeaders();
  await withBasic().apps.list();
  expect(arrived(mock)).toEqual([{ operation: "apps.list", body: null }]);
  expect(sent[0]?.["authorization"]).toBe(`Basic ${btoa("id:secret")}`);
});
