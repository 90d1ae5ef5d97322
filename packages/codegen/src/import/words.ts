/** The words of a name, whatever joins them: `getFile_comments-v2` has get, file, comments, v2. */
export function wordsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** Words as one name in camelCase, which begins with a letter; "" of none. */
export function camelCaseOf(words: readonly string[]): string {
  const name = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  // A name begins with a letter: 2fa is called n2fa.
  return /^[0-9]/.test(name) ? `n${name}` : name;
}

/** A word by which a plural and its singular are the same. */
export function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.replace(/s$/, "");
}
