import { describe, expect, expectTypeOf, test } from "vitest";
import { createRespondIo } from "./create-respond-io.js";
import type { ContactsGetErrors, ErrorBody, MessagesSendResult } from "./generated/types.js";
import { isApiError } from "./index.js";

/** Sends nothing: what is asked here is asked of the compiler, and of what is checked before sending. */
function offline() {
  const sent: string[] = [];
  const fetch = async (url: string) => {
    sent.push(url);
    return Response.json({ contactId: 1 });
  };
  return { respond: createRespondIo({ token: "t", fetch }), sent };
}

const identifier = "id:1";
const everybody = { search: "", timezone: "Etc/UTC", filter: { $and: [] } };

describe("a caller cannot write", () => {
  test("a status that conversations do not have", async () => {
    const { respond, sent } = offline();
    await respond.conversations.updateStatus({
      identifier,
      // @ts-expect-error requests say "close"; only answers say "closed"
      body: { status: "closed" },
    });
    expect(sent).toHaveLength(1);
  });

  test("a misspelt query key", async () => {
    const { respond, sent } = offline();
    // @ts-expect-error it is called limit
    const call = respond.contacts.list({ limits: 50, body: everybody });
    await expect(call).rejects.toThrow('there is no parameter "limits"');
    expect(sent).toHaveLength(0);
  });

  test("a misspelt body key", async () => {
    const { respond, sent } = offline();
    const message = { type: "text", text: "Hello" } as const;
    // @ts-expect-error it is called channelId
    await respond.messages.send({ identifier, body: { chanelId: 3, message } });
    expect(sent).toHaveLength(1);
  });

  test("a key of another kind of message", async () => {
    const { respond, sent } = offline();
    await respond.messages.send({
      identifier,
      // @ts-expect-error a text has no replies
      body: { message: { type: "text", text: "Hello", replies: ["Yes"] } },
    });
    expect(sent).toHaveLength(1);
  });

  test("a call without its body", async () => {
    const { respond, sent } = offline();
    // @ts-expect-error a message needs a body
    const call = respond.messages.send({ identifier });
    await expect(call).rejects.toThrow('parameter "body" is missing');
    expect(sent).toHaveLength(0);
  });

  test("an id for a contact that does not exist yet", async () => {
    const { respond, sent } = offline();
    // @ts-expect-error the API gives out ids itself
    const call = respond.contacts.create({ identifier, body: { firstName: "Mina" } });
    await expect(call).rejects.toThrow('has to start with one of "email:", "phone:"');
    expect(sent).toHaveLength(0);
  });
});

test("what is read stays open to new values", () => {
  expectTypeOf<MessagesSendResult["messageId"]>().toEqualTypeOf<number>();
  type Channels = Awaited<ReturnType<ReturnType<typeof createRespondIo>["channels"]["list"]>>;
  const source: Channels["items"][number]["source"] = "a_channel_of_tomorrow";
  expect(source).toBe("a_channel_of_tomorrow");
});

test("an error's status tells the type of its body", async () => {
  const respond = createRespondIo({
    token: "t",
    fetch: async () => Response.json({ code: 404, message: "None." }, { status: 404 }),
  });
  const error: unknown = await respond.contacts.get({ identifier }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isApiError(error, respond.contacts.get)) throw error;
  expectTypeOf(error).toEqualTypeOf<ContactsGetErrors>();
  if (error.status === 403) expectTypeOf(error.body).toEqualTypeOf<string>();
  if (error.status !== 404) throw new Error("not the status that was sent");
  expectTypeOf(error.body).toEqualTypeOf<ErrorBody>();
  expect(error.body.message).toBe("None.");
});
