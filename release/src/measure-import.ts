import { run } from "./run.ts";

/** What an import costs. Times are medians, in milliseconds. */
export interface ImportCost {
  /** The import and what was made with it, over that of an empty module. */
  readonly time: number;
  /** The same, as a part of the time that Node takes until its first line of code runs. */
  readonly part: number;
  /** Files that were read for it. */
  readonly files: number;
  /** Whether the platform's fetch was loaded, which takes longer than everything else. */
  readonly loadsFetch: boolean;
}

const RUNS = 9;

/**
 * Imports a package in fresh processes, in turn with an empty module.
 *
 * @param project - a folder that can import the package
 * @param specifier - `@parley/sinch`
 * @param use - what is done with it: `createSinch({ … })`
 */
export function measureImport(project: string, specifier: string, use: string): ImportCost {
  const name = /^\w+/.exec(use)?.[0] ?? "";
  const program = `const { ${name} } = await import("${specifier}"); ${use};`;
  const empty = `await import("data:text/javascript,");`;
  const runs = Array.from({ length: RUNS }, () => {
    const nothing = probe(project, empty);
    const something = probe(project, program);
    const time = something.time - nothing.time;
    return { time, part: time / ((something.started + nothing.started) / 2) };
  });
  return {
    time: median(runs.map(({ time }) => time)),
    part: median(runs.map(({ part }) => part)),
    ...whatIsLoaded(project, program),
  };
}

function probe(project: string, program: string): { started: number; time: number } {
  const code = `
    const started = performance.now();
    ${program}
    console.log(JSON.stringify({ started, time: performance.now() - started }));`;
  const output = run(process.execPath, ["--input-type=module", "--eval", code], { cwd: project });
  // The shape is that of the line above.
  return JSON.parse(output) as { started: number; time: number };
}

function whatIsLoaded(project: string, program: string): Pick<ImportCost, "files" | "loadsFetch"> {
  const code = `
    import { registerHooks } from "node:module";
    let files = 0;
    registerHooks({ load: (url, context, next) => { files += 1; return next(url, context); } });
    ${program}
    const loadsFetch = process.moduleLoadList.some((one) => one.endsWith("internal/deps/undici/undici"));
    console.log(JSON.stringify({ files, loadsFetch }));`;
  const output = run(process.execPath, ["--input-type=module", "--eval", code], { cwd: project });
  // The shape is that of the line above.
  return JSON.parse(output) as Pick<ImportCost, "files" | "loadsFetch">;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}
