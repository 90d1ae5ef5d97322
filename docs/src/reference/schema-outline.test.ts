import { describe, expect, test } from "vitest";
import { readDescription } from "./description.ts";
import { outlineSchema, typeText } from "./schema-outline.ts";

const description = readDescription({
  components: {
    schemas: {
      Tree: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 40 },
          children: { type: "array", maxItems: 9, items: { $ref: "#/components/schemas/Tree" } },
        },
      },
      Base: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
      Leaf: {
        allOf: [{ $ref: "#/components/schemas/Base" }],
        properties: { color: { type: ["string", "null"], "x-parley-open-enum": ["red"] } },
      },
    },
  },
});
const limits = { depth: 4, size: 50 };
const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe("a schema in one line", () => {
  test.each([
    [{ type: "integer" }, "number"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ enum: ["a", "b"] }, '"a" | "b"'],
    [{ type: "array", items: reference("Leaf") }, "Leaf[]"],
    [{ type: "array", items: { enum: ["a", "b"] } }, '("a" | "b")[]'],
    [{ type: "object", additionalProperties: reference("Tree") }, "Record<string, Tree>"],
    [{ oneOf: [reference("Tree"), reference("Leaf")] }, "Tree | Leaf"],
    [true, "unknown"],
  ])("%j is %s", (schema, expected) => {
    expect(typeText(description, schema)).toBe(expected);
  });
});

test("properties come with what is required of them, and what they are held to", () => {
  const [name] = outlineSchema(description, reference("Tree"), limits).properties;
  expect(name).toMatchObject({ name: "name", isRequired: true });
  expect(name?.schema.constraints).toEqual(["1 to 40 characters."]);
});

test("properties of allOf are those of the schema", () => {
  const { properties } = outlineSchema(description, reference("Leaf"), limits);
  expect(properties.map(({ name, isRequired }) => [name, isRequired])).toEqual([
    ["id", true],
    ["color", false],
  ]);
  expect(properties[1]?.schema.constraints).toEqual(["Known values: `red`. Others may come."]);
});

test("a schema inside of itself goes on at its page", () => {
  const { properties } = outlineSchema(description, reference("Tree"), limits);
  expect(properties[1]?.schema).toMatchObject({ type: "Tree[]", page: "Tree", properties: [] });
});

test("what is too deep or too large goes on at its page", () => {
  const nested = { type: "object", properties: { leaf: reference("Leaf") } };
  const [deep] = outlineSchema(description, nested, { depth: 1, size: 50 }).properties;
  expect(deep?.schema.page).toBe("Leaf");
  const [large] = outlineSchema(description, nested, { depth: 4, size: 2 }).properties;
  expect(large?.schema.page).toBe("Leaf");
  const [whole] = outlineSchema(description, nested, { depth: 4, size: 3 }).properties;
  expect(whole?.schema.page).toBeUndefined();
});
