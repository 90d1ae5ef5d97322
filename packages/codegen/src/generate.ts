import type { DescriptionProblem } from "./description-error.js";
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
  /**
   * Where the reference is published, which doc comments link to: `https://docs.example.com`.
   * Default: none, and no links.
   */
  readonly documentationSite?: string | undefined;
}

/** What {@link generate} did, or with `check` would do: names of files in the output folder. */
export interface GenerateResult {
  /** Files that were missing or had other bytes. */
  readonly changed: readonly string[];
  /** Files that the description no longer gives. */
  readonly stale: readonly string[];
  /** What the client leaves out of the description, or has in another way, each with its place. */
  readonly warnings: readonly DescriptionProblem[];
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
  const model = buildModel(description, options);
  const files = await emitPackage(description, model);
  const drift: FolderDrift =
    options.check === true
      ? await folderDrift(options.output, files)
      : await syncFolder(options.output, files);
  return { changed: drift.changed, stale: drift.stale, warnings: model.warnings };
}
