import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BaseResolver, bundle, createConfig, Source, type Document } from "@redocly/openapi-core";
import { DescriptionError, type DescriptionProblem } from "../description-error.js";
import { findUnsupported, unsupportedVersion } from "./find-unsupported.js";
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
  const json = `${JSON.stringify(await bundleFiles(path, folder), null, 2)}\n`;
  // A tree of its own: YAML aliases make one object appear in several places.
  const document: unknown = JSON.parse(json);
  const unsupported = findUnsupported(document, file);
  const lint = await lintBundle(document, json, file);
  // What is unsupported has been told better than by a lint that does not know it either.
  const known = new Set(unsupported.map(({ pointer }) => pointer));
  const problems = [...unsupported, ...lint.problems.filter(({ pointer }) => !known.has(pointer))];
  if (!lint.readable) throw new DescriptionError(problems);
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
  const config = await createConfig({});
  const bundleOnce = async (doc: Document, overlays: string[]): Promise<unknown> => {
    const result = await bundle({
      doc,
      config,
      externalRefResolver: fileResolver(),
      componentRenamingConflicts: "error",
      overlays,
    });
    throwIfAny(result.problems.filter(({ severity }) => severity === "error").map(fromRedocly));
    return result.bundle.parsed;
  };

  try {
    const source = await readEntry(file);
    throwIfAny(unsupportedVersion(source.parsed, displayPath(file)));
    const bundled = await bundleOnce(source, []);
    const overlay = join(folder, "overlay.yaml");
    if (!existsSync(overlay)) return bundled;

    const targets = await overlayTargets(overlay);
    const unmatched = unmatchedTargets(bundled, targets);
    const result = await bundleOnce({ source: source.source, parsed: bundled }, [overlay]);
    // What an earlier action adds, a later one may aim at.
    throwIfAny(
      unmatchedTargets(result, unmatched).map(({ pointer, expression }) => ({
        file: displayPath(overlay),
        pointer,
        message: `The target ${expression} matches nothing, so the action has no effect: correct the target, or remove the action.`,
      })),
    );
    return result;
  } catch (error) {
    throw readingError(error, file);
  }
}

async function readEntry(file: string): Promise<Document> {
  if (file.endsWith(".json")) {
    // A large description is parsed several times faster as the JSON that it is.
    const body = await readFile(file, "utf8");
    const parsed: unknown = JSON.parse(body);
    return { source: new Source(file, body, "application/json"), parsed };
  }
  const document = await fileResolver().resolveDocument(null, file, true);
  if (document instanceof Error) throw document;
  return document;
}

/** Reads from files alone: what the network answers is another thing tomorrow. */
function fileResolver(): BaseResolver {
  return new BaseResolver({
    http: {
      headers: [],
      customFetch: (url: string) => {
        throw new Error(`${url} is not a file: keep a copy beside the description.`);
      },
    },
  });
}

function throwIfAny(problems: readonly DescriptionProblem[]): void {
  if (problems.length > 0) throw new DescriptionError(problems);
}

/** What reading a file and following its `$ref`s throws is about what they say. */
function readingError(error: unknown, file: string): unknown {
  if (error instanceof DescriptionError || !(error instanceof Error)) return error;
  const message =
    error instanceof RangeError
      ? "It is nested without end: a YAML alias (`*name`) stands inside of the node that it names. Use $ref for recursion."
      : `It cannot be read: ${error.message}`;
  return new DescriptionError([{ file: displayPath(file), pointer: "#", message }], {
    cause: error,
  });
}
