import { parseDocument as parseYaml, YAMLParseError } from "yaml";
import { DescriptionError } from "../description-error.js";
import { duplicateKeys } from "../description/duplicate-keys.js";
import { isObject } from "../description/json.js";
import { childPointer, type Pointer } from "../description/json-pointer.js";

// Deeper than any description that people wrote, and far from where recursion runs out of stack.
const MAX_DEPTH = 500;

// Each alias can repeat what it names: ten of ten of ten are a thousand. GitHub's has none.
const MAX_NODES = 10_000_000;

/** yaml's own bound on what aliases may grow to, in relation to what is written. */
const MAX_ALIAS_COUNT = 1000;

/**
 * Parses a description, JSON or YAML, into a tree of its own: no part of it is in two places.
 *
 * @param file - What messages call it.
 * @throws DescriptionError - it is neither, or no tree, or a tree beyond measure.
 */
export function parseDocument(text: string, file: string): Readonly<Record<string, unknown>> {
  const parsed = parse(text.replace(/^\uFEFF/, ""), file);
  checkTree(parsed, file);
  if (!isObject(parsed)) {
    throw failure(file, "#", "It is no object: a description begins with `openapi` or `swagger`.");
  }
  // It was found to be a tree, and aliases become copies.
  return JSON.parse(JSON.stringify(parsed)) as Readonly<Record<string, unknown>>;
}

function parse(text: string, file: string): unknown {
  // JSON is YAML too, and is parsed many times faster as what it is.
  const json = /^\s*\{/.test(text) ? parseJson(text) : undefined;
  if (json !== undefined) {
    const twice = duplicateKeys(text, file);
    if (twice.length > 0) throw new DescriptionError(twice);
    return json;
  }
  try {
    const document = parseYaml(text, { merge: true, logLevel: "silent" });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }) as unknown;
  } catch (error) {
    if (error instanceof RangeError) {
      throw failure(file, "#", "It is nested too deeply to be a description.");
    }
    const message = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    if (error instanceof YAMLParseError && error.code === "DUPLICATE_KEY") {
      const [start] = error.linePos ?? [];
      const place = start === undefined ? "" : `, in line ${start.line}, column ${start.col}`;
      throw failure(
        file,
        "#",
        `The same key stands twice in one map${place}: leave one out, or rename it.`,
      );
    }
    throw failure(
      file,
      "#",
      /alias/i.test(message ?? "")
        ? `Its YAML aliases repeat too much (${message}): write \`$ref\`s in their place.`
        : `It is neither JSON nor YAML: ${message} Mend it at its origin, or in a copy that is imported as a file.`,
    );
  }
}

/** Undefined for what is no JSON: it may be YAML in flow style. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Refuses what is no tree of a sensible size, and keys that JavaScript takes for something else. */
function checkTree(root: unknown, file: string): void {
  const open = new Set<object>();
  let nodes = 0;

  function visit(value: unknown, pointer: Pointer): void {
    if (++nodes > MAX_NODES) {
      throw failure(file, pointer, "Its YAML aliases explode: write `$ref`s in their place.");
    }
    if (typeof value !== "object" || value === null) {
      if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))) {
        throw failure(file, pointer, "It is a number that JSON cannot say.");
      }
      return;
    }
    if (open.has(value)) {
      throw failure(
        file,
        pointer,
        "It is nested without end: a YAML alias stands inside of the node that it names. Write `$ref` for recursion.",
      );
    }
    if (open.size >= MAX_DEPTH) {
      throw failure(file, pointer, `It is nested more than ${MAX_DEPTH} deep: write \`$ref\`s.`);
    }
    open.add(value);
    for (const key of Object.keys(value)) {
      const place = childPointer(pointer, key);
      if (key === "__proto__") {
        throw failure(file, place, "No key can be called __proto__: rename or remove it.");
      }
      // Keys are those of the object itself.
      visit((value as Record<string, unknown>)[key], place);
    }
    open.delete(value);
  }

  visit(root, "#");
}

function failure(file: string, pointer: Pointer, message: string): DescriptionError {
  return new DescriptionError([{ file, pointer, message }]);
}
