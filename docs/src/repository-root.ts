import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the repository. What bundles this module moves it, so that it is looked for. */
export const repositoryRoot: string = findRoot(process.cwd());

function findRoot(folder: string): string {
  if (existsSync(join(folder, "pnpm-workspace.yaml"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("The site is built inside its repository: run it there.");
  return findRoot(above);
}
