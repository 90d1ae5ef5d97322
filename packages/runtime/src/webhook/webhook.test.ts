import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { WebhookRules, WebhookVerification } from "../description/operation.js";
import { ConfigurationError, WebhookVerificationError } from "../errors/errors.js";
import { parseJson } from "../response/parse-json.js";
import { anyText } from "../test-helpers/any-text.js";
import { createFakeClock, START } from "../test-helpers/fake-clock.js";
import { type UnwrapOptions, unwrapWebhook, type WebhookRequest } from "./webhook.js";

type PlainHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const SECRET = "signing key é";
const NONCE = "01JD4T2N0Q8W6Y3R";
const TIMESTAMP = String(START / 1000);
const BODY = '{"type":"greeting","text":"1.5 < 2.5","name":"Zoë 😀"}';

const rules: WebhookRules = {
  discriminator: { property: "type" },
  events: ["greeting", "farewell"],
  verification: {
    encoding: "base64",
    signatureHeader: "X-Signature",
    timestampHeader: "X-Timestamp",
    nonceHeader: "X-Nonce",
    signed: ["body", "nonce", "timestamp"],
    separator: ".",
    tolerance: 300_000,
  },
};

/** Signs by Node's own HMAC, as the provider would. */
function signatureOf(
  body: string | Uint8Array,
  { secret = SECRET, nonce = NONCE, timestamp = TIMESTAMP } = {},
): string {
  return createHmac("sha256", secret)
    .update(body)
    .update(`.${nonce}.${timestamp}`)
    .digest("base64");
}

function headersFor(body: string | Uint8Array, parts: Parameters<typeof signatureOf>[1] = {}) {
  return {
    "x-signature": signatureOf(body, parts),
    "x-nonce": parts.nonce ?? NONCE,
    "x-timestamp": parts.timestamp ?? TIMESTAMP,
  };
}

function unwrap(changed: Partial<UnwrapOptions> = {}, changedRules: Partial<WebhookRules> = {}) {
  return unwrapWebhook(
    { ...rules, ...changedRules },
    { body: BODY, headers: headersFor(BODY), secret: SECRET, clock: createFakeClock(), ...changed },
  );
}

/** The error of a webhook that was refused. */
async function refusal(changed: Partial<UnwrapOptions>): Promise<Error> {
  const error: unknown = await unwrap(changed).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WebhookVerificationError);
  return error instanceof Error ? error : new Error("accepted");
}

const EVENT = { type: "greeting", data: parseJson(BODY) };

