import { expect, test } from "vitest";
import { wireAnswer } from "./decision.js";
import type { Violation } from "./prism.js";

const headerOf = (violations: readonly Violation[]) =>
  wireAnswer({ status: 400, headers: {}, body: undefined, violations }).headers["sl-violations"];

const violation = (message: string): Violation => ({ location: ["request"], code: "x", message });

test("without violations there is no header for them", () => {
  expect(headerOf([])).toBeUndefined();
});

test("the header is JSON, in characters that a header may have", () => {
  const violations = [violation("Grüße \u{1f600} \n")];
  const header = headerOf(violations) ?? "";
  expect(header).toMatch(/^[ -~]+$/);
  expect(JSON.parse(header)).toEqual(violations);
});

test("it holds as many violations as fit, and stays JSON", () => {
  const header =
    headerOf(Array.from({ length: 500 }, (_, index) => violation(`Number ${index}`))) ?? "";
  expect(header.length).toBeLessThanOrEqual(8000);
  const kept = JSON.parse(header) as readonly Violation[];
  expect(kept.length).toBeGreaterThan(100);
  expect(kept.at(-1)).toEqual(violation(`Number ${kept.length - 1}`));
});

test.for<[string, unknown, boolean | undefined, string | undefined]>([
  ["a string as it is", "a", undefined, "a"],
  ["a string as JSON", "a", true, '"a"'],
  ["an object", { a: 1 }, undefined, '{"a":1}'],
  ["null", null, true, "null"],
  ["nothing", undefined, true, undefined],
])("a body is written: %s", ([, body, isJson, text]) => {
  const written = wireAnswer({
    status: 200,
    headers: {},
    body,
    ...(isJson === undefined ? {} : { isJson }),
    violations: [],
  });
  expect(written.body).toBe(text);
});
