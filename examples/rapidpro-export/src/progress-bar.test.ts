import { expect, test } from "vitest";
import { renderProgress } from "./progress-bar.ts";

test("a bar fills as contacts come", () => {
  expect(renderProgress({ page: 3, contacts: 600, total: 1200 })).toBe(
    "███████████████░░░░░░░░░░░░░░░ 50 %, 600 contacts, page 3",
  );
});

test("a group that grows while it is exported never shows more than all of it", () => {
  expect(renderProgress({ page: 6, contacts: 1300, total: 1200 })).toBe(
    "██████████████████████████████ 100 %, 1,300 contacts, page 6",
  );
});

test("without a total, or with none in it, there is a count", () => {
  expect(renderProgress({ page: 1, contacts: 250 })).toBe("250 contacts, page 1");
  expect(renderProgress({ page: 1, contacts: 0, total: 0 })).toBe("0 contacts, page 1");
});
