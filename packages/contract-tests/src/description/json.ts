/** JSON values, and the way through them. */

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as an object, and anything else as an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** A value as a list, and anything else as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as a list of strings. */
export function namesOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** A value as a string; undefined when it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** One more token at the end of a JSON Pointer (RFC 6901). */
export function child(pointer: string, ...tokens: readonly (string | number)[]): string {
  return [
    pointer,
    ...tokens.map((token) => String(token).replaceAll("~", "~0").replaceAll("/", "~1")),
  ].join("/");
}

/** A copy of a value with another value at a JSON Pointer into its objects. */
export function withValueAt(value: unknown, pointer: string, replacement: unknown): unknown {
  const [, token, ...rest] = pointer.split("/");
  if (token === undefined) return replacement;
  const inner = rest.map((next) => `/${next}`).join("");
  const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
  const object = objectOf(value);
  return { ...object, [name]: withValueAt(object[name], inner, replacement) };
}

/** The value at a JSON Pointer, or undefined. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (current, token) =>
        Array.isArray(current) ? current[Number(token)] : objectOf(current)[token],
      value,
    );
}
