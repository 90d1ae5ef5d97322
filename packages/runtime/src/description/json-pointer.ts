/**
 * Reads what a JSON Pointer (RFC 6901) points at; undefined where nothing is.
 *
 * Only what JSON has is followed: neither what is inherited nor the length of an array.
 */
export function readPointer(value: unknown, pointer: string): unknown {
  let current = value;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    // The length of an array is its own too, but not enumerable.
    if (typeof current !== "object" || current === null) return undefined;
    if (!{}.propertyIsEnumerable.call(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}
