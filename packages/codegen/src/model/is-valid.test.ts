import { expect, test } from "vitest";
import type { OpenApiDocument } from "../description/openapi.js";
import { isValid } from "./is-valid.js";

const document: OpenApiDocument = {
  openapi: "3.1.1",
  info: { title: "Example", version: "1" },
  components: {
    schemas: {
      Thing: {
        type: "object",
        required: ["id"],
        properties: { id: { $ref: "#/components/schemas/Id" } },
      },
      Id: { type: "integer" },
      "Odd {thing}/%": { $ref: "#/components/schemas/Thing" },
      Broken: { $ref: "#/components/schemas/Nowhere" },
      Slow: { type: "string", pattern: "^(a+)+$" },
    },
  },
};

test("a value is valid by a schema with references", () => {
  expect(isValid(document, "#/components/schemas/Thing", { id: 1 })).toBe(true);
  expect(isValid(document, "#/components/schemas/Thing", { id: "1" })).toBe(false);
  expect(isValid(document, "#/components/schemas/Thing", {})).toBe(false);
});

test("a pointer may have characters that a URI may not", () => {
  expect(isValid(document, "#/components/schemas/Odd {thing}~1%", { id: 1 })).toBe(true);
  expect(isValid(document, "#/components/schemas/Odd {thing}~1%", {})).toBe(false);
});

test("nothing is known to be valid by a schema that cannot be compiled", () => {
  expect(isValid(document, "#/components/schemas/Broken", "a")).toBe(false);
});

test("a pattern is left to others, however long it would take", () => {
  expect(isValid(document, "#/components/schemas/Slow", `${"a".repeat(60)}!`)).toBe(true);
  expect(isValid(document, "#/components/schemas/Slow", 1)).toBe(false);
});
