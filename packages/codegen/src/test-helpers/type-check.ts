import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderWith } from "./describe.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** The project's compiler. This package's own dependency is the one that openapi-typescript needs. */
const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");

/**
 * Checks TypeScript files by the project's own settings, against the sources of `@parley/runtime`.
 *
 * @returns What the compiler has to say; "" when it finds nothing.
 */
export async function typeCheck(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await folderWith(files);
  return compilerErrors(folder);
}

/** Checks what is in a folder, except for some of it, as `typeCheck` does. */
export async function compilerErrors(
  folder: string,
  exclude: readonly string[] = [],
): Promise<string> {
  const settings = {
    extends: join(repository, "tsconfig.base.json"),
    compilerOptions: {
      noEmit: true,
      types: [],
      typeRoots: [join(repository, "node_modules", "@types")],
      paths: { "@parley/runtime": [join(repository, "packages/runtime/src/index.ts")] },
    },
    include: ["**/*.ts"],
    exclude,
  };
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(settings));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, "-p", folder],
      { maxBuffer: 100_000_000 },
      (error, stdout, stderr) => {
        if (error !== null && stdout === "") reject(new Error(stderr, { cause: error }));
        else resolve(stdout);
      },
    );
  });
}
