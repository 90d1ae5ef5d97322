import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DescriptionProblem } from "../description-error.js";

/** What a generator's process is asked to do. */
export type Task =
  | { readonly kind: "generate"; readonly description: string; readonly output: string }
  | { readonly kind: "import"; readonly files: readonly string[] };

/** How it went. */
export type Outcome =
  | { readonly kind: "generated"; readonly warnings: readonly DescriptionProblem[] }
  | { readonly kind: "refused"; readonly problems: readonly DescriptionProblem[] }
  /** An error that is not designed, no answer in time, or too much memory. */
  | { readonly kind: "crashed"; readonly message: string };

/** What the process sends back. */
export interface Answer {
  readonly outcome: Outcome;
  /** Milliseconds of the processor's. */
  readonly time: number;
}

/**
 * Milliseconds of the processor's that no description may take more of: the ten seconds that are
 * promised, twice, as a processor that the other tests use as well does less in its time.
 */
const TIME_LIMIT = 20_000;

/** After as many there will be no answer, however busy the machine is. */
const PATIENCE = 90_000;

/** Megabytes. */
const MEMORY_LIMIT = 1500;

/**
 * Runs tasks one after the other in a process that is bounded in time and memory, and is started
 * anew where one of them was too much for it.
 *
 * @param folder - The working directory of the process.
 */
export async function runTasks(tasks: readonly Task[], folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let worker: ChildProcess | undefined;
  try {
    for (const task of tasks) {
      worker ??= start(folder);
      const outcome = await outcomeOf(worker, task);
      if (outcome.kind === "crashed") {
        worker.kill("SIGKILL");
        worker = undefined;
      }
      outcomes.push(outcome);
    }
  } finally {
    worker?.kill("SIGKILL");
  }
  return outcomes;
}

function source(name: string): string {
  return fileURLToPath(new URL(`./${name}.test-helpers.ts`, import.meta.url));
}

function start(folder: string): ChildProcess {
  return fork(source("generator-process"), {
    cwd: folder,
    execArgv: [`--max-old-space-size=${MEMORY_LIMIT}`, "--import", source("register-sources")],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function outcomeOf(worker: ChildProcess, task: Task): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      worker.kill("SIGKILL");
      resolve({ kind: "crashed", message: `No answer came in ${PATIENCE} ms.` });
    }, PATIENCE);
    worker.once("message", ({ outcome, time }: Answer) => {
      clearTimeout(timer);
      worker.removeAllListeners("exit");
      resolve(
        time <= TIME_LIMIT
          ? outcome
          : { kind: "crashed", message: `It took ${time} ms of the processor's time.` },
      );
    });
    worker.once("exit", (code, signal) => {
      clearTimeout(timer);
      resolve({ kind: "crashed", message: `The process ended by ${signal ?? String(code)}.` });
    });
    worker.send(task);
  });
}
