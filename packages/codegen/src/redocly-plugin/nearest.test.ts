import { expect, test } from "vitest";
import { nearest } from "./nearest.js";

test("a misspelt name is answered with the one that was meant", () => {
  expect(nearest("intervall", ["requests", "interval"])).toBe("did you mean `interval`?");
});

test("another word is answered with all that are known", () => {
  expect(nearest("per", ["requests", "interval"])).toBe("known are `requests`, `interval`.");
});
