import { expect, test } from "vitest";
import { extensionPrefix, validatorAt, vocabulary } from "./vocabulary.js";

const redoclyTypes = [
  "Root",
  "Server",
  "PathItem",
  "Operation",
  "Parameter",
  "RequestBody",
  "Response",
  "MediaType",
  "Schema",
  "Webhook",
];

test.each(Object.entries(vocabulary))("%s says where it goes and what it is", (key, entry) => {
  expect(key.startsWith(extensionPrefix)).toBe(true);
  expect(entry.description).toMatch(/\.$/);
  expect(entry.allowedOn.length).toBeGreaterThan(0);
  for (const name of entry.allowedOn) expect(redoclyTypes).toContain(name);
});

test("a part of the vocabulary is found by its pointer", () => {
  expect(validatorAt("#/$defs/errorStatus")("429")).toBe(true);
  expect(validatorAt("#/$defs/errorStatus")("200")).toBe(false);
  expect(() => validatorAt("#/$defs/nothing")).toThrow("The vocabulary has nothing at");
});
