import { createHmac } from "node:crypto";
import { webhooks as respondIo } from "@parley/respond-io";
import { type Clock, systemClock, WebhookVerificationError } from "@parley/runtime";
import { webhooks as sinch } from "@parley/sinch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** 15 January 2027, 08:00:00 UTC, in seconds. */
const NOW = 1_800_000_000;
const SECRET = "a signing key";

/** A delivery as it came: what is said in headers by their roles. */
interface Delivery {
  readonly body: Buffer;
  readonly signature: string;
  readonly nonce: string;
  readonly timestamp: string;
}

interface Sender {
  /** The parts that its signature stands for. */
  readonly signed: readonly ("body" | "signature" | "nonce" | "timestamp")[];
  /** The vendor's rule, written a second time. */
  readonly sign: (delivery: Omit<Delivery, "signature">, secret: string) => string;
  readonly headers: (delivery: Delivery) => Record<string, string>;
  readonly webhooks: typeof sinch | typeof respondIo;
  readonly payload: (json: string) => string;
  /** The type of the events of these payloads. */
  readonly type: string;
}

const hmac = (secret: string, ...parts: readonly (string | Buffer)[]) => {
  const digest = createHmac("sha256", secret);
  for (const part of parts) digest.update(part);
  return digest.digest("base64");
};

const senders: Readonly<Record<string, Sender>> = {
  Sinch: {
    signed: ["body", "signature", "nonce", "timestamp"],
    sign: ({ body, nonce, timestamp }, secret) => hmac(secret, body, `.${nonce}.${timestamp}`),
    headers: ({ signature, nonce, timestamp }) => ({
      "x-sinch-webhook-signature": signature,
      "x-sinch-webhook-signature-nonce": nonce,
      "x-sinch-webhook-signature-timestamp": timestamp,
    }),
    webhooks: sinch,
    payload: (json) => `{"event":${json === "null" ? "0" : json},"version":1.5}`,
    type: "EVENT_INBOUND",
  },
  "respond.io": {
    signed: ["body", "signature"],
    sign: ({ body }, secret) => hmac(secret, body),
    headers: ({ signature }) => ({ "x-webhook-signature": signature }),
    webhooks: respondIo,
    payload: (json) => `{"event_type":"contact.created","version":1.5,"contact":${json}}`,
    type: "contact.created",
  },
};

const clock: Clock = { ...systemClock, now: () => NOW * 1000 };

const nonce = fc.stringMatching(/^[\dA-Z]{26}$/);
const at = fc.nat({ max: 2000 });

/** A change to a text or to bytes, as somebody on the way could make it. */
const change = fc.record({
  kind: fc.constantFrom("flip", "replace", "insert", "remove", "swap", "cut", "double"),
  at,
  bit: fc.nat({ max: 7 }),
  byte: fc.oneof(
    fc.constantFrom(..."=+/-_.0 aA".split("").map((character) => character.charCodeAt(0))),
    fc.integer({ min: 0x21, max: 0x7e }),
  ),
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Buffer, { kind, at: place, bit, byte }: Change): Buffer {
  const index = place % Math.max(1, bytes.length);
  const [before, one, rest] = [
    bytes.subarray(0, index),
    bytes.subarray(index, index + 1),
    bytes.subarray(index + 1),
  ];
  const given = Buffer.from([byte]);
  const parts = {
    flip: [before, one.map((value) => value ^ (1 << bit)), rest],
    replace: [before, given, rest],
    insert: [before, given, one, rest],
    remove: [before, rest],
    swap: [before, rest.subarray(0, 1), one, rest.subarray(1)],
    cut: [before],
    double: [bytes, bytes],
  }[kind];
  return Buffer.concat(parts);
}

describe.each(Object.entries(senders))("%s", (_name, sender) => {
  const genuine = fc
    .record({ json: fc.json(), nonce, secret: fc.string({ minLength: 1, unit: "grapheme" }) })
    .map(({ json, nonce: once, secret }) => {
      const unsigned = {
        body: Buffer.from(sender.payload(json)),
        nonce: once,
        timestamp: String(NOW),
      };
      return { secret, delivery: { ...unsigned, signature: sender.sign(unsigned, secret) } };
    });

  const unwrap = (delivery: Delivery, secret: string) =>
    sender.webhooks.unwrap({
      body: new Uint8Array(delivery.body),
      headers: sender.headers(delivery),
      secret,
      clock,
    });

  test("1,000 genuine deliveries, of any content and key: all are accepted", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(genuine, async ({ delivery, secret }) => {
        expect((await unwrap(delivery, secret)).type).toBe(sender.type);
        accepted += 1;
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBe(1000);
  });

  test("10,000 forgeries of body and headers: none is accepted", async () => {
    const part = fc.constantFrom(...sender.signed);
    const changes = fc.array(fc.tuple(part, change), { minLength: 1, maxLength: 3 });
    const body = Buffer.from(sender.payload('{"text":"1.5 < 2.5, Zoë 😀"}'));
    const unsigned = { body, nonce: "01JD4T2N0Q8W6Y3R5T7V9X1Z3B", timestamp: String(NOW) };
    const original: Delivery = { ...unsigned, signature: sender.sign(unsigned, SECRET) };
    expect((await unwrap(original, SECRET)).type).toBe(sender.type);

    const textOf = (delivery: Delivery) =>
      JSON.stringify({ ...delivery, body: delivery.body.toString("hex") });
    const same = textOf(original);
    let forged = 0;
    const accepted: string[] = [];
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const forgery: { -readonly [Key in keyof Delivery]: Delivery[Key] } = { ...original };
        for (const [name, how] of all) {
          const given = changed(Buffer.from(forgery[name]), how);
          if (name === "body") forgery.body = given;
          // Headers cannot begin or end with white space: that is lost on the way.
          else forgery[name] = given.toString("latin1").trim();
        }
        fc.pre(textOf(forgery) !== same);
        forged += 1;
        try {
          // The signature alone has to notice: a changed time is no older than an honest one.
          await sender.webhooks.unwrap({
            body: new Uint8Array(forgery.body),
            headers: sender.headers(forgery),
            secret: SECRET,
            tolerance: Number.MAX_SAFE_INTEGER,
            clock,
          });
          accepted.push(textOf(forgery));
        } catch (error) {
          if (!(error instanceof WebhookVerificationError)) throw error;
        }
      }),
      { numRuns: 10_000 },
    );
    expect(accepted).toEqual([]);
    expect(forged).toBe(10_000);
  }, 60_000);

  test("what another key has signed is refused, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(
        genuine,
        fc.string({ minLength: 1 }),
        async ({ delivery, secret }, other) => {
          // HMAC fills a key up with zeros: two that differ in those alone are one key.
          fc.pre(other.replace(/\0+$/, "") !== secret.replace(/\0+$/, ""));
          await expect(unwrap(delivery, other)).rejects.toThrow(WebhookVerificationError);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
