import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compilerErrors } from "../test-helpers/type-check.js";
import { CANARY } from "./injections.test-helpers.js";
import { missingParts } from "./missing-parts.test-helpers.js";
import { mutated } from "./mutations.test-helpers.js";
import type { Outcome } from "./run-tasks.test-helpers.js";
import { workshop, type Workshop } from "./workshop.test-helpers.js";

/**
 * `PARLEY_FUZZ_RUNS=5000` looks for longer, and elsewhere each time; `PARLEY_FUZZ_SEED` goes back to
 * where something was found.
 */
const runs = Number(process.env["PARLEY_FUZZ_RUNS"] ?? 150);
const isLong = process.env["PARLEY_FUZZ_RUNS"] !== undefined;
const seed = Number(
  process.env["PARLEY_FUZZ_SEED"] ?? (isLong ? Date.now() % 2 ** 31 : 20_261_121),
);

const samples = fc.sample(mutated, { numRuns: runs, seed });
const named = Object.fromEntries(samples.map((sample, index) => [String(index), sample]));

let work: Workshop;
let outcomes: ReadonlyMap<string, Outcome>;

beforeAll(
  async () => {
    work = await workshop();
    outcomes = await work.generateAll(named);
  },
  60_000 + runs * 1000,
);

afterAll(() => work.remove());

test(`of ${runs} mutations (seed ${seed}) none is more than refused`, () => {
  const crashed = [...outcomes].flatMap(([index, outcome]) =>
    outcome.kind === "crashed" ? [[outcome.message, JSON.stringify(named[index])]] : [],
  );
  expect(crashed).toEqual([]);
  const generated = [...outcomes.values()].filter(({ kind }) => kind === "generated");
  // What is refused from the start would prove little.
  expect(generated.length).toBeGreaterThan(runs / 10);
  expect(generated.length).toBeLessThan(runs);
});

test(
  "what mutations give is TypeScript that the strict compiler accepts",
  { timeout: 60_000 + runs * 500 },
  async () => {
    expect(await compilerErrors(work.folder)).toBe("");
  },
);

test(
  "what mutations give has no effect, and leaves nothing out",
  { timeout: 60_000 + runs * 500 },
  async () => {
    const files: string[] = [];
    const missing: string[] = [];
    for (const [index, outcome] of outcomes) {
      if (outcome.kind !== "generated") continue;
      const folder = join(work.folder, index, "generated");
      const read = (file: string): Promise<string> => readFile(join(folder, file), "utf8");
      const names = await readdir(folder);
      files.push(
        ...names.filter((name) => /(?<!\.d)\.[jt]s$/.test(name)).map((name) => join(folder, name)),
      );
      const parts = missingParts({
        document: JSON.parse(await read("openapi.json")),
        operations: await read("operations.ts"),
        types: await read("types.ts"),
        schema: await read("schema.ts"),
        warnings: outcome.warnings.map(({ message }) => message),
      });
      if (parts.length > 0) missing.push(`${parts.join(", ")} of ${JSON.stringify(named[index])}`);
    }
    expect(missing).toEqual([]);
    expect(await work.importAll(files)).toEqual({ kind: "generated", warnings: [] });
    expect(await readdir(work.folder)).not.toContain(CANARY);
  },
);
