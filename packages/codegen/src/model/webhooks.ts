import { childPointer } from "../description/json-pointer.js";
import { isHttpMethod, type PathItem, type WebhookSettings } from "../description/openapi.js";
import { resolve } from "../description/references.js";
import { documentationOf } from "./documentation.js";
import { readingOf } from "./media-types.js";
import { typeOfSchema, type ModelContext } from "./model-context.js";
import type { WebhookEventModel, WebhooksModel, WebhookVerificationModel } from "./model.js";

/** Milliseconds that a timestamp may be away from now, where the description says nothing. */
const DEFAULT_TOLERANCE = 300_000;

/** An event, with the key of its payload. */
interface KeyedEvent {
  readonly event: WebhookEventModel;
  readonly key: string | undefined;
}

/** The events that a provider sends; undefined where it describes none. */
export function webhooksOf(context: ModelContext): WebhooksModel | undefined {
  const settings = context.document["x-parley-webhooks"];
  if (settings === undefined) return undefined;
  const webhooks = Object.keys(context.document.webhooks ?? {}).flatMap((name) =>
    keyedEvent(context, name),
  );
  return {
    discriminator: discriminatorOf(settings, webhooks),
    verification: verificationOf(settings),
    events: webhooks.map(({ event }) => event),
  };
}

function keyedEvent(context: ModelContext, name: string): KeyedEvent[] {
  const { document } = context;
  const place = childPointer("#", "webhooks", name);
  const written = document.webhooks?.[name];
  const pathItem = written && resolve<PathItem>(document, written, place)?.value;
  const operation = pathItem?.post;
  const others = Object.keys(pathItem ?? {}).filter(
    (field) => field !== "post" && isHttpMethod(field),
  );
  if (others.length > 0) {
    context.report(
      childPointer(place, others[0] ?? ""),
      `An event is sent by POST: leave ${others.join(", ")} out with an overlay.`,
    );
  }
  const body = operation?.requestBody && resolve(document, operation.requestBody, place)?.value;
  const content = Object.entries(body?.content ?? {}).find(
    ([mediaType]) => readingOf(mediaType) === "json",
  );
  if (body === undefined || content === undefined) return [];
  const [mediaType, { schema }] = content;
  const type = typeOfSchema(context, schema, {
    root: "webhooks",
    steps: [
      { key: name },
      { key: "post" },
      { key: "requestBody", optional: body.required !== true },
      { key: "content" },
      { key: mediaType },
    ],
  });
  const documentation = documentationOf(operation, pathItem);
  return [{ event: { name, type, documentation }, key: pathItem?.["x-parley-webhook-key"] }];
}

function discriminatorOf(
  { discriminator }: WebhookSettings,
  webhooks: readonly KeyedEvent[],
): WebhooksModel["discriminator"] {
  if ("property" in discriminator) return { property: discriminator.property };
  if ("single" in discriminator) return { single: webhooks[0]?.event.name ?? "" };
  return {
    keys: Object.fromEntries(
      webhooks.flatMap(({ event, key }) => (key === undefined ? [] : [[key, event.name]])),
    ),
  };
}

function verificationOf({ verification }: WebhookSettings): WebhookVerificationModel | undefined {
  if (verification === "none") return undefined;
  const { encoding = "base64", signatureHeader, signed, separator = "." } = verification;
  const { timestampHeader, nonceHeader, tolerance = DEFAULT_TOLERANCE } = verification;
  return {
    encoding,
    signatureHeader,
    ...(timestampHeader === undefined ? {} : { timestampHeader }),
    ...(nonceHeader === undefined ? {} : { nonceHeader }),
    signed,
    separator,
    ...(timestampHeader === undefined ? {} : { tolerance }),
  };
}
