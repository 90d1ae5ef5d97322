import { type Clock, systemClock, type UnwrapOptions } from "@parley/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ConfigurationError,
  type SinchEvent,
  WebhookVerificationError,
  webhookRules,
  webhooks,
} from "./index.js";
import { callbackSamples } from "./samples.test-helpers.js";

// Test vectors from the tests of Sinch's own SDKs, which share secret, nonce and time.
const secret = "foo_secret1234";
const nonce = "01FJA8B4A7BM43YGWSG9GBV067";
const timestamp = "1634579353";

const vectors = [
  {
    source: "sinch-sdk-java, HmacAuthenticationValidationTest",
    type: "CONTACT_CREATE",
    signature: "6bpJoRmFoXVjfJIVglMoJzYXxnoxRujzR4k2GOXewOE=",
    body: '{"app_id":"","accepted_time":"2021-10-18T17:49:13.813615Z","project_id":"e2df3a34-a71b-4448-9db5-a8d2baad28e4","contact_create_notification":{"contact":{"id":"01FJA8B466Y0R2GNXD78MD9SM1","channel_identities":[{"channel":"SMS","identity":"48123456789","app_id":""}],"display_name":"New Test Contact","email":"new.contact@email.com","external_id":"","metadata":"","language":"EN_US"}},"message_metadata":""}',
  },
  {
    source: "sinch-sdk-python, test_conversation_sinch_event",
    type: "MESSAGE_DELIVERY",
    signature: "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=",
    body: '{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z","project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61","message_delivery_report":{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R","conversation_id":"01EPYATA64TMNZ1FV02JKF12JF","status":"QUEUED_ON_CHANNEL","contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}',
  },
  {
    source:
      "sinch-sdk-dotnet, WebhooksAuthValidation.json, indented and with a line feed at its end",
    type: "EVENT_INBOUND",
    signature: "wKmZBGo4Cf+y9cZoPHhiVw6ziKeubLGqN4OdG8jlaPo=",
    body: `{
    "app_id": "01W4FFL35P4NC4K35CONVAPP01",
    "event_time": "2024-06-06T14:42:42.379863404Z",
    "project_id": "tinyfrog-jump-high-over-lilypadbasin",
    "event": {
        "direction": "TO_APP",
        "contact_event": {
            "composing_event": {}
        },
        "id": "01W4FFL35P4NC4K35EVENT0001",
        "conversation_id": "01W4FFL35P4NC4K35CONVERS01",
        "contact_id": "01W4FFL35P4NC4K35CONTACT01",
        "channel_identity": {
            "channel": "RCS",
            "identity": "12015555555",
            "app_id": ""
        },
        "accept_time": "2024-06-06T14:42:42.429455346Z",
        "processing_mode": "CONVERSATION"
    },
    "message_metadata": "",
    "correlation_id": ""
}
`,
  },
] as const;

/** A clock that stands at a time. */
function at(milliseconds: number): Clock {
  return { ...systemClock, now: () => milliseconds };
}

const signedAt = Number(timestamp) * 1000;

function headersOf(signature: string): Record<string, string> {
  return {
    "x-sinch-webhook-signature": signature,
    "x-sinch-webhook-signature-nonce": nonce,
    "x-sinch-webhook-signature-timestamp": timestamp,
  };
}

/** The rule of Sinch's page on callbacks, written a second time. */
async function sign(body: string, key = secret): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const usage = ["sign"] as const;
  const hmac = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, usage);
  const signed = encoder.encode(`${body}.${nonce}.${timestamp}`);
  return Buffer.from(await crypto.subtle.sign("HMAC", hmac, signed)).toString("base64");
}

interface Delivery extends UnwrapOptions {
  readonly headers: Record<string, string>;
}

/** What `unwrap` takes for a body that Sinch would send now. */
async function delivery(body: string): Promise<Delivery> {
  return { body, headers: headersOf(await sign(body)), secret, clock: at(signedAt) };
}

