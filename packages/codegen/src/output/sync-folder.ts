import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a folder lacks to hold some files and no others. */
export interface FolderDrift {
  /** Files that are not there, or have other bytes. */
  readonly changed: readonly string[];
  /** Files and folders that should not be there. */
  readonly stale: readonly string[];
}

/** Compares a folder to the files that it should hold, by their bytes. */
export async function folderDrift(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<FolderDrift> {
  const present = await entriesOf(folder);
  const changed: string[] = [];
  for (const [name, text] of files) {
    const isSame =
      present.includes(name) && Buffer.from(text).equals(await readFile(join(folder, name)));
    if (!isSame) changed.push(name);
  }
  return {
    changed: changed.toSorted(),
    stale: present.filter((name) => !files.has(name)).toSorted(),
  };
}

/** Makes a folder hold some files and no others; what has the right bytes is not touched. */
export async function syncFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<FolderDrift> {
  const drift = await folderDrift(folder, files);
  await mkdir(folder, { recursive: true });
  for (const name of drift.changed) await writeFile(join(folder, name), files.get(name) ?? "");
  for (const name of drift.stale) await rm(join(folder, name), { recursive: true });
  return drift;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
