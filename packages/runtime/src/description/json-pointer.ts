// A description has few pointers, and each is read with every answer.
const known = new Map<string, readonly string[]>();

function keysOf(pointer: string): readonly string[] {
  let keys = known.get(pointer);
  if (keys === undefined) {
    const tokens = pointer.split("/").slice(1);
    keys = tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    known.set(pointer, keys);
  }
  return keys;
}

/**
 * Reads what a JSON Pointer (RFC 6901) points at; undefined where nothing is.
 *
 * Only what JSON has is followed: neither what is inherited nor the length of an array.
 *
 * @param pointer - One of a description's: it is remembered.
 */
export function readPointer(value: unknown, pointer: string): unknown {
  let current = value;
  for (const key of keysOf(pointer)) {
    // The length of an array is its own too, but not enumerable.
    if (typeof current !== "object" || current === null) return undefined;
    if (!{}.propertyIsEnumerable.call(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}
