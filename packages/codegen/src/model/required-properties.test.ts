import { expect, test } from "vitest";
import { description, json, ok, warningsOf, type Written } from "../test-helpers/describe.js";

const create = (schema: Written, schemas: Written = {}): Written =>
  description({
    paths: {
      "/things": {
        post: { operationId: "things.create", requestBody: json(schema), ...ok() },
      },
    },
    components: { schemas },
  });
const name = { type: "string" };
const described = { type: "object", properties: { name } };
const asking = { type: "object", required: ["name", "size"] };

test.each<[string, Written, string]>([
  [
    "by the schema itself",
    { ...described, required: ["size"] },
    "#/paths/~1things/post/requestBody/content/application~1json/schema/required/0",
  ],
  ["by a part of it", { allOf: [{ $ref: "#/components/schemas/Asking" }, described] }, "1"],
  [
    "within a property",
    { properties: { inner: { allOf: [{ $ref: "#/components/schemas/Asking" }, described] } } },
    "1",
  ],
  [
    "within a list",
    { type: "array", items: { allOf: [{ $ref: "#/components/schemas/Asking" }, described] } },
    "1",
  ],
])("what is required and described nowhere is told: %s", async (_where, schema, place) => {
  const pointer = place === "1" ? "#/components/schemas/Asking/required/1" : place;
  expect(await warningsOf(create(schema, { Asking: asking }))).toEqual([
    `${pointer} The property \`size\` of a body is required and described nowhere, so that its type has none: describe it, or take it out of \`required\`, with an overlay.`,
  ]);
});

test.each<[string, Written]>([
  ["another part of an allOf", { allOf: [asking, described, { properties: { size: {} } }] }],
  ["an alternative", { ...described, required: ["size"], oneOf: [{ properties: { size: {} } }] }],
  ["additionalProperties", { ...described, required: ["size"], additionalProperties: true }],
  ["patternProperties", { ...described, required: ["size"], patternProperties: { "^s": {} } }],
  ["nothing at all, where the object may have any", asking],
])("nothing is told where %s describes it", async (_what, schema) => {
  expect(await warningsOf(create(schema))).toEqual([]);
});

test.each<[string, Written]>([
  ["beside it", { id: { type: "string", readOnly: true } }],
  ["by its schema", { id: { $ref: "#/components/schemas/Id" } }],
])("what is required and readOnly is told: %s", async (_where, properties) => {
  const schema = { type: "object", required: ["id"], properties };
  const Id = { type: "string", readOnly: true };
  expect(await warningsOf(create(schema, { Id }))).toEqual([
    "#/paths/~1things/post/requestBody/content/application~1json/schema/required/0 The property `id` of a body is required and `readOnly`, so that its type asks for what the provider gives: take it out of `required`, or describe a schema for what is sent, with an overlay.",
  ]);
});

test("of an answer nothing is told, as nobody has to give it", async () => {
  const get = { operationId: "things.get", ...ok({ ...described, required: ["size"] }) };
  expect(await warningsOf(description({ paths: { "/things": { get } } }))).toEqual([]);
});
