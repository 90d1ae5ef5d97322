import { createHash } from "node:crypto";
import { realpath, open } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { DescriptionError } from "../description-error.js";
import { isObject } from "../description/json.js";
import { parseJsonFile } from "./parse-json-file.js";
import { originText, urlFault, type Origin, type OriginOptions } from "./origin.js";

/** The part of `fetch` that an import uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How origins are read. */
export interface ReadOptions extends OriginOptions {
  /** Sends requests. Default: `globalThis.fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Bytes that one document may have. Default: 67108864 (64 MiB). */
  readonly maxBytes?: number | undefined;
  /** Milliseconds that one document may take. Default: 30000. */
  readonly timeout?: number | undefined;
}

/** A document as it was read. */
export interface ReadDocument {
  /** Where it was found: a URL after its redirects, or the path of a file. */
  readonly location: string;
  /** As messages and `source.yaml` call it. */
  readonly name: string;
  readonly text: string;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/** The package that an npm origin is in, at the version that is installed. */
export interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
  readonly licence: string | undefined;
}

// GitHub's description, one of the largest, has 13 MB.
const MAX_BYTES = 64 * 1024 * 1024;
const TIMEOUT = 30_000;
const MAX_REDIRECTS = 5;

// Servers of raw files call everything text/plain or application/octet-stream.
const MEDIA_TYPE =
  /^(?:(?:application|text)\/(?:[a-z0-9.-]+\+)?(?:json|x-json|yaml|x-yaml)|application\/vnd\.oai\.openapi|text\/(?:plain|vnd\.yaml)|application\/octet-stream|binary\/octet-stream)$/;

/**
 * Reads a document from its origin.
 *
 * @throws DescriptionError - it cannot be had, or is not what a description can be.
 */
export async function readOrigin(origin: Origin, options: ReadOptions): Promise<ReadDocument> {
  const name = originText(origin, options.root);
  if (origin.kind === "url") return readUrl(origin.url, options);
  if (origin.kind === "file") return readFileAt(origin.path, name, options);
  const { folder } = await installedPackage(origin, options.root);
  const path = await realPath(join(folder, origin.path), name);
  if (!path.startsWith(`${folder}${sep}`)) throw failure(name, "It leads out of its package.");
  return readFileAt(path, name, options);
}

/**
 * Reads a document that another one refers to, by its location.
 *
 * @param location - An absolute URL or path that was found to be in reach.
 */
export async function readReferenced(
  location: string,
  name: string,
  options: ReadOptions,
): Promise<ReadDocument> {
  return URL.canParse(location) && location.includes("://")
    ? readUrl(location, options)
    : readFileAt(location, name, options);
}

/** Finds the package of an npm origin among those that are installed. */
export async function installedPackage(
  origin: Extract<Origin, { kind: "npm" }>,
  root: string,
): Promise<InstalledPackage> {
  const require = createRequire(join(root, "package.json"));
  for (const folder of require.resolve.paths(origin.package) ?? []) {
    const manifest = join(folder, origin.package, "package.json");
    const found = await parseJsonFile(manifest);
    if (!isObject(found)) continue;
    const { version, license } = found;
    return {
      folder: dirname(await realpath(manifest)),
      version: typeof version === "string" ? version : "unknown",
      licence: typeof license === "string" ? license : undefined,
    };
  }
  throw failure(
    originText(origin, root),
    `The package ${origin.package} is not installed: add it to the devDependencies of the repository, pinned.`,
  );
}

async function readFileAt(
  path: string,
  name: string,
  { maxBytes = MAX_BYTES }: ReadOptions,
): Promise<ReadDocument> {
  const location = await realPath(path, name);
  const file = await open(location, "r");
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw tooLarge(name, maxBytes);
    return document(location, name, await file.readFile());
  } catch (error) {
    throw error instanceof DescriptionError ? error : failure(name, reason(error));
  } finally {
    await file.close();
  }
}

async function realPath(path: string, name: string): Promise<string> {
  return realpath(path).catch((error: unknown) => {
    throw failure(name, reason(error));
  });
}

async function readUrl(start: string, options: ReadOptions): Promise<ReadDocument> {
  const { timeout = TIMEOUT, allowLoopback = false, fetch = globalThis.fetch } = options;
  const signal = AbortSignal.timeout(timeout);
  let url = start;
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const fault = urlFault(url, allowLoopback);
      if (fault !== undefined) throw failure(start, fault);
      const response = await fetch(url, {
        redirect: "manual",
        signal,
        headers: { accept: "application/json, application/yaml, */*;q=0.5" },
      });
      const target = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || target === null) {
        return document(url, start, await bodyOf(response, url, options));
      }
      await response.body?.cancel();
      if (!URL.canParse(target, url)) throw failure(start, `It redirects to "${target}", no URL.`);
      url = new URL(target, url).href;
    }
  } catch (error) {
    if (error instanceof DescriptionError) throw error;
    throw failure(
      start,
      signal.aborted ? `It was not read within ${timeout} ms.` : reason(error),
      error,
    );
  }
  throw failure(start, `It redirects more than ${MAX_REDIRECTS} times.`);
}

async function bodyOf(
  response: Response,
  url: string,
  { maxBytes = MAX_BYTES }: ReadOptions,
): Promise<Uint8Array> {
  const refuse = async (message: string): Promise<DescriptionError> => {
    await response.body?.cancel();
    return failure(url, message);
  };
  if (response.status !== 200) {
    throw await refuse(`The server answers ${response.status}: check the URL.`);
  }
  const type = (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== "" && !MEDIA_TYPE.test(type)) {
    throw await refuse(
      `The server answers with ${type}, which is no description: give the URL of the JSON or YAML itself.`,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    // A fetch body is a stream of bytes.
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function document(location: string, name: string, bytes: Uint8Array): ReadDocument {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { location, name, text, sha256 };
  } catch {
    throw failure(name, "It is not UTF-8: a description is a text.");
  }
}

function tooLarge(name: string, maxBytes: number): DescriptionError {
  return failure(name, `It has more than ${maxBytes} bytes: a description is smaller than that.`);
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `It cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
}

function failure(file: string, message: string, cause?: unknown): DescriptionError {
  return new DescriptionError([{ file, pointer: "#", message }], { cause });
}
