import { expect, test } from "vitest";
import { arrived, standIn } from "./providers.test-helpers.js";
import { refusing, sendToAll, withOwnLimits } from "./rate-limits.js";

test("calls within the limit all arrive", async () => {
  const mock = await standIn("respond-io");
  await sendToAll(["id:1", "id:2", "id:3"]);
  expect(arrived(mock).map(({ operation }) => operation)).toEqual(
    Array.from({ length: 3 }, () => "messages.send"),
  );
});

test("a client that rejects sends as many as the limit has, and says how long the rest would wait", async () => {
  const mock = await standIn("respond-io");
  const look = refusing();
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => look("id:1")));
  const refused = outcomes.filter((outcome) => typeof outcome === "string");
  expect(refused[0]).toMatch(/^again in [12] s$/);
  expect(arrived(mock)).toHaveLength(10);
  expect(refused).toHaveLength(20);
});

test("a limit that is lifted is kept no longer, and the others are those of the description by name", async () => {
  const mock = await standIn("rapidpro");
  const rapidpro = withOwnLimits();
  expect(rapidpro.contacts.list.operation.rateLimits).toContain("v2.contacts");
  expect(rapidpro.messages.create.operation.rateLimits).toContain("v2.messages");
  await rapidpro.contacts.list();
  expect(arrived(mock)).toHaveLength(1);
});
