import { expect, test } from "vitest";
import {
  json,
  modelOf,
  problemsOf,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";
import type { WebhooksModel } from "./model.js";

const payload = {
  type: "object",
  required: ["event"],
  properties: { event: { type: "string" }, opened: { type: "object" }, closed: { type: "object" } },
};

function webhook(schema: unknown, rest: Written = {}): Written {
  return {
    post: {
      requestBody: { required: true, ...json(schema) },
      responses: { "200": { description: "Received." } },
    },
    ...rest,
  };
}

function withWebhooks(settings: Written, webhooks: Written): Written {
  return withOperation({}, { "x-parley-webhooks": settings, webhooks });
}

async function webhooksOf(
  settings: Written,
  webhooks: Written,
): Promise<WebhooksModel | undefined> {
  return (await modelOf(withWebhooks(settings, webhooks))).webhooks;
}

test("events are told apart by a property, and their payloads are typed", async () => {
  expect(
    await webhooksOf(
      { discriminator: { property: "event" }, verification: "none" },
      { opened: webhook(payload), closed: webhook(payload) },
    ),
  ).toMatchObject({
    discriminator: { property: "event" },
    verification: undefined,
    events: [
      {
        name: "opened",
        type: {
          root: "webhooks",
          steps: [
            { key: "opened" },
            { key: "post" },
            { key: "requestBody", optional: false },
            { key: "content" },
            { key: "application/json" },
          ],
        },
      },
      { name: "closed" },
    ],
  });
});

test("events are told apart by a key of each", async () => {
  const webhooks = await webhooksOf(
    { discriminator: { key: true }, verification: "none" },
    {
      OPENED: webhook(payload, { "x-parley-webhook-key": "opened" }),
      CLOSED: webhook(payload, { "x-parley-webhook-key": "closed" }),
    },
  );
  expect(webhooks?.discriminator).toEqual({ keys: { opened: "OPENED", closed: "CLOSED" } });
});

test("a single event needs nothing that tells it apart", async () => {
  const webhooks = await webhooksOf(
    { discriminator: { single: true }, verification: "none" },
    { opened: webhook(payload) },
  );
  expect(webhooks?.discriminator).toEqual({ single: "opened" });
});

const verify = async (verification: Written): Promise<unknown> => {
  const discriminator = { single: true };
  const model = await webhooksOf({ discriminator, verification }, { opened: webhook(payload) });
  return model?.verification;
};

test("verification gets the vocabulary's defaults, and a tolerance only where there is a timestamp", async () => {
  const header = { algorithm: "hmac-sha256", signatureHeader: "X-Signature" };
  expect(await verify({ ...header, signed: ["body"] })).toEqual({
    encoding: "base64",
    signatureHeader: "X-Signature",
    signed: ["body"],
    separator: ".",
  });
  expect(
    await verify({
      ...header,
      encoding: "hex",
      signed: ["body", "nonce", "timestamp"],
      timestampHeader: "X-Time",
      nonceHeader: "X-Nonce",
      separator: ":",
    }),
  ).toEqual({
    encoding: "hex",
    signatureHeader: "X-Signature",
    timestampHeader: "X-Time",
    nonceHeader: "X-Nonce",
    signed: ["body", "nonce", "timestamp"],
    separator: ":",
    tolerance: 300_000,
  });
});

test.each<[string, Written, RegExp]>([
  [
    "without rules",
    withOperation({}, { webhooks: { opened: webhook(payload) } }),
    /x-parley-webhooks/,
  ],
  [
    "without a payload",
    withWebhooks(
      { discriminator: { single: true }, verification: "none" },
      { opened: { post: { responses: { "200": { description: "Received." } } } } },
    ),
    /^#\/webhooks\/opened /,
  ],
  [
    "without the property that names the event",
    withWebhooks(
      { discriminator: { property: "event" }, verification: "none" },
      { opened: webhook({ type: "object", properties: {} }) },
    ),
    /no property `event`/,
  ],
  [
    "whose property never has the event's name",
    withWebhooks(
      { discriminator: { property: "event" }, verification: "none" },
      { opened: webhook({ type: "object", properties: { event: { const: "open" } } }) },
    ),
    /never `opened`/,
  ],
  [
    "without a key",
    withWebhooks(
      { discriminator: { key: true }, verification: "none" },
      { opened: webhook(payload) },
    ),
    /x-parley-webhook-key/,
  ],
  [
    "that are called unknown",
    withWebhooks(
      { discriminator: { single: true }, verification: "none" },
      { unknown: webhook(payload) },
    ),
    /^#\/webhooks\/unknown /,
  ],
  [
    "that sign a timestamp that no header brings",
    withWebhooks(
      {
        discriminator: { single: true },
        verification: {
          algorithm: "hmac-sha256",
          signatureHeader: "S",
          signed: ["body", "timestamp"],
        },
      },
      { opened: webhook(payload) },
    ),
    /timestampHeader/,
  ],
])("webhooks %s are refused", async (_what, written, message) => {
  const problems = await problemsOf(written);
  expect(problems.filter((problem) => message.test(problem))).toHaveLength(1);
});
