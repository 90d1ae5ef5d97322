import { mockTest } from "./vitest.js";
import { bookshop } from "./test-helpers/bookshop.js";

const test = mockTest({ description: bookshop });

let firstUrl = "";

test("a test gets a mock that listens", async ({ mock, expect }) => {
  firstUrl = mock.url;
  expect((await fetch(`${mock.url}/nothing`)).status).toBe(404);
  expect(mock.requests).toHaveLength(1);
});

test("the next one gets another, and the first has been closed", async ({ mock, expect }) => {
  expect(mock.url).not.toBe(firstUrl);
  expect(mock.requests).toEqual([]);
  await expect(fetch(firstUrl)).rejects.toThrow("fetch failed");
});
