import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DescriptionError } from "../description-error.js";
import { folderWith, withOperation, type Written } from "../test-helpers/describe.js";
import { generateCommand } from "./generate.js";

const provider = (name: string): Written => ({ "x-parley-provider": { name, title: name } });

/** A repository with two described providers, as the working directory. */
async function repository(): Promise<string> {
  const root = await folderWith({
    "specs/alpha/openapi.yaml": withOperation({}, provider("alpha")),
    "specs/beta/openapi.yaml": withOperation({}, provider("beta")),
    "specs/notes/README.md": "Nothing to generate.",
    "packages/alpha/package.json": {},
  });
  vi.spyOn(process, "cwd").mockReturnValue(join(root, "packages", "alpha"));
  return root;
}

const generated = (root: string, name: string): string =>
  join(root, "packages", name, "src", "generated");

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
afterEach(() => {
  vi.restoreAllMocks();
});

test("every described provider is generated, from anywhere in the repository", async () => {
  const root = await repository();
  expect(await generateCommand([])).toBe(0);
  const files = [
    "client.ts",
    "openapi.json",
    "operations.ts",
    "provider.ts",
    "schema.ts",
    "types.ts",
    "validators.d.ts",
    "validators.js",
  ];
  expect((await readdir(generated(root, "alpha"))).toSorted()).toEqual(files);
  expect((await readdir(generated(root, "beta"))).toSorted()).toEqual(files);
  expect(output).toContain("written  packages/alpha/src/generated/client.ts\n");
});

test("only what is named is generated", async () => {
  const root = await repository();
  expect(await generateCommand(["beta"])).toBe(0);
  await expect(readdir(generated(root, "alpha"))).rejects.toThrow("ENOENT");
  expect(await readdir(generated(root, "beta"))).not.toEqual([]);
});

test("a second run has the same bytes, and writes nothing", async () => {
  const root = await repository();
  await generateCommand(["alpha"]);
  const read = async (): Promise<Buffer[]> =>
    Promise.all(
      (await readdir(generated(root, "alpha"))).map((name) =>
        readFile(join(generated(root, "alpha"), name)),
      ),
    );
  const before = await read();
  output = "";
  expect(await generateCommand(["alpha"])).toBe(0);
  expect(output).toBe("alpha: up to date\n");
  expect(await read()).toEqual(before);
});

test("--check fails over a changed, a missing or a stale file, names it, and writes nothing", async () => {
  const root = await repository();
  await generateCommand([]);
  expect(await generateCommand(["--check"])).toBe(0);

  await writeFile(join(generated(root, "alpha"), "types.ts"), "// Changed by hand.\n");
  await writeFile(join(generated(root, "beta"), "old.ts"), "// Left over.\n");
  output = "";
  expect(await generateCommand(["--check"])).toBe(1);
  expect(output).toBe(
    [
      "differs  packages/alpha/src/generated/types.ts",
      "stale    packages/beta/src/generated/old.ts",
      "Generated files are not what the descriptions give: run `parley generate`.",
      "",
    ].join("\n"),
  );
  expect(await readFile(join(generated(root, "alpha"), "types.ts"), "utf8")).toBe(
    "// Changed by hand.\n",
  );

  expect(await generateCommand([])).toBe(0);
  expect(await readdir(generated(root, "beta"))).not.toContain("old.ts");
});

test("a description with problems is told after the others are generated, and keeps its files", async () => {
  const root = await repository();
  await generateCommand([]);
  await writeFile(
    join(root, "specs/alpha/openapi.yaml"),
    JSON.stringify(withOperation({ operationId: "things" }, provider("alpha"))),
  );
  const before = await readFile(join(generated(root, "alpha"), "types.ts"), "utf8");
  await writeFile(join(generated(root, "beta"), "old.ts"), "// Left over.\n");
  await expect(generateCommand([])).rejects.toThrow(DescriptionError);
  expect(await readFile(join(generated(root, "alpha"), "types.ts"), "utf8")).toBe(before);
  expect(await readdir(generated(root, "beta"))).not.toContain("old.ts");
});

test("a provider that is not described is told, with the one that was probably meant", async () => {
  await repository();
  await expect(generateCommand(["alfa"])).rejects.toThrow(
    'There is no description of "alfa": did you mean `alpha`?',
  );
});

test("an option that does not exist is told", async () => {
  await repository();
  await expect(generateCommand(["--chekc"])).rejects.toThrow("--chekc");
});

test("outside of a repository there is nothing to generate", async () => {
  vi.spyOn(process, "cwd").mockReturnValue(await folderWith({}));
  await expect(generateCommand([])).rejects.toThrow(
    'There is no parley.config.ts and no folder "specs"',
  );
});
