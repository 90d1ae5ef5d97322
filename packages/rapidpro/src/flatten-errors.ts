/**
 * Makes lines of what RapidPro says of a refused body, each with the path of what it is about.
 *
 * @param tree - The body of a 400, `error.body` (`RequestError` in `@parley/rapidpro/types`), or a
 * part of it.
 * @returns `path: message` for each message, in order; the message alone where there is no path.
 * @example
 * ```ts
 * flattenErrors({ urns: { "0": ["URN is in use by another contact."] } });
 * // ["urns.0: URN is in use by another contact."]
 * ```
 */
export function flattenErrors(tree: unknown): string[] {
  return lines(tree, []);
}

// Not about one property, so that they have no path (Django REST framework's names). Further down
// they are names like any other: a contact's field may be called `detail`.
const WITHOUT_PATH: ReadonlySet<string> = new Set(["non_field_errors", "detail"]);

function lines(tree: unknown, path: readonly string[]): string[] {
  if (typeof tree === "string") return [path.length === 0 ? tree : `${path.join(".")}: ${tree}`];
  if (typeof tree !== "object" || tree === null) return [];
  // A list of messages adds nothing to the path; a list of trees says which item it is by its position.
  if (Array.isArray(tree)) {
    return tree.flatMap((inner: unknown, index) =>
      lines(inner, typeof inner === "string" ? path : [...path, String(index)]),
    );
  }
  return Object.entries(tree).flatMap(([key, inner]) =>
    lines(inner, path.length === 0 && WITHOUT_PATH.has(key) ? path : [...path, key]),
  );
}
