import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startProgram, temporaryFolder } from "@parley-examples/test-helpers";
import { describe, expect, test, vi } from "vitest";
import { createReceiver } from "./create-receiver.ts";
import { type InboxEvent, openInbox } from "./inbox.ts";
import { createWorker } from "./worker.ts";

// Programs are started, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const secrets = { sinch: ["new-secret", "old-secret"], respondIo: ["signing-key"] };

/** The example of a webhook in a provider's description, as it could come over the wire. */
function example(provider: string, webhook: string, name: string): string {
  const path = fileURLToPath(import.meta.resolve(`@parley/${provider}/openapi.json`));
  // What is read of an OpenAPI document's webhooks.
  const { webhooks } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly webhooks: Record<
      string,
      {
        readonly post: {
          readonly requestBody: {
            readonly content: {
              readonly "application/json": {
                readonly examples: Record<string, { readonly value: unknown }>;
              };
            };
          };
        };
      }
    >;
  };
  const content = webhooks[webhook]?.post.requestBody.content["application/json"];
  // Indented, so that a body that is parsed and written again has another signature.
  return JSON.stringify(content?.examples[name]?.value, undefined, 2);
}

const inbound = example("sinch", "MESSAGE_INBOUND", "text");
const delivery = example("sinch", "MESSAGE_DELIVERY", "delivered");
const received = example("respond-io", "message.received", "minimal");

function hmac(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64");
}

let deliveries = 0;

/** A delivery as Sinch makes it, with a nonce of its own. */
function bySinch(body: string, secret = "new-secret", age = 0): RequestInit {
  deliveries += 1;
  const nonce = `nonce-${deliveries}`;
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-sinch-webhook-signature": hmac(secret, `${body}.${nonce}.${timestamp}`),
      "x-sinch-webhook-signature-nonce": nonce,
      "x-sinch-webhook-signature-timestamp": timestamp,
      "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    },
  };
}

/** A delivery as respond.io makes it. */
function byRespondIo(body: string, secret = "signing-key"): RequestInit {
  return {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-webhook-signature": hmac(secret, body) },
  };
}

/** A receiver without a network, and what was handed to the work. */
function receiver(handle: (event: InboxEvent) => Promise<void> = async () => undefined) {
  const inbox = openInbox(":memory:");
  const handled: InboxEvent[] = [];
  const worker = createWorker(inbox, async (event) => {
    handled.push(event);
    await handle(event);
  });
  const app = createReceiver({ secrets, inbox, onStored: worker.wake });
  return { app, worker, inbox, handled };
}

describe("a webhook", () => {
  test("is answered before the work on it begins, and worked on then", async () => {
    const work = Promise.withResolvers<void>();
    const { app, handled, worker, inbox } = receiver(() => work.promise);
    const response = await app.request("/webhooks/sinch", bySinch(inbound));

    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(handled).toHaveLength(1));
    expect(handled[0]).toMatchObject({
      source: "sinch",
      type: "MESSAGE_INBOUND",
      payload: { message: { contact_message: { text_message: { text: "On my way!" } } } },
    });
    // Work that hangs holds up no other answer.
    expect((await app.request("/webhooks/sinch", bySinch(delivery))).status).toBe(200);
    work.resolve();
    await vi.waitFor(() => expect(inbox.next()).toBeUndefined());
    expect(handled.map(({ type }) => type)).toEqual(["MESSAGE_INBOUND", "MESSAGE_DELIVERY"]);
    await worker.stop();
  });

  test.for([
    ["another secret", "/webhooks/sinch", bySinch(inbound, "guess")],
    [
      "the secret of the other provider",
      "/webhooks/respond-io",
      byRespondIo(received, "new-secret"),
    ],
    ["an age of ten minutes", "/webhooks/sinch", bySinch(inbound, "new-secret", 600)],
    ["another body", "/webhooks/sinch", { ...bySinch(inbound), body: delivery }],
    ["no signature", "/webhooks/respond-io", { method: "POST", body: received }],
  ] as const)("with %s is refused and not stored", async ([, path, request]) => {
    const { app, inbox } = receiver();
    const response = await app.request(path, request);

    expect(response.status).toBe(401);
    expect(inbox.next()).toBeUndefined();
  });

  test("is accepted by the old secret and by the new one while they rotate", async () => {
    const { app } = receiver();
    for (const secret of ["old-secret", "new-secret"]) {
      expect((await app.request("/webhooks/sinch", bySinch(inbound, secret))).status).toBe(200);
    }
  });

  test("that nobody knows yet is stored as it came", async () => {
    const { app, inbox } = receiver();
    const body = '{"event_type":"contact.teleported","event_id":"9"}';
    expect((await app.request("/webhooks/respond-io", byRespondIo(body))).status).toBe(200);
    expect(inbox.next()).toMatchObject({
      type: "unknown",
      payload: { event_type: "contact.teleported" },
    });
  });

  test("of more than a mebibyte is refused unread", async () => {
    const { app, inbox } = receiver();
    const body = JSON.stringify({ event_type: "call.ended", text: "x".repeat(1024 * 1024) });
    expect((await app.request("/webhooks/respond-io", byRespondIo(body))).status).toBe(413);
    expect(inbox.next()).toBeUndefined();
  });

  test("whose work fails stays in the inbox for another try", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    let failures = 1;
    const { app, handled, worker, inbox } = receiver(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error("the database is away");
    });
    await app.request("/webhooks/respond-io", byRespondIo(received));
    await vi.waitFor(() => expect(logged).toHaveBeenCalledOnce());
    expect(inbox.next()).toBeDefined();

    worker.wake();
    await vi.waitFor(() => expect(inbox.next()).toBeUndefined());
    expect(handled).toHaveLength(2);
    logged.mockRestore();
  });
});

