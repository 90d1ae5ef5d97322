// What runs wherever there is fetch: every entry, with no type of Node in sight.
import { createAsapp, type GenerativeAgentStreamEvent } from "@parley/asapp";
import { validators as asappValidators } from "@parley/asapp/validators";
import { createRapidPro, formatUrn, parseUrn, type Urn } from "@parley/rapidpro";
import { validators as rapidProValidators } from "@parley/rapidpro/validators";
import { createRespondIo, isApiError, webhooks as respondWebhooks } from "@parley/respond-io";
import { validators as respondIoValidators } from "@parley/respond-io/validators";
import { createClient, createFetch, type Middleware, rateLimit, retry } from "@parley/runtime";
import { openTelemetry } from "@parley/runtime/opentelemetry";
import { formats } from "@parley/runtime/validation";
import { createSinch, type SinchEvent, webhooks as sinchWebhooks } from "@parley/sinch";
import type { AppMessage } from "@parley/sinch/types";
import type * as asappTypes from "@parley/asapp/types";
import type * as rapidProTypes from "@parley/rapidpro/types";
import type * as respondIoTypes from "@parley/respond-io/types";
import { validators as sinchValidators } from "@parley/sinch/validators";

const noteCalls: Middleware = (request, next) => next(request);
const options = { middleware: [noteCalls], telemetry: openTelemetry(), retry: { attempts: 2 } };

export const sinch = createSinch({ ...options, region: "eu", validators: sinchValidators });
export const respond = createRespondIo({ ...options, validators: respondIoValidators });
export const rapidPro = createRapidPro({ ...options, validators: rapidProValidators });
export const asapp = createAsapp({ ...options, validators: asappValidators });
export const send = createFetch([rateLimit({ declared: {} }), retry()]);
export const others: readonly unknown[] = [createClient, formats, formatUrn, parseUrn];

/** Errors are narrowed by the method and the status. */
export async function nameOf(identifier: `phone:${string}`): Promise<string | undefined> {
  try {
    const contact = await respond.contacts.get({ identifier });
    return contact.firstName ?? undefined;
  } catch (error) {
    if (isApiError(error, respond.contacts.get) && error.status === 404) return error.body.message;
    throw error;
  }
}

/** Pages are iterated, or turned. */
export async function countMessages(): Promise<number> {
  let count = 0;
  for await (const message of sinch.messages.list({ page_size: 10 })) {
    if (message.id !== undefined) count += 1;
  }
  const page = await sinch.messages.list();
  const following = await page.next();
  return count + page.items.length + (following?.items.length ?? 0);
}

/** Events are told apart by their type. */
export async function read(request: Request, secret: string): Promise<string> {
  const body = await request.text();
  const event: SinchEvent = await sinchWebhooks.unwrap({ body, headers: request.headers, secret });
  const other = await respondWebhooks.unwrap({ body, headers: request.headers, secret });
  return `${event.type} ${other.type}`;
}

export const message: AppMessage = { text_message: { text: "Hello" } };
export const urn: Urn = "tel:+12065551212";

// What has to be refused: types that accept everything would pass all of the above.
// @ts-expect-error a message is not a number
export const wrongMessage: AppMessage = 42;
// @ts-expect-error there is no such region
createSinch({ region: "mars" });
// @ts-expect-error the contact's identifier is missing
void respond.contacts.get({});
// @ts-expect-error there is no such path
void sinch.api.GET("/nowhere", {});

export type All = [
  GenerativeAgentStreamEvent,
  keyof typeof asappTypes,
  keyof typeof rapidProTypes,
  keyof typeof respondIoTypes,
];
