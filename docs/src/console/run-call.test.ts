import { createRespondIo } from "@parley/respond-io";
import { createSinch } from "@parley/sinch";
import { expect, test } from "vitest";
import { answerWith } from "./recorded-answers.ts";
import { type MakeClient, runCall } from "./run-call.ts";

const respond: MakeClient = (options) => createRespondIo({ token: "t", ...options });
const sinch: MakeClient = (options) =>
  createSinch({ keyId: "k", keySecret: "s", projectId: "p", ...options });
const contact = { id: 1, firstName: "Mina" };
const base = {
  create: respond,
  method: "contacts.get",
  parameters: { identifier: "id:1" },
  baseUrl: "https://recorded.invalid/v2",
};

const unreachable = (): Promise<Response> => Promise.reject(new TypeError("fetch failed"));

test("a call reports its request as it was sent, and the client's result", async () => {
  const send = answerWith({
    status: 200,
    name: "a",
    contentType: "application/json",
    body: contact,
  });
  const { exchanges, outcome } = await runCall({ ...base, send });
  expect(exchanges).toMatchObject([
    { method: "GET", url: "https://recorded.invalid/v2/contact/id:1", status: 200 },
  ]);
  expect(exchanges[0]?.headers).toContainEqual(["authorization", "Bearer t"]);
  expect(outcome).toEqual({ kind: "result", status: 200, value: contact });
});

test("a declared error is reported as the client throws it, and is not tried again", async () => {
  const send = answerWith({
    status: 429,
    name: "a",
    contentType: "application/json",
    body: { message: "Slow down" },
  });
  const { exchanges, outcome } = await runCall({ ...base, send });
  expect(exchanges).toHaveLength(1);
  expect(outcome).toMatchObject({ kind: "error", name: "ApiError", status: 429 });
});

test("a token is asked for at the origin that the call is sent to, and is shown", async () => {
  const send = answerWith({
    status: 200,
    name: "a",
    contentType: "application/json",
    body: { apps: [] },
  });
  const { exchanges } = await runCall({
    ...base,
    create: sinch,
    method: "apps.list",
    parameters: {},
    baseUrl: "https://recorded.invalid",
    send,
  });
  expect(exchanges.map(({ url }) => url)).toEqual([
    "https://recorded.invalid/oauth2/token",
    "https://recorded.invalid/v1/projects/p/apps",
  ]);
});

test("a request without an answer is reported, too", async () => {
  const { exchanges, outcome } = await runCall({ ...base, send: unreachable });
  expect(exchanges).toMatchObject([{ status: undefined }]);
  expect(outcome).toMatchObject({ kind: "error", name: "ConnectionError" });
});
