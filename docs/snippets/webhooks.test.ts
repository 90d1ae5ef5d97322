import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  messageInbound,
  messageReceived,
  signedByRespondIo,
  signedBySinch,
} from "./webhooks.test-helpers.js";
import { app as expressApp } from "./webhooks-express.js";
import { app as honoApp } from "./webhooks-hono.js";
import { POST } from "./webhooks-next.js";
import worker from "./webhooks-worker.js";
import { readResthook, rotateAndRemember } from "./webhooks.js";

const url = "https://hooks.example.com/respond-io";
const secret = "signing key";

/** What the receivers printed. */
let printed: unknown[] = [];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((value: unknown) => void printed.push(value));
  vi.stubEnv("RESPOND_IO_SIGNING_KEY", secret);
  vi.stubEnv("SINCH_WEBHOOK_SECRET", secret);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Sends a request to the Express receiver over a socket, as Express has no other way. */
async function sendToExpress(init: RequestInit): Promise<Response> {
  const server = expressApp.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens at a port.
  const { port } = server.address() as AddressInfo;
  try {
    return await fetch(`http://127.0.0.1:${port}/respond-io`, init);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each<[string, (init: RequestInit) => Response | Promise<Response>]>([
  ["Hono", (init) => honoApp.request(url, init)],
  ["Express", sendToExpress],
])("%s: what respond.io signed is read, and what it did not sign is a 401", async (_, send) => {
  expect((await send(signedByRespondIo(messageReceived, secret))).status).toBe(204);
  expect(printed).toEqual([42]);
  expect((await send(signedByRespondIo(messageReceived, "another key"))).status).toBe(401);
  expect(printed).toEqual([42]);
});

test.each<[string, (request: Request) => Promise<Response>]>([
  ["Next", POST],
  ["Workers", (request) => worker.fetch(request, { SINCH_WEBHOOK_SECRET: secret })],
])("%s: what Sinch signed is read, and what it did not sign is a 401", async (_, receive) => {
  const good = new Request(url, signedBySinch(messageInbound, secret));
  expect((await receive(good)).status).toBe(204);
  expect(printed).toEqual([messageInbound.message.contact_message]);
  const bad = new Request(url, signedBySinch(messageInbound, "another secret"));
  expect((await receive(bad)).status).toBe(401);
  expect(printed).toHaveLength(1);
});

test("either secret is accepted while they rotate, a nonce only once, and no old timestamp", async () => {
  const names = new Set<string>();
  const seen = {
    async add(name: string) {
      const isNew = !names.has(name);
      names.add(name);
      return isNew;
    },
  };
  const receive = (init: RequestInit) =>
    rotateAndRemember(new Request(url, init), seen, ["new", "old"]);
  expect(await receive(signedBySinch(messageInbound, "old", "n-1"))).toMatchObject({
    type: "MESSAGE_INBOUND",
  });
  await expect(receive(signedBySinch(messageInbound, "old", "n-1"))).rejects.toThrow("replay");
  const old = Math.floor(Date.now() / 1000) - 90;
  await expect(receive(signedBySinch(messageInbound, "new", "n-2", old))).rejects.toThrow("old");
});

test("a resthook is read without a signature", async () => {
  const body = JSON.stringify({ flow: { uuid: "f", name: "Registration" } });
  const event = await readResthook(new Request(url, { method: "POST", body }));
  expect(event.type).toBe("resthook");
  expect(printed).toEqual(["Registration"]);
});
