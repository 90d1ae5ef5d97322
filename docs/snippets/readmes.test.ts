import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import { arrived, standIn } from "./providers.test-helpers.js";
import * as asapp from "./readme-asapp.js";
import * as rapidProErrors from "./readme-rapidpro-errors.js";
import * as rapidPro from "./readme-rapidpro.js";
import { limits } from "./readme-redis.js";
import { tokens } from "./readme-redis-tokens.js";
import * as respondIoErrors from "./readme-respond-io-errors.js";
import * as respondIo from "./readme-respond-io.js";
import * as root from "./readme-root.js";
import { createBareClient } from "./readme-runtime.js";
import * as sinchErrors from "./readme-sinch-errors.js";
import * as sinch from "./readme-sinch.js";
import {
  messageInbound,
  messageReceived,
  signedByRespondIo,
  signedBySinch,
} from "./webhooks.test-helpers.js";

const url = "https://hooks.example.com";
const app = "01HVN8R5J3K7M9P2Q4S6T8W0X1";

test("@parley/asapp: a conversation is made and summarized, and a lack of it is told", async () => {
  const mock = await standIn("asapp");
  await asapp.firstCall();
  expect(arrived(mock).map(({ operation }) => operation)).toEqual([
    "conversations.createOrUpdate",
    "autoSummary.createFreeTextSummary",
  ]);
  const error = { code: "404-01", message: "none" };
  mock.respondWith("autoSummary.createFreeTextSummary", { status: 404, body: { error } });
  await asapp.firstCall();
  expect(console.log).toHaveBeenLastCalledWith("no such conversation:", "none");
});

test("@parley/rapidpro: a contact is looked up, written to, changed, and all are listed", async () => {
  const mock = await standIn("rapidpro");
  await rapidPro.firstCall();
  expect(arrived(mock).slice(0, 4)).toEqual([
    { operation: "contacts.get", body: null },
    { operation: "messages.create", body: expect.objectContaining({ text: "Hello" }) },
    { operation: "contacts.update", body: { language: null } },
    { operation: "contacts.list", body: null },
  ]);
});

test("@parley/rapidpro: a walk keeps its cursor after each page, and errors are read", async () => {
  const mock = await standIn("rapidpro");
  const kept: unknown[] = [];
  const store = {
    load: async () => undefined,
    save: async (cursor: string | undefined) => void kept.push(cursor),
  };
  await rapidPro.resume("2026-01-01T00:00:00.000000Z", store, async () => undefined);
  expect(kept[0]).toEqual(expect.any(String));
  expect(kept.at(-1)).toBeUndefined();
  mock.respondWith("contacts.create", { status: 400, body: { urns: { 0: ["in use"] } } });
  await rapidProErrors.failing();
  expect(console.log).toHaveBeenLastCalledWith(["urns.0: in use"]);
  arrived(mock);
});

test("@parley/respond-io: a contact is looked up and written to, all are listed, and errors are read", async () => {
  const mock = await standIn("respond-io");
  await respondIo.firstCall();
  expect(arrived(mock).slice(0, 3)).toEqual([
    { operation: "contacts.get", body: null },
    { operation: "messages.send", body: { message: { type: "text", text: "Hello" } } },
    {
      operation: "contacts.list",
      body: { search: "", timezone: "Etc/UTC", filter: { $and: [] } },
    },
  ]);
  mock.respondWith("contacts.get", { status: 404, body: { code: 404, message: "none" } });
  await respondIoErrors.failing();
  expect(console.log).toHaveBeenLastCalledWith("none");
});

test("@parley/sinch: a message is sent, all are listed, and the fields of an error are read", async () => {
  const mock = await standIn("sinch");
  await sinch.firstCall(app);
  const [token, send, list] = arrived(mock);
  expect(token?.operation).toBeUndefined();
  expect(send).toMatchObject({ operation: "messages.send", body: { app_id: app } });
  expect(list?.operation).toBe("messages.list");
  const details = [{ field_violations: [{ field: "app_id", description: "none" }] }];
  const error = { code: 400, message: "bad", status: "INVALID_ARGUMENT", details };
  mock.respondWith("messages.send", { status: 400, body: { error } });
  await sinchErrors.failing({
    app_id: app,
    recipient: { contact_id: app },
    message: { text_message: { text: "Hello" } },
  });
  expect(console.log).toHaveBeenLastCalledWith("app_id");
});

test("webhooks are read by the client too", async () => {
  await standIn("respond-io");
  await standIn("sinch");
  await respondIo.receive(new Request(url, signedByRespondIo(messageReceived, "key")), "key");
  expect(console.log).toHaveBeenLastCalledWith(42);
  await sinch.receive(new Request(url, signedBySinch(messageInbound, "key")), "key");
  expect(console.log).toHaveBeenLastCalledWith(messageInbound.message.contact_message);
});

test("clients that validate answer as the others do", async () => {
  const mocks = await Promise.all(
    (["asapp", "rapidpro", "respond-io", "sinch"] as const).map(standIn),
  );
  await asapp.validating().conversations.list({ externalId: "order-1138" });
  await rapidPro.validating().workspace.get();
  await respondIo.validating().contacts.get({ identifier: "id:42" });
  await sinch.validating().apps.list();
  expect(mocks.map((mock) => arrived(mock).length)).toEqual([1, 1, 1, 2]);
});

test("@parley/redis: stores are made without a connection", async () => {
  await standIn("respond-io");
  await standIn("sinch");
  vi.stubEnv("TOKEN_KEY", randomBytes(32).toString("base64"));
  const { store } = limits("redis://127.0.0.1:6379");
  const { tokenStore } = tokens("redis://127.0.0.1:6379");
  store.close();
  tokenStore.close();
  vi.stubEnv("TOKEN_KEY", "short");
  expect(() => tokens("redis://127.0.0.1:6379")).toThrow("encryptionKey");
});

test("@parley/runtime: its middleware works under a bare openapi-fetch client", async () => {
  const mock = await standIn("respond-io");
  const { data } = await createBareClient("token").GET("/contact/{identifier}", {
    params: { path: { identifier: "id:42" } },
  });
  expect(data?.id).toEqual(expect.any(Number));
  expect(mock.requests[0]?.headers["authorization"]).toBe("Bearer [redacted]");
});

test("the repository: a contact is looked up and written to, all are listed, and a path does the same", async () => {
  const mock = await standIn("respond-io");
  await root.firstCall();
  const { data, error } = await root.byPath();
  expect(data?.id).toEqual(expect.any(Number));
  expect(error).toBeUndefined();
  expect(arrived(mock).map(({ operation }) => operation)).toEqual([
    "contacts.get",
    "messages.send",
    "contacts.list",
    "contacts.list",
    "contacts.list",
    "contacts.get",
    "contacts.get",
  ]);
});
