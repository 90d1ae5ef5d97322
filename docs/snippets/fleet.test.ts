import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RedisServer, startRedis } from "../../packages/redis/src/test-helpers/start-redis.ts";
import { createFleetMember, createTenant } from "./fleet.js";
import { arrived, standIn } from "./providers.test-helpers.js";

// Where there is no Redis, one is installed.
const INSTALLING = 120_000;

let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedis();
}, INSTALLING);

afterAll(() => redis.stop());

test("two members share one limit and one token", async () => {
  const respondIo = await standIn("respond-io");
  const sinch = await standIn("sinch");
  const key = randomBytes(32).toString("base64");
  const members = [createFleetMember(redis.url, key), createFleetMember(redis.url, key)];
  // The limit is 10 a second: of 14 calls, 4 wait for the next second, whichever member they are of.
  const from = performance.now();
  await Promise.all(
    members.flatMap(({ respond }) =>
      Array.from({ length: 7 }, () => respond.contacts.get({ identifier: "id:1" })),
    ),
  );
  expect(performance.now() - from).toBeGreaterThan(1000);
  expect(arrived(respondIo)).toHaveLength(14);

  await Promise.all(members.map((member) => member.sinch.apps.list()));
  const operations = arrived(sinch).map(({ operation }) => operation ?? "token");
  expect(operations).toEqual(["token", "apps.list", "apps.list"]);
  for (const member of members) member.close();
});

test("tenants of one store have a limit each", async () => {
  await standIn("respond-io");
  const tenants = ["a", "b"].map((id) => createTenant(redis.url, { id, token: `token-${id}` }));
  for (const { respond } of tenants) await respond.contacts.get({ identifier: "id:1" });
  const keys = await ask("KEYS parley:limit:*:log");
  expect(keys).toContain("{respond-io:a:get-contact}");
  expect(keys).toContain("{respond-io:b:get-contact}");
  for (const tenant of tenants) tenant.close();
});

/** Sends an inline command, and gives the first part of the reply. */
async function ask(command: string): Promise<string> {
  const socket = connect(redis.port, "127.0.0.1");
  socket.write(`${command}\r\n`);
  // A socket without an encoding gives bytes.
  const [reply] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return reply.toString();
}
