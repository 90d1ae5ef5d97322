// Measures what the packages, packed as they are built, cost those who use them, and compares it
// with budgets.ts:
//
//   pnpm check:budgets
//   pnpm check:budgets --profile   says besides where the bytes of each bundle come from
import {
  type Budget,
  BUNDLES,
  IMPORT_FILES,
  IMPORT_TIME,
  INSTALLED,
  TYPE_CHECKS,
} from "./budgets.ts";
import { addConsumers, compile } from "./compile.ts";
import { closureOf, readLockfile } from "./lockfile.ts";
import { measureBundle } from "./measure-bundle.ts";
import { measureImport } from "./measure-import.ts";
import { projectOfPackedPackages, publishedPackages } from "./packed-packages.ts";

/** How much of a budget has to be used, for it not to be too wide. */
const LEAST_USED = 0.8;

const PROGRAMS: Readonly<Record<string, string>> = {
  "asapp: one call": `import { createAsapp } from "@parley/asapp"; await createAsapp().conversations.get({ conversationId: "c" });`,
  "rapidpro: one call": `import { createRapidPro } from "@parley/rapidpro"; await createRapidPro().workspace.get();`,
  "respond-io: one call": `import { createRespondIo } from "@parley/respond-io"; await createRespondIo().contacts.get({ identifier: "id:1" });`,
  "sinch: one call": `import { createSinch } from "@parley/sinch"; await createSinch().apps.get({ app_id: "a" });`,
  "sinch: whole client": `export * from "@parley/sinch";`,
  runtime: `export { createClient } from "@parley/runtime";`,
};

const CLIENTS: Readonly<Record<string, string>> = {
  "@parley/asapp": `createAsapp({ apiId: "a", apiSecret: "b", environment: "sandbox" })`,
  "@parley/rapidpro": `createRapidPro({ token: "t", host: "textit" })`,
  "@parley/respond-io": `createRespondIo({ token: "t" })`,
  "@parley/sinch": `createSinch({ projectId: "p", keyId: "k", keySecret: "s" })`,
};

const problems: string[] = [];
const { project } = projectOfPackedPackages();
addConsumers(project);

title("Bundles, bytes after gzip");
for (const [name, program] of Object.entries(PROGRAMS)) {
  const { gzip, minified, modules } = await measureBundle(project, program);
  const isOver = judge(name, gzip, BUNDLES[name], `${minified} minified`);
  if (!isOver && !process.argv.includes("--profile")) continue;
  for (const [module, bytes] of modules.slice(0, 12)) console.log(`    ${bytes} ${module}`);
}

title("Import of a package and creation of its client");
for (const [name, use] of Object.entries(CLIENTS)) {
  const { time, part, files, loadsFetch } = measureImport(project, name, use);
  judge(`${name}: of Node's own start`, part, IMPORT_TIME, `${time.toFixed(1)} ms`);
  judge(`${name}: files`, files, IMPORT_FILES[name]);
  if (loadsFetch) problems.push(`${name}: loads the platform's fetch before anything is called.`);
}

title("Type checks of ten calls, instantiations of TypeScript 5.9");
for (const [program, budget] of Object.entries(TYPE_CHECKS)) {
  const { counts, errors } = compile({
    project,
    compiler: "5.9",
    program,
    compilerOptions: { strict: true, skipLibCheck: true },
  });
  problems.push(...errors);
  judge(program, counts.get("Instantiations") ?? Number.NaN, budget);
}

title("Packages that an install brings along");
const lockfile = readLockfile();
for (const { name, folder } of publishedPackages()) {
  const { packages, own } = closureOf(lockfile, folder);
  judge(name, packages.size + own.size - 1, INSTALLED[name]);
}

for (const problem of problems) console.error(problem);
console.log(`\n${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function title(text: string): void {
  console.log(`\n${text}`);
}

/** @returns whether it is over its budget */
function judge(name: string, measured: number, budget: Budget | undefined, more?: string): boolean {
  if (budget === undefined) {
    problems.push(`${name}: it has no budget; give it one in release/src/budgets.ts.`);
    return true;
  }
  const { most, why } = budget;
  const isOver = !(measured <= most);
  const note =
    measured < most * LEAST_USED && budget !== IMPORT_TIME ? "; the budget may be lowered" : "";
  const details = more === undefined ? "" : ` (${more})`;
  console.log(
    `  ${isOver ? "OVER" : "ok  "} ${name}: ${shown(measured)} of ${shown(most)}${details}${note}`,
  );
  if (isOver) {
    problems.push(
      `${name}: ${shown(measured)}, ${shown(measured - most)} above its budget of ${shown(most)} (${why}).`,
    );
  }
  return isOver;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
