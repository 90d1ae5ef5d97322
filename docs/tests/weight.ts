import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { siteFolder } from "./built-site.ts";

const sizes = new Map<string, number>();

/** Bytes of a page's HTML, styles and scripts as they go over the wire, compressed by gzip. */
export function pageWeight(html: string): number {
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="(\/[^"]+)"/g)].map(([, src = ""]) => src);
  const styles = [...html.matchAll(/<link[^>]*\shref="(\/[^"]+\.css)"/g)].map(
    ([, href = ""]) => href,
  );
  const files = new Set([...styles, ...scripts.flatMap((src) => withImports(src))]);
  return gzipSync(html).length + [...files].reduce((sum, file) => sum + compressedSize(file), 0);
}

/** A script and those that it cannot do without; what it may load later is not among them. */
function withImports(file: string, known: readonly string[] = []): readonly string[] {
  const text = readFileSync(join(siteFolder, file), "utf8");
  const imports = [...text.matchAll(/(?:from|import)\s*["'](\.\.?\/[^"']+)["']/g)]
    .map(([, path = ""]) => posix.join(posix.dirname(file), path))
    .filter((path) => !known.includes(path));
  return [file, ...imports.flatMap((path) => withImports(path, [...known, file, ...imports]))];
}

function compressedSize(file: string): number {
  const size = sizes.get(file) ?? gzipSync(readFileSync(join(siteFolder, file))).length;
  sizes.set(file, size);
  return size;
}
