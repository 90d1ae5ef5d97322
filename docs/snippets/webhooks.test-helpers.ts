import { createHmac } from "node:crypto";

/** A webhook as respond.io sends it. */
export function signedByRespondIo(payload: unknown, secret: string): RequestInit {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  return {
    method: "POST",
    headers: { "content-type": "application/json", "x-webhook-signature": signature },
    body,
  };
}

/** A callback as Sinch sends it, now unless another time is given. */
export function signedBySinch(
  payload: unknown,
  secret: string,
  nonce = "01FJA8B4A7BM43YGWSG9GBV067",
  seconds: number = Math.floor(Date.now() / 1000),
): RequestInit {
  const body = JSON.stringify(payload);
  const signed = `${body}.${nonce}.${seconds}`;
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-sinch-webhook-signature": createHmac("sha256", secret).update(signed).digest("base64"),
      "x-sinch-webhook-signature-algorithm": "HmacSHA256",
      "x-sinch-webhook-signature-nonce": nonce,
      "x-sinch-webhook-signature-timestamp": String(seconds),
    },
    body,
  };
}

export const messageReceived = {
  event_type: "message.received",
  event_id: "7d1d4f06-5d0b-4d6e-9f0c-1f5f0d0e8a11",
  contact: { id: 42, firstName: "Amina" },
  message: { messageId: 7, message: { type: "text", text: "Hi" } },
};

export const messageInbound = {
  app_id: "01HVN8R5J3K7M9P2Q4S6T8W0X1",
  project_id: "project",
  message: {
    id: "01W4FFL35P4NC4K35MESSAGE01",
    contact_message: { text_message: { text: "Hi" } },
  },
};
