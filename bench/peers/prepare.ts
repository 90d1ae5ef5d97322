// Makes what the sections need: hey-api's client of the description that @parley/sinch is made from,
// and a project that has every client.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { runTimed } from "./run-timed.ts";

const require = createRequire(import.meta.url);

/** The root of the workspace. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** The bundled description of a provider. */
export function descriptionOf(provider: string): string {
  return join(root, "packages", provider, "src/generated/openapi.json");
}

/** The program of a package that is installed here. */
export function binaryOf(name: string, path: string): string {
  const folders = require.resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
  if (found === undefined) throw new Error(`${name} is not installed: run pnpm bench.`);
  return join(found, path);
}

/** What hey-api's generator is started with. */
export function heyApiArguments(description: string, output: string): string[] {
  return [
    // What its command starts, in a process more.
    binaryOf("@hey-api/openapi-ts", "dist/run.mjs"),
    `--input=${description}`,
    `--output=${output}`,
    "--client=@hey-api/client-fetch",
    "--silent",
    "--plugins",
    "@hey-api/typescript",
    "@hey-api/sdk",
  ];
}

/** A consumer's project, which can import all that is compared. */
export function projectIn(folder: string): string {
  return join(folder, "project");
}

/** Generates into `hey-api/`, and bundles into `hey-api.mjs`. */
export async function prepare(folder: string): Promise<void> {
  linkPackages(projectIn(folder));
  const output = join(folder, "hey-api");
  await runTimed(heyApiArguments(descriptionOf("sinch"), output), { cwd: dirname(output) });
  writeFileSync(
    join(output, "all.ts"),
    'export * from "./sdk.gen";\nexport { createClient } from "./client";\n',
  );
  await build({
    entryPoints: [join(output, "all.ts")],
    outfile: join(folder, "hey-api.mjs"),
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
  });
}

/** Gives a project the packages that are installed here. */
function linkPackages(project: string): void {
  const modules = join(project, "node_modules");
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  const here = fileURLToPath(new URL(".", import.meta.url));
  for (const source of [join(here, "node_modules"), join(here, "../node_modules")]) {
    for (const name of readdirSync(source).filter((one) => !one.startsWith("."))) {
      const link = join(modules, name);
      if (!existsSync(link)) symlinkSync(join(source, name), link);
    }
  }
  symlinkSync(join(root, "node_modules/@types"), join(modules, "@types"));
}
