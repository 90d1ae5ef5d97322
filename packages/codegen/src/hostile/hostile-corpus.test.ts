import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compilerErrors } from "../test-helpers/type-check.js";
import { documents } from "./documents.test-helpers.js";
import { CANARY, injections } from "./injections.test-helpers.js";
import { missingParts } from "./missing-parts.test-helpers.js";
import { REFUSED } from "./refused.test-helpers.js";
import type { Outcome } from "./run-tasks.test-helpers.js";
import { workshop, type Workshop } from "./workshop.test-helpers.js";

const corpus = { ...injections, ...documents };
const names = Object.keys(corpus);

let work: Workshop;
let outcomes: ReadonlyMap<string, Outcome>;

beforeAll(async () => {
  work = await workshop();
  outcomes = await work.generateAll(corpus);
}, 300_000);

afterAll(() => work.remove());

test("the corpus is as large as it has to be", () => {
  expect(names.length).toBeGreaterThan(200);
  expect([...REFUSED].filter((name) => !names.includes(name))).toEqual([]);
});

describe("a description is generated, or refused with what is to be done", () => {
  test.each(names)("%s", (name) => {
    const outcome = outcomes.get(name);
    expect(outcome?.kind === "crashed" ? outcome.message : outcome?.kind).toBe(
      REFUSED.has(name) ? "refused" : "generated",
    );
    const told =
      outcome === undefined || outcome.kind === "crashed"
        ? []
        : outcome.kind === "refused"
          ? outcome.problems
          : outcome.warnings;
    for (const { file, pointer, message } of told) {
      expect(file).not.toBe("");
      expect(pointer).toMatch(/^#(\/|$)/);
      expect(message).toMatch(/[.)]$/);
      // No stack, and nothing that a reader could take for one.
      expect(message).not.toMatch(/^\s+at /m);
    }
  });
});

test("what is refused leaves nothing behind, and nothing is written elsewhere", async () => {
  const entries = await readdir(work.folder, { recursive: true });
  const wrong = entries.filter((entry) => {
    const [index = "", inner, ...rest] = entry.split("/");
    const name = names[Number(index)];
    const isGenerated = outcomes.get(name ?? "")?.kind === "generated";
    if (inner === undefined) return name === undefined;
    return inner === "description"
      ? false
      : !(inner === "generated" && isGenerated && rest.length < 2);
  });
  expect(wrong).toEqual([]);
});

test(
  "what is generated is TypeScript that the strict compiler accepts",
  { timeout: 120_000 },
  async () => {
    // Its types are those of any of its operations, ten thousand times.
    expect(await compilerErrors(work.folder, [`${names.indexOf("10,000 operations")}/**`])).toBe(
      "",
    );
  },
);

test("what is generated has no effect when it is imported", { timeout: 60_000 }, async () => {
  const entries = await readdir(work.folder, { recursive: true });
  const files = entries
    .filter((entry) => /\/generated\/[^/]+(?<!\.d)\.[jt]s$/.test(entry))
    .map((entry) => join(work.folder, entry));
  expect(files.length).toBeGreaterThan(500);
  expect(await work.importAll(files)).toEqual({ kind: "generated", warnings: [] });
  expect(await readdir(work.folder)).not.toContain(CANARY);
});

test(
  "no operation, parameter, value or media type is left out without a word",
  { timeout: 60_000 },
  async () => {
    const missing: string[] = [];
    for (const [index, name] of names.entries()) {
      const outcome = outcomes.get(name);
      if (outcome?.kind !== "generated") continue;
      const read = (file: string): Promise<string> =>
        readFile(join(work.folder, String(index), "generated", file), "utf8");
      const parts = missingParts({
        document: JSON.parse(await read("openapi.json")),
        operations: await read("operations.ts"),
        types: await read("types.ts"),
        schema: await read("schema.ts"),
        warnings: outcome.warnings.map(({ message }) => message),
      });
      missing.push(...parts.map((part) => `${name}: ${part}`));
    }
    expect(missing).toEqual([]);
  },
);

test("an effect, a crash and a missing operation would be found", { timeout: 60_000 }, async () => {
  const file = join(work.folder, "effect.mjs");
  await work.write("effect.mjs", "globalThis.effect = 1;\n");
  expect(await work.importAll([file])).toEqual({
    kind: "crashed",
    message: "It has added effect to what all code shares.",
  });
  await work.write("effect.mjs", "process.exit(3);\n");
  expect(await work.importAll([`${file}?again`])).toEqual({
    kind: "crashed",
    message: "The process ended by 3.",
  });
  expect(
    missingParts({
      document: {
        paths: {
          "/a": {
            get: {
              operationId: "a.get",
              parameters: [{ name: "q", in: "query", schema: { enum: ["x"] } }],
              responses: { "200": { content: { "text/csv": {} } } },
            },
          },
        },
      },
      operations: "",
      types: "",
      schema: "",
      warnings: [],
    }),
  ).toEqual(['operation "a.get"', 'parameter "q"', 'media type "text/csv"', 'value "x"']);
});
