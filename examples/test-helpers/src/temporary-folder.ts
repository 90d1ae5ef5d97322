import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for one test. */
export interface Folder extends Disposable {
  /** The path of a file in it. */
  file(name: string): string;
}

/** A folder that is removed when `using` leaves its block. */
export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "parley-example-"));
  return {
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
