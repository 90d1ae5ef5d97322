import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle, createConfig, Source, type Document, type Plugin } from "@redocly/openapi-core";
import { DescriptionError, type DescriptionProblem, type Report } from "../description-error.js";
import { checkReferences } from "./check-references.js";
import { checkShapes } from "./check-shapes.js";
import { checkTree } from "./check-tree.js";
import { duplicateKeys } from "./duplicate-keys.js";
import { fileResolver } from "./file-resolver.js";
import { findUnsupported, unsupportedVersion } from "./find-unsupported.js";
import { isObject } from "./json.js";
import { valueAt } from "./json-pointer.js";
import { lintBundle } from "./lint-bundle.js";
import type { OpenApiDocument } from "./openapi.js";
import { overlayTargets, unmatchedTargets } from "./overlay-targets.js";
import { displayPath, fromRedocly } from "./redocly-problems.js";

/** A bundled description that is safe to read. */
export interface Description {
  /** The file that it starts from, for messages. */
  readonly file: string;
  readonly document: OpenApiDocument;
  /** The document as it is published: indented JSON. */
  readonly json: string;
  /** What is wrong with it, but does not stand in the way of reading on. */
  readonly problems: readonly DescriptionProblem[];
}

/**
 * Loads `openapi.yaml` (or `openapi.json`) of a folder, applies `overlay.yaml` if there is one,
 * and bundles it into one document.
 *
 * @throws DescriptionError - for a document that cannot be read as OpenAPI 3.0 or 3.1.
 */
export async function loadDescription(folder: string): Promise<Description> {
  const path = entryFile(folder);
  const file = displayPath(path);
  try {
    return await checked(await bundleFiles(path, folder), file);
  } catch (error) {
    throw readingError(error, path);
  }
}

async function checked(bundled: unknown, file: string): Promise<Description> {
  const json = `${JSON.stringify(bundled, null, 2)}\n`;
  // A tree of its own: YAML aliases make one object appear in several places.
  const document: unknown = JSON.parse(json);
  const unsupported = findUnsupported(document, file);
  const lint = await lintBundle(document, json, file);
  // What is unsupported has been told better than by a lint that does not know it either.
  const known = new Set(unsupported.map(({ pointer }) => pointer));
  const problems = [...unsupported, ...lint.problems.filter(({ pointer }) => !known.has(pointer))];
  const misshapen: DescriptionProblem[] = [];
  const report: Report = (pointer, message) => misshapen.push({ file, pointer, message });
  checkShapes(document, report);
  // The lint has checked the rest of its shape, or it is not read any further.
  if (lint.readable && misshapen.length === 0) checkReferences(document as OpenApiDocument, report);
  if (!lint.readable || misshapen.length > 0) {
    // What the lint has told is not told twice.
    const told = new Set(problems.map(({ pointer }) => pointer));
    throw new DescriptionError([
      ...problems,
      ...misshapen.filter(({ pointer }) => !told.has(pointer)),
    ]);
  }
  // The lint has just checked that it has this shape.
  return { file, document: document as OpenApiDocument, json, problems };
}

function entryFile(folder: string): string {
  const file = ["openapi.yaml", "openapi.json"]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw new DescriptionError([
      {
        file: folder,
        pointer: "#",
        message: "There is no openapi.yaml in this folder: write one, or name another folder.",
      },
    ]);
  }
  return file;
}

async function bundleFiles(file: string, folder: string): Promise<unknown> {
  const source = await readEntry(file, folder);
  throwIfAny(unsupportedVersion(source.parsed, displayPath(file)));
  const bundled = await withReferencedFiles(source, folder);
  const overlay = join(folder, "overlay.yaml");
  if (!existsSync(overlay)) return bundled;

  const targets = await overlayTargets(overlay);
  const unmatched = unmatchedTargets(bundled, targets);
  const result = await bundleWith(
    { source: source.source, parsed: bundled },
    { folder, overlays: [overlay], plugins: [SHALLOW] },
  );
  // What an earlier action adds, a later one may aim at.
  throwIfAny(
    unmatchedTargets(result, unmatched).map(({ pointer, expression }) => ({
      file: displayPath(overlay),
      pointer,
      message: `The target ${expression} matches nothing, so the action has no effect: correct the target, or remove the action.`,
    })),
  );
  return withReferencedFiles({ source: source.source, parsed: result }, folder);
}

