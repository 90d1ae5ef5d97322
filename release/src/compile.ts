import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packed-packages.ts";

/** The compilers that consumers may have, as this package has them. */
export const COMPILERS = {
  "5.4": "typescript-5.4",
  "5.9": "typescript-5.9",
  "6.0": "typescript-6.0",
  "7.0": "typescript",
} as const;

/** A program of `consumers/`, and how it is compiled. */
export interface Compilation {
  /** A folder that can import the packed packages. */
  readonly project: string;
  readonly compiler: keyof typeof COMPILERS;
  /** `method-calls` for `consumers/method-calls.ts`. */
  readonly program: string;
  /** Beside those that every program has; `skipLibCheck` is off unless it is given. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** What a compiler said. */
export interface CompilationResult {
  /** Errors in the program and in our own declarations. */
  readonly errors: readonly string[];
  /** Errors in declarations of others: not ours to mend, and gone with `skipLibCheck`. */
  readonly foreign: readonly string[];
  /** What `--extendedDiagnostics` counts, by its name: `Instantiations`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Puts the programs of `consumers/` into a project, with what they need besides the packages. */
export function addConsumers(project: string): void {
  cpSync(join(root, "release", "consumers"), join(project, "consumers"), { recursive: true });
  writeFileSync(join(project, "consumers", "package.json"), JSON.stringify({ type: "module" }));
  symlinkSync(join(root, "node_modules", "@types"), join(project, "node_modules", "@types"));
}

/** Compiles one program, as its author would. */
export function compile(compilation: Compilation): CompilationResult {
  const { project, compiler, program, compilerOptions } = compilation;
  const folder = join(project, "consumers");
  const isOfNode = program === "node";
  const config = {
    compilerOptions: {
      noEmit: true,
      target: "es2022",
      module: "nodenext",
      lib: isOfNode
        ? ["es2023", "dom", "dom.iterable", "dom.asynciterable"]
        : ["es2022", "dom", "dom.iterable"],
      types: isOfNode ? ["node"] : [],
      skipLibCheck: false,
      extendedDiagnostics: true,
      ...compilerOptions,
    },
    files: [`${program}.ts`],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "release", "node_modules", COMPILERS[compiler], "bin", "tsc");
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [tsc, "-p", folder, "--pretty", "false"],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (error) throw error;
  const lines = stdout.split("\n");
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, name, count] = /^([A-Z][\w ]+):\s+(\d+)$/.exec(line) ?? [];
    if (name !== undefined) counts.set(name, Number(count));
  }
  // A compiler that did not come to its end has counted nothing.
  if (!counts.has("Instantiations")) throw new Error(`TypeScript ${compiler}:\n${stdout}${stderr}`);
  const errors = lines.filter((line) => /\berror TS\d+:/.test(line));
  return {
    errors: errors.filter((line) => !isForeign(line)),
    foreign: errors.filter(isForeign),
    counts,
  };
}

/** Whether an error is in declarations that are not ours. */
function isForeign(line: string): boolean {
  const [file = ""] = line.split("(");
  const ours = /(?:^|\/)node_modules\/@parley\/[\w-]+\/(?:dist|src)\//;
  return file.includes("node_modules/") && !ours.test(file);
}
