/**
 * A value as JSON has it, which is what schemas speak of: a `Date` is text, what is undefined is
 * not there, and a `bigint` is a number, which may round it but never makes it another type.
 *
 * @param value - Is not changed.
 * @param isForm - Bytes are text, as the field of a form that they fill is to its schema.
 */
export function jsonValue(value: unknown, isForm: boolean): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return isForm ? "" : {};
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return jsonValue(Reflect.apply(value.toJSON, value, []), isForm);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => (isLeftOut(item) ? null : jsonValue(item, isForm)));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
      isLeftOut(inner) ? [] : [[name, jsonValue(inner, isForm)]],
    ),
  );
}

/** What JSON.stringify leaves out of objects, and makes null in arrays. */
function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}
