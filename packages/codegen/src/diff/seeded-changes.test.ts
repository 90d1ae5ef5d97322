import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { OpenApiDocument } from "../description/openapi.js";
import type { Change } from "./change.js";
import { diffDescriptions } from "./diff-descriptions.js";
import {
  edited,
  seededChanges,
  type Provider,
  type SeededChange,
} from "./seeded-changes.test-helpers.js";

const published = new Map<Provider, OpenApiDocument>();

async function read(provider: Provider): Promise<OpenApiDocument> {
  const known = published.get(provider);
  if (known !== undefined) return known;
  const file = new URL(`../../../${provider}/src/generated/openapi.json`, import.meta.url);
  // It is what this package has generated.
  const document = JSON.parse(await readFile(file, "utf8")) as OpenApiDocument;
  published.set(provider, document);
  return document;
}

async function changesOf(seeded: readonly SeededChange[]): Promise<Change[]> {
  const [first] = seeded;
  if (first === undefined) return [];
  const document = await read(first.provider);
  return diffDescriptions(
    { document: edited(document, seeded, "before"), file: "published" },
    { document: edited(document, seeded, "edits"), file: "working" },
  );
}

const line = ({ level, says }: Change): string => `${level} ${says}`;

/** Those that have to be said of some seeded changes: the sentence found for each, or what is missing. */
function claimed(changes: readonly Change[], seeded: readonly SeededChange[]): string[] {
  return seeded.flatMap(({ expected }) =>
    expected.map(([level, part]) => {
      const found = changes.filter(
        (change) => change.level === level && change.says.includes(part),
      );
      return found.length === 1
        ? found.map(line).join("")
        : `${found.length} times: ${level} ${part}`;
    }),
  );
}

const rounds = [
  ...new Map(
    seededChanges.map(({ provider, round = 1 }) => [
      `${provider}, round ${round}`,
      { provider, round },
    ]),
  ),
];

// One comparison takes a second, so that changes that leave one another alone are seeded together.
describe.each(rounds)("%s", (_name, { provider, round }) => {
  const seeded = seededChanges.filter(
    (each) => each.provider === provider && (each.round ?? 1) === round,
  );
  let changes: Change[] = [];
  beforeAll(async () => {
    changes = await changesOf(seeded);
  });

  test.each(seeded)("$kind", (one) => {
    const sentences = claimed(changes, [one]);
    expect(sentences).toEqual(
      sentences.filter((sentence) => /^(?:major|minor|patch) /.test(sentence)),
    );
  });

  test("nothing is said beyond what was seeded", () => {
    expect(changes.map(line).toSorted()).toEqual([...new Set(claimed(changes, seeded))].toSorted());
  });
});

test("a document is the same as itself", async () => {
  const document = await read("respond-io");
  const again = structuredClone(document);
  expect(
    await diffDescriptions({ document, file: "published" }, { document: again, file: "working" }),
  ).toEqual([]);
});

test("there are as many kinds of changes as were asked for, and no kind twice", () => {
  const kinds = seededChanges.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThanOrEqual(40);
});
