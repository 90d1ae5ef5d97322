import { closestMatch } from "leven";

/**
 * The advice for a name that is not known: the known one that was probably meant, or else all of
 * them.
 */
export function nearest(name: string, known: readonly string[]): string {
  // A name that differs in more than a third of its letters is another word.
  const maxDistance = Math.ceil(name.length / 3);
  const match = closestMatch(name, known, { maxDistance });
  return match === undefined
    ? `known are ${known.map((key) => `\`${key}\``).join(", ")}.`
    : `did you mean \`${match}\`?`;
}
