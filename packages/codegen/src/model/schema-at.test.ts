import { describe, expect, test } from "vitest";
import type { OpenApiDocument, Schema } from "../description/openapi.js";
import { itemsOf, schemaAt } from "./schema-at.js";

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const document: OpenApiDocument = {
  openapi: "3.1.1",
  info: { title: "Example", version: "1" },
  components: {
    schemas: {
      Page: {
        type: "object",
        properties: { "a/b": { type: "object", properties: { items: ref("Items") } } },
      },
      Items: { type: ["array", "null"], items: ref("Item") },
      Item: { type: "object" },
      Part: { allOf: [{ type: "object" }, ref("Page")] },
      Either: { oneOf: [ref("Page"), ref("Part"), { type: "null" }] },
      Partly: { anyOf: [ref("Page"), ref("Item")] },
      Loop: { allOf: [ref("Loop")] },
      MaybeItems: { oneOf: [{ type: "null" }, ref("Items")] },
    },
  },
};

describe("a pointer leads", () => {
  test.each([["Page"], ["Part"], ["Either"]])("through %s", (name) => {
    expect(schemaAt(document, ref(name), "#", "/a~1b/items")).toEqual({
      written: ref("Items"),
      pointer: "#/components/schemas/Page/properties/a~1b/properties/items",
    });
  });

  test("to the whole when it is empty", () => {
    expect(schemaAt(document, ref("Page"), "#/here", "")).toEqual({
      written: ref("Page"),
      pointer: "#/here",
    });
  });

  test.each([
    ["Page", "/items"],
    ["Page", "/toString"],
    ["Partly", "/a~1b"],
    ["Loop", "/a"],
    ["Item", "/a/b"],
  ])("nowhere in %s at %s", (name, pointer) => {
    expect(schemaAt(document, ref(name), "#", pointer)).toBeUndefined();
  });
});

test("items are those of a list, also of one that may be null", () => {
  for (const name of ["Items", "MaybeItems"]) {
    expect(itemsOf(document, { written: ref(name), pointer: "#" })?.written).toEqual(ref("Item"));
  }
  expect(itemsOf(document, { written: ref("Page"), pointer: "#" })).toBeUndefined();
});
