import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo } from "@parley/respond-io";
import { expect, test, vi } from "vitest";
import { bounded, createContact, greet, statusAndHeaders } from "./handle-errors.js";
import { otherFailures } from "./other-failures.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("404 and 429 are told apart by their status, and all else is thrown", async () => {
  const mock = await standIn("respond-io");
  const respond = createRespondIo({ retry: false });
  mock.respondWith(
    "messages.send",
    { status: 404, body: { code: 404, message: "gone" } },
    { status: 429, headers: { "retry-after": "7" } },
    { status: 500, body: { code: 500, message: "no" } },
    {},
  );
  expect(await greet(respond, "id:1")).toBe("no such contact: gone");
  expect(await greet(respond, "id:1")).toBe("again in 7000 ms");
  // The pause that the 429 asked for is this client's; another one has none.
  const other = createRespondIo({ retry: false });
  await expect(greet(other, "id:1")).rejects.toMatchObject({ status: 500 });
  expect(await greet(other, "id:1")).toMatch(/^sent as \d+$/);
  expect(arrived(mock)).toHaveLength(4);
});

test("the other failures are told apart by their class", async () => {
  const mock = await standIn("respond-io");
  const limits = { "get-contact": { requests: 1, interval: 60_000 } };
  const respond = createRespondIo({ retry: false, rateLimit: { mode: "reject", limits } });
  const get = () => respond.contacts.get({ identifier: "id:1" });
  mock.respondWith("contacts.get", { status: 404 });
  expect(await otherFailures(get)).toBe("contacts.get answered 404");
  expect(await otherFailures(get)).toMatch(/^no room: contacts\.get/);

  const refused = Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
  });
  vi.stubGlobal("fetch", () => Promise.reject(refused));
  const unlimited = createRespondIo({ retry: false, rateLimit: false });
  const unreachable = () => unlimited.contacts.get({ identifier: "id:1" });
  expect(await otherFailures(unreachable)).toBe("not sent");

  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const slow = () => unlimited.contacts.get({ identifier: "id:1" }, { timeout: 1 });
  expect(await otherFailures(slow)).toBe("too slow: timeout");
});

test("RapidPro's trees of errors become lines", async () => {
  const mock = await standIn("rapidpro");
  mock.respondWith("contacts.create", { status: 400, body: { urns: { 0: ["URN is in use."] } } });
  expect(await createContact(createRapidPro())).toBe("urns.0: URN is in use.");
});

test("withResponse gives status and headers beside the data", async () => {
  const mock = await standIn("respond-io");
  const response = await statusAndHeaders(createRespondIo());
  expect(response.status).toBe(200);
  expect(arrived(mock)).toHaveLength(1);
});

test("a call's own bounds hold: the second attempt is the last", async () => {
  const mock = await standIn("respond-io");
  const respond = createRespondIo({ random: () => 0 });
  const failed = { status: 500, body: { code: 500, message: "no" } };
  mock.respondWith("contacts.get", failed, failed, {});
  const { signal } = new AbortController();
  await expect(bounded(respond, signal)).rejects.toMatchObject({ status: 500 });
  expect(arrived(mock)).toHaveLength(2);
  await expect(bounded(respond, AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
});