/** A document with what it refers to in other files; to look takes less time than to bundle. */
async function withReferencedFiles(doc: Document, folder: string): Promise<unknown> {
  return isOneDocument(doc.parsed)
    ? doc.parsed
    : bundleWith(doc, { folder, overlays: [], plugins: [] });
}

interface BundleSettings {
  readonly folder: string;
  readonly overlays: string[];
  readonly plugins: Plugin[];
}

async function bundleWith(
  doc: Document,
  { folder, overlays, plugins }: BundleSettings,
): Promise<unknown> {
  const result = await bundle({
    doc,
    config: await createConfig({ plugins }),
    externalRefResolver: fileResolver(folder),
    componentRenamingConflicts: "error",
    overlays,
  });
  throwIfAny(
    result.problems
      .filter(({ severity }) => severity === "error")
      .map(fromRedocly)
      .filter(({ pointer }) => !isExampleElsewhere(doc.parsed, pointer)),
  );
  return result.bundle.parsed;
}

/**
 * Keeps Redocly from walking through a document, which it does four times to apply an overlay, and
 * which takes a third of the time of a large one: there is nothing left in it to bundle.
 */
const SHALLOW: Plugin = {
  id: "shallow",
  typeExtension: {
    oas3: (types) => ({
      ...types,
      Root: { properties: {}, additionalProperties: { resolvable: false } },
    }),
  },
};

/** Whether nothing in a document is in another, so that there is nothing to bundle. */
function isOneDocument(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isOneDocument);
  if (!isObject(value)) return true;
  const { $ref, externalValue, mapping } = value;
  return (
    (typeof $ref !== "string" || $ref.startsWith("#/")) &&
    typeof externalValue !== "string" &&
    (!isObject(mapping) || Object.values(mapping).every(isNameOrLocal)) &&
    Object.values(value).every(isOneDocument)
  );
}

/** A discriminator's mapping may name a component, or be the address of a file. */
function isNameOrLocal(target: unknown): boolean {
  return typeof target === "string" && (target.startsWith("#/") || /^[A-Za-z0-9_]+$/.test(target));
}

async function readEntry(file: string, folder: string): Promise<Document> {
  if (file.endsWith(".json")) {
    // A large description is parsed several times faster as the JSON that it is.
    const body = await readFile(file, "utf8");
    const parsed: unknown = JSON.parse(body);
    checkTree(parsed, displayPath(file));
    throwIfAny(duplicateKeys(body, displayPath(file)));
    return { source: new Source(file, body, "application/json"), parsed };
  }
  const document = await fileResolver(folder).resolveDocument(null, file, true);
  if (document instanceof Error) throw document;
  return document;
}

/** Whether an example is kept at an address of its own, which Redocly reads as if it were a `$ref`. */
function isExampleElsewhere(document: unknown, pointer: string): boolean {
  const example = valueAt(document, pointer);
  return isObject(example) && "externalValue" in example && !("$ref" in example);
}

function throwIfAny(problems: readonly DescriptionProblem[]): void {
  if (problems.length > 0) throw new DescriptionError(problems);
}

/** What reading a file and following its `$ref`s throws is about what they say. */
function readingError(error: unknown, file: string): unknown {
  if (error instanceof DescriptionError || !(error instanceof Error)) return error;
  const message =
    error instanceof RangeError
      ? "It is nested too deeply, by itself or by a chain of $refs: make the chain shorter."
      : /circular pointer/.test(error.message)
        ? "A $ref leads back to itself, by itself or by others: describe what it is to lead to."
        : `It cannot be read: ${error.message}. Correct the file.`;
  return new DescriptionError([{ file: displayPath(file), pointer: "#", message }], {
    cause: error,
  });
}
