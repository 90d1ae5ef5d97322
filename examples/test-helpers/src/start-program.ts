import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a program ended: by itself with a code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs; `using` ends one that should not outlive a test that fails. */
export interface Program extends Disposable {
  /** Resolves with the match once stdout or stderr has it; rejects when the program ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly exit: Promise<Exit>;
}

/** What {@link startProgram} takes. */
export interface ProgramOptions {
  /** Added to this process's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to stdin, which is closed after it. */
  readonly input?: string;
  /** Where it runs. Default: this process's own folder. */
  readonly cwd?: string;
  /** What runs the command. Default: this process's Node. */
  readonly executable?: string;
}

/**
 * Starts a program as its reader would.
 *
 * @param command - What Node takes: a file, and what that takes after it.
 */
export function startProgram(command: readonly string[], options: ProgramOptions = {}): Program {
  const { env, input = "", cwd, executable = process.execPath } = options;
  const child = spawn(executable, command, {
    cwd,
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined); // It may end without reading all of it.
  child.stdin.end(input);
  const exit = once(child, "close").then(([code, signal]): Exit => ({
    // The two that Node documents for this event.
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  return {
    exit,
    kill: (signal) => void child.kill(signal),
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (match) resolve(match);
        };
        look();
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.once("close", () =>
          reject(new Error(`It ended without ${String(pattern)}:\n${stdout}\n${stderr}`)),
        );
      }),
  };
}