describe("test vectors that others have published", () => {
  const sinch: WebhookRules = {
    discriminator: { keys: { contact_create_notification: "CONTACT_CREATE", event: "EVENT" } },
    events: ["CONTACT_CREATE", "EVENT"],
    verification: {
      encoding: "base64",
      signatureHeader: "x-sinch-webhook-signature",
      timestampHeader: "x-sinch-webhook-signature-timestamp",
      nonceHeader: "x-sinch-webhook-signature-nonce",
      signed: ["body", "nonce", "timestamp"],
      separator: ".",
      tolerance: 300_000,
    },
  };
  // The contents are the vendor's, byte for byte: another spelling has another signature.
  const contact = {
    app_id: "",
    accepted_time: "2021-10-18T17:49:13.813615Z",
    project_id: "e2df3a34-a71b-4448-9db5-a8d2baad28e4",
    contact_create_notification: {
      contact: {
        id: "01FJA8B466Y0R2GNXD78MD9SM1",
        channel_identities: [{ channel: "SMS", identity: "48123456789", app_id: "" }],
        display_name: "New Test Contact",
        email: "new.contact@email.com",
        external_id: "",
        metadata: "",
        language: "EN_US",
      },
    },
    message_metadata: "",
  };
  const delivery = {
    app_id: "01EB37HMH1M6SV18BSNS3G135H",
    accepted_time: "2020-11-17T15:09:11.659Z",
    project_id: "c36f3d3d-1513-2edd-ae42-11995557ff61",
    message_delivery_report: {
      message_id: "01EQBC1A3BEK731GY4YXEN0C2R",
      conversation_id: "01EPYATA64TMNZ1FV02JKF12JF",
      status: "QUEUED_ON_CHANNEL",
      contact_id: "01EXA07N79THJ20WSN6AS30TMW",
    },
  };
  const composing = {
    app_id: "01W4FFL35P4NC4K35CONVAPP01",
    event_time: "2024-06-06T14:42:42.379863404Z",
    project_id: "tinyfrog-jump-high-over-lilypadbasin",
    event: {
      direction: "TO_APP",
      contact_event: { composing_event: {} },
      id: "01W4FFL35P4NC4K35EVENT0001",
      conversation_id: "01W4FFL35P4NC4K35CONVERS01",
      contact_id: "01W4FFL35P4NC4K35CONTACT01",
      channel_identity: { channel: "RCS", identity: "12015555555", app_id: "" },
      accept_time: "2024-06-06T14:42:42.429455346Z",
      processing_mode: "CONVERSATION",
    },
    message_metadata: "",
    correlation_id: "",
  };

  it.each<[string, string, string, string]>([
    [
      "one line",
      JSON.stringify(contact),
      "6bpJoRmFoXVjfJIVglMoJzYXxnoxRujzR4k2GOXewOE=",
      "CONTACT_CREATE",
    ],
    [
      "an event that the rules do not know",
      JSON.stringify(delivery),
      "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=",
      "unknown",
    ],
    [
      "indented, with line feeds",
      `${JSON.stringify(composing, null, 4)}\n`,
      "wKmZBGo4Cf+y9cZoPHhiVw6ziKeubLGqN4OdG8jlaPo=",
      "EVENT",
    ],
  ])("Sinch: %s", async (_what, body, signature, type) => {
    const options: UnwrapOptions = {
      body,
      headers: {
        "x-sinch-webhook-signature": signature,
        "x-sinch-webhook-signature-nonce": "01FJA8B4A7BM43YGWSG9GBV067",
        "x-sinch-webhook-signature-timestamp": "1634579353",
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
      },
      secret: "foo_secret1234",
      clock: createFakeClock(1_634_579_353_000),
    };
    expect(await unwrapWebhook(sinch, options)).toMatchObject({ type });
    const otherSpelling = { ...options, body: `${body} ` };
    await expect(unwrapWebhook(sinch, otherSpelling)).rejects.toThrow(WebhookVerificationError);
  });

  it("respond.io: the body alone is signed", async () => {
    const respondIo: WebhookRules = {
      discriminator: { property: "event_type" },
      events: [],
      verification: {
        encoding: "base64",
        signatureHeader: "X-Webhook-Signature",
        signed: ["body"],
        separator: ".",
      },
    };
    const options: UnwrapOptions = {
      body: '{"event":"message","data":"test"}',
      headers: { "x-webhook-signature": "UtAE5LaeNjrL33PUEQfh69YKw7UhrrkOL9tQN0+xIrI=" },
      secret: "secret",
    };
    expect(await unwrapWebhook(respondIo, options)).toEqual({
      type: "unknown",
      raw: { event: "message", data: "test" },
    });
    await expect(unwrapWebhook(respondIo, { ...options, secret: "Secret" })).rejects.toThrow(
      WebhookVerificationError,
    );
  });
});

