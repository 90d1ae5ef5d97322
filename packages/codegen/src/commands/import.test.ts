import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { network, SWAGGER_2 } from "../import/import.test-helpers.js";
import { folderWith } from "../test-helpers/describe.js";
import { importCommand } from "./import.js";

const WHERE = "https://docs.acme.example/swagger.yaml";

let output = "";
beforeEach(() => {
  output = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      output += String(text);
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

/** An empty repository as the working directory. */
async function repository(): Promise<string> {
  const root = await folderWith({ "parley.config.mjs": 'export default { specs: "apis" };' });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  return root;
}

test("a first import writes three files, and says what comes next", async () => {
  const root = await repository();
  const fetch = network({ [WHERE]: SWAGGER_2 });
  expect(await importCommand(["acme", "--from", WHERE], { fetch })).toBe(0);
  expect(await readdir(join(root, "apis", "acme"))).toEqual([
    "openapi.yaml",
    "overlay.yaml",
    "source.yaml",
  ]);
  expect(output).toContain("Swagger 2.0, SHA-256 ");
  expect(output).toContain("licence: MIT");
  expect(output).toContain("5 methods can be made of it: `parley new acme`.");
});

test("a second import says that nothing moved, a third what did", async () => {
  await repository();
  await importCommand(["acme", "--from", WHERE], { fetch: network({ [WHERE]: SWAGGER_2 }) });
  output = "";
  expect(await importCommand(["acme"], { fetch: network({ [WHERE]: SWAGGER_2 }) })).toBe(0);
  expect(output).toContain(`acme: up to date with ${WHERE}`);
  const changed = SWAGGER_2.replace("A page.", "One page.");
  expect(await importCommand(["acme"], { fetch: network({ [WHERE]: changed }) })).toBe(0);
  expect(output).toContain("1 parts moved:\n  ~ GET /contacts\n");
});

test("what stands in the way of a client is listed, and the import ends with 1", async () => {
  const root = await repository();
  const fetch = network({ [WHERE]: SWAGGER_2.replace("host: api.acme.example\n", "") });
  await importCommand(["acme", "--from", WHERE], { fetch });
  const overlay = join(root, "apis", "acme", "overlay.yaml");
  const text = await readFile(overlay, "utf8");
  await writeFile(overlay, text.replace("operationId: contacts.list", "operationId: contacts"));
  output = "";
  const changed = network({ [WHERE]: SWAGGER_2.replace("host: api.acme.example\n", "# moved\n") });
  expect(await importCommand(["acme"], { fetch: changed })).toBe(1);
  expect(output).toContain("decide these in apis/acme/overlay.yaml");
  expect(output).toContain("The operationId `contacts` is not a method's path");
});

test.for([[[]], [["acme", "other"]], [["acme", "--form", "x"]], [["acme"]]] as const)(
  "it is called wrongly by %j",
  async ([args]) => {
    await repository();
    await expect(importCommand(args, { fetch: network({}) })).rejects.toThrow(
      /Name one provider|Unknown option|Say where/,
    );
  },
);
