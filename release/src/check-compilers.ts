// Compiles programs that use every entry of the packed packages, as consumers' compilers do:
//
//   pnpm check:compilers         the oldest and the newest
//   pnpm check:compilers --all   TypeScript 5.4 to 7, each resolution, strict and not
//
// `skipLibCheck` is off: our declarations are checked like the programs. The programs have lines
// that must not compile (`@ts-expect-error`), so that types which take anything would be seen.
import { addConsumers, compile, COMPILERS } from "./compile.ts";
import { projectOfPackedPackages } from "./packed-packages.ts";

const RESOLUTIONS = {
  node16: { module: "node16", moduleResolution: "node16" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

type Compiler = keyof typeof COMPILERS;
type Resolution = keyof typeof RESOLUTIONS;

interface Case {
  readonly compiler: Compiler;
  readonly resolution: Resolution;
  readonly strict: boolean;
  readonly program: string;
}

// Object.keys loses the type of keys.
const compilers = Object.keys(COMPILERS) as Compiler[];
const resolutions = Object.keys(RESOLUTIONS) as Resolution[];

const FEW: readonly Case[] = [
  { compiler: "5.4", resolution: "nodenext", strict: true, program: "every-platform" },
  { compiler: "7.0", resolution: "bundler", strict: true, program: "every-platform" },
  { compiler: "7.0", resolution: "node16", strict: false, program: "every-platform" },
];
const ALL: readonly Case[] = ["every-platform", "node"].flatMap((program) =>
  compilers.flatMap((compiler) =>
    resolutions.flatMap((resolution) =>
      [true, false].map((strict) => ({ compiler, resolution, strict, program })),
    ),
  ),
);

const { project } = projectOfPackedPackages();
addConsumers(project);
const cases = process.argv.includes("--all") ? ALL : FEW;
let failed = 0;
for (const { compiler, resolution, strict, program } of cases) {
  const { errors, foreign } = compile({
    project,
    compiler,
    program,
    compilerOptions: { ...RESOLUTIONS[resolution], strict },
  });
  const others = foreign.length === 0 ? "" : ` (${foreign.length} errors in others' declarations)`;
  const result = errors.length === 0 ? "green" : `${errors.length} ERRORS`;
  console.log(
    `TypeScript ${compiler}, ${resolution}, ${strict ? "strict" : "not strict"}, ${program}: ${result}${others}`,
  );
  for (const line of errors) console.error(`  ${line}`);
  if (errors.length > 0) failed += 1;
}
console.log(`${cases.length - failed} of ${cases.length} green`);
process.exitCode = failed === 0 ? 0 : 1;
