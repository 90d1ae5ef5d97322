import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const source = new URL("../", import.meta.url);

/** The modules of the published package that import one of some packages. */
async function importersOf(...packages: readonly string[]): Promise<string[]> {
  const names = await readdir(source, { recursive: true });
  // What the build leaves out: tests may know the compiler, to look at what was made.
  const modules = names.filter(
    (name) => name.endsWith(".ts") && !/\.test(-helpers)?\.ts$|^test-helpers\//.test(name),
  );
  const importing = await Promise.all(
    modules.map(async (name) => {
      const text = await readFile(new URL(name, source), "utf8");
      return packages.some((wanted) =>
        new RegExp(`(from|import)\\s*\\(?["']${wanted}["'/]`).test(text),
      );
    }),
  );
  return modules.filter((_name, index) => importing[index] === true);
}

test("to replace openapi-typescript, one module has to be written anew", async () => {
  expect(await importersOf("openapi-typescript", "typescript")).toEqual(["emit/schema.ts"]);
});

test("to replace swagger2openapi, one module has to be written anew", async () => {
  expect(await importersOf("swagger2openapi")).toEqual(["import/from-swagger-2.ts"]);
});
