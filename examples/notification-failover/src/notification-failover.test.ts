import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@parley/mock";
import { listen, startProgram, temporaryFolder } from "@parley-examples/test-helpers";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

// Programs are started, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const notification = { id: "order-1138", phone: "+12025550143", text: "Your order has left." };

let sinch: Mock;
let respond: Mock;
beforeAll(async () => {
  [sinch, respond] = await Promise.all([
    startMock({ provider: "sinch" }),
    startMock({ provider: "respond-io" }),
  ]);
}, 60_000);
beforeEach(() => {
  sinch.reset();
  respond.reset();
});
afterAll(() => Promise.all([sinch.close(), respond.close()]));

/** Runs the program over notifications, and reads what it prints. */
async function send(
  journal: string,
  env: Readonly<Record<string, string>> = {},
  notifications: readonly object[] = [notification],
) {
  const { code, stdout, stderr } = await startProgram([program, journal], {
    input: notifications.map((each) => `${JSON.stringify(each)}\n`).join(""),
    env: {
      SINCH_APP_ID: "01HZX5M4RVANAMJ3N3FGB4DN7B",
      SINCH_PROJECT_ID: "b7c9d2f4-3a61-4e58-9c0d-7f1e2a3b4c5d",
      SINCH_KEY_ID: "key",
      SINCH_KEY_SECRET: "secret",
      SINCH_BASE_URL: sinch.url,
      SINCH_TOKEN_URL: `${sinch.origin}/oauth2/token`,
      RESPOND_IO_TOKEN: "token",
      RESPOND_IO_BASE_URL: respond.url,
      ...env,
    },
  }).exit;
  expect(stderr).toBe("");
  const outcomes = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
  return { code, outcomes };
}

/** The bodies of the messages that a provider was asked to send. */
function messagesTo(mock: Mock): unknown[] {
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
  return mock.requests
    .filter(({ operation }) => operation === "messages.send")
    .map(({ body }) => body);
}

test("a notification goes out by the first provider alone", async () => {
  using folder = temporaryFolder();
  const { code, outcomes } = await send(folder.file("journal"));

  expect(outcomes).toEqual([
    {
      id: "order-1138",
      status: "sent",
      route: "sinch",
      messageId: "01HZX5SGNKHT607BGCJVC1J0H1",
      refusals: [],
    },
  ]);
  expect(code).toBe(0);
  expect(messagesTo(sinch)).toEqual([
    {
      app_id: "01HZX5M4RVANAMJ3N3FGB4DN7B",
      recipient: {
        identified_by: { channel_identities: [{ channel: "SMS", identity: "12025550143" }] },
      },
      message: { text_message: { text: "Your order has left." } },
      message_metadata: "order-1138",
    },
  ]);
  expect(messagesTo(respond)).toEqual([]);
});

describe("the second provider sends when the first is known not to have acted:", () => {
  test.for([400, 403, 404, 429] as const)("it answered %i", async (status) => {
    using folder = temporaryFolder();
    // A wait that would pass the deadline is not begun.
    const headers = { "retry-after": "3600" };
    sinch.respondWith("messages.send", { status, headers });
    const { code, outcomes } = await send(folder.file("journal"));

    expect(outcomes).toMatchObject([{ status: "sent", route: "respond-io", refusals: [{}] }]);
    expect(code).toBe(0);
    expect(messagesTo(sinch)).toHaveLength(1);
    expect(messagesTo(respond)).toEqual([
      { message: { type: "text", text: "Your order has left." } },
    ]);
    expect(respond.requests[0]?.path).toBe("/v2/contact/phone:+12025550143/message");
  });

  test("nobody listens at its address", async () => {
    using folder = temporaryFolder();
    const gone = await listen(() => undefined);
    await gone[Symbol.asyncDispose]();
    const { outcomes } = await send(folder.file("journal"), {
      SINCH_BASE_URL: gone.url,
      SINCH_TOKEN_URL: `${sinch.origin}/oauth2/token`,
    });

    expect(outcomes).toMatchObject([{ status: "sent", route: "respond-io" }]);
    expect(messagesTo(respond)).toHaveLength(1);
  });

  test("it gave no access token", async () => {
    using folder = temporaryFolder();
    await using tokens = await listen((_request, response) => {
      response.writeHead(400, { "content-type": "application/json" });
      response.end('{"error":"invalid_client"}');
    });
    const { outcomes } = await send(folder.file("journal"), { SINCH_TOKEN_URL: tokens.url });

    expect(outcomes).toMatchObject([{ status: "sent", route: "respond-io" }]);
    expect(messagesTo(sinch)).toEqual([]);
    expect(messagesTo(respond)).toHaveLength(1);
  });
});

