import { DescriptionError } from "../description-error.js";
import { UsageError } from "./usage-error.js";

/** Runs a command; what it returns is the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

interface CommandEntry {
  /** What the command takes, and what it does. */
  readonly usage: readonly [line: string, purpose: string];
  /** A command is loaded when it is called for, as each brings large packages with it. */
  readonly load: () => Promise<Command>;
}

const commands: ReadonlyMap<string, CommandEntry> = new Map([
  [
    "generate",
    {
      usage: [
        "generate [provider…] [--check]",
        "specs/<provider> -> packages/<provider>/src/generated; --check writes nothing",
      ],
      load: async () => (await import("./generate.js")).generateCommand,
    },
  ],
]);

/**
 * Runs `parley` with its arguments.
 *
 * @returns The exit code: 0, 1 where the command found a fault, 2 where it was called wrongly.
 */
export async function runCommandLine([name = "", ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(usage());
    return 0;
  }
  try {
    const entry = commands.get(name);
    if (entry === undefined) {
      throw new UsageError(name === "" ? "No command is given." : `There is no command "${name}".`);
    }
    const command = await entry.load();
    return await command(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${usage()}`);
      return 2;
    }
    if (!(error instanceof DescriptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function usage(): string {
  const lines = [...commands.values()].map(
    ({ usage: [line, purpose] }) => `  parley ${line}\n      ${purpose}\n`,
  );
  return `Usage: parley <command>\n\n${lines.join("")}`;
}
