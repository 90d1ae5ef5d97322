import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { allReferences } from "../src/reference/all-references.ts";
import { snippetFiles } from "../src/reference/snippet-files.ts";

const docs = join(import.meta.dirname, "..");
const folder = join(docs, ".generated", "snippets");

/**
 * Type-checks every snippet that the site shows against the built packages: those of the reference,
 * each as the file that a reader would make of it, and those of the guides.
 *
 * @returns how many the reference has
 * @throws Error - one does not compile; the compiler has said which and why, and the file of a
 * reference's snippet is named for its method.
 */
export async function checkSnippets(): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  const files = (await allReferences()).flatMap(snippetFiles);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const passed = await Promise.all(
    ["tsconfig.snippets.json", "snippets/tsconfig.json"].map(compile),
  );
  if (passed.includes(false)) {
    throw new Error(
      "Snippets do not compile. One in docs/snippets has to be mended there; one of the reference comes from an example of the description, or from docs/src/reference/snippets.ts.",
    );
  }
  return files.length;
}

/** Whether a project compiles, by the compiler of the repository; this package has another one. */
function compile(project: string): Promise<boolean> {
  const compiler = createRequire(join(docs, "..", "package.json")).resolve(
    "typescript/package.json",
  );
  const args = [join(dirname(compiler), "bin", "tsc"), "-p", project, "--pretty", "false"];
  const child = spawn(process.execPath, args, {
    cwd: docs,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status === 0));
  });
}
