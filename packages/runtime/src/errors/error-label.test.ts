import { expect, it } from "vitest";
import { isErrorLabel } from "./error-label.js";

it.each([
  "TypeError",
  "ECONNRESET",
  "UND_ERR_SOCKET",
  "ERR_HTTP2_STREAM_ERROR",
  "ConnectionRefused",
])("%s is one", (code) => {
  expect(isErrorLabel(code)).toBe(true);
});

it.each(["", "E", "sk_live_9f8e7d", "not a code", "ECONNRESET\n", "x".repeat(65), 104, undefined])(
  "%o is none",
  (code) => {
    expect(isErrorLabel(code)).toBe(false);
  },
);
