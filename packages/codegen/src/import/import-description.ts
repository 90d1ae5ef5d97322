import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stringifyYaml } from "@redocly/openapi-core";
import { UsageError } from "../usage-error.js";
import { DescriptionError, type DescriptionProblem } from "../description-error.js";
import { isObject, type JsonObject } from "../description/json.js";
import { displayPath } from "../description/redocly-problems.js";
import { compareDocuments, type Moves } from "./compare-documents.js";
import { describedOperations } from "./described-operations.js";
import { loadOrigin } from "./load-origin.js";
import { originText, parseOrigin } from "./origin.js";
import { actionText } from "./overlay-action.js";
import { nameActions, overlaySkeleton } from "./overlay-skeleton.js";
import { parseDocument } from "./parse-document.js";
import { installedPackage, type ReadOptions } from "./read-origin.js";
import { readSourceRecord, sourceText, type SourceRecord } from "./source-record.js";
import { upgradeDocument } from "./upgrade-document.js";

/** What {@link importDescription} works on. */
export interface ImportOptions extends ReadOptions {
  /** `acme-chat`: the name of the folder. */
  readonly provider: string;
  /** The folder of the descriptions. */
  readonly specs: string;
  /** An https URL, a path, or `npm:<package>/<path>`. Default: where it came from before. */
  readonly from?: string | undefined;
  /** The SHA-256 that the description has to have, in hexadecimal. Default: any. */
  readonly sha256?: string | undefined;
  /** The licence, where the description does not state it. */
  readonly licence?: string | undefined;
  /** The day that is recorded. Default: today. */
  readonly now?: (() => Date) | undefined;
}

/** What {@link importDescription} did. */
export interface ImportResult {
  readonly record: SourceRecord;
  /** `new`: nothing was there. `unchanged`: nothing was written. */
  readonly state: "new" | "unchanged" | "updated";
  /** The files that were written, as messages call them. */
  readonly written: readonly string[];
  /** What OpenAPI 3.1 cannot say, and so was left out. */
  readonly losses: readonly DescriptionProblem[];
  /** What moved since the import before; undefined for the first. */
  readonly moves: Moves | undefined;
  /** Actions for the overlay, which name what came new; "" where nothing did. */
  readonly proposals: string;
}

/** A description as it is at its origin, in OpenAPI 3.1. */
export interface FetchedDescription {
  readonly document: JsonObject;
  readonly record: Omit<SourceRecord, "imported">;
  readonly losses: readonly DescriptionProblem[];
  /** The URL that relative servers are relative to; undefined for a file. */
  readonly base: string | undefined;
}

/**
 * Imports a description: writes `openapi.yaml` and `source.yaml` of `specs/<provider>`, and, the
 * first time, an `overlay.yaml` of proposals. Later imports leave the overlay as it is.
 *
 * @throws DescriptionError - the description cannot be read, or is not the one that was expected.
 * @throws UsageError - the provider cannot be called that, or nobody said where it is from.
 */
export async function importDescription(options: ImportOptions): Promise<ImportResult> {
  const { provider, specs } = options;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(provider)) {
    throw new UsageError(
      `"${provider}" is no name of a provider: write small letters and digits, joined by single hyphens.`,
    );
  }
  const folder = join(specs, provider);
  const file = (name: string): string => join(folder, name);
  const before = await readSourceRecord(file("source.yaml"));
  if (before === undefined && existsSync(file("openapi.yaml"))) {
    throw new UsageError(
      `${displayPath(file("openapi.yaml"))} was written by hand, as there is no source.yaml beside it: import under another name, or delete it.`,
    );
  }
  const old = before === undefined ? undefined : await untouched(file("openapi.yaml"), before);

  const { document, record, losses, base } = await fetchDescription(options, before);
  if (before !== undefined && isSame(before, record)) {
    const result = { record: before, written: [], losses: [], moves: undefined, proposals: "" };
    return { ...result, state: "unchanged" };
  }

  const text = descriptionText(provider, document);
  const imported: SourceRecord = { ...record, imported: hash(text) };
  const hasOverlay = existsSync(file("overlay.yaml"));
  await mkdir(folder, { recursive: true });
  const files: [string, string][] = [
    ["openapi.yaml", text],
    ["source.yaml", sourceText(provider, imported)],
    ...(hasOverlay
      ? []
      : [
          ["overlay.yaml", overlaySkeleton({ provider, document, base, losses })] as [
            string,
            string,
          ],
        ]),
  ];
  for (const [name, content] of files) await writeFile(file(name), content);
  return {
    record: imported,
    state: before === undefined ? "new" : "updated",
    written: files.map(([name]) => displayPath(file(name))),
    losses,
    moves: old === undefined ? undefined : compareDocuments(old, document),
    proposals: old === undefined || !hasOverlay ? "" : newNames(old, document),
  };
}

