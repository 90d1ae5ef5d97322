import { DescriptionError } from "../description-error.js";
import { UsageError } from "../usage-error.js";

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
  [
    "import",
    {
      usage: [
        "import <provider> [--from <where>] [--sha256 <hash>] [--licence <name>]",
        "an OpenAPI or Swagger description -> specs/<provider>; <where> is an https URL, a path or npm:<package>/<path>",
      ],
      load: async () => (await import("./import.js")).importCommand,
    },
  ],
  [
    "new",
    {
      usage: ["new <provider>", "specs/<provider> -> a package like the others, ready to build"],
      load: async () => (await import("./new.js")).newCommand,
    },
  ],
  [
    "diff",
    {
      usage: [
        "diff [provider…] [--against <path | git:ref>] [--format json] [--check] [--write-changeset] [--record]",
        "what differs from the published description, for who uses it; --check fails where no changeset says so",
      ],
      load: async () => (await import("./diff.js")).diffCommand,
    },
  ],
  [
    "drift",
    {
      usage: ["drift [provider…]", "what has changed at the origin of imported descriptions"],
      load: async () => (await import("./drift.js")).driftCommand,
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
