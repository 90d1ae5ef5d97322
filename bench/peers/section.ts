// What every section of the benchmark is: a process of its own that measures, and answers with a table.
import { median } from "../report.ts";

/** What a section is started with. */
export interface Settings {
  /** How often everything is measured. */
  readonly rounds: number;
  /** A folder with what `prepare.ts` has made, for more of the same. */
  readonly folder: string;
}

/** What is measured, and its unit. */
export interface Column {
  readonly title: string;
  /** Digits behind the point. */
  readonly digits: number;
}

/** What a section has measured. */
export interface Section {
  readonly title: string;
  /** What was done, in a sentence or two. */
  readonly about: string;
  readonly columns: readonly Column[];
  /** A figure is absent where it does not apply. */
  readonly rows: readonly { readonly name: string; readonly figures: readonly (number | null)[] }[];
  /** How much slower the machine was in the middle than at its fastest: 1 is perfectly quiet. */
  readonly noise?: number;
  /** The column that the chart shows, and what it counts in words. */
  readonly charted: {
    readonly column: number;
    readonly unit: string;
    readonly better: "less" | "more";
  };
}

/** A section, and how noisy the machine was meanwhile. */
export interface JudgedSection extends Section {
  /** Cores that were busy while nothing of ours ran. */
  readonly others: number;
  readonly isNoisy: boolean;
}

/** Runs a section's measurements, and gives the parent what they say. */
export async function runSection(measure: (settings: Settings) => Promise<Section>): Promise<void> {
  // Given by the parent, of this type.
  const settings = JSON.parse(process.argv[2] ?? "") as Settings;
  const section = await measure(settings);
  process.send?.(section, () => process.exit(0));
}

/** Figures of one candidate in one round. */
export type Figures<Name extends string> = Readonly<Record<Name, number>>;

/** Figures of all candidates in all rounds. */
export interface Measured<Name extends string> {
  /** The median; or, beside another candidate, that of the rounds' own ratios. */
  readonly of: (candidate: string, figure: Name, beside?: string) => number;
  readonly noise: number;
}

/**
 * Measures candidates in rounds, so that a slow moment of the machine falls on all of them. Every
 * other round runs the other way round, so that nobody always follows the same one.
 */
export async function measureInRounds<Name extends string>(
  candidates: readonly string[],
  count: number,
  measure: (candidate: string, round: number) => Promise<Figures<Name>>,
): Promise<Measured<Name>> {
  const rounds: Record<string, Figures<Name>>[] = [];
  const spins: number[] = [];
  for (let round = 0; round < count; round++) {
    const figures: Record<string, Figures<Name>> = {};
    for (const candidate of round % 2 === 0 ? candidates : candidates.toReversed()) {
      spins.push(spin());
      figures[candidate] = await measure(candidate, round);
    }
    rounds.push(figures);
  }
  const figureOf = (figures: Record<string, Figures<Name>>, candidate: string, figure: Name) =>
    figures[candidate]?.[figure] ?? Number.NaN;
  return {
    of: (candidate, figure, beside) => {
      const values = rounds.map(
        (figures) =>
          figureOf(figures, candidate, figure) /
          (beside === undefined ? 1 : figureOf(figures, beside, figure)),
      );
      // A round may have come to nothing.
      return median(values.filter((value) => !Number.isNaN(value)));
    },
    noise: median(spins) / Math.min(...spins),
  };
}

/** Milliseconds for work that is always the same: what differs is the machine. */
function spin(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 5_000_000; index++) sum = (sum * 31 + index) | 0;
  // A result that nobody looks at need not be computed.
  if (sum === 1) throw new Error("This is not what the loop comes to.");
  return performance.now() - start;
}
