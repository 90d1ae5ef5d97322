import type { Pointer } from "./description/json-pointer.js";

/** One thing that is wrong with a description. */
export interface DescriptionProblem {
  /** The file, as it was named to the generator. */
  readonly file: string;
  /** Where in the bundled description: `#/paths/~1contacts~1{id}/get`. */
  readonly pointer: Pointer;
  /** What is wrong, and what mends it. */
  readonly message: string;
}

/**
 * A description cannot be generated from. The message lists every problem that was found.
 *
 * @example
 * ```ts
 * try {
 *   await generate({ description: "specs/respond-io", output: "src/generated" });
 * } catch (error) {
 *   if (!(error instanceof DescriptionError)) throw error;
 *   for (const { file, pointer, message } of error.problems) console.error(file, pointer, message);
 * }
 * ```
 */
export class DescriptionError extends Error {
  override readonly name: string = "DescriptionError";
  readonly problems: readonly DescriptionProblem[];

  constructor(problems: readonly DescriptionProblem[], options?: ErrorOptions) {
    const lines = problems.map(({ file, pointer, message }) => `${file}${pointer}\n  ${message}`);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`The description has ${count}.`, ...lines].join("\n"), options);
    this.problems = problems;
  }
}

/** Takes note of a problem, so that one run shows all of them; or of what a client leaves out. */
export type Report = (pointer: Pointer, message: string) => void;
