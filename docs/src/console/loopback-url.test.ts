import { expect, test } from "vitest";
import { loopbackUrl } from "./loopback-url.ts";

test.each([
  ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
  [" http://localhost:4010/v2/ ", "http://localhost:4010"],
])("%s is on this machine", (text, expected) => {
  expect(loopbackUrl(text)).toBe(expected);
});

test.each([
  "https://api.sinch.com",
  "http://127.0.0.1.example.com",
  "http://127.0.0.1@example.com",
  "http://192.168.0.1:4010",
  "file:///etc/hosts",
])("%s is not, and nothing is sent there", (text) => {
  expect(() => loopbackUrl(text)).toThrow("to this machine only");
});

test("what is no address is refused with one to write instead", () => {
  expect(() => loopbackUrl("mock")).toThrow("write http://127.0.0.1:4010");
});
