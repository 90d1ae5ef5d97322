// #region fixture
import { mockTest } from "@parley/mock/vitest";
import { createRespondIo } from "@parley/respond-io";
import { greet } from "./greet.js";

const test = mockTest({ provider: "respond-io" });

test("a contact that cannot be found is created", async ({ mock, expect }) => {
  const respond = createRespondIo({ token: "any", baseUrl: mock.url });
  mock.respondWith("contacts.get", { status: 404 });

  await greet(respond, "email:mina@example.com");

  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "contacts.get",
    "contacts.create",
  ]);
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
});
// #endregion fixture

// #region answers
test("a limit that is met is waited for", async ({ mock, expect }) => {
  const respond = createRespondIo({ token: "any", baseUrl: mock.url });
  mock.respondWith("contacts.get", { status: 429, headers: { "retry-after": "0" } }, {});

  await respond.contacts.get({ identifier: "id:42" });

  expect(mock.requests.map(({ status }) => status)).toEqual([429, 200]);
});
// #endregion answers
