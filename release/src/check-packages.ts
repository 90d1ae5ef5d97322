// Checks what others get: the tarballs of the packages, as they are built.
//
//   pnpm check:packages
//
// What is in them, what leads to it and whether the maps carry the sources is checked here; what
// publint and "are the types wrong" know about manifests and types, by them.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { parseObject } from "../../scripts/read-packages.mjs";
import { projectOfPackedPackages, publishedPackages, root } from "./packed-packages.ts";
import { run } from "./run.ts";
import { tarballProblems } from "./tarball-problems.ts";

const attw = join(root, "release", "node_modules", ".bin", "attw");
const { project, tarballs } = projectOfPackedPackages();
const problems: string[] = [];
for (const { name } of publishedPackages()) {
  const folder = join(project, "node_modules", name);
  const files = readFiles(folder);
  const manifest = parseObject(files.get("package.json"));
  const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
  const found = [
    ...tarballProblems({ files, workspace: root }),
    ...messages.map((message) => formatMessage(message, manifest) ?? message.code),
    ...typeProblems(tarballs.get(name) ?? ""),
  ];
  problems.push(...found.map((problem) => `${name}: ${problem}`));
  const bytes = statSync(tarballs.get(name) ?? "").size;
  console.log(`${name}: ${files.size} files, ${Math.round(bytes / 1000)} kB packed`);
}
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** The files of an unpacked tarball, without what is linked into it. */
function readFiles(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("node_modules"))
    .filter((path) => statSync(join(folder, path)).isFile());
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function typeProblems(tarball: string): string[] {
  try {
    run(attw, [tarball, "--profile", "esm-only", "--no-emoji", "--no-color"], { cwd: root });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
