/**
 * Sinch's own description has thirteen defects that types and validators would inherit: the table
 * D1 to D13 of specs/sinch/README.md, section 3.2. One test for each proves that ours has not.
 */
import { describe, expect, expectTypeOf, test } from "vitest";
import { description, faultOf } from "./description.test-helpers.js";
import type {
  AppMessageInput,
  ChannelProperties,
  ChoiceInput,
  ConversationEvent,
  CreateConversationRequest,
  DispatchRetentionPolicyInput,
  ErrorResponse,
  MessagesSendErrors,
  ProductResponseMessage,
  QueueStats,
  RateLimits,
  RecipientInput,
  RecordNotificationPayload,
  RetentionPolicyInput,
  SendEventRequest,
  TemplateTranslationInput,
  UnauthorizedResponse,
  WebhookTrigger,
  WebhookTriggerInput,
} from "./generated/types.js";
import type { SinchEvent } from "./index.js";
import { callbackSamples } from "./samples.test-helpers.js";

const app_id = "01HZX5M4RVANAMJ3N3FGB4DN7B";
const recipient = { contact_id: "01HZX51XBHGW01GT0REC47YJYT" };
const url = "https://media.example.com/a.png";
const title = "Title";
const text_message = { text: "Hello" };
const location_message = { title, coordinates: { latitude: 55.61, longitude: 13 } };
const envelope = { app_id, project_id: "b7c9d2f4-3a61-4e58-9c0d-7f1e2a3b4c5d" };

/** One value of each kind of a union by key. */
type Kinds = Readonly<Record<string, unknown>>;

const appMessages = {
  text_message,
  media_message: { url },
  location_message,
  card_message: { title, media_message: { url } },
  carousel_message: { cards: [{ title, media_message: { url } }] },
  choice_message: { choices: [{ text_message }] },
  list_message: { title, sections: [{ items: [{ choice: { title } }] }] },
  contact_info_message: {
    name: { full_name: "Sam" },
    phone_numbers: [{ phone_number: "+12015550100" }],
  },
  template_message: { omni_template: { template_id: "t", version: "latest" } },
};

const choices = {
  text_message,
  call_message: { title, phone_number: "+12015550100" },
  location_message,
  url_message: { title, url },
  calendar_message: {
    title,
    event_title: title,
    event_start: "2026-05-04T19:30:00Z",
    event_end: "2026-05-04T21:30:00Z",
    fallback_url: url,
  },
  share_location_message: { title, fallback_url: url },
};

const recipients = {
  contact_id: recipient.contact_id,
  identified_by: { channel_identities: [{ channel: "SMS", identity: "12015550123" }] },
};

/** The pairs of a list, each once. */
function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, index) =>
    items.slice(index + 1).map((other): [Item, Item] => [one, other]),
  );
}

/** Every media type and parameter that has examples, with what it says of them. */
function exemplified(): { schema: string; examples: unknown[] }[] {
  const found: { schema: string; examples: unknown[] }[] = [];
  const visit = (node: unknown, pointer: string): void => {
    if (typeof node !== "object" || node === null) return;
    // Anything that is no array is read as one object of unknown values.
    const object = node as Readonly<Record<string, unknown>>;
    const { schema, examples, example } = object;
    if (schema !== undefined && (examples ?? example) !== undefined) {
      const named = Object.values(examples ?? {}).map((one: unknown) => valueOf(one));
      found.push({
        schema: `${pointer}/schema`,
        examples: example === undefined ? named : [...named, example],
      });
    }
    for (const [key, value] of Object.entries(object)) {
      visit(value, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  };
  visit(description, "");
  return found;
}

/** The value of an Example Object, or of the component that it refers to. */
function valueOf(example: unknown): unknown {
  // Redocly has checked that it is one of the two.
  const { $ref, value } = example as { readonly $ref?: string; readonly value?: unknown };
  return $ref === undefined ? value : valueOf(at($ref.slice(1)));
}

/** What is at a JSON Pointer of the description. */
function at(pointer: string): unknown {
  return (
    pointer
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
      // Whoever asks knows that the way there leads through objects.
      .reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>>)[key], description)
  );
}

