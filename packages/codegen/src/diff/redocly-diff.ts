import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isObject } from "../description/json.js";
import { visitDescription } from "../description/visit-description.js";
import type { OpenApiDocument } from "../description/openapi.js";
import type { Level } from "./change.js";

/** What `redocly diff` reports of one place: the part of its JSON format that is read here. */
export interface StructuralChange {
  /** Where it is, with every `$ref` on the way followed: `#/paths/~1contacts/get/parameters/0`. */
  readonly path: string;
  /** The kind of OpenAPI object: `Schema`. */
  readonly typeName: string;
  readonly kind: "added" | "removed" | "modified";
  readonly impact: Level;
  readonly verdicts: readonly { readonly ruleId: string; readonly message: string }[];
  /** The field that was modified; `key` where the object was renamed. */
  readonly property?: string;
  readonly base?: Side;
  readonly revision?: Side;
}

interface Side {
  /** Where it is written, which is a component where a `$ref` leads to one. */
  readonly pointer: string;
  readonly value?: unknown;
}

/** Compares two documents field by field. */
export type StructuralDiff = (
  base: OpenApiDocument,
  revision: OpenApiDocument,
) => Promise<readonly StructuralChange[]>;

/** Without this ruleset nothing is rated as breaking. */
const CONFIGURATION = "extends: [diff-recommended]\ntelemetry: off\n";

// The outcome is judged here, so that no change is a failure of the process.
const ARGUMENTS =
  "base.json revision.json --config redocly.yaml --format json --output report.json --fail-on none".split(
    " ",
  );

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/**
 * Compares two documents with `redocly diff`. It is a process of its own, as the part of the
 * command that compares cannot be imported.
 */
export const redoclyDiff: StructuralDiff = async (base, revision) => {
  const cli = require.resolve("@redocly/cli/bin/cli.js");
  const folder = await mkdtemp(join(tmpdir(), "parley-diff-"));
  try {
    await writeFile(join(folder, "redocly.yaml"), CONFIGURATION);
    await writeFile(join(folder, "base.json"), JSON.stringify(comparable(base)));
    await writeFile(join(folder, "revision.json"), JSON.stringify(comparable(revision)));
    await run(process.execPath, [cli, "diff", ...ARGUMENTS], {
      cwd: folder,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", DO_NOT_TRACK: "1" },
    });
    const report = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as unknown;
    if (!isObject(report) || report["reportVersion"] !== "1" || !Array.isArray(report["changes"])) {
      throw new Error(
        "redocly diff has written a report of another version than 1: pin @redocly/cli to the version that this package names.",
      );
    }
    // Version 1 of the report has this shape.
    return report["changes"] as StructuralChange[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * A copy of a document in which `redocly diff` sees what it would pass over: it compares the fields
 * of an extension that is an object, and no other extension.
 */
function comparable(document: OpenApiDocument): unknown {
  const copy = structuredClone(document) as unknown;
  visitDescription(copy, (kind, node) => {
    if (kind !== "Schema") return;
    for (const key of ["x-parley-open-enum", "x-parley-prefixes"]) {
      if (node[key] !== undefined) node[key] = { values: node[key] };
    }
  });
  return copy;
}
