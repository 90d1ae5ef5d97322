// What ten calls cost a consumer's compiler.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check } from "../report.ts";
import { binaryOf, projectIn } from "./prepare.ts";
import { type Figures, measureInRounds, runSection } from "./section.ts";
import { tenCalls } from "./ten-calls.ts";

const COMPILERS = {
  "5.9": binaryOf("typescript-5.9", "bin/tsc"),
  "7.0": binaryOf("typescript", "bin/tsc"),
} as const;

const settings = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2022", "dom", "dom.iterable"],
  types: ["node"],
  strict: true,
  skipLibCheck: true,
};

await runSection(async ({ rounds, folder }) => {
  const project = projectIn(folder);
  const heyApi = declareHeyApi(folder, project);
  const programs = tenCalls(heyApi);
  const names = Object.keys(programs);
  for (const [name, text] of Object.entries(programs)) {
    const place = join(project, name.replaceAll(/\W+/g, "-"));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "calls.ts"), text);
    const compilerOptions = { ...settings, noEmit: true, extendedDiagnostics: true };
    writeFileSync(
      join(place, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["calls.ts"] }),
    );
  }
  const { of, noise } = await measureInRounds(names, rounds, async (name) => {
    const place = join(project, name.replaceAll(/\W+/g, "-"));
    const [old, current] = [compile("5.9", name, place), compile("7.0", name, place)];
    return {
      instantiations: old.instantiations,
      oldTime: old.time,
      time: current.time,
      memory: current.memory,
    };
  });
  return {
    title: "Compiling ten calls",
    about:
      "Ten calls of the same API with each client, but for openai and octokit, which have their own; `nothing` is an empty program. Instantiations of types by TypeScript 5.9, seconds that 5.9 and 7.0 take in all, and megabytes that 7.0 uses; strict, `skipLibCheck`.",
    columns: [
      { title: "instantiations", digits: 0 },
      { title: "5.9, s", digits: 2 },
      { title: "7.0, s", digits: 2 },
      { title: "7.0, MB", digits: 0 },
    ],
    rows: names.map((name) => ({
      name,
      figures: [
        of(name, "instantiations"),
        of(name, "oldTime"),
        of(name, "time"),
        of(name, "memory"),
      ],
    })),
    noise,
    charted: { column: 0, unit: "instantiations of types", better: "less" },
  };
});

function compile(
  compiler: keyof typeof COMPILERS,
  name: string,
  place: string,
): Figures<"instantiations" | "time" | "memory"> {
  const { stdout, status } = spawnSync(process.execPath, [COMPILERS[compiler], "-p", place], {
    encoding: "utf8",
  });
  check(
    status === 0,
    `${name} does not compile by TypeScript ${compiler}: ${stdout.slice(0, 2000)}`,
  );
  const figure = (title: string) =>
    Number(new RegExp(String.raw`^${title}:\s+([\d.]+)`, "m").exec(stdout)?.[1]);
  return {
    instantiations: figure("Instantiations"),
    time: figure("Total time"),
    memory: figure("Memory used") / 1000,
  };
}

/** Compiles hey-api's client, as a package would have it: consumers see declarations. */
function declareHeyApi(folder: string, project: string): string {
  const outDir = join(project, "hey-api");
  const source = join(folder, "hey-api", "index.ts");
  const options = ["--declaration", "--emitDeclarationOnly", "--skipLibCheck", "--strict"];
  const target = ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
  const lib = ["--lib", "es2022,dom,dom.iterable", "--types", ""];
  execFileSync(
    process.execPath,
    [COMPILERS["7.0"], ...options, ...target, ...lib, "--outDir", outDir, source],
    { cwd: dirname(source) },
  );
  return "../hey-api/index.js";
}