describe("nobody else sends what the first provider may have sent:", () => {
  test.for([500, 503] as const)("it answered %i", async (status) => {
    using folder = temporaryFolder();
    sinch.respondWith("messages.send", { status });
    const { code, outcomes } = await send(folder.file("journal"));

    expect(outcomes).toMatchObject([{ status: "doubtful", route: "sinch", refusals: [] }]);
    expect(code).toBe(1);
    expect(messagesTo(sinch)).toHaveLength(1);
    expect(messagesTo(respond)).toEqual([]);
  });

  test("the connection broke after the request", async () => {
    using folder = temporaryFolder();
    let requests = 0;
    await using broken = await listen((request) => {
      requests += 1;
      request.on("data", () => undefined).on("end", () => request.socket.destroy());
    });
    const { outcomes } = await send(folder.file("journal"), { SINCH_BASE_URL: broken.url });

    expect(outcomes).toMatchObject([{ status: "doubtful", route: "sinch" }]);
    expect(requests).toBe(1);
    expect(messagesTo(respond)).toEqual([]);
  });
});

test("a second run over the same notifications sends nothing again", async () => {
  using folder = temporaryFolder();
  const journal = folder.file("journal");
  const doubtful = { ...notification, id: "order-1139" };
  sinch.respondWith("messages.send", {}, { status: 500 });
  const first = await send(journal, {}, [notification, doubtful, notification]);
  expect(first.outcomes).toMatchObject([
    { id: "order-1138", status: "sent" },
    { id: "order-1139", status: "doubtful" },
    { id: "order-1138", status: "sent" },
  ]);

  const second = await send(journal, {}, [notification, doubtful]);
  expect(second.outcomes).toEqual(first.outcomes.slice(0, 2));
  expect(messagesTo(sinch)).toHaveLength(2);
  expect(messagesTo(respond)).toEqual([]);
});

test("what no provider took is tried again by the next run", async () => {
  using folder = temporaryFolder();
  const journal = folder.file("journal");
  sinch.respondWith("messages.send", { status: 403, example: "billing" });
  respond.respondWith("messages.send", { status: 404 });
  expect((await send(journal)).outcomes).toMatchObject([
    { status: "refused", refusals: [{ route: "sinch" }, { route: "respond-io" }] },
  ]);

  expect((await send(journal)).outcomes).toMatchObject([{ status: "sent", route: "sinch" }]);
});

test("a process that is killed in the middle leaves a doubtful notification, not a second one", async () => {
  using folder = temporaryFolder();
  const journal = folder.file("journal");
  const reached = Promise.withResolvers<void>();
  await using silent = await listen(() => reached.resolve());
  using killed = startProgram([program, journal], {
    input: JSON.stringify(notification),
    env: {
      SINCH_APP_ID: "app",
      SINCH_PROJECT_ID: "project",
      SINCH_KEY_ID: "key",
      SINCH_KEY_SECRET: "secret",
      SINCH_BASE_URL: silent.url,
      SINCH_TOKEN_URL: `${sinch.origin}/oauth2/token`,
      RESPOND_IO_TOKEN: "token",
    },
  });
  await reached.promise;
  killed.kill("SIGKILL");
  await killed.exit;
  appendFileSync(journal, '{"id":"order-11'); // What a crash of the machine may leave behind.

  expect((await send(journal)).outcomes).toMatchObject([
    { id: "order-1138", status: "doubtful", route: "sinch" },
  ]);
  expect(messagesTo(sinch)).toEqual([]);
  expect(readFileSync(journal, "utf8")).toMatch(/\}\n$/);
});

test("a line that is no notification ends the program before anything is sent for it", async () => {
  using folder = temporaryFolder();
  writeFileSync(folder.file("journal"), "");
  const { code, stderr } = await startProgram([program, folder.file("journal")], {
    input: '{"id":"order-1","phone":"0202","text":"Hello"}\n',
    env: {
      SINCH_APP_ID: "app",
      SINCH_PROJECT_ID: "project",
      SINCH_KEY_ID: "key",
      SINCH_KEY_SECRET: "secret",
      RESPOND_IO_TOKEN: "token",
    },
  }).exit;

  expect(code).not.toBe(0);
  expect(stderr).toContain("notification order-1: its phone is not in E.164 form");
});
