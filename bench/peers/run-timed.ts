import { execFile } from "node:child_process";

/** What a process has taken. */
export interface Taken {
  readonly output: string;
  /** Seconds on the clock. */
  readonly seconds: number;
  /** Seconds of the processor's. */
  readonly cpu: number;
  /** Megabytes at most. */
  readonly megabytes: number;
}

/** Tells what a process has taken, in its last line of errors. */
const METER = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write(`\\nusage ${userCPUTime + systemCPUTime} ${maxRSS}\\n`); });',
)}`;

/**
 * Runs a program of Node's, and says what it took.
 *
 * @throws Error - it failed: with all that it wrote.
 */
export function runTimed(
  parameters: readonly string[],
  options: { readonly cwd: string },
): Promise<Taken> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ["--import", METER, ...parameters],
      {
        cwd: options.cwd,
        maxBuffer: 100_000_000,
        env: { ...process.env, REDOCLY_TELEMETRY: "off", DO_NOT_TRACK: "1" },
      },
      (error, stdout, stderr) => {
        const seconds = (performance.now() - start) / 1000;
        const [, cpu, memory] = /\nusage (\d+) (\d+)\n/.exec(stderr) ?? [];
        if (error !== null || cpu === undefined) {
          reject(new Error(`${parameters.join(" ")} failed:\n${stdout}\n${stderr}`));
        } else {
          const megabytes = Number(memory) / 1024;
          resolve({ output: stdout, seconds, cpu: Number(cpu) / 1e6, megabytes });
        }
      },
    );
  });
}
