import type { MethodModel } from "../model/model.js";
import type { Level } from "./change.js";

/** A method as it was and as it is. */
export interface MethodPair {
  readonly base: MethodModel;
  readonly revision: MethodModel;
}

/** What differs about a method: the rest of a sentence that begins with its name. */
export interface Finding {
  readonly level: Level;
  /** The rest of the sentence, with the verb as one method needs it, or as several do. */
  readonly says: (isOne: boolean) => string;
}

export function majorFinding(says: Finding["says"]): Finding {
  return { level: "major", says };
}

export function minorFinding(says: Finding["says"]): Finding {
  return { level: "minor", says };
}

export function patchFinding(says: Finding["says"]): Finding {
  return { level: "patch", says };
}
