import { randomUUID } from "node:crypto";
import type { Clock } from "@parley/runtime";
import { createClient, type RedisClientType } from "@redis/client";
import { inject, onTestFinished } from "vitest";
import type { RedisClient } from "../redis-client.js";

/** A connection to the Redis that the tests share, until the test is over. */
export async function connectClient(url: string = inject("redisUrl")): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url });
  // Tests end servers under their clients.
  client.on("error", () => undefined);
  await client.connect();
  onTestFinished(() => client.destroy());
  return client;
}

/** What keys begin with that no other test has. */
export function uniquePrefix(): string {
  return `test-${randomUUID()}`;
}

/** Lets scripts see a test's time in place of Redis's own; all else of them is as it is. */
export function atTimeOf(clock: Clock, client: RedisClient): RedisClient {
  return {
    evalSha: async () => {
      throw new Error("NOSCRIPT the server does not know this script");
    },
    eval(script, { keys, arguments: args }) {
      const microseconds = BigInt(Math.round(clock.now() * 1000));
      const time = [microseconds / 1_000_000n, microseconds % 1_000_000n].map(String);
      const timeless = script.replace('redis.call("TIME")', "{ ARGV[#ARGV - 1], ARGV[#ARGV] }");
      return client.eval(timeless, { keys, arguments: [...args, ...time] });
    },
  };
}
