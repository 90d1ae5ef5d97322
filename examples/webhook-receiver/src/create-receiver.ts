import { createHash } from "node:crypto";
import { type RespondIoEvent, webhooks as respondIoWebhooks } from "@parley/respond-io";
import {
  type SinchEvent,
  webhooks as sinchWebhooks,
  WebhookVerificationError,
} from "@parley/sinch";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Inbox } from "./inbox.ts";

/** What {@link createReceiver} takes. */
export interface ReceiverOptions {
  /** Each provider's secrets: one, or the old and the new one while they rotate. */
  readonly secrets: {
    readonly sinch: readonly string[];
    readonly respondIo: readonly string[];
  };
  readonly inbox: Inbox;
  /** Called after an event that is new was stored. It must not wait for the work. */
  readonly onStored: () => void;
}

// Texts and links; media are fetched from where a link points.
const LARGEST_BODY = 1024 * 1024;

/** A receiver of webhooks: verifies, stores, answers. The work is done by somebody else. */
export function createReceiver({ secrets, inbox, onStored }: ReceiverOptions): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: LARGEST_BODY }));

  app.post("/webhooks/sinch", async (context) => {
    // The raw body: parsed and written again, it has another signature.
    const body = await context.req.arrayBuffer();
    const { headers } = context.req.raw;
    const event = await sinchWebhooks.unwrap({ body, headers, secret: secrets.sinch });
    const payload = event.type === "unknown" ? event.raw : event.data;
    return store({
      key: `sinch ${sinchKey(event, body)}`,
      source: "sinch",
      type: event.type,
      payload,
    });
  });

  app.post("/webhooks/respond-io", async (context) => {
    const body = await context.req.arrayBuffer();
    const { headers } = context.req.raw;
    const event = await respondIoWebhooks.unwrap({ body, headers, secret: secrets.respondIo });
    const payload = event.type === "unknown" ? event.raw : event.data;
    const key = `respond-io ${respondIoKey(event, body)}`;
    return store({ key, source: "respond-io", type: event.type, payload });
  });

  function store(event: Parameters<Inbox["add"]>[0]): Response {
    if (inbox.add(event)) onStored();
    // A further delivery gets the same answer, or it would come again.
    return new Response(null, { status: 200 });
  }

  app.onError((error, context) => {
    if (error instanceof WebhookVerificationError) return context.text("not verified", 401);
    if (error instanceof HTTPException) return error.getResponse();
    // The provider sends it again; what went wrong is for the log, not for whoever calls.
    console.error(error);
    return context.text("failed", 500);
  });
  return app;
}

/** Sinch names no event, and gives each delivery a nonce of its own. */
function sinchKey(event: SinchEvent, body: ArrayBuffer): string {
  if (event.type === "MESSAGE_INBOUND") {
    const { id } = event.data.message;
    if (id !== undefined) return `message ${id}`;
  }
  return digest(body);
}

/** `event_id` is the same in every delivery of an event. */
function respondIoKey(event: RespondIoEvent, body: ArrayBuffer): string {
  const id = event.type === "unknown" ? undefined : event.data.event_id;
  return id ?? digest(body);
}

function digest(body: ArrayBuffer): string {
  return createHash("sha256").update(new Uint8Array(body)).digest("hex");
}
