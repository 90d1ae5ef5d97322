import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../test-helpers/describe.js";
import { defineConfig } from "./define-config.js";
import { inRepository, loadConfig } from "./load-config.js";

describe("the repository is found", () => {
  test("by its specs, with the layout of this one", async () => {
    const root = await folderWith({
      "specs/acme/openapi.yaml": "",
      "packages/acme/package.json": {},
    });
    expect(await loadConfig(join(root, "packages", "acme"))).toEqual({
      root,
      specs: join(root, "specs"),
      packages: join(root, "packages"),
      scope: "@parley",
      documentationSite: undefined,
    });
  });

  test("by its config, which says where things are", async () => {
    const root = await folderWith({
      "parley.config.mjs":
        'export default { specs: "apis", packages: "src/clients", scope: "@acme", documentationSite: "https://docs.acme.example/" };',
      "src/clients/chat/package.json": {},
    });
    const repository = await loadConfig(join(root, "src", "clients", "chat"));
    expect(repository).toEqual({
      root,
      specs: join(root, "apis"),
      packages: join(root, "src", "clients"),
      scope: "@acme",
      documentationSite: "https://docs.acme.example",
    });
    expect(inRepository(repository, join(repository.specs, "chat"))).toBe("apis/chat");
  });

  test("and typed configs are read as they are", async () => {
    const root = await folderWith({
      "parley.config.ts":
        'const scope: string = "@acme";\nexport default { scope } satisfies { scope: string };',
    });
    expect(await loadConfig(root)).toMatchObject({ scope: "@acme" });
  });

  test("or the error says where it was looked for", async () => {
    const root = await folderWith({ "a/b.txt": "" });
    await expect(loadConfig(join(root, "a"))).rejects.toThrow(
      `There is no parley.config.ts and no folder "specs" in ${join(root, "a")} or above`,
    );
  });
});

test.for([
  ["an option that is none", 'export default { spec: "apis" };', 'there is no option "spec"'],
  ["a folder outside", 'export default { specs: "../apis" };', '"specs" is no folder below'],
  ["an absolute folder", 'export default { packages: "/apis" };', '"packages" is no folder below'],
  ["a scope that is none", 'export default { scope: "acme" };', '"scope" is no npm scope'],
  ["a site that is none", 'export default { documentationSite: "docs" };', "is no URL"],
  ["no default export", "export const specs = 1;", "has no default export that is an object"],
  ["code that throws", 'throw new Error("no");', "cannot be loaded: no"],
] as const)("a config with %s is refused", async ([, text, message]) => {
  const root = await folderWith({ "parley.config.mjs": text });
  await expect(loadConfig(root)).rejects.toThrow(message);
});

test("defineConfig gives back what it was given", () => {
  const config = { scope: "@acme" };
  expect(defineConfig(config)).toBe(config);
});
