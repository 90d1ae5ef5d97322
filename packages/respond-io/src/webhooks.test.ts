import { describe, expect, test } from "vitest";
import { webhooks } from "./webhooks.js";

// The published vector: reproduced from the vendor's rule (HMAC-SHA256 over the raw body, Base64).
const vector = {
  secret: "secret",
  body: '{"event":"message","data":"test"}',
  signature: "UtAE5LaeNjrL33PUEQfh69YKw7UhrrkOL9tQN0+xIrI=",
};

async function sign(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, [
    "sign",
  ]);
  const bytes = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

describe("webhooks.unwrap", () => {
  test("accepts the known test vector, whose event it does not know", async () => {
    const { secret, body, signature } = vector;
    const headers = { "x-webhook-signature": signature };
    expect(await webhooks.unwrap({ body, headers, secret })).toEqual({
      type: "unknown",
      raw: { event: "message", data: "test" },
    });
  });

  test("refuses the vector with one byte of the body changed", async () => {
    const { secret, body, signature } = vector;
    const headers = { "x-webhook-signature": signature };
    await expect(
      webhooks.unwrap({ body: body.replace("test", "tesT"), headers, secret }),
    ).rejects.toThrow("signature does not fit");
  });

  test("accepts either of two secrets while they rotate", async () => {
    const { body, signature } = vector;
    const headers = new Headers({ "X-Webhook-Signature": signature });
    const event = await webhooks.unwrap({ body, headers, secret: ["new", "secret"] });
    expect(event.type).toBe("unknown");
    await expect(webhooks.unwrap({ body, headers, secret: ["new", "newer"] })).rejects.toThrow(
      "signature does not fit",
    );
  });

  test("reads a known event by its event_type", async () => {
    const body = JSON.stringify({
      event_type: "contact.created",
      event_id: "7d1d4f06-5d0b-4d6e-9f0c-1f5f0d0e8a11",
      contact: { id: 42, firstName: "Amina" },
    });
    const headers = { "x-webhook-signature": await sign(body, "k") };
    const event = await webhooks.unwrap({ body, headers, secret: "k" });
    expect(event.type).toBe("contact.created");
    if (event.type !== "contact.created") throw new Error("not narrowed");
    expect(event.data.contact.id).toBe(42);
  });

  test("names the missing header of an unsigned request", async () => {
    await expect(webhooks.unwrap({ body: "{}", headers: {}, secret: "k" })).rejects.toThrow(
      '"X-Webhook-Signature"',
    );
  });
});
