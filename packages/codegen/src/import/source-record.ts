import { readFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { DescriptionError } from "../description-error.js";
import { isObject } from "../description/json.js";
import { displayPath } from "../description/redocly-problems.js";

/** What `source.yaml` records of an imported description. */
export interface SourceRecord {
  /** An https URL, `npm:<package>/<path>`, or the path of a file from the repository on. */
  readonly origin: string;
  /** Of the npm package, where it is one. */
  readonly packageVersion?: string | undefined;
  /** The day on which it was read: `2026-11-21`. */
  readonly retrieved: string;
  /** What it was before it was upgraded: `OpenAPI 3.0.3`. */
  readonly format: string;
  /** What the description or its package says; `not stated` where neither does. */
  readonly licence: string;
  /** Of the bytes that were read, in hexadecimal. */
  readonly sha256: string;
  /** What it refers to, with the SHA-256 of each. */
  readonly references?: Readonly<Record<string, string>> | undefined;
  /** Of `openapi.yaml` as it was written, so that an edit by hand is seen. */
  readonly imported: string;
}

/** `source.yaml`, as text. */
export function sourceText(provider: string, record: SourceRecord): string {
  const { references, packageVersion, ...rest } = record;
  const { origin, ...others } = rest;
  return [
    `# Where openapi.yaml is from. \`parley import ${provider}\` wrote both; corrections are in overlay.yaml.`,
    stringify(
      {
        origin,
        ...(packageVersion === undefined ? {} : { packageVersion }),
        ...others,
        ...(references === undefined ? {} : { references }),
      },
      { lineWidth: 0, version: "1.1" },
    ),
  ].join("\n");
}

/**
 * Reads a `source.yaml`.
 *
 * @returns undefined where there is none.
 * @throws DescriptionError - it is there and says too little.
 */
export async function readSourceRecord(file: string): Promise<SourceRecord | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const written: unknown = parse(text);
  const keys = ["origin", "retrieved", "format", "licence", "sha256", "imported"] as const;
  const missing = isObject(written)
    ? keys.filter((key) => typeof written[key] !== "string")
    : [...keys];
  if (missing.length > 0) {
    throw new DescriptionError([
      {
        file: displayPath(file),
        pointer: "#",
        message: `It lacks ${missing.join(", ")}: put back what parley import wrote, or delete the file and import again.`,
      },
    ]);
  }
  // Every key that is read of it has just been checked.
  return written as SourceRecord;
}