describe("what is genuine is accepted", () => {
  it("whatever its body, key and nonce are", async () => {
    const secret = anyText({ minLength: 1 });
    const nonce = fc.stringMatching(/^[\w.~-]{1,40}$/);
    await fc.assert(
      fc.asyncProperty(fc.json(), secret, nonce, fc.boolean(), async (json, key, once, asBytes) => {
        const body = `{"type":"farewell","inner":${json}}`;
        const headers = headersFor(body, { secret: key, nonce: once });
        const bytes = new TextEncoder().encode(body);
        const event = await unwrap({ body: asBytes ? bytes : body, headers, secret: key });
        expect(event).toEqual({ type: "farewell", data: parseJson(body) });
      }),
      { numRuns: 500 },
    );
  });

  const bytes = new TextEncoder().encode(BODY);
  const padded = new Uint8Array([1, 2, 3, ...bytes, 4, 5]);
  it.each<[string, WebhookRequest["body"]]>([
    ["a string", BODY],
    ["an ArrayBuffer", bytes.buffer],
    ["a Uint8Array", bytes],
    ["part of a larger buffer", padded.subarray(3, 3 + bytes.length)],
    ["a DataView", new DataView(padded.buffer, 3, bytes.length)],
    ["a Buffer, which is part of Node's pool", Buffer.from(BODY)],
  ])("as %s", async (_what, body) => {
    expect(await unwrap({ body })).toEqual(EVENT);
  });

  class OtherHeaders {
    get(name: string): string | null {
      return (
        Object.entries(headersFor(BODY)).find(([field]) => field === name.toLowerCase())?.[1] ??
        null
      );
    }
  }
  const plain = headersFor(BODY);
  it.each<[string, UnwrapOptions["headers"]]>([
    ["Headers", new Headers(plain)],
    // The runtime is only asked for its get.
    ["Headers of another library", new OtherHeaders() as unknown as Headers],
    [
      "an object in any case",
      { "X-SIGNATURE": plain["x-signature"], "X-Nonce": NONCE, "x-Timestamp": TIMESTAMP },
    ],
    ["an object of lists", { ...plain, "x-signature": [plain["x-signature"]] }],
    [
      "an object with more in it",
      { ...plain, cookie: undefined, "set-cookie": ["a", "b"], get: "x" },
    ],
  ])("with headers as %s", async (_what, headers) => {
    expect(await unwrap({ headers })).toEqual(EVENT);
  });

  it("with a byte order mark, which is signed too", async () => {
    const body = `\ufeff${BODY}`;
    expect(await unwrap({ body, headers: headersFor(body) })).toEqual(EVENT);
    await refusal({ body });
  });

  it("with large integers kept exact", async () => {
    const body = '{"type":"greeting","id":12345678901234567890}';
    expect(await unwrap({ body, headers: headersFor(body) })).toEqual({
      type: "greeting",
      data: { type: "greeting", id: 12345678901234567890n },
    });
  });

  it("with either of two keys while one replaces the other", async () => {
    expect(await unwrap({ secret: ["new key", SECRET] })).toEqual(EVENT);
    expect(await unwrap({ secret: [SECRET, "new key"] })).toEqual(EVENT);
    await refusal({ secret: ["new key", "newer key"] });
  });

  it("with a signature in hex, in either case", async () => {
    const verification: WebhookVerification = {
      encoding: "hex",
      signatureHeader: "X-Signature",
      signed: ["body"],
      separator: ".",
    };
    const hex = createHmac("sha256", SECRET).update(BODY).digest("hex");
    for (const signature of [hex, hex.toUpperCase()]) {
      expect(await unwrap({ headers: { "x-signature": signature } }, { verification })).toEqual(
        EVENT,
      );
    }
    for (const signature of [
      hex.slice(0, -1),
      hex.slice(0, -2),
      `${hex}00`,
      ` ${hex}`,
      `0x${hex}`,
    ]) {
      const call = unwrap({ headers: { "x-signature": signature } }, { verification });
      await expect(call).rejects.toThrow(WebhookVerificationError);
    }
  });

  it("unsigned, where the provider signs nothing", async () => {
    const unsigned: WebhookRules = { discriminator: rules.discriminator, events: rules.events };
    expect(await unwrapWebhook(unsigned, { body: BODY, headers: {} })).toEqual(EVENT);
  });
});

function spliced(text: string, at: number, removed: number, added: string): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + added + text.slice(start + removed);
}

function splicedBytes(bytes: Uint8Array, at: number, removed: number, added: number[]) {
  const start = at % (bytes.length + 1);
  return Uint8Array.from([...bytes.slice(0, start), ...added, ...bytes.slice(start + removed)]);
}

function nextDigit(digit: string): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return digits[(digits.indexOf(digit) + 1) % 64] ?? "";
}