describe("signatures", () => {
  test.each(vectors)("of $source fit", async ({ body, signature, type }) => {
    const headers = headersOf(signature);
    const event = await webhooks.unwrap({ body, headers, secret, clock: at(signedAt) });
    expect(event).toEqual({ type, data: JSON.parse(body) as unknown });
  });

  test("are over the bytes as they came: the same JSON without its white space is refused", async () => {
    const { body, signature } = vectors[2];
    const minified = JSON.stringify(JSON.parse(body));
    const headers = headersOf(signature);
    await expect(
      webhooks.unwrap({ body: minified, headers, secret, clock: at(signedAt) }),
    ).rejects.toThrow("signature does not fit");
  });

  test("fit a body in any form that a server has it in", async () => {
    const { body, signature } = vectors[0];
    const bytes = new TextEncoder().encode(body);
    for (const form of [body, bytes, bytes.buffer, Buffer.from(body)]) {
      const options = { body: form, headers: headersOf(signature), secret, clock: at(signedAt) };
      expect((await webhooks.unwrap(options)).type).toBe("CONTACT_CREATE");
    }
  });

  test("are found in a Headers, and in Node's headers whatever their case", async () => {
    const { body, signature } = vectors[0];
    const lowerCase = headersOf(signature);
    const upperCase = Object.fromEntries(
      Object.entries(lowerCase).map(([name, value]) => [name.toUpperCase(), value]),
    );
    for (const headers of [new Headers(lowerCase), lowerCase, upperCase]) {
      const event = await webhooks.unwrap({ body, headers, secret, clock: at(signedAt) });
      expect(event.type).toBe("CONTACT_CREATE");
    }
  });

  test("are keyed by the secret's UTF-8 bytes", async () => {
    const body = '{"message":{"contact_message":{"text_message":{"text":"smörgås"}}}}';
    const key = "nyckel åäö";
    const options = { body, headers: headersOf(await sign(body, key)), clock: at(signedAt) };
    expect((await webhooks.unwrap({ ...options, secret: key })).type).toBe("MESSAGE_INBOUND");
  });

  test("fit either of two secrets while one replaces the other", async () => {
    const options = await delivery(vectors[0].body);
    for (const both of [
      ["new", secret],
      [secret, "new"],
    ]) {
      expect((await webhooks.unwrap({ ...options, secret: both })).type).toBe("CONTACT_CREATE");
    }
    for (const other of ["new", ["new", "newer"], `${secret} `]) {
      await expect(webhooks.unwrap({ ...options, secret: other })).rejects.toBeInstanceOf(
        WebhookVerificationError,
      );
    }
  });

  test.each([undefined, "", [], [""], ["", secret]])(
    "cannot be verified with the secret %j: that is the receiver's mistake",
    async (none) => {
      const { body, headers } = await delivery(vectors[0].body);
      const given = none === undefined ? { body, headers } : { body, headers, secret: none };
      await expect(webhooks.unwrap(given)).rejects.toBeInstanceOf(ConfigurationError);
    },
  );

  test.each(Object.keys(headersOf("")))("are refused without %s", async (missing) => {
    const { headers, ...options } = await delivery(vectors[0].body);
    for (const value of [undefined, "", [], ["a", "b"]]) {
      const refused = webhooks.unwrap({ ...options, headers: { ...headers, [missing]: value } });
      await expect(refused).rejects.toBeInstanceOf(WebhookVerificationError);
      await expect(refused).rejects.toThrow(`"${missing}"`);
    }
  });

  test("are not made over the word undefined where nonce and timestamp are missing", async () => {
    const body = "{}";
    const encoder = new TextEncoder();
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const hmac = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, [
      "sign",
    ]);
    const signed = encoder.encode(`${body}.undefined.undefined`);
    const signature = Buffer.from(await crypto.subtle.sign("HMAC", hmac, signed));
    const headers = { "x-sinch-webhook-signature": signature.toString("base64") };
    await expect(
      webhooks.unwrap({ body, headers, secret, clock: at(signedAt) }),
    ).rejects.toBeInstanceOf(WebhookVerificationError);
  });

  test("fit none of 10000 deliveries with one change anywhere", async () => {
    const { body, signature } = vectors[0];
    const original: Record<"body" | "signature" | "nonce" | "timestamp", string> = {
      body,
      signature,
      nonce,
      timestamp,
    };
    const unwrap = async (sent: typeof original) =>
      webhooks.unwrap({
        body: sent.body,
        headers: {
          "x-sinch-webhook-signature": sent.signature,
          "x-sinch-webhook-signature-nonce": sent.nonce,
          "x-sinch-webhook-signature-timestamp": sent.timestamp,
        },
        secret,
        // The signature alone has to notice, a changed time included.
        tolerance: Number.MAX_SAFE_INTEGER,
        clock: at(signedAt),
      });
    expect((await unwrap(original)).type).toBe("CONTACT_CREATE");

    const change = fc.record({
      part: fc.constantFrom("body", "signature", "nonce", "timestamp"),
      position: fc.nat(),
      kind: fc.constantFrom("replace", "insert", "remove", "swap", "cut"),
      character: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    const outcomes: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(change, async ({ part, position, kind, character }) => {
        const text = original[part];
        const index = position % text.length;
        const [before, one, two, after] = [
          text.slice(0, index),
          text.charAt(index),
          text.charAt(index + 1),
          text.slice(index + 2),
        ];
        const changed = {
          replace: before + character + two + after,
          insert: before + character + one + two + after,
          remove: before + two + after,
          swap: before + two + one + after,
          cut: before,
        }[kind];
        fc.pre(changed !== undefined && changed !== text);
        const outcome = unwrap({ ...original, [part]: changed }).catch((error: unknown) => error);
        outcomes.push(await outcome);
      }),
      { numRuns: 10_000 },
    );
    expect(outcomes).toHaveLength(10_000);
    expect(outcomes.filter((one) => !(one instanceof WebhookVerificationError))).toEqual([]);
  }, 60_000);
});

