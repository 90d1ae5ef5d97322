import { webhooks } from "@parley/sinch";
import { expect, test } from "vitest";
import { describeEvent, isOpen } from "./upgrade.js";
import { messageInbound, signedBySinch } from "./webhooks.test-helpers.js";

test("values and events of later versions have their place", async () => {
  expect(["open", "close", "closed", "snoozed"].map((status) => isOpen({ status }))).toEqual([
    true,
    false,
    false,
    undefined,
  ]);
  expect(await receive(messageInbound)).toBe(`message ${messageInbound.message.id}`);
  expect(await receive({ novelty: {} })).toBe("an event that this version does not know");
});

async function receive(payload: unknown): Promise<string> {
  const { body, headers } = new Request("https://hooks.example.com", signedBySinch(payload, "key"));
  return describeEvent(
    await webhooks.unwrap({
      body: await new Response(body).arrayBuffer(),
      headers,
      secret: "key",
    }),
  );
}