describe("what is not genuine is refused", () => {
  interface Parts {
    readonly body: Uint8Array<ArrayBuffer>;
    readonly signature: string;
    readonly nonce: string;
    readonly timestamp: string;
  }

  const character = fc.oneof(
    fc.constantFrom("", "=", "A", "a", "0", "1", "+", "/", ".", ",", " ", "\t", "-", "_"),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 3 }),
  );
  const at = fc.nat({ max: 500 });
  const removed = fc.nat({ max: 3 });

  /** Everything that somebody on the way could do to a request. */
  const mutation: fc.Arbitrary<(parts: Parts) => Parts> = fc.oneof(
    fc
      .tuple(at, removed, fc.array(fc.nat({ max: 255 }), { maxLength: 3 }))
      .map(([start, count, added]) => (parts: Parts) => ({
        ...parts,
        body: splicedBytes(parts.body, start, count, added),
      })),
    fc.tuple(at, fc.nat({ max: 7 })).map(([index, bit]) => (parts: Parts) => ({
      ...parts,
      body: parts.body.map((byte, i) =>
        i === index % parts.body.length ? byte ^ (1 << bit) : byte,
      ),
    })),
    ...(["signature", "nonce", "timestamp"] as const).map((name) =>
      fc.tuple(at, removed, character).map(([start, count, added]) => (parts: Parts) => ({
        ...parts,
        [name]: spliced(parts[name], start, count, added),
      })),
    ),
    fc.constantFrom<(parts: Parts) => Parts>(
      (parts) => ({ ...parts, nonce: parts.timestamp, timestamp: parts.nonce }),
      (parts) => ({ ...parts, signature: parts.signature.replace(/=+$/, "") }),
      (parts) => ({ ...parts, signature: Buffer.from(parts.signature, "base64").toString("hex") }),
      (parts) => ({ ...parts, signature: `${parts.signature}, ${parts.signature}` }),
      (parts) => ({ ...parts, signature: parts.signature.slice(0, 4) }),
      // The last digit's two unused bits set: another spelling of the same bytes.
      (parts) => ({
        ...parts,
        signature: parts.signature.replace(/(.)=$/, (_m, last: string) => `${nextDigit(last)}=`),
      }),
    ),
    // The border between the body and what follows it, moved.
    fc.nat({ max: 9 }).map((index) => (parts: Parts) => {
      const borders = [...parts.body.keys()].filter((i) => parts.body[i] === 0x2e);
      const border = borders[index % borders.length] ?? 0;
      const rest = new TextDecoder().decode(parts.body.subarray(border + 1));
      return { ...parts, body: parts.body.slice(0, border), nonce: `${rest}.${parts.nonce}` };
    }),
  );

  it("10,000 forgeries of body, signature, nonce and timestamp: none is accepted", async () => {
    const genuine: Parts = {
      body: new TextEncoder().encode(BODY),
      signature: signatureOf(BODY),
      nonce: NONCE,
      timestamp: TIMESTAMP,
    };
    const same = JSON.stringify({ ...genuine, body: [...genuine.body] });
    let forged = 0;
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
        const parts = mutations.reduce((before, mutate) => mutate(before), genuine);
        // A mutation may change nothing, or be undone by the next.
        fc.pre(JSON.stringify({ ...parts, body: [...parts.body] }) !== same);
        forged += 1;
        const headers = {
          "x-signature": parts.signature,
          "x-nonce": parts.nonce,
          "x-timestamp": parts.timestamp,
        };
        try {
          await unwrap({ body: parts.body, headers });
          accepted += 1;
        } catch (error) {
          if (!(error instanceof WebhookVerificationError)) throw error;
        }
      }),
      { numRuns: 10_000, maxSkipsPerRun: 10 },
    );
    expect([forged, accepted]).toEqual([10_000, 0]);
  }, 60_000);

  it.each<[string, PlainHeaders]>([
    ["no signature", { "x-signature": undefined }],
    ["an empty signature", { "x-signature": "" }],
    ["no nonce", { "x-nonce": undefined }],
    ["no timestamp", { "x-timestamp": "" }],
    ["two signatures, one of them right", { "x-signature": [signatureOf(BODY), "AAAA"] }],
    ["the signature twice, in two spellings of its name", { "X-SIGNATURE": signatureOf(BODY) }],
    ["a signature of the first bytes only", { "x-signature": signatureOf(BODY).slice(0, 8) }],
    [
      "a signature in hex where base64 is due",
      { "x-signature": Buffer.from(signatureOf(BODY), "base64").toString("hex") },
    ],
    ["a signature without its padding", { "x-signature": signatureOf(BODY).slice(0, -1) }],
    ["a signature with a line feed", { "x-signature": `${signatureOf(BODY)}\n` }],
    ["something that is no base64", { "x-signature": "😀" }],
  ])("with %s", async (_what, headers) => {
    const rememberNonce = vi.fn<() => boolean>(() => true);
    await refusal({ headers: { ...headersFor(BODY), ...headers }, rememberNonce });
    expect(rememberNonce).not.toHaveBeenCalled();
  });

  it("with the signature twice in Headers", async () => {
    const headers = new Headers(headersFor(BODY));
    headers.append("x-signature", signatureOf(BODY));
    expect((await refusal({ headers })).message).toContain("signature");
  });

  it("with another key", async () => {
    expect((await refusal({ secret: `${SECRET} ` })).message).toContain("signature");
  });

  it("with a body that was parsed and is no string any more", async () => {
    // What a framework that parses bodies would pass on.
    const error = await refusal({ body: JSON.parse(BODY) as string });
    expect(error.message).toContain("neither a string nor bytes");
  });

  it.each<[string, Uint8Array | string]>([
    ["is no JSON", "type=greeting"],
    ["is empty", ""],
    ["is no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ])("with a true signature of a body that %s", async (_what, body) => {
    const bytes = typeof body === "string" ? body : Uint8Array.from(body);
    const error = await refusal({ body: bytes, headers: headersFor(body) });
    expect(error.message).toBe("The webhook's body is no JSON; pass the raw body.");
  });

  it("naming the header that is not there", async () => {
    const error = await refusal({ headers: {} });
    expect(error.message).toContain('header "X-Signature"');
  });

  it("showing neither body nor key", async () => {
    const body = "canary-body";
    for (const error of [
      await refusal({
        body,
        headers: headersFor(body, { secret: "canary-key" }),
        secret: "canary-key",
      }),
      await refusal({ body, secret: "canary-key" }),
    ]) {
      expect(inspect(error, { depth: 9 })).not.toContain("canary");
      expect(JSON.stringify(error)).not.toContain("canary");
    }
  });
});

