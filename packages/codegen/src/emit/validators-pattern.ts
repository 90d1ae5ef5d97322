import { isSafePattern } from "redos-detector";

// Longer ones are no patterns that a person wrote, and take long to look at.
const LONGEST = 1000;

// Steps of the search for a text that matches in many ways, about a second; the longest pattern of
// our descriptions takes half of them. Without a bound the search may be as slow as the pattern.
const MOST_STEPS = 4000;

// Ways in which one text may match before matching takes more than linear time, more or less.
const MOST_WAYS = 200;

/**
 * Why a pattern is not checked; undefined where it is.
 *
 * A pattern comes from whoever wrote the description, and is matched with what anyone sent: one
 * that no engine reads would break the module, and one that matches in many ways would stop the
 * process for as long as the sender likes.
 */
export function patternProblem(pattern: string): string | undefined {
  const known = problems.get(pattern);
  if (known !== undefined || problems.has(pattern)) return known;
  const problem = findProblem(pattern);
  problems.set(pattern, problem);
  return problem;
}

/** The same patterns come again and again. */
const problems = new Map<string, string | undefined>();

function findProblem(pattern: string): string | undefined {
  try {
    // As JSON Schema has it: ECMA-262, with Unicode.
    void new RegExp(pattern, "u");
  } catch {
    return "is no regular expression of ECMA-262 with Unicode";
  }
  if (pattern.length > LONGEST) return `is longer than ${LONGEST} characters`;
  try {
    const { safe } = isSafePattern(pattern, {
      unicode: true,
      maxScore: MOST_WAYS,
      maxSteps: MOST_STEPS,
      // Time is no measure that gives the same output everywhere.
      timeout: Infinity,
    });
    return safe ? undefined : "may take very long to match";
  } catch {
    return "uses what cannot be looked at for how long it takes";
  }
}
