import { expect, test } from "vitest";
import { loopbackRegistry } from "./loopback.ts";

test.each([
  ["http://127.0.0.1:4873", "http://127.0.0.1:4873/"],
  ["http://127.9.9.9:80/", "http://127.9.9.9/"],
  ["http://localhost:4873/", "http://localhost:4873/"],
  ["http://[::1]:4873/", "http://[::1]:4873/"],
  ["http://0x7f.1:4873/", "http://127.0.0.1:4873/"],
])("%s is on this machine", (address, registry) => {
  expect(loopbackRegistry(address)).toBe(registry);
});

test.each([
  "https://registry.example.com/",
  "http://127.0.0.1.example.com/",
  "http://localhost.example.com/",
  "http://127.example.com/",
  "http://10.0.0.1:4873/",
  "http://0.0.0.0:4873/",
  "http://user@127.0.0.1:4873/",
  "http://127.0.0.1@example.com/",
  "http://example.com/#127.0.0.1",
  "ftp://127.0.0.1/",
  "file:///127.0.0.1",
  "127.0.0.1:4873",
  "",
])("%j is refused", (address) => {
  expect(() => loopbackRegistry(address)).toThrow("on this machine only");
});
