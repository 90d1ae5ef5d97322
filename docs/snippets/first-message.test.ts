import { expect, test } from "vitest";
import {
  sendWithAsapp,
  sendWithRapidPro,
  sendWithRespondIo,
  sendWithSinch,
} from "./first-message.js";
import { arrived, standIn } from "./providers.test-helpers.js";

const text = "Your order is on its way.";

test("ASAPP: the conversation is made, then the message in it", async () => {
  const mock = await standIn("asapp");
  await sendWithAsapp();
  expect(arrived(mock)).toEqual([
    {
      operation: "conversations.createOrUpdate",
      body: expect.objectContaining({ externalId: "order-1138" }),
    },
    {
      operation: "conversations.messages.create",
      body: expect.objectContaining({ text, sender: { role: "agent", externalId: "agent-3" } }),
    },
  ]);
});

test("RapidPro: the contact is looked up, then written to", async () => {
  const mock = await standIn("rapidpro");
  await sendWithRapidPro();
  expect(arrived(mock)).toEqual([
    { operation: "contacts.get", body: null },
    {
      operation: "messages.create",
      body: { contact: expect.stringMatching(/^[\da-f-]{36}$/), text },
    },
  ]);
});

test("respond.io: one request sends", async () => {
  const mock = await standIn("respond-io");
  await sendWithRespondIo();
  expect(arrived(mock)).toEqual([
    { operation: "messages.send", body: { message: { type: "text", text } } },
  ]);
});

test("Sinch: a token is asked for, then one request sends", async () => {
  const mock = await standIn("sinch");
  await sendWithSinch("01HVN8R5J3K7M9P2Q4S6T8W0X1");
  const [token, send] = arrived(mock);
  expect(token?.body).toEqual({ grant_type: "client_credentials" });
  expect(send).toEqual({
    operation: "messages.send",
    body: {
      app_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1",
      recipient: {
        identified_by: { channel_identities: [{ channel: "SMS", identity: "12015550123" }] },
      },
      message: { text_message: { text } },
    },
  });
});
