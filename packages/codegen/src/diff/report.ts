import type { Change } from "./change.js";

/** "3 changes, 1 of them breaking". */
export function countText(changes: readonly Change[]): string {
  const breaking = changes.filter(({ level }) => level === "major").length;
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  return breaking === 0 ? count : `${count}, ${breaking} of them breaking`;
}

/** A line for each change, with its level in front. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes.map(({ level, says }) => `  ${level}  ${says}`);
}
