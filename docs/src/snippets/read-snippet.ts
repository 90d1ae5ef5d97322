import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { repositoryRoot } from "../repository-root.ts";
import { extractRegion } from "./extract-region.ts";

/** Code to show. */
export interface Snippet {
  readonly code: string;
  /** What it is written in, for highlighting. */
  readonly lang: string;
}

/**
 * Reads a file of `docs/snippets`, or a region of it.
 *
 * @throws Error - there is no such file, or no such region in it.
 */
export function readSnippet(file: string, region?: string): Snippet {
  const path = join(repositoryRoot, "docs", "snippets", file);
  if (!existsSync(path)) {
    throw new Error(`docs/snippets/${file} is shown by a page, but does not exist: write it.`);
  }
  const text = readFileSync(path, "utf8");
  return {
    code: extractRegion(text, region, `docs/snippets/${file}`),
    lang: extname(file).slice(1),
  };
}