describe("a key is needed", () => {
  it.each<[string, unknown]>([
    ["none", undefined],
    ["an empty one", ""],
    ["no key in a list", []],
    ["an empty one in a list", [SECRET, ""]],
    ["undefined in a list", [SECRET, undefined]],
    ["bytes", new Uint8Array(3)],
  ])("%s is a mistake of the caller's", async (_what, secret) => {
    // What an unset environment variable would be.
    const call = unwrap({ secret: secret as string });
    await expect(call).rejects.toThrow(ConfigurationError);
    await expect(call).rejects.toThrow('"secret"');
  });
});

function unwrapAt(offset: number, tolerance?: number) {
  const clock = createFakeClock(START + offset);
  return unwrap({ clock, ...(tolerance === undefined ? {} : { tolerance }) });
}

describe("the timestamp", () => {
  it("is compared with the machine's clock as it is set now: it may have been wrong, or have slept", async () => {
    // What performance.now() counts goes on neither in sleep nor with a clock that is set.
    const monotonic = vi.spyOn(performance, "now").mockReturnValue(-3_600_000);
    try {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = headersFor(BODY, { timestamp });
      expect(await unwrap({ clock: undefined, headers })).toMatchObject({ type: "greeting" });
    } finally {
      monotonic.mockRestore();
    }
  });

  it.each([-300_000, -1, 0, 1, 300_000])("may be %d ms away", async (offset) => {
    expect(await unwrapAt(offset)).toEqual(EVENT);
  });

  it("may not be older than the tolerance", async () => {
    await expect(unwrapAt(300_001)).rejects.toThrow(
      "The webhook's timestamp is 300 s old, more than the 300 s allowed; it is a replay, or this machine's clock is off.",
    );
  });

  it("may not be further ahead than the tolerance", async () => {
    await expect(unwrapAt(-300_001)).rejects.toThrow("is 300 s ahead");
  });

  it("may be as far away as the caller says", async () => {
    expect(await unwrapAt(3_600_000, 3_600_000)).toEqual(EVENT);
    expect(await unwrapAt(1e12, Number.POSITIVE_INFINITY)).toEqual(EVENT);
    await expect(unwrapAt(1001, 1000)).rejects.toThrow(WebhookVerificationError);
    await expect(unwrapAt(1, 0)).rejects.toThrow(WebhookVerificationError);
  });

  it("is not let pass by a tolerance that is no number", async () => {
    await expect(unwrapAt(1, Number.NaN)).rejects.toThrow(WebhookVerificationError);
  });

  it.each(["1800000000000", "1.8e9", "-1", "2027-01-15T08:00:00Z", "soon"])(
    "is in Unix seconds, not %s, however well it is signed",
    async (timestamp) => {
      await expect(unwrap({ headers: headersFor(BODY, { timestamp }) })).rejects.toThrow(
        "The webhook's timestamp is not in Unix seconds.",
      );
    },
  );

  it("is believed only when the signature holds", async () => {
    const clock = createFakeClock(START + 1e9);
    const error = await refusal({ clock, headers: { ...headersFor(BODY), "x-nonce": "other" } });
    expect(error.message).toContain("signature");
  });
});

