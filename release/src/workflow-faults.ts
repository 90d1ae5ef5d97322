import type * as parser from "@actions/workflow-parser";
import { build } from "esbuild";
import { root } from "./packed-packages.ts";

let loaded: Promise<typeof parser> | undefined;

/** The parser imports JSON as bundlers do and Node does not: it is bundled first. */
async function loadParser(): Promise<typeof parser> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "@actions/workflow-parser";`, resolveDir: `${root}/release` },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    // Some of what it brings is CommonJS and asks Node for its own modules.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire("file:///");`,
    },
  });
  const code = outputFiles.map(({ text }) => text).join("");
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  // It exports what it is made of.
  return (await import(/* @vite-ignore */ url)) as typeof parser;
}

/** What GitHub would say of a workflow before it runs anything of it. */
export async function workflowFaults(name: string, content: string): Promise<readonly string[]> {
  loaded ??= loadParser();
  const { NoOperationTraceWriter, parseWorkflow } = await loaded;
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
