import { open, readFile, rename } from "node:fs/promises";

/** How far an export has come. */
export interface ExportState {
  /** The group that is exported; absent for all contacts. */
  readonly group?: string | undefined;
  /** Resumes after the last page that was written; absent before the first one. */
  readonly cursor?: string | undefined;
  /** Bytes of the output that belong to whole pages. */
  readonly bytes: number;
  /** Contacts in these bytes. */
  readonly contacts: number;
  readonly done: boolean;
}

/** Reads the state of an export; undefined where none was begun. */
export async function readState(path: string): Promise<ExportState | undefined> {
  try {
    // Written below, and whole: it got its name once it was on the disk.
    return JSON.parse(await readFile(path, "utf8")) as ExportState;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces the state in one step, so that whatever happens there is the old or the new one. */
export async function writeState(path: string, state: ExportState): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, "w");
  try {
    await file.writeFile(`${JSON.stringify(state)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
