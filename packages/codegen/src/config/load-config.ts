import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../usage-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import type { ParleyConfig } from "./define-config.js";

/** A repository that `parley` works in. */
export interface Repository {
  /** The folder of the config file, or, without one, of `specs`. */
  readonly root: string;
  /** The folder of the descriptions. */
  readonly specs: string;
  /** The folder of the packages. */
  readonly packages: string;
  /** `@parley`. */
  readonly scope: string;
  readonly documentationSite: string | undefined;
}

/** The first of these that is there is the config. */
const FILES = ["parley.config.ts", "parley.config.mts", "parley.config.js", "parley.config.mjs"];

/**
 * Finds the repository that a folder is in, by its config file or its `specs`, and reads the config.
 *
 * @param start - Default: the working directory.
 * @throws UsageError - there is no repository, or the config says what no config can say.
 */
export async function loadConfig(start: string = process.cwd()): Promise<Repository> {
  for (let folder = start; ; folder = dirname(folder)) {
    const name = FILES.find((file) => existsSync(join(folder, file)));
    if (name !== undefined) return repositoryOf(folder, await readConfig(join(folder, name)));
    if (existsSync(join(folder, "specs"))) return repositoryOf(folder, {});
    if (folder === dirname(folder)) {
      throw new UsageError(
        `There is no parley.config.ts and no folder "specs" in ${start} or above: run the command in the repository.`,
      );
    }
  }
}

async function readConfig(file: string): Promise<ParleyConfig> {
  // What the file exports is looked at below.
  const loaded = (await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw unreadable(file, error);
  })) as { readonly default?: unknown };
  const config = loaded.default;
  if (!isObject(config)) {
    throw new UsageError(
      `${file} has no default export that is an object: write export default defineConfig({ … }).`,
    );
  }
  for (const [key, check] of Object.entries(CHECKS)) {
    const fault = config[key] === undefined ? undefined : check(config[key]);
    if (fault !== undefined) throw new UsageError(`${file}: "${key}" ${fault}.`);
  }
  const strange = Object.keys(config).find((key) => !Object.hasOwn(CHECKS, key));
  if (strange !== undefined) {
    throw new UsageError(
      `${file}: there is no option "${strange}", only ${Object.keys(CHECKS).join(", ")}.`,
    );
  }
  return config satisfies JsonObject;
}

function unreadable(file: string, error: unknown): UsageError {
  const code = isObject(error) ? error["code"] : undefined;
  // Node strips types from 22.18 on, and of what can be erased only.
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return new UsageError(
      `${file} cannot be read by Node ${process.versions.node}, as TypeScript needs 22.18 or later: write it as parley.config.mjs, or use a newer Node.`,
    );
  }
  return new UsageError(
    `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
  );
}

const CHECKS: Readonly<Record<keyof ParleyConfig, (value: unknown) => string | undefined>> = {
  specs: folderFault,
  packages: folderFault,
  scope: (value) =>
    typeof value === "string" && /^@[a-z0-9~-][a-z0-9._~-]*$/.test(value)
      ? undefined
      : "is no npm scope: write it as @acme",
  documentationSite: (value) =>
    typeof value === "string" && /^https?:\/\/[^/]/.test(value) && URL.canParse(value)
      ? undefined
      : "is no URL: write it as https://docs.example.com",
};

function folderFault(value: unknown): string | undefined {
  return typeof value === "string" &&
    /^[^/\\].*$/.test(value) &&
    !value.split(/[/\\]/).includes("..")
    ? undefined
    : "is no folder below the config file: write a relative path";
}

function repositoryOf(root: string, config: ParleyConfig): Repository {
  const { specs = "specs", packages = "packages", scope = "@parley", documentationSite } = config;
  return {
    root,
    specs: join(root, specs),
    packages: join(root, packages),
    scope,
    documentationSite: documentationSite?.replace(/\/+$/, ""),
  };
}

/** A path as the repository calls it: `specs/acme`. */
export function inRepository({ root }: Repository, path: string): string {
  return relative(root, path).split(sep).join("/");
}
