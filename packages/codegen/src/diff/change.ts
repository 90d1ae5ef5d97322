/** How much a version has to rise for a change, in the words of Semantic Versioning. */
export type Level = "patch" | "minor" | "major";

const RANKS: Readonly<Record<Level, number>> = { patch: 1, minor: 2, major: 3 };

/** One thing that differs for who uses the package. */
export interface Change {
  readonly level: Level;
  /** What it is about: `contacts.get`, `Contact.email`, or `the client`. */
  readonly subject: string;
  /** A sentence for a consumer: what differs, and what that does to code. */
  readonly says: string;
}

/** Whether a level is at least as high as another. */
export function isAtLeast(level: Level | undefined, needed: Level): boolean {
  return level !== undefined && RANKS[level] >= RANKS[needed];
}

/** The highest level of some changes; undefined where there is none. */
export function highestLevel(levels: Iterable<Level>): Level | undefined {
  let highest: Level | undefined;
  for (const level of levels) if (!isAtLeast(highest, level)) highest = level;
  return highest;
}

/** Breaking changes first, and then by what they are about; each sentence once. */
export function ordered(changes: readonly Change[]): Change[] {
  const distinct = new Map(changes.map((change) => [`${change.level} ${change.says}`, change]));
  return [...distinct.values()].toSorted(
    (a, b) =>
      RANKS[b.level] - RANKS[a.level] || compare(a.subject, b.subject) || compare(a.says, b.says),
  );
}

/** By code units, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
