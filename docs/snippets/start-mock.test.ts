import { expect, test } from "vitest";
import { apps, requests } from "./start-mock.js";

test("a client of a mock that was started by hand is answered, token and all", () => {
  expect(apps).toHaveProperty("apps");
  expect(requests.map(({ status }) => status)).toEqual([200, 200]);
  expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
});
