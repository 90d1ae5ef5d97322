import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { folderWith, withOperation } from "../test-helpers/describe.js";
import { runCommandLine } from "./run-command-line.js";

let stdout = "";
let stderr = "";
beforeEach(() => {
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("--help shows every command", async () => {
  expect(await runCommandLine(["--help"])).toBe(0);
  expect(stdout).toContain("parley generate [provider…] [--check]");
});

test("a missing or an unknown command is told, with those that there are", async () => {
  expect(await runCommandLine([])).toBe(2);
  expect(stderr).toMatch(/^No command is given\.\n\nUsage: parley <command>\n/);
  stderr = "";
  expect(await runCommandLine(["generat"])).toBe(2);
  expect(stderr).toMatch(/^There is no command "generat"\.\n\nUsage/);
});

test("a wrong option is told without a stack", async () => {
  expect(await runCommandLine(["generate", "--force"])).toBe(2);
  expect(stderr).toContain("--force");
  expect(stderr).not.toContain("    at ");
});

test("the problems of a description are told without a stack, with their places", async () => {
  const root = await folderWith({
    "specs/example/openapi.yaml": withOperation({ operationId: "things" }),
  });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  expect(await runCommandLine(["generate"])).toBe(1);
  expect(stderr).toMatch(
    /^The description has 1 problem\.\nspecs\/example\/openapi\.yaml#\/paths\/~1things\/get\/operationId\n {2}./,
  );
  expect(stderr).not.toContain("    at ");
});

test("a fault of the generator's own is not hidden", async () => {
  const root = await folderWith({
    "specs/example/openapi.yaml": withOperation({}),
    "packages/example/src/generated": "This is a file where a folder has to be.",
  });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  await expect(runCommandLine(["generate"])).rejects.toThrow(join("src", "generated"));
});
