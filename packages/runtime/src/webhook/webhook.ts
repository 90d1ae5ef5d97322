import type { WebhookRules, WebhookVerification } from "../description/operation.js";
import { ConfigurationError, WebhookVerificationError } from "../errors/errors.js";
import type { Clock } from "../http/clock.js";
import { parseJson } from "../response/parse-json.js";
import type { Logger } from "../telemetry/logging.js";
import { validationOf, type ValidationOptions } from "../validation/validation-options.js";

/** An event that this version does not know: a newer one, or one of another product. */
export interface UnknownEvent {
  readonly type: "unknown";
  /** The parsed payload. */
  readonly raw: unknown;
}

/** A webhook request as a server received it. */
export interface WebhookRequest {
  /** The raw body, byte for byte: parsed and written again it has another signature. */
  readonly body: string | ArrayBuffer | ArrayBufferView;
  /** The headers: a `Headers`, or a plain object such as Node's `request.headers`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Options of {@link unwrapWebhook}. */
export interface UnwrapOptions extends WebhookRequest, ValidationOptions {
  /** The signing key; several while one replaces another. Ignored where the provider does not sign. */
  readonly secret?: string | readonly string[] | undefined;
  /** Milliseconds that the timestamp may be away from now. Default: the description's. */
  readonly tolerance?: number | undefined;
  /**
   * Remembers a nonce: true when it was not seen before. Give one where a replay within the
   * tolerance would do harm; the provider may deliver an event more than once in earnest.
   */
  readonly rememberNonce?: ((nonce: string) => boolean | Promise<boolean>) | undefined;
  /** Where `validate: "warn"` tells what it finds. Default: `console.warn`. */
  readonly logger?: Logger | undefined;
  /** Default: the host's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Verifies a webhook (HMAC over the raw bytes, compared in constant time by WebCrypto; age; nonce),
 * then reads its event.
 *
 * @param rules - How the provider signs, and tells its events apart.
 * @throws WebhookVerificationError - the signature, the age or the nonce is wrong, or the body is no JSON.
 * @throws ConfigurationError - there is no secret.
 * @throws ValidationError - the payload of a known event breaks the description, with `validate: "error"`.
 */
export async function unwrapWebhook<Event extends { readonly type: string }>(
  rules: WebhookRules,
  options: UnwrapOptions,
): Promise<Event | UnknownEvent> {
  const validation = validationOf(options, undefined);
  const body = bytesOf(options.body);
  if (rules.verification !== undefined) await verify(rules.verification, body, options);
  let payload: unknown;
  try {
    payload = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Without the cause, which quotes the body.
    throw new WebhookVerificationError("The webhook's body is no JSON; pass the raw body.");
  }
  const type = eventType(rules, payload);
  if (type === undefined) return { type: "unknown", raw: payload };
  validation?.checkEvent(type, payload);
  // The rules and the type Event are generated from one description.
  return { type, data: payload } as unknown as Event;
}

function bytesOf(body: WebhookRequest["body"]): Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) {
    // A copy: a view may be of shared memory, which WebCrypto does not have to take.
    return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  throw new WebhookVerificationError(
    "The webhook's body is neither a string nor bytes; pass the raw body, before anything parses it.",
  );
}

function eventType({ discriminator, events }: WebhookRules, payload: unknown): string | undefined {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return undefined;
  if ("single" in discriminator) return discriminator.single;
  if ("property" in discriminator) {
    const { property } = discriminator;
    const value: unknown = Object.hasOwn(payload, property)
      ? Reflect.get(payload, property)
      : undefined;
    return typeof value === "string" && events.includes(value) ? value : undefined;
  }
  // A sender may write what is not there as null.
  const key = Object.keys(discriminator.keys).find(
    (name) => Object.hasOwn(payload, name) && Reflect.get(payload, name) !== null,
  );
  return key === undefined ? undefined : discriminator.keys[key];
}

// Not instanceof: servers have Headers of their own.
function isHeaders(headers: WebhookRequest["headers"]): headers is Headers {
  return typeof Reflect.get(headers, "get") === "function";
}

/** The one value of a header; undefined when it is absent, or there several times. */
function headerOf(headers: WebhookRequest["headers"], name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([field]) => field.toLowerCase() === name.toLowerCase())
    .flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}

