// Writes what the doc comments of the packages say, as Markdown for the site to render.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";
import { API_PACKAGES } from "../src/loaders/api-pages.ts";

const root = join(import.meta.dirname, "..", "..");

/**
 * Writes `.generated/api/<package>/`, a file for each export.
 *
 * @throws Error - a package does not compile, or a comment is wrong; TypeDoc has said where.
 */
export async function writeApi(): Promise<void> {
  for (const name of API_PACKAGES) {
    const folder = join(root, "packages", name);
    const out = join(import.meta.dirname, "..", ".generated", "api", name);
    rmSync(out, { recursive: true, force: true });
    const app = await Application.bootstrapWithPlugins({
      plugin: ["typedoc-plugin-markdown"],
      entryPoints: entryPoints(folder),
      tsconfig: join(folder, "tsconfig.build.json"),
      name: `@parley/${name}`,
      readme: "none",
      excludeInternal: true,
      excludePrivate: true,
      excludeExternals: true,
      disableSources: true,
      disableGit: true,
      gitRevision: "main",
      logLevel: "Error",
      // `pnpm typecheck` does that.
      skipErrorChecking: true,
      // TypeDoc's own options and those of its plugin, which its types do not know.
      ...({
        router: "member",
        entryFileName: "index",
        hidePageHeader: true,
        hideBreadcrumbs: true,
        useCodeBlocks: true,
        expandObjects: true,
        parametersFormat: "table",
        interfacePropertiesFormat: "list",
        formatWithPrettier: false,
      } as object),
    });
    const project = await app.convert();
    if (project === undefined || app.logger.hasErrors()) {
      throw new Error(`The exports of @parley/${name} could not be read; see above.`);
    }
    await app.outputs.writeOutput({ name: "markdown", path: out }, project);
  }
}

/** The sources of what a package exports. */
function entryPoints(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly types: string }>>;
  };
  return Object.values(manifest.exports).map(({ types }) =>
    join(folder, types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts")),
  );
}
