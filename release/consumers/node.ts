// What runs on Node alone.
import { defineConfig, generate } from "@parley/codegen";
import plugin from "@parley/codegen/redocly-plugin";
import { type Mock, startMock } from "@parley/mock";
import { mockTest } from "@parley/mock/vitest";
import { createRedisRateLimitStore, createRedisTokenStore } from "@parley/redis";
import { createUndiciFetch } from "@parley/runtime/undici";
import { createRespondIo } from "@parley/respond-io";

export const config = defineConfig({ specs: "apis", packages: "clients" });
export const respond = createRespondIo({ token: "t", fetch: createUndiciFetch() });
export const rest: readonly unknown[] = [
  generate,
  plugin,
  createRedisRateLimitStore,
  createRedisTokenStore,
];

export const test = mockTest({ provider: "respond-io" });

/** A mock says what it was asked. */
export async function countRequests(): Promise<number> {
  const mock: Mock = await startMock({ provider: "respond-io" });
  await mock.close();
  return mock.requests.length;
}

// @ts-expect-error there is no such provider
void startMock({ provider: "nobody" });