describe("the time of a delivery", () => {
  test.each([-300_000, -1, 0, 1, 300_000])("may be %i ms away", async (distance) => {
    const options = await delivery(vectors[0].body);
    const event = await webhooks.unwrap({ ...options, clock: at(signedAt + distance) });
    expect(event.type).toBe("CONTACT_CREATE");
  });

  test.each([
    [-300_001, "ahead"],
    [300_001, "old"],
    [86_400_000, "old"],
  ])("may not be %i ms away", async (distance, word) => {
    const options = await delivery(vectors[0].body);
    const late = webhooks.unwrap({ ...options, clock: at(signedAt + distance) });
    await expect(late).rejects.toBeInstanceOf(WebhookVerificationError);
    await expect(late).rejects.toThrow(word);
  });

  test("may be farther away where tolerance says so", async () => {
    const options = { ...(await delivery(vectors[0].body)), tolerance: 600_000 };
    const event = await webhooks.unwrap({ ...options, clock: at(signedAt + 600_000) });
    expect(event.type).toBe("CONTACT_CREATE");
    await expect(
      webhooks.unwrap({ ...options, clock: at(signedAt + 600_001) }),
    ).rejects.toBeInstanceOf(WebhookVerificationError);
  });
});

describe("a replay", () => {
  test("is refused where nonces are remembered", async () => {
    const seen = new Set<string>();
    const rememberNonce = async (one: string) => seen.size < seen.add(one).size;
    const options = { ...(await delivery(vectors[0].body)), rememberNonce };
    expect((await webhooks.unwrap(options)).type).toBe("CONTACT_CREATE");
    await expect(webhooks.unwrap(options)).rejects.toThrow("it is a replay");
    expect([...seen]).toEqual([nonce]);
  });

  test("is remembered only for what Sinch has signed, in time", async () => {
    const seen: string[] = [];
    const rememberNonce = (one: string) => seen.push(one) > 0;
    const options = { ...(await delivery(vectors[0].body)), rememberNonce };
    for (const wrong of [{ body: "{}" }, { clock: at(signedAt + 300_001) }]) {
      await expect(webhooks.unwrap({ ...options, ...wrong })).rejects.toBeInstanceOf(
        WebhookVerificationError,
      );
    }
    expect(seen).toEqual([]);
  });

  test("cannot get another nonce by moving the border between body and nonce", async () => {
    const { body, headers, ...options } = await delivery('{"app_id":"a.b"}');
    expect((await webhooks.unwrap({ body, headers, ...options })).type).toBe("unknown");
    const moved = webhooks.unwrap({
      ...options,
      body: '{"app_id":"a',
      headers: { ...headers, "x-sinch-webhook-signature-nonce": `b"}.${nonce}` },
    });
    await expect(moved).rejects.toBeInstanceOf(WebhookVerificationError);
  });
});

describe("events", () => {
  test.each(callbackSamples())("%s is told by its key", async (_name, sample) => {
    const event = await webhooks.unwrap(await delivery(JSON.stringify(sample.body)));
    expect(event).toEqual({ type: sample.webhook, data: sample.body });
  });

  test("there is a sample of each of the 21 triggers", () => {
    const triggers = new Set(callbackSamples().map(([, { webhook }]) => webhook));
    expect([...triggers].toSorted()).toEqual(webhookRules.events.toSorted());
    expect(triggers.size).toBe(21);
  });

  test.each([
    '{"app_id":"a","project_id":"p","batch_status_update_notification":{}}',
    "{}",
    "[]",
    "null",
    '"message"',
  ])("%s is unknown, and no error", async (body) => {
    expect(await webhooks.unwrap(await delivery(body))).toEqual({
      type: "unknown",
      raw: JSON.parse(body) as unknown,
    });
  });

  test("a signed body that is no JSON is refused", async () => {
    await expect(webhooks.unwrap(await delivery("<html>"))).rejects.toThrow("no JSON");
  });

  test("text that looks like a date stays text, and a large integer stays whole", async () => {
    const text = '{"text_message":{"text":"2024-01-01"}}';
    const body = `{"message":{"contact_message":${text},"metadata":"2024-01-01T00:00:00Z","n":9007199254740993}}`;
    const event = await webhooks.unwrap(await delivery(body));
    expect(event).toMatchObject({
      data: {
        message: {
          contact_message: { text_message: { text: "2024-01-01" } },
          metadata: "2024-01-01T00:00:00Z",
          n: 9007199254740993n,
        },
      },
    });
  });

  test("their data has the type of their trigger", async () => {
    const event: SinchEvent = await webhooks.unwrap(await delivery(vectors[1].body));
    if (event.type !== "MESSAGE_DELIVERY") throw new Error(event.type);
    const status: string = event.data.message_delivery_report.status;
    expect(status).toBe("QUEUED_ON_CHANNEL");
    // @ts-expect-error a report has no contact message
    expect(event.data.message).toBeUndefined();
  });
});