/** Delivers three events, two of them twice. */
async function deliver(url: string): Promise<number[]> {
  const responses = await Promise.all([
    fetch(`${url}/webhooks/sinch`, bySinch(inbound)),
    fetch(`${url}/webhooks/sinch`, bySinch(inbound)),
    fetch(`${url}/webhooks/sinch`, bySinch(delivery)),
    fetch(`${url}/webhooks/respond-io`, byRespondIo(received)),
    fetch(`${url}/webhooks/respond-io`, byRespondIo(received)),
  ]);
  return responses.map(({ status }) => status);
}

test("the program works on each event once, however often it is delivered, over restarts too", async () => {
  using folder = temporaryFolder();
  const start = async () => {
    const running = startProgram([program, folder.file("inbox.sqlite")], {
      env: {
        PORT: "0",
        SINCH_WEBHOOK_SECRETS: secrets.sinch.join(),
        RESPOND_IO_WEBHOOK_SECRETS: secrets.respondIo.join(),
      },
    });
    const [, url = ""] = await running.prints(/listening at (\S+)/);
    return Object.assign(running, { url });
  };
  using first = await start();
  expect(await deliver(first.url)).toEqual([200, 200, 200, 200, 200]);
  for (const type of ["MESSAGE_INBOUND", "MESSAGE_DELIVERY", "message.received"]) {
    await first.prints(new RegExp(type));
  }
  first.kill("SIGTERM");
  const ended = await first.exit;
  expect(ended.code).toBe(0);
  expect(ended.stdout.trim().split("\n").slice(1).toSorted()).toEqual([
    "respond-io: message.received, respond-io 5b0c7d1e-0000-4000-8000-000000000001",
    expect.stringMatching(/^sinch: MESSAGE_DELIVERY, sinch [0-9a-f]{64}$/),
    "sinch: MESSAGE_INBOUND, sinch message 01HZX5X9W3NMXQ5F1MRG2CB5GA",
  ]);

  // What was answered with 200 and not worked on when a process was killed.
  {
    using inbox = openInbox(folder.file("inbox.sqlite"));
    inbox.add({ key: "left over", source: "sinch", type: "OPT_IN", payload: {} });
  }
  using second = await start();
  await second.prints(/sinch: OPT_IN, left over/);
  expect(await deliver(second.url)).toEqual([200, 200, 200, 200, 200]);
  second.kill("SIGTERM");
  expect((await second.exit).stdout.trim().split("\n")).toHaveLength(2);
});

test("the program does not start without secrets", async () => {
  using folder = temporaryFolder();
  const { code, stderr } = await startProgram([program, folder.file("inbox.sqlite")], {
    env: { SINCH_WEBHOOK_SECRETS: "", RESPOND_IO_WEBHOOK_SECRETS: "key" },
  }).exit;

  expect(code).toBe(2);
  expect(stderr).toContain("SINCH_WEBHOOK_SECRETS is not set");
});
