// Node 20 has it.
/// <reference lib="es2024.string" />
import { DescriptionError } from "../description-error.js";
import { childPointer, type Pointer } from "./json-pointer.js";

// Deeper than any description that people wrote, and far from where recursion runs out of stack.
const MAX_DEPTH = 500;

// Some forty times GitHub's description, which is among the largest.
const MAX_NODES = 20_000_000;

// Aliases repeat what is written once: ten of ten of ten are a thousand. Those of people repeat little.
const MAX_REPEATED_NODES = 200_000;

/** How large the tree below a node is, itself included. */
interface Size {
  readonly nodes: number;
  readonly depth: number;
}

/**
 * Refuses what a parser gives and no description is: a tree without end or beyond measure, numbers
 * and text that cannot be written down, and the one key that is no property.
 *
 * @param file - What messages call it.
 * @throws DescriptionError - with the first fault that is found.
 */
export function checkTree(root: unknown, file: string): void {
  const sizes = new Map<object, Size>();
  const keys: string[] = [];
  const open = new Set<object>();
  let written = 0;

  const fail = (message: string, pointer: Pointer = childPointer("#", ...keys)): never => {
    throw new DescriptionError([{ file, pointer, message }]);
  };

  function checkText(text: string): void {
    // UTF-8 has no way to write half of a pair, and nor has a URI.
    if (!text.isWellFormed()) {
      fail("It has half of a character (a lone surrogate): write the whole, or leave it out.");
    }
  }

  function sizeOf(value: unknown): Size {
    if (typeof value !== "object" || value === null) {
      if (typeof value === "number" && !Number.isFinite(value)) {
        fail(`JSON has no number ${value}: write one that it has, or a string.`);
      }
      if (typeof value === "string") checkText(value);
      written += 1;
      return { nodes: 1, depth: 1 };
    }
    if (open.has(value)) {
      fail(
        "It is nested without end: a YAML alias (`*name`) stands inside of the node that it names. Use $ref for recursion.",
      );
    }
    const known = sizes.get(value);
    if (open.size + (known?.depth ?? 0) >= MAX_DEPTH) {
      // The whole way there would be as long as it is deep.
      const pointer = childPointer("#", ...keys.slice(0, 10));
      fail(`It is nested more than ${MAX_DEPTH} deep: use $ref to part it.`, pointer);
    }
    if (known !== undefined) return known;
    open.add(value);
    written += 1;
    let nodes = 1;
    let depth = 0;
    for (const key of Object.keys(value)) {
      keys.push(key);
      checkText(key);
      // The keys are the object's own.
      const size = sizeOf((value as Readonly<Record<string, unknown>>)[key]);
      keys.pop();
      nodes += size.nodes;
      depth = Math.max(depth, size.depth);
    }
    if (Object.hasOwn(value, "__proto__")) {
      fail("`__proto__` is no name that a key can have: rename it, or leave it out.");
    }
    open.delete(value);
    const size = { nodes, depth: depth + 1 };
    sizes.set(value, size);
    return size;
  }

  const { nodes } = sizeOf(root);
  if (nodes > MAX_NODES || nodes - written > MAX_REPEATED_NODES) {
    fail(
      `With its YAML aliases (\`*name\`) written out it has ${nodes} values, of which ${written} are written: use $ref in their place.`,
      "#",
    );
  }
}