describe("the nonce", () => {
  it("is remembered once the signature and the age hold", async () => {
    const rememberNonce = vi.fn<(nonce: string) => boolean>(() => true);
    await unwrap({ rememberNonce });
    expect(rememberNonce.mock.calls).toEqual([[NONCE]]);
  });

  it("is not remembered of what is forged or too old", async () => {
    const rememberNonce = vi.fn<(nonce: string) => boolean>(() => true);
    await refusal({ rememberNonce, body: `${BODY} ` });
    await refusal({ rememberNonce, clock: createFakeClock(START + 300_001) });
    expect(rememberNonce).not.toHaveBeenCalled();
  });

  it("is refused when it was seen before, also by a store that takes its time", async () => {
    const seen = new Set<string>();
    const rememberNonce = async (nonce: string) => !seen.has(nonce) && Boolean(seen.add(nonce));
    expect(await unwrap({ rememberNonce })).toEqual(EVENT);
    const error = await refusal({ rememberNonce });
    expect(error.message).toContain("seen before");
  });

  it("is let pass only by true: the store's failure is the call's", async () => {
    const noStore = new Error("no store");
    await expect(unwrap({ rememberNonce: () => Promise.reject(noStore) })).rejects.toBe(noStore);
  });
});

async function read(payload: unknown, discriminator: WebhookRules["discriminator"]) {
  return unwrapWebhook(
    { discriminator, events: rules.events },
    { body: JSON.stringify(payload), headers: {} },
  );
}

describe("events", () => {
  it.each<[unknown]>([
    [{}],
    [{ type: "new.event" }],
    [{ type: 1 }],
    [{ type: null }],
    [{ type: ["greeting"] }],
    [{ type: "toString" }],
    [{ type: "constructor" }],
    [{ type: "__proto__" }],
    [{ Type: "greeting" }],
    [[{ type: "greeting" }]],
    ["greeting"],
    [null],
    [1],
  ])("%j is an unknown event, not an error", async (payload) => {
    expect(await read(payload, { property: "type" })).toEqual({ type: "unknown", raw: payload });
  });

  it("a property is looked up on the payload itself", async () => {
    const payload: unknown = JSON.parse('{"__proto__":{"type":"greeting"}}');
    expect(await read(payload, { property: "type" })).toMatchObject({ type: "unknown" });
    expect(await read({}, { property: "constructor" })).toMatchObject({ type: "unknown" });
  });

  const keys = { hello_notification: "greeting", bye_notification: "farewell" };
  it("keys tell events apart", async () => {
    const payload = { id: 1, bye_notification: {} };
    expect(await read(payload, { keys })).toEqual({ type: "farewell", data: payload });
  });

  it.each<[unknown]>([
    [{}],
    [{ other: {} }],
    [{ toString: 1, constructor: 1 }],
    [["hello_notification"]],
    [null],
  ])("%j has no known key", async (payload) => {
    expect(await read(payload, { keys })).toEqual({ type: "unknown", raw: payload });
  });

  it("a key that is null is not there", async () => {
    const payload = { hello_notification: null, bye_notification: {} };
    expect(await read(payload, { keys })).toEqual({ type: "farewell", data: payload });
    const nothing = { hello_notification: null };
    expect(await read(nothing, { keys })).toEqual({ type: "unknown", raw: nothing });
  });

  it("a key inside a payload's __proto__ is none of the payload's", async () => {
    const payload: unknown = JSON.parse('{"__proto__":{"hello_notification":{}}}');
    expect(await read(payload, { keys })).toMatchObject({ type: "unknown" });
  });

  it("a single event is whatever object comes", async () => {
    expect(await read({ a: 1 }, { single: "greeting" })).toEqual({
      type: "greeting",
      data: { a: 1 },
    });
    expect(await read("a", { single: "greeting" })).toEqual({ type: "unknown", raw: "a" });
  });
});
