import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDescription } from "./load-description.js";
import { PROVIDERS } from "./providers.js";

const split = join(import.meta.dirname, "test-helpers", "split");

test("a description that is split over files is put together", async () => {
  const { operations } = await loadDescription({ description: join(split, "openapi.yaml") });
  expect(operations.map(({ id, path }) => [id, path])).toEqual([["ping.get", "/ping"]]);
});

test("a path where there is no file is named", async () => {
  const description = join(split, "none.yaml");
  await expect(async () => loadDescription({ description })).rejects.toThrow(
    `There is no description at ${description}.`,
  );
});

test.for([
  ["broken.yaml", "Can't resolve $ref"],
  ["ping.yaml", "Unsupported specification"],
] as const)("a file that is no whole description is refused: %s", async ([file, message]) => {
  const description = join(split, file);
  await expect(async () => loadDescription({ description })).rejects.toThrow(
    `${description} cannot be bundled: ${message}`,
  );
});

test.for(PROVIDERS)(
  "the description of %s comes with the mock, and is loaded once",
  async (provider) => {
    const first = await loadDescription({ provider });
    expect(first.operations.length).toBeGreaterThan(0);
    expect(await loadDescription({ provider })).toBe(first);
  },
);
