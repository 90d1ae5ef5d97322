import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo } from "@parley/respond-io";
import { expect, test } from "vitest";
import { everyItem, onePage, resumable, withProgress } from "./paginate.js";
import { arrived, standIn } from "./providers.test-helpers.js";

test("for await brings the contacts of every page", async () => {
  const mock = await standIn("respond-io");
  const names = await everyItem(createRespondIo());
  // The mock's examples are three pages, of two, two and one.
  expect(names).toHaveLength(5);
  expect(arrived(mock)).toHaveLength(3);
});

test("await brings one page, and next() the following one", async () => {
  const mock = await standIn("respond-io");
  const { page, next } = await onePage(createRespondIo());
  expect(page).toMatchObject({ number: 1, hasNext: true });
  expect(next).toMatchObject({ number: 2, hasNext: true, itemsSoFar: 4 });
  expect(arrived(mock)).toHaveLength(2);
});

test("a walk goes on where its cursor was kept", async () => {
  const mock = await standIn("rapidpro");
  const rapidpro = createRapidPro();
  let kept: string | undefined;
  const stored: unknown[] = [];
  const breaksAfter = (pages: number) => ({
    load: async () => kept,
    async save(cursor: string | undefined) {
      kept = cursor;
      pages -= 1;
      if (pages === 0) throw new Error("the power went out");
    },
    async write(items: readonly unknown[]) {
      stored.push(...items);
    },
  });
  await expect(resumable(rapidpro, breaksAfter(1))).rejects.toThrow("power");
  expect(kept).toEqual(expect.any(String));
  const before = stored.length;
  await resumable(rapidpro, breaksAfter(Infinity));
  expect(kept).toBeUndefined();
  expect(stored.length).toBeGreaterThan(before);
  const cursors = mock.requests.map(({ path }) =>
    new URLSearchParams(path.split("?")[1]).has("cursor"),
  );
  expect(cursors).toEqual([false, true, true]);
});

test("each page reports how far the walk is", async () => {
  const mock = await standIn("respond-io");
  const lines: string[] = [];
  await withProgress(createRespondIo(), (line) => lines.push(line));
  expect(lines).toEqual(["page 1: 2 contacts", "page 2: 4 contacts", "page 3: 5 contacts"]);
  expect(arrived(mock)).toHaveLength(3);
});
