import { loadDescription } from "./description/load-description.js";
import { emitPackage } from "./emit/emit-package.js";
import { buildModel } from "./model/build-model.js";
import { folderDrift, syncFolder, type FolderDrift } from "./output/sync-folder.js";

/** What {@link generate} works on. */
export interface GenerateOptions {
  /** The folder of the description: `openapi.yaml`, and `overlay.yaml` if there are corrections. */
  readonly description: string;
  /** The folder of the generated files. Whatever else is in it is removed. */
  readonly output: string;
  /** Compares only, and writes nothing. Default: false. */
  readonly check?: boolean;
}

/** What {@link generate} did, or with `check` would do: names of files in the output folder. */
export interface GenerateResult {
  /** Files that were missing or had other bytes. */
  readonly changed: readonly string[];
  /** Files that the description no longer gives. */
  readonly stale: readonly string[];
}

/**
 * Makes the generated files of a provider's package from its description. The same description
 * always gives the same bytes, and a file that has them already is not written.
 *
 * @throws DescriptionError - with every problem of the description; nothing has been written then.
 *
 * @example
 * ```ts
 * const { changed, stale } = await generate({
 *   description: "specs/respond-io",
 *   output: "packages/respond-io/src/generated",
 * });
 * ```
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const description = await loadDescription(options.description);
  const files = await emitPackage(description, buildModel(description));
  const drift: FolderDrift =
    options.check === true
      ? await folderDrift(options.output, files)
      : await syncFolder(options.output, files);
  return { changed: drift.changed, stale: drift.stale };
}
