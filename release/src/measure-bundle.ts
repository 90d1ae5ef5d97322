import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a bundle weighs. */
export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
  /** Minified bytes by module, the largest first. */
  readonly modules: readonly (readonly [module: string, bytes: number])[];
}

/**
 * Bundles a program with esbuild, as for a browser: minified, unused code left out.
 *
 * @param project - a folder that can import what the program does
 */
export async function measureBundle(project: string, program: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: project },
    absWorkingDir: project,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  const [output] = Object.values(metafile.outputs);
  return {
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    modules: Object.entries(output?.inputs ?? {})
      .map(
        ([module, { bytesInOutput }]) =>
          [module.replace(/^.*node_modules\//, ""), bytesInOutput] as const,
      )
      .toSorted(([, one], [, other]) => other - one),
  };
}
