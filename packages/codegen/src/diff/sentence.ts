import type { Level } from "./change.js";

/** What differs, after the names of the methods that it is about. */
export interface Sentence {
  readonly level: Level;
  readonly text: string;
}

export function majorSentence(text: string): Sentence {
  return { level: "major", text };
}

export function minorSentence(text: string): Sentence {
  return { level: "minor", text };
}
