import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { withPolicy } from "./content-security-policy.ts";

const page = `<html><head><script>run()</script><script type="application/ld+json">{}</script><script src="/a.js"></script></head></html>`;

test("the policy comes before everything that it is about", () => {
  expect(withPolicy(page)).toMatch(/^<html><head><meta http-equiv="content-security-policy"/);
});

test("scripts in the page are allowed by their hashes, one by one", () => {
  const hash = createHash("sha256").update("run()").digest("base64");
  const scripts = /script-src ([^;]*)/.exec(withPolicy(page))?.[1];
  expect(scripts).toBe(`'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
});

test("connections stay on this site and this machine", () => {
  expect(withPolicy(page)).toContain("connect-src 'self' http://127.0.0.1:* http://localhost:*;");
});
