import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { publishLocally } from "./local-registry.ts";

test("nothing is published to a registry of another machine: it is refused before npm starts", () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-refused-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const asked: string[] = [];
  function* tarballs() {
    asked.push("chat-1.0.0.tgz");
    yield "chat-1.0.0.tgz";
  }
  expect(() => {
    publishLocally(tarballs(), "https://registry.example.com/", folder);
  }).toThrow("on this machine only");
  expect(asked).toEqual([]);
  expect(existsSync(join(folder, "npmrc"))).toBe(false);
});