function requireHeader(headers: WebhookRequest["headers"], name: string): string {
  const value = headerOf(headers, name);
  if (value !== undefined && value !== "") return value;
  throw new WebhookVerificationError(
    `The webhook has no header "${name}", or several; it is not signed, or a proxy changed it.`,
  );
}

async function verify(
  rules: WebhookVerification,
  body: Uint8Array<ArrayBuffer>,
  options: UnwrapOptions,
): Promise<void> {
  const { headers, clock } = options;
  const secrets = secretsOf(options.secret);
  const signature = decodeSignature(requireHeader(headers, rules.signatureHeader), rules.encoding);
  const { timestampHeader, nonceHeader } = rules;
  const timestamp = timestampHeader && requireHeader(headers, timestampHeader);
  const nonce = nonceHeader && requireHeader(headers, nonceHeader);
  const signed = signedBytes(rules, { body, timestamp, nonce });
  if (signature === undefined || !(await matchesAny(secrets, signature, signed))) {
    throw new WebhookVerificationError(
      "The webhook's signature does not fit its body; check the secret, and that the body is passed byte for byte.",
    );
  }
  // Only what is signed may be believed: age and nonce are looked at after the signature.
  if (timestamp) {
    // Not the clock of timers, which neither sleep nor a corrected time moves: the sender has another.
    const now = clock?.now() ?? Date.now();
    checkAge(timestamp, options.tolerance ?? rules.tolerance, now);
  }
  if (nonce && options.rememberNonce && !(await options.rememberNonce(nonce))) {
    throw new WebhookVerificationError("The webhook's nonce was seen before; it is a replay.");
  }
}

function secretsOf(secret: string | readonly string[] | undefined): readonly string[] {
  const secrets = typeof secret === "string" ? [secret] : (secret ?? []);
  if (secrets.length > 0 && secrets.every((one) => typeof one === "string" && one !== "")) {
    return secrets;
  }
  throw new ConfigurationError(
    'The webhook cannot be verified without "secret"; pass the signing key, or several while they rotate.',
  );
}

function decodeSignature(
  text: string,
  encoding: WebhookVerification["encoding"],
): Uint8Array<ArrayBuffer> | undefined {
  if (encoding === "hex") {
    if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return undefined;
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  try {
    const binary = atob(text);
    // Base64 has several spellings of one value; only the canonical one was sent (RFC 4648 section 3.5).
    if (btoa(binary) !== text) return undefined;
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function signedBytes(
  rules: WebhookVerification,
  parts: {
    readonly body: Uint8Array<ArrayBuffer>;
    readonly timestamp: string | undefined;
    readonly nonce: string | undefined;
  },
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const separator = encoder.encode(rules.separator);
  const chunks = rules.signed.flatMap((name, index) => {
    const part = parts[name];
    const bytes = typeof part === "string" ? encoder.encode(part) : (part ?? new Uint8Array());
    return index === 0 ? [bytes] : [separator, bytes];
  });
  const result = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return result;
}

async function matchesAny(
  secrets: readonly string[],
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const verdicts = await Promise.all(
    secrets.map(async (secret) => {
      const bytes = new TextEncoder().encode(secret);
      const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
      return crypto.subtle.verify(algorithm, key, signature, signed);
    }),
  );
  return verdicts.includes(true);
}

function checkAge(timestamp: string, tolerance: number | undefined, now: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError("The webhook's timestamp is not in Unix seconds.");
  }
  if (tolerance === undefined) return;
  const age = now - Number(timestamp) * 1000;
  // The other way round a NaN would let any age pass.
  if (!(Math.abs(age) <= tolerance)) {
    throw new WebhookVerificationError(
      `The webhook's timestamp is ${Math.round(Math.abs(age) / 1000)} s ${age > 0 ? "old" : "ahead"}, more than the ${tolerance / 1000} s allowed; it is a replay, or this machine's clock is off.`,
    );
  }
}