/**
 * Reads a description from its origin and upgrades it, and writes nothing.
 *
 * @param before - The record of the import before, for the origin and the licence.
 */
export async function fetchDescription(
  options: Omit<ImportOptions, "specs">,
  before: SourceRecord | undefined,
): Promise<FetchedDescription> {
  const { provider, root, now = () => new Date() } = options;
  const from = options.from ?? before?.origin;
  if (from === undefined) {
    throw new UsageError(
      `Say where the description of ${provider} is from: --from <https URL | path | npm:package/path>.`,
    );
  }
  const origin = parseOrigin(from, options);
  const { document: loaded, read } = await loadOrigin(origin, options);
  const [main, ...others] = read;
  const sha256 = main?.sha256 ?? "";
  const name = originText(origin, root);
  if (options.sha256 !== undefined && options.sha256.toLowerCase() !== sha256) {
    throw new DescriptionError([
      {
        file: name,
        pointer: "#",
        message: `Its SHA-256 is ${sha256}, and not ${options.sha256}: it is not the document that was expected. Look at what changed before you import it.`,
      },
    ]);
  }
  const { document, format, losses } = await upgradeDocument(loaded, name);
  const installed = origin.kind === "npm" ? await installedPackage(origin, root) : undefined;
  return {
    document: inlinePathItems(document),
    losses,
    base: origin.kind === "url" ? main?.location : undefined,
    record: {
      origin: name,
      packageVersion: installed?.version,
      retrieved: now().toISOString().slice(0, 10),
      format,
      licence:
        options.licence ??
        statedLicence(document) ??
        installed?.licence ??
        before?.licence ??
        "not stated",
      sha256,
      references:
        others.length === 0
          ? undefined
          : Object.fromEntries(others.map((each) => [each.name, each.sha256])),
    },
  };
}

/** The description of the import before, which nobody may have edited. */
async function untouched(file: string, record: SourceRecord): Promise<JsonObject | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (hash(text) !== record.imported) {
    throw new DescriptionError([
      {
        file: displayPath(file),
        pointer: "#",
        message:
          "It is not what was imported, and an import would lose what was changed by hand: move the changes to overlay.yaml, and put the file back.",
      },
    ]);
  }
  return parseDocument(text, displayPath(file));
}

function isSame(before: SourceRecord, now: Omit<SourceRecord, "imported">): boolean {
  return (
    before.origin === now.origin &&
    before.sha256 === now.sha256 &&
    JSON.stringify(before.references ?? {}) === JSON.stringify(now.references ?? {})
  );
}

function descriptionText(provider: string, document: JsonObject): string {
  // Redocly reads it again, by the rules of the same library that writes it here.
  const yaml = stringifyYaml(document, { lineWidth: -1, noRefs: true });
  return `# Imported: do not edit. \`parley import ${provider}\` writes it, and corrections are in overlay.yaml.\n${yaml}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SPDX where it is known, else the name, with the text's address. */
function statedLicence(document: JsonObject): string | undefined {
  const info = isObject(document["info"]) ? document["info"] : {};
  const licence = isObject(info["license"]) ? info["license"] : {};
  const { identifier, name, url } = licence;
  if (typeof identifier === "string") return identifier;
  if (typeof name !== "string" || name.trim() === "") return undefined;
  return typeof url === "string" ? `${name} (${url})` : name;
}

/** Paths that refer to a path item hold it themselves, so that overlays can select its operations. */
function inlinePathItems(document: JsonObject): JsonObject {
  const { paths } = document;
  if (!isObject(paths)) return document;
  const components = isObject(document["components"]) ? document["components"] : {};
  const items = isObject(components["pathItems"]) ? components["pathItems"] : {};
  const inlined = Object.entries(paths).map(([path, item]) => {
    const ref = isObject(item) ? item["$ref"] : undefined;
    const [, key = ""] = /^#\/components\/pathItems\/([^/]+)$/.exec(String(ref)) ?? [];
    const target = items[key.replaceAll("~1", "/").replaceAll("~0", "~")];
    return [path, isObject(target) ? structuredClone(target) : item];
  });
  return { ...document, paths: Object.fromEntries(inlined) };
}

/** The actions that name the operations that were not there before. */
function newNames(old: JsonObject, document: JsonObject): string {
  const known = new Set(describedOperations(old).map(({ target }) => target));
  const fresh = describedOperations(document).filter(({ target }) => !known.has(target));
  return fresh.length === 0 ? "" : nameActions(document, fresh).map(actionText).join("\n");
}