describe("the defects of Sinch's description", () => {
  test("D1: a union by key has one of its keys, and never two", () => {
    const unions: [string, Kinds][] = [
      ["AppMessageInput", appMessages],
      ["AppMessage", appMessages],
      ["ChoiceInput", choices],
      ["RecipientInput", recipients],
    ];
    for (const [schema, kinds] of unions) {
      for (const [key, value] of Object.entries(kinds)) {
        expect([key, faultOf(schema, { [key]: value })]).toEqual([key, undefined]);
      }
      for (const both of pairs(Object.entries(kinds))) {
        expect(faultOf(schema, Object.fromEntries(both))).toBe("");
      }
      expect(faultOf(schema, {})).toBe("");
    }
    const request = { app_id, recipient, message: { text_message } };
    expect(faultOf("SendMessageRequest", request)).toBeUndefined();

    expectTypeOf({ text_message }).toExtend<AppMessageInput>();
    expectTypeOf(appMessages.card_message).toExtend<AppMessageInput["card_message"] & {}>();
    // @ts-expect-error a message has content
    const empty: AppMessageInput = {};
    // @ts-expect-error a message is of one kind
    const two: AppMessageInput = { text_message, media_message: { url } };
    // @ts-expect-error a choice is of one kind
    const choice: ChoiceInput = { text_message, url_message: { title, url } };
    // @ts-expect-error a recipient is a contact or has identities
    const nobody: RecipientInput = {};
    expect([
      faultOf("AppMessageInput", empty),
      faultOf("AppMessageInput", two),
      faultOf("ChoiceInput", choice),
      faultOf("RecipientInput", nobody),
    ]).toEqual(["", "", "", ""]);
  });

  test("D2: a callback fits the payload of its own trigger and no other", () => {
    const triggers = Object.keys(at("/webhooks") as object);
    expect(triggers).toHaveLength(21);
    for (const [name, { webhook, body }] of callbackSamples()) {
      const fits = triggers.filter((trigger) => {
        const content = `/webhooks/${trigger}/post/requestBody/content/application~1json`;
        return faultOf(`${content}/schema`, body) === undefined;
      });
      expect([name, fits]).toEqual([name, [webhook]]);
    }
    type Inbound = Extract<SinchEvent, { readonly type: "MESSAGE_INBOUND" }>["data"];
    expectTypeOf<Inbound>().toHaveProperty("message");
    expectTypeOf<Inbound>().not.toHaveProperty("message_delivery_report");
  });

  test("D3: products are required inside a product response, not beside it", () => {
    const products = [{ id: "sauce-1", marketplace: "FACEBOOK" }];
    const message = { product_response_message: { products, title } };
    expect(faultOf("ContactMessage", message)).toBeUndefined();
    expect(faultOf("ContactMessage", { product_response_message: { title } })).toBe("");
    const reply = { message_type: "nfm_reply", message: { type: "nfm_reply" } };
    expect(faultOf("ContactMessage", { channel_specific_message: reply })).toBeUndefined();
    expect(faultOf("ContactMessage", { channel_specific_message: {} })).toBe("");

    expectTypeOf<ProductResponseMessage["products"][number]["id"]>().toBeString();
    expectTypeOf<ProductResponseMessage["title"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ProductResponseMessage>().not.toHaveProperty("text");
  });

  test("D4: a translation of a template has a kind of message and no property message", () => {
    const translation: TemplateTranslationInput = { language_code: "en-US", text_message };
    expect(faultOf("TemplateTranslationInput", translation)).toBeUndefined();
    expect(
      faultOf("CreateTemplateRequest", {
        default_translation: "en-US",
        translations: [translation],
      }),
    ).toBeUndefined();
    // @ts-expect-error there is no such property
    const wrong: TemplateTranslationInput = { ...translation, message: "Hello" };
    expect(faultOf("TemplateTranslationInput", wrong)).toBe("");
  });

  test("D5: a record notification is in snake case, inside its key", () => {
    const record_notification = {
      entity_id: "e",
      record_status: "EVENT_RECORD_STORED",
      processing_mode: "DISPATCH",
    };
    const payload = { ...envelope, record_notification };
    expect(faultOf("RecordNotificationPayload", payload)).toBeUndefined();
    const camelCase = { entityId: "e", recordStatus: "s", processingMode: "DISPATCH" };
    expect(faultOf("RecordNotificationPayload", { ...envelope, ...camelCase })).toBe("");
    const inside = { ...envelope, record_notification: camelCase };
    expect(faultOf("RecordNotificationPayload", inside)).toBe("/record_notification");

    expectTypeOf<RecordNotificationPayload["record_notification"]["entity_id"]>().toBeString();
    expectTypeOf<RecordNotificationPayload>().not.toHaveProperty("entityId");
  });

  test("D6: an event to send is right under event", () => {
    const event: SendEventRequest = { app_id, recipient, event: { composing_event: {} } };
    expect(faultOf("SendEventRequest", event)).toBeUndefined();
    const deeper: SendEventRequest = {
      app_id,
      recipient,
      // @ts-expect-error one level too deep
      event: { app_event: { composing_event: {} } },
    };
    expect(faultOf("SendEventRequest", deeper)).toBe("/event");
  });

  test("D7: an event that is read comes from the app or from the contact", () => {
    const event = {
      id: "e",
      channel_identity: { channel: "SMS", identity: "12015550123", app_id: "" },
      processing_mode: "CONVERSATION",
    };
    const origins = {
      app_event: { composing_event: {} },
      contact_event: { composing_event: {} },
      contact_message_event: { reaction_event: { action: "REACT", message_id: "m", emoji: "+" } },
    };
    for (const [key, value] of Object.entries(origins)) {
      expect([key, faultOf("ConversationEvent", { ...event, [key]: value })]).toEqual([
        key,
        undefined,
      ]);
    }
    for (const both of pairs(Object.entries(origins))) {
      expect(faultOf("ConversationEvent", { ...event, ...Object.fromEntries(both) })).toBe("");
    }
    expectTypeOf<ConversationEvent>().toHaveProperty("contact_event");
    expectTypeOf<ConversationEvent>().toHaveProperty("contact_message_event");
    type OfContact = Extract<ConversationEvent, { readonly contact_event: object }>;
    expectTypeOf<OfContact["app_event"]>().toEqualTypeOf<undefined>();
  });

  test("D8: an error is in Google's envelope, and its details have an @type", () => {
    const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retry_delay: "2s" };
    const error = { code: 429, message: "m", status: "RESOURCE_EXHAUSTED", details: [retry] };
    expect(faultOf("ErrorResponse", { error })).toBeUndefined();
    expect(faultOf("ErrorResponse", error)).toBe("");
    const typeUrl = { type_url: "type.googleapis.com/google.rpc.RetryInfo", value: "" };
    expect(faultOf("ErrorResponse", { error: { ...error, details: [typeUrl] } })).toBe(
      "/error/details/0",
    );
    expect(faultOf("UnauthorizedResponse", {})).toBeUndefined();
    expect(faultOf("UnauthorizedResponse", { error: "no" })).toBe("/error");

    type Detail = NonNullable<ErrorResponse["error"]["details"]>[number];
    expectTypeOf<Detail["@type"]>().toBeString();
    expectTypeOf<Detail>().not.toHaveProperty("type_url");
    expectTypeOf<UnauthorizedResponse["error"]>().toEqualTypeOf<
      ErrorResponse["error"] | undefined
    >();
  });

  test("D9: every operation declares what Sinch answers, each status with its own meaning", () => {
    const statuses = ["400", "401", "403", "404", "429", "500", "501", "503"];
    const operations = Object.values(at("/paths") as object).flatMap((item: object) =>
      Object.values(item).filter(
        (one: unknown): one is { operationId: string; responses: object } =>
          typeof one === "object" && one !== null && "responses" in one,
      ),
    );
    expect(operations).toHaveLength(51);
    for (const { operationId, responses } of operations) {
      expect([operationId, Object.keys(responses)]).toEqual([operationId, ["200", ...statuses]]);
    }
    const texts = Object.values(at("/components/responses") as object).map(
      (response: { readonly description: string }) => response.description,
    );
    expect(new Set(texts).size).toBe(statuses.length);
    expectTypeOf<MessagesSendErrors["status"]>().toEqualTypeOf<
      400 | 401 | 403 | 404 | 429 | 500 | 501 | 503
    >();
  });

  test("D10: channel properties are known by name, and others pass", () => {
    const known = [
      "INSTAGRAM_MESSAGE_TAG",
      "KAKAOTALK_AUTHENTICATION",
      "LINE_VIDEO_TRACKING_ID",
      "MESSENGER_MESSAGE_TAG",
      "MESSENGER_MESSAGING_TYPE",
      "MESSENGER_NOTIFICATION_TYPE",
      "MMS_SENDER",
      "MMS_STRICT_VALIDATION",
      "RCS_WEBVIEW_MODE",
      "SMS_FLASH_MESSAGE",
      "SMS_MAX_NUMBER_OF_MESSAGE_PARTS",
      "SMS_SENDER",
      "TELEGRAM_DISABLE_LINK_PREVIEW",
      "VIBER_SENDER_AVATAR",
      "VIBER_SENDER_NAME",
    ];
    const properties = at("/components/schemas/ChannelProperties/properties") as object;
    expect(Object.keys(properties).toSorted()).toEqual(known);
    const valid: ChannelProperties = { SMS_SENDER: "Bookings", RCS_WEBVIEW_MODE: "HALF", NEW: "x" };
    expect(faultOf("ChannelProperties", valid)).toBeUndefined();
    // @ts-expect-error all values are text
    const number: ChannelProperties = { SMS_MAX_NUMBER_OF_MESSAGE_PARTS: 3 };
    // @ts-expect-error a web view opens full, half or tall
    const short: ChannelProperties = { RCS_WEBVIEW_MODE: "SHORT" };
    expect(faultOf("ChannelProperties", number)).toBe("/SMS_MAX_NUMBER_OF_MESSAGE_PARTS");
    expect(faultOf("ChannelProperties", short)).toBe("/RCS_WEBVIEW_MODE");
    expect(faultOf("ChannelProperties", { NEW: "x".repeat(1024) })).toBeUndefined();
    expect(faultOf("ChannelProperties", { NEW: "x".repeat(1025) })).toBe("/NEW");
  });

  test("D11: the triggers have BATCH_STATUS_UPDATE and the languages UNSPECIFIED", () => {
    expectTypeOf<"BATCH_STATUS_UPDATE">().toExtend<WebhookTriggerInput>();
    expect(faultOf("WebhookTriggerInput", "BATCH_STATUS_UPDATE")).toBeUndefined();
    expect(faultOf("ContactLanguageInput", "UNSPECIFIED")).toBeUndefined();
    // @ts-expect-error the server refuses it
    const unspecified: WebhookTriggerInput = "UNSPECIFIED_TRIGGER";
    expect(faultOf("WebhookTriggerInput", unspecified)).toBe("");
    // What Sinch adds later can be read.
    const later: WebhookTrigger = "SOMETHING_NEW";
    expect(faultOf("WebhookTrigger", later)).toBeUndefined();
    expect(faultOf("ContactLanguage", "TLH")).toBeUndefined();
  });

  test("D12: every example fits its schema, and the wrong forms of Sinch's do not", () => {
    const all = exemplified();
    // Fewer would mean that the walk has missed some: every operation has an answer's example.
    expect(all.length).toBeGreaterThan(51);
    for (const { schema, examples } of all) {
      for (const [index, example] of examples.entries()) {
        expect([schema, index, faultOf(schema, example)]).toEqual([schema, index, undefined]);
      }
    }
    const list = { text_message, choices: [{ text_message }], message_properties: [] };
    expect(faultOf("ChoiceMessageInput", list)).toBe("/message_properties");
    expect(faultOf("ConversationChannelInput", "VIBER")).toBe("");
    expect(faultOf("SendMessageResponse", { message_id: "m", accepted_time: "string" })).toBe(
      "/accepted_time",
    );
    const conversation = { app_id, contact_id: recipient.contact_id };
    expect(faultOf("CreateConversationRequest", conversation)).toBeUndefined();
    // @ts-expect-error the server makes the id
    const withId: CreateConversationRequest = { ...conversation, id: "c" };
    expect(faultOf("CreateConversationRequest", withId)).toBe("");
  });

  test("D13: days and rates are numbers in their range, and postback data is text", () => {
    for (const ttl_days of [1, 180, 3650]) {
      expect(faultOf("RetentionPolicyInput", { ttl_days })).toBeUndefined();
    }
    for (const ttl_days of [0, 3651, 1.5, "180"]) {
      expect(faultOf("RetentionPolicyInput", { ttl_days })).toBe("/ttl_days");
    }
    expect(faultOf("DispatchRetentionPolicyInput", { ttl_days: 0 })).toBeUndefined();
    expect(faultOf("DispatchRetentionPolicyInput", { ttl_days: 8 })).toBe("/ttl_days");
    expect(faultOf("RateLimits", { inbound: 25, outbound: 25, webhooks: 25 })).toBeUndefined();
    expect(faultOf("RateLimits", { inbound: "25" })).toBe("/inbound");
    expect(faultOf("ChoiceInput", { text_message, postback_data: "yes" })).toBeUndefined();
    // @ts-expect-error it is text
    const data: ChoiceInput = { text_message, postback_data: { answer: "yes" } };
    expect(faultOf("ChoiceInput", data)).toBe("/postback_data");

    expectTypeOf<RetentionPolicyInput["ttl_days"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<DispatchRetentionPolicyInput["ttl_days"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<RateLimits["outbound"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<QueueStats["outbound_size"]>().toEqualTypeOf<number | undefined>();
  });
});
