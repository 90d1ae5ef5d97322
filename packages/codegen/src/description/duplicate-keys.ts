import type { DescriptionProblem } from "../description-error.js";
import { childPointer } from "./json-pointer.js";

/** An object or a list of a JSON text, as far as it has been read. */
interface Container {
  /** Absent for a list. */
  readonly keys: Set<string> | undefined;
  /** The key or the index of what is read now. */
  current: string | number;
  /** Whether the next string is a key. */
  expectsKey: boolean;
}

/**
 * The keys that a JSON text has twice in one object: a parser keeps the last, and what the first
 * said is gone without a word.
 *
 * @param json - Text that `JSON.parse` accepts.
 * @param file - What messages call it.
 */
export function duplicateKeys(json: string, file: string): DescriptionProblem[] {
  const problems: DescriptionProblem[] = [];
  const open: Container[] = [];
  // Strings whole, so that nothing in them is taken for structure.
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === "{") {
      open.push({ keys: new Set(), current: "", expectsKey: true });
    } else if (token === "[") {
      open.push({ keys: undefined, current: 0, expectsKey: false });
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (inner !== undefined && token === ",") {
      if (typeof inner.current === "number") inner.current += 1;
      else inner.expectsKey = true;
    } else if (inner?.keys !== undefined && inner.expectsKey) {
      // It was found to be a JSON string.
      const key = JSON.parse(token) as string;
      inner.current = key;
      inner.expectsKey = false;
      if (inner.keys.has(key)) {
        const pointer = childPointer("#", ...open.map(({ current }) => current));
        const message = `The key "${key}" stands here twice: leave one out, or rename it.`;
        problems.push({ file, pointer, message });
      }
      inner.keys.add(key);
    }
  }
  return problems;
}
