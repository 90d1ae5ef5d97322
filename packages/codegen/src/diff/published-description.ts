import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { DescriptionError } from "../description-error.js";
import { lintBundle } from "../description/lint-bundle.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { displayPath } from "../description/redocly-problems.js";
import { parseJsonFile } from "../import/parse-json-file.js";
import { isObject } from "../description/json.js";
import type { ComparedDocument } from "./diff-descriptions.js";

/** The folders of a provider. */
export interface ProviderFolders {
  readonly root: string;
  /** `specs/sinch` */
  readonly description: string;
  /** `packages/sinch` */
  readonly package: string;
}

/** The version of a package that has never been released. */
export const UNRELEASED = "0.0.0";

/** The bundled description of the last release, committed with it, in the description's folder. */
export const PUBLISHED_FILE = "published.json";

// 0.6 MB is the largest of ours.
const MAX_BYTES = 64 * 1024 * 1024;

/** The version in the manifest of a provider's package: that of the last release. */
export async function releasedVersion(folders: ProviderFolders): Promise<string> {
  const manifest = await parseJsonFile(join(folders.package, "package.json"));
  const version = isObject(manifest) ? manifest["version"] : undefined;
  return typeof version === "string" ? version : UNRELEASED;
}

/**
 * The description that consumers have, as the last release has left it in `published.json`.
 *
 * @returns undefined where the package has not been released.
 * @throws DescriptionError - a release has not left it.
 */
export async function publishedDescription(
  folders: ProviderFolders,
  names: { readonly provider: string; readonly version: string },
): Promise<ComparedDocument | undefined> {
  const file = join(folders.description, PUBLISHED_FILE);
  if (existsSync(file)) return readDocument(file);
  if (names.version === UNRELEASED) return undefined;
  throw failure(
    displayPath(file),
    `${names.version} has been released, and its description is not recorded: check out the commit of that release and run \`parley diff ${names.provider} --record\`, or copy src/generated/openapi.json of the published package here.`,
  );
}

/**
 * The description to compare with that somebody names: a JSON file, the folder of an installed or
 * unpacked package, or `git:<ref>`.
 *
 * @throws DescriptionError - there is none.
 */
export async function namedDescription(
  against: string,
  folders: ProviderFolders,
  cwd: string,
): Promise<ComparedDocument> {
  if (against.startsWith("git:")) return gitDescription(against.slice(4), folders);
  const path = resolve(cwd, against);
  const found = await stat(path).catch(() => {
    throw failure(against, "There is no such file or folder: name one, or a commit as git:<ref>.");
  });
  return readDocument(found.isDirectory() ? join(path, "src", "generated", "openapi.json") : path);
}

async function gitDescription(
  ref: string,
  { root, package: folder }: ProviderFolders,
): Promise<ComparedDocument> {
  const name = `git:${ref}`;
  const inside = folder.slice(root.length + 1).replaceAll("\\", "/");
  try {
    const { stdout } = await promisify(execFile)(
      "git",
      ["show", "--end-of-options", `${ref}:./${inside}/src/generated/openapi.json`],
      { cwd: root, maxBuffer: MAX_BYTES },
    );
    return await parsed(stdout, name);
  } catch (error) {
    if (error instanceof DescriptionError) throw error;
    throw failure(
      name,
      `git has no description of it: ${error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error)}. A shallow clone lacks older commits: git fetch --unshallow --tags.`,
    );
  }
}

async function readDocument(file: string): Promise<ComparedDocument> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw failure(
      displayPath(file),
      `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });
  return parsed(text, displayPath(file));
}

/** A document of the shape that the comparison relies on. */
async function parsed(text: string, file: string): Promise<ComparedDocument> {
  const document = jsonOf(text);
  if (!isObject(document) || typeof document["openapi"] !== "string") {
    throw failure(
      file,
      "It is no bundled description: name an openapi.json that parley generate wrote.",
    );
  }
  const { readable, problems } = await lintBundle(document, text, file);
  if (!readable) throw new DescriptionError(problems);
  // The lint has just checked that it has this shape.
  return { document: document as unknown as OpenApiDocument, file };
}

/** What is not JSON is as little a bundled description as any other JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function failure(file: string, message: string): DescriptionError {
  return new DescriptionError([{ file, pointer: "#", message }]);
}
