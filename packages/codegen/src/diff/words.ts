/** Names as code: "`a`, `b` and 3 more". */
export function named(names: readonly string[], most = 3): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > most + 1) {
    return `${quoted.slice(0, most).join(", ")} and ${quoted.length - most} more`;
  }
  const last = quoted.at(-1) ?? "";
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} and ${last}`;
}

/** A value as it would be written, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return `\`${text.length > 80 ? `${text.slice(0, 77)}...` : text}\``;
}

/** What is in one list and not in the other, by value. */
export function without(list: unknown, other: unknown): string[] {
  const taken = new Set(texts(other));
  return texts(list).filter((text) => !taken.has(text));
}

function texts(list: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(list) ? list : [];
  return values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
