import { createHmac, randomUUID } from "node:crypto";
import { dereference } from "./document.js";
import type {
  OpenApiDocument,
  OperationObject,
  Parameter,
  RequestBody,
  WebhookRules,
} from "./document.js";
import { loadDescription } from "./load-description.js";
import type { MockSource } from "./load-description.js";
import { nearestName } from "./nearest-name.js";

/** What {@link createWebhook} takes: whose webhook, and what is in it. */
export type CreateWebhookOptions = MockSource & {
  /** The name of the event: `message.received`. */
  readonly event: string;
  /** The key that signs it. Needed where the provider signs, and ignored where it does not. */
  readonly secret?: string;
  /** The name of the event's example that is the body. Default: the first. */
  readonly example?: string;
  /** In place of an example: a string as it is, anything else as JSON. */
  readonly body?: unknown;
  /** When it is signed, in milliseconds since the Unix epoch. Default: now. */
  readonly time?: number;
  /** Default: a random UUID. */
  readonly nonce?: string;
};

/** A webhook's request, as `new Request(url, { method: "POST", ...webhook })` and `webhooks.unwrap` take it. */
export interface CreatedWebhook {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Makes a webhook as the provider would send it: an event's example, with the header fields of the
 * description, signed by your key. For tests of what receives webhooks.
 *
 * @throws Error when the description has no such event or example, or the provider signs and there
 * is no secret.
 *
 * @example
 * const webhook = await createWebhook({ provider: "sinch", event: "MESSAGE_INBOUND", secret });
 * const response = await app.request("/webhooks", { method: "POST", ...webhook });
 */
export async function createWebhook(options: CreateWebhookOptions): Promise<CreatedWebhook> {
  const { document } = await loadDescription(options);
  const { event, time = Date.now(), nonce = randomUUID() } = options;
  const operation = operationOf(document, event);
  const body = options.body ?? exampleOf(document, operation, event, options.example);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const signature = sign(document, options.secret, {
    body: text,
    nonce,
    timestamp: String(Math.floor(time / 1000)),
  });
  return {
    body: text,
    headers: {
      "content-type": "application/json",
      ...fieldsOf(document, operation),
      ...signature,
    },
  };
}

/** What the description says of an event. */
function operationOf(document: OpenApiDocument, event: string): OperationObject {
  const events = document.webhooks ?? {};
  const item = Object.hasOwn(events, event) ? events[event] : undefined;
  const operation = item && dereference(document, item).post;
  if (operation !== undefined) return operation;
  const nearest = nearestName(Object.keys(events), event);
  const hint = nearest === undefined ? "; it has no webhooks." : `; did you mean "${nearest}"?`;
  throw new Error(`${document.info.title} has no event "${event}"${hint}`);
}

function exampleOf(
  document: OpenApiDocument,
  { requestBody }: OperationObject,
  event: string,
  name: string | undefined,
): unknown {
  const content = requestBody && dereference<RequestBody>(document, requestBody).content;
  const examples = content?.["application/json"]?.examples ?? {};
  const names = Object.keys(examples);
  const found = names.find((key) => name === undefined || key === name);
  const example = found === undefined ? undefined : examples[found];
  if (example !== undefined) return dereference(document, example).value;
  const asked = name === undefined ? "" : ` "${name}"`;
  const known = names.length === 0 ? "" : `, only ${names.join(", ")}`;
  throw new Error(`The event "${event}" has no example${asked}${known}; give "body".`);
}

/** The header fields that come with an event, by the description's examples. */
function fieldsOf(
  document: OpenApiDocument,
  { parameters = [] }: OperationObject,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parameters
      .map((parameter) => dereference<Parameter>(document, parameter))
      .filter((parameter) => parameter.in === "header" && parameter.example !== undefined)
      .map(({ name, example }) => [name.toLowerCase(), String(example)]),
  );
}

type SignedParts = Readonly<Record<"body" | "nonce" | "timestamp", string>>;

/** The header fields that sign a webhook; none where the provider does not sign. */
function sign(
  document: OpenApiDocument,
  secret: string | undefined,
  parts: SignedParts,
): Readonly<Record<string, string>> {
  const { verification = "none" }: Partial<WebhookRules> = document["x-parley-webhooks"] ?? {};
  if (verification === "none") return {};
  if (secret === undefined || secret === "") {
    throw new Error(`${document.info.title} signs its webhooks; give "secret".`);
  }
  const { encoding, signatureHeader, timestampHeader, nonceHeader, signed } = verification;
  const { separator = "" } = verification;
  const text = signed.map((part) => parts[part]).join(separator);
  const fields: Record<string, string> = {
    [signatureHeader.toLowerCase()]: createHmac("sha256", secret).update(text).digest(encoding),
  };
  if (timestampHeader !== undefined) fields[timestampHeader.toLowerCase()] = parts.timestamp;
  if (nonceHeader !== undefined) fields[nonceHeader.toLowerCase()] = parts.nonce;
  return fields;
}
