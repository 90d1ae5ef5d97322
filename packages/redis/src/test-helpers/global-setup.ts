import type { TestProject } from "vitest/node";
import { type RedisServer, startRedis } from "./start-redis.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the Redis is that the tests share; each test has keys of its own. */
    readonly redisUrl: string;
  }
}

let server: RedisServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  server = await startRedis();
  project.provide("redisUrl", server.url);
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
