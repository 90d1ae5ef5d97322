import { spawnSync } from "node:child_process";

/** Where and how {@link run} runs a command. */
export interface RunOptions {
  readonly cwd: string;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Exit codes that are no failure. Default: 0. */
  readonly allowed?: readonly number[] | undefined;
}

/**
 * Runs a command to its end, and gives what it wrote to its standard output.
 *
 * @throws Error - it could not be started, or failed: with the command and all that it wrote.
 */
export function run(command: string, args: readonly string[], options: RunOptions): string {
  const { cwd, env = process.env, allowed = [0] } = options;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...env, DO_NOT_TRACK: "1", REDOCLY_TELEMETRY: "off" },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error === undefined && status !== null && allowed.includes(status)) return stdout;
  const said = [stdout, stderr, error?.message].filter(Boolean).join("\n").slice(-8000);
  throw new Error(`${command} ${args.join(" ")} failed in ${cwd}:\n${said}`);
}
