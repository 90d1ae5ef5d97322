import { expect, test } from "vitest";
import { byPath, failing, firstCall } from "./first-call.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("the first program looks a contact up and sends it a message", async () => {
  const mock = await standIn("respond-io");
  await firstCall();
  expect(mock.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /v2/contact/phone:+12025550143",
    expect.stringMatching(/^POST \/v2\/contact\/id:\d+\/message$/),
  ]);
  expect(arrived(mock)[1]).toEqual({
    operation: "messages.send",
    body: { message: { type: "text", text: "Hello" } },
  });
});

test("the call by path arrives as the method's does", async () => {
  const mock = await standIn("respond-io");
  expect(await byPath()).toHaveProperty("id");
  expect(arrived(mock)).toEqual([{ operation: "contacts.get", body: null }]);
});

test("a declared 404 is read by its status", async () => {
  const mock = await standIn("respond-io");
  mock.respondWith("contacts.get", { status: 404, body: { code: 404, message: "gone" } });
  expect(await failing()).toBe("no such contact: gone");
  expect(await failing()).toBe("found");
});
