// What a program with one call weighs.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { check } from "../report.ts";
import { projectIn } from "./prepare.ts";
import { programsFor } from "./programs.ts";
import { runSection } from "./section.ts";

await runSection(async ({ folder }) => ({
  title: "A bundle with one call",
  about:
    "esbuild, minified, for browsers; for Node what does not run in one. Without Node's own modules. In kilobytes of 1000 bytes.",
  columns: [
    { title: "minified, kB", digits: 1 },
    { title: "gzip, kB", digits: 1 },
  ],
  rows: await Promise.all(
    Object.entries(programsFor(join(folder, "hey-api.mjs"))).map(async ([name, program]) => {
      const { create, call, isForNode } = program;
      const { outputFiles } = await build({
        stdin: {
          contents: `${create}\nexport const answer = ${call};`,
          resolveDir: projectIn(folder),
        },
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        platform: isForNode === true ? "node" : "browser",
        write: false,
        logLevel: "silent",
      });
      const bytes = outputFiles[0]?.contents ?? new Uint8Array();
      check(bytes.length > 1000, `${name}: ${bytes.length} bytes are no client`);
      const title = isForNode === true ? `${name}, for Node` : name;
      return {
        name: title,
        figures: [bytes.length / 1000, gzipSync(bytes, { level: 9 }).length / 1000],
      };
    }),
  ),
  charted: { column: 1, unit: "kB, minified and gzip", better: "less" },
}));
