import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { appId as app_id, contactId } from "./bodies.test-helpers.js";
import { connect, createFakeSinch, stopTime } from "./fake-sinch.test-helpers.js";
import type {
  AppMessage,
  AppMessageInput,
  ConversationChannel,
  ConversationMessage,
  ExplicitChannelMessagesInput,
  MessagesSendParameters,
} from "./generated/types.js";
import { ConfigurationError, type Page } from "./index.js";

const recipient = { contact_id: contactId };
const message = { text_message: { text: "Hello" } };

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
});

describe("what a call takes", () => {
  test("two kinds of message at once are a type error", () => {
    expectTypeOf(message).toExtend<AppMessageInput>();
    expectTypeOf({
      ...message,
      media_message: { url: "https://media.example.com/a.png" },
    }).not.toExtend<AppMessageInput>();
  });

  test("content by channel beside a message, or in place of one, is none", () => {
    const explicit_channel_message = { SMS: "{}" };
    expectTypeOf({ explicit_channel_message }).toExtend<AppMessageInput>();
    expectTypeOf({ ...message, explicit_channel_message }).toExtend<AppMessageInput>();
    expectTypeOf({ agent: { display_name: "Sam" } }).not.toExtend<AppMessageInput>();
  });

  test("a misspelt query key is a type error, and refused before anything is sent", async () => {
    const fake = createFakeSinch();
    // @ts-expect-error page_size
    const call = connect(fake).contacts.list({ pagesize: 10 });
    await expect(call).rejects.toBeInstanceOf(ConfigurationError);
    await expect(call).rejects.toThrow('contacts.list: there is no parameter "pagesize"');
    expect(fake.requests).toEqual([]);
  });

  test("a misspelt body key is a type error, at any depth", () => {
    const send = vi.fn<(parameters: MessagesSendParameters) => void>();
    // @ts-expect-error callback_url
    send({ body: { app_id, recipient, message, callbackUrl: "https://hooks.example.com" } });
    // @ts-expect-error contact_id
    send({ body: { app_id, recipient: { contactId }, message } });
    // @ts-expect-error text
    send({ body: { app_id, recipient, message: { text_message: { txt: "Hello" } } } });
    // @ts-expect-error text_message
    send({ body: { app_id, recipient, message: { text_mesage: { text: "Hello" } } } });
    send({ body: { app_id, recipient, message } });
    expectTypeOf(send).parameter(0).toEqualTypeOf<MessagesSendParameters>();
  });

  test("a missing body is a type error, and refused before anything is sent", async () => {
    const fake = createFakeSinch();
    // @ts-expect-error body
    const call = connect(fake).messages.send({});
    await expect(call).rejects.toThrow('messages.send: parameter "body" is missing');
    expect(fake.requests).toEqual([]);
  });

  test("a missing parameter is a type error, and refused before anything is sent", async () => {
    const fake = createFakeSinch();
    const { contacts } = connect(fake);
    const said = 'contacts.get: parameter "contact_id" is missing';
    // @ts-expect-error contact_id
    await expect(contacts.get({})).rejects.toThrow(said);
    // @ts-expect-error parameters
    await expect(contacts.get()).rejects.toThrow(said);
    expect(fake.requests).toEqual([]);
  });

  test("the project is a parameter that a call may leave out", () => {
    type Project = MessagesSendParameters["project_id"];
    expectTypeOf<Project>().toEqualTypeOf<string | undefined>();
  });

  test("a channel that Sinch does not have is a type error", () => {
    type Priority = NonNullable<MessagesSendParameters["body"]["channel_priority_order"]>[number];
    expectTypeOf<"SMS">().toExtend<Priority>();
    expectTypeOf<"VIBERBM">().toExtend<Priority>();
    expectTypeOf<"VIBER">().not.toExtend<Priority>();
    expectTypeOf<string>().not.toExtend<Priority>();
    expectTypeOf<{ VIBERBM: "{}" }>().toExtend<ExplicitChannelMessagesInput>();
    // @ts-expect-error VIBERBM
    const wrong: ExplicitChannelMessagesInput = { VIBER: "{}" };
    expect(wrong).toBeDefined();
  });
});

describe("what a call gives", () => {
  test("a channel that Sinch adds can be read, and those of today are completed", () => {
    expectTypeOf<string>().toExtend<ConversationChannel>();
    expectTypeOf<ConversationChannel>().not.toEqualTypeOf<string>();
    type Read = NonNullable<ConversationMessage["channel_identity"]>["channel"];
    expectTypeOf<Read>().toEqualTypeOf<ConversationChannel>();
  });

  test("an unknown channel passes through", async () => {
    const channel_identity = { channel: "PIGEON", identity: "7" };
    const fake = createFakeSinch({ api: () => Response.json({ id: "m", channel_identity }) });
    const read = await connect(fake).messages.get({ message_id: "m" });
    expect(read.channel_identity?.channel).toBe("PIGEON");
  });

  test("a message of a kind that Sinch adds can be read, but not written", () => {
    expectTypeOf<{ agent: null }>().toExtend<AppMessage>();
    expectTypeOf<{ agent: null }>().not.toExtend<AppMessageInput>();
  });

  test("a list gives pages of items, and with for await the items", () => {
    const { contacts } = connect(createFakeSinch());
    type First = Awaited<ReturnType<typeof contacts.list>>;
    type Contact = Awaited<ReturnType<typeof contacts.get>>;
    expectTypeOf<First>().toExtend<Page<Contact, unknown>>();
    expectTypeOf<First["items"][number]>().toEqualTypeOf<Contact>();
  });

  test("a deletion gives nothing", () => {
    const { contacts } = connect(createFakeSinch());
    expectTypeOf<Awaited<ReturnType<typeof contacts.delete>>>().toEqualTypeOf<undefined>();
  });
});
