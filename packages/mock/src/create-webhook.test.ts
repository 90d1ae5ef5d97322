import { createHmac } from "node:crypto";
import { webhooks as rapidpro } from "@parley/rapidpro";
import { webhooks as respondIo } from "@parley/respond-io";
import { webhooks as sinch, WebhookVerificationError } from "@parley/sinch";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createWebhook } from "./create-webhook.js";
import type { ProviderName } from "./providers.js";
import { providerDescription } from "./providers.js";

const secret = "key-of-this-test";

const receivers = {
  rapidpro,
  "respond-io": respondIo,
  sinch,
} satisfies Partial<Record<ProviderName, unknown>>;

// Their keys are the names of providers.
const signing = Object.keys(receivers) as (keyof typeof receivers)[];

describe.each(signing)("a webhook of %s", (provider) => {
  const events = Object.keys(providerDescription(provider).webhooks ?? {});

  test.for(events)("%s is genuine to the client, and what it says it is", async (event) => {
    const webhook = await createWebhook({ provider, event, secret });
    expect(await receivers[provider].unwrap({ ...webhook, secret })).toEqual({
      type: event,
      data: JSON.parse(webhook.body) as unknown,
    });
  });
});

test("another secret makes it a forgery", async () => {
  const webhook = await createWebhook({ provider: "respond-io", event: "message.sent", secret });
  await expect(respondIo.unwrap({ ...webhook, secret: "another" })).rejects.toThrow(
    WebhookVerificationError,
  );
});

test("time and nonce can be chosen: a webhook that is too old is refused", async () => {
  const time = 1_700_000_000_000;
  vi.useFakeTimers({ toFake: ["Date"], now: time + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  const webhook = await createWebhook({
    provider: "sinch",
    event: "OPT_IN",
    secret,
    time,
    nonce: "nonce-1",
  });
  expect(webhook.headers).toMatchObject({
    "x-sinch-webhook-signature-nonce": "nonce-1",
    "x-sinch-webhook-signature-timestamp": String(time / 1000),
  });
  await expect(sinch.unwrap({ ...webhook, secret })).rejects.toThrow("3600 s old");
});

test("two have nonces of their own", async () => {
  const options = { provider: "sinch", event: "OPT_IN", secret } as const;
  const one = await createWebhook(options);
  const other = await createWebhook(options);
  const field = "x-sinch-webhook-signature-nonce";
  expect(one.headers[field]).not.toBe(other.headers[field]);
});

test("a body of the test's own is signed byte for byte", async () => {
  const body = '{ "event_type": "contact.created",\n"n": 9007199254740993 }';
  const webhook = await createWebhook({
    provider: "respond-io",
    event: "contact.created",
    secret,
    body,
  });
  expect(webhook.body).toBe(body);
  expect(webhook.headers["x-webhook-signature"]).toBe(
    createHmac("sha256", secret).update(body).digest("base64"),
  );
});

test("an object as a body is sent as JSON", async () => {
  const body = { event_type: "contact.created" };
  const webhook = await createWebhook({
    provider: "respond-io",
    event: "contact.created",
    secret,
    body,
  });
  expect(webhook.body).toBe('{"event_type":"contact.created"}');
});

test("an example is chosen by its name", async () => {
  const options = { provider: "respond-io", event: "message.received", secret } as const;
  const [minimal, full] = [
    await createWebhook({ ...options, example: "minimal" }),
    await createWebhook({ ...options, example: "full" }),
  ];
  expect(full.body).not.toBe(minimal.body);
  expect((await createWebhook(options)).body).toBe(minimal.body);
});

test("it has the other fields that the description says", async () => {
  const { headers } = await createWebhook({ provider: "rapidpro", event: "resthook" });
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "x-mailroom-mode": "normal",
  });
});

describe("what cannot be made is an error that says what to do", () => {
  test.for([
    [
      { provider: "respond-io", event: "message.recieved", secret },
      'did you mean "message.received"?',
    ],
    [{ provider: "asapp", event: "message" }, "it has no webhooks"],
    [{ provider: "sinch", event: "OPT_IN" }, 'give "secret"'],
    [{ provider: "sinch", event: "OPT_IN", secret: "" }, 'give "secret"'],
    [
      { provider: "respond-io", event: "message.received", secret, example: "none" },
      'has no example "none", only minimal, full, ',
    ],
    [{ provider: "respond-io", event: "constructor", secret }, 'has no event "constructor"'],
  ] as const)("%j", async ([options, message]) => {
    await expect(createWebhook(options)).rejects.toThrow(message);
  });
});
