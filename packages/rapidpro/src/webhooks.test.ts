import { WebhookVerificationError } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { createRapidPro } from "./create-rapidpro.js";
import { webhooks } from "./webhooks.js";

const payload = {
  contact: {
    uuid: "1a7a0f6e-3c35-4e0a-9d11-000000000001",
    name: "Amina",
    urn: "tel:+12025550101",
    language: "eng",
  },
  flow: { uuid: "2b7a0f6e-3c35-4e0a-9d11-000000000002", name: "Harvest", revision: 3 },
  run: { uuid: "3c7a0f6e-3c35-4e0a-9d11-000000000003", created_on: "2026-11-21T09:15:00.123456Z" },
  path: [
    {
      uuid: "4d7a0f6e-3c35-4e0a-9d11-000000000004",
      node_uuid: "5e7a0f6e-3c35-4e0a-9d11-000000000005",
      arrived_on: "2026-11-21T09:15:00.200000Z",
    },
  ],
  results: {
    crop: {
      name: "Crop",
      value: "maize",
      category: "Maize",
      category_localized: "Maïs",
      input: "maize",
      node_uuid: "5e7a0f6e-3c35-4e0a-9d11-000000000005",
      created_on: "2026-11-21T09:15:10Z",
    },
  },
  input: null,
  channel: null,
};

const headers = { "content-type": "application/json", "x-mailroom-mode": "normal" };

describe("webhooks.unwrap", () => {
  test("reads what a resthook sends, from text and from bytes", async () => {
    const text = JSON.stringify(payload);
    for (const body of [text, new TextEncoder().encode(text)]) {
      const event = await webhooks.unwrap({ body, headers });
      if (event.type !== "resthook") throw new Error("It should have been known.");
      expect(event.data).toEqual(payload);
      // Its types are those of the description: this compiles.
      expect(event.data.results["crop"]?.category_localized).toBe("Maïs");
    }
  });

  test("needs no secret, as RapidPro signs nothing, and takes none: it would promise what is not", async () => {
    const body = JSON.stringify(payload);
    // @ts-expect-error there is nothing that a secret could verify
    const event = await webhooks.unwrap({ body, headers, secret: "k" });
    expect(event.type).toBe("resthook");
  });

  test("keeps what RapidPro adds", async () => {
    const body = JSON.stringify({ ...payload, ticket: { uuid: "x" } });
    const event = await webhooks.unwrap({ body, headers });
    expect(event).toHaveProperty("data.ticket", { uuid: "x" });
  });

  test.for([["[]"], ['"resthook"'], ["4"], ["null"]])(
    "calls %s an unknown event, and does not throw",
    async ([body = ""]) => {
      const event = await webhooks.unwrap({ body, headers });
      expect(event).toEqual({ type: "unknown", raw: JSON.parse(body) as unknown });
    },
  );

  test.for([[""], ["contact=1"], ['{"contact":']])(
    "refuses %j, which is no JSON",
    async ([body = ""]) => {
      await expect(webhooks.unwrap({ body, headers })).rejects.toBeInstanceOf(
        WebhookVerificationError,
      );
    },
  );

  test("is the client's, too", () => {
    expect(createRapidPro({ token: "t" }).webhooks).toBe(webhooks);
  });
});
