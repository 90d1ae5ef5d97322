import { readFile } from "node:fs/promises";

/** The JSON in a file; undefined where there is no such file. */
export async function parseJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  // What a file holds is not known here.
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
