import leven from "leven";

/** The name that is most like a word; undefined where there are none. */
export function nearestName(names: Iterable<string>, word: string): string | undefined {
  return [...names].toSorted((a, b) => leven(a, word) - leven(b, word))[0];
}
