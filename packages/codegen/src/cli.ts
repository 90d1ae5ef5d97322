import { stderr } from "node:process";
import { UsageError } from "./commands/usage-error.js";
import { DescriptionError } from "./description-error.js";

const USAGE = `Usage: parley <command>

  parley generate [provider…] [--check]   specs/<provider> -> packages/<provider>/src/generated
`;

/** Runs a command; what it returns is the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

// A command is loaded when it is called for, as each brings large packages with it.
const commands = new Map<string, () => Promise<Command>>([
  ["generate", async () => (await import("./commands/generate.js")).generateCommand],
]);

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(USAGE);
    return 0;
  }
  const load = commands.get(name ?? "");
  if (load === undefined) {
    stderr.write(`${name === undefined ? "No command is given." : `There is no command "${name}".`}\n\n${USAGE}`);
    return 2;
  }
  try {
    const command = await load();
    return await command(args);
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof DescriptionError)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
