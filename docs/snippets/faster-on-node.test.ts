import { expect, test } from "vitest";
import { dispatcher } from "./faster-on-node-dispatcher.js";
import { createFastRespondIo } from "./faster-on-node.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("the fast client sends and reads as the other does, past the platform's fetch", async () => {
  const mock = await standIn("respond-io");
  globalThis.fetch = () => Promise.reject(new Error("the platform's fetch was asked"));
  const respond = createFastRespondIo({ baseUrl: mock.url });
  const contact = await respond.contacts.get({ identifier: "id:42" });
  expect(contact.id).toEqual(expect.any(Number));
  expect(arrived(mock)).toEqual([{ operation: "contacts.get", body: null }]);
  await dispatcher.close();
});
