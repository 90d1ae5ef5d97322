import { expect, test } from "vitest";
import { originOf } from "./listen.js";

test.for([
  ["127.0.0.1", "IPv4", "http://127.0.0.1:4010"],
  ["::1", "IPv6", "http://[::1]:4010"],
] as const)("a server at %s has an origin that is a URL", ([address, family, origin]) => {
  expect(originOf({ address, family, port: 4010 })).toBe(origin);
  expect(new URL(origin).port).toBe("4010");
});
