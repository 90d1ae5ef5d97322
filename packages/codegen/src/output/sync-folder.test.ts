import { readFile, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "../test-helpers/describe.js";
import { folderDrift, syncFolder } from "./sync-folder.js";

const files = new Map([
  ["a.ts", "a\n"],
  ["b.ts", "b\n"],
]);

test("a folder that is not there yet is made, with all files", async () => {
  const folder = join(await folderWith({}), "src", "generated");
  expect(await syncFolder(folder, files)).toEqual({ changed: ["a.ts", "b.ts"], stale: [] });
  expect(await readFile(join(folder, "b.ts"), "utf8")).toBe("b\n");
});

test("what has the right bytes is not written, what has others is, and what is stale goes", async () => {
  const folder = await folderWith({
    "a.ts": "a\n",
    "b.ts": "old\n",
    "c.ts": "c\n",
    "d/e.ts": "e\n",
  });
  const long = new Date("2001-01-01T00:00:00Z");
  await utimes(join(folder, "a.ts"), long, long);
  expect(await syncFolder(folder, files)).toEqual({ changed: ["b.ts"], stale: ["c.ts", "d"] });
  expect((await stat(join(folder, "a.ts"))).mtime).toEqual(long);
  expect(await readFile(join(folder, "b.ts"), "utf8")).toBe("b\n");
  expect(await folderDrift(folder, files)).toEqual({ changed: [], stale: [] });
});

test("comparing changes nothing", async () => {
  const folder = await folderWith({ "b.ts": "b\r\n", "c.ts": "c\n" });
  expect(await folderDrift(folder, files)).toEqual({ changed: ["a.ts", "b.ts"], stale: ["c.ts"] });
  expect(await readFile(join(folder, "b.ts"), "utf8")).toBe("b\r\n");
  expect(await folderDrift(folder, files)).toEqual({ changed: ["a.ts", "b.ts"], stale: ["c.ts"] });
});
