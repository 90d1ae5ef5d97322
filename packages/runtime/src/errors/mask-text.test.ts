import { describe, expect, it } from "vitest";
import { maskText } from "./mask-text.js";

describe("maskText", () => {
  it.each([
    "no thing",
    "Contact not found",
    "messages[0].text: must not be empty",
    "at most 256 characters",
    "fetch failed",
    "Token expired. Basic authentication is required, a bearer token is not.",
    "other side closed",
    "<html><head><title>502 Bad Gateway</title>",
  ])("leaves what people write for people: %s", (text) => {
    expect(maskText(text)).toBe(text);
  });

  it.each([
    ["the header was Bearer aB1", "the header was Bearer …"],
    ["Authorization: Basic dTpw", "Authorization: Basic …"],
    ["invalid key sk9f8a7b6c", "invalid key …"],
    ["+60123456789 is no phone number", "… is no phone number"],
    ["jo@example.com is taken", "… is taken"],
    ["request to https://a.b/c?d=e failed", "request to … failed"],
    ["no such path: /x?key=hunter", "no such path: …"],
    ["<b>eyJhbGciOiJIUzI1NiJ9.e30.abc</b>", "<b>…</b>"],
    ["unknown abcdefghijklmnopqrstuvwxyz", "unknown …"],
  ])("takes out what may be secret or personal: %s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});
