import { expect, test } from "vitest";
import type { OpenApiDocument, Schema } from "./document.js";
import { withoutWriteOnly } from "./write-only.js";

const hidden: Schema = { type: "string", writeOnly: true };
const user: Schema = { properties: { name: {}, password: hidden } };
const document = {
  openapi: "3.1.1",
  info: { title: "Hidden" },
  components: { schemas: { Hidden: hidden, User: user } },
} as OpenApiDocument;
const reference: Schema = { $ref: "#/components/schemas/User" };
const given = { name: "a", password: "b" };

test.for<[string, Schema, unknown, unknown]>([
  ["a property", user, given, { name: "a" }],
  ["a referenced schema", reference, given, { name: "a" }],
  [
    "a referenced property",
    { properties: { password: { $ref: "#/components/schemas/Hidden" } } },
    given,
    { name: "a" },
  ],
  ["the items of an array", { items: reference }, [given], [{ name: "a" }]],
  [
    "an item of a tuple",
    { prefixItems: [{}, user], items: {} },
    [given, given],
    [given, { name: "a" }],
  ],
  ["a part of a union", { oneOf: [{ type: "string" }, user] }, given, { name: "a" }],
  ["a part of an allOf", { allOf: [reference] }, given, { name: "a" }],
  ["the values of a map", { additionalProperties: user }, { x: given }, { x: { name: "a" } }],
  ["nothing where nothing is said", { additionalProperties: true }, given, given],
])("%s", ([, schema, value, expected]) => {
  expect(withoutWriteOnly(document, value, schema)).toEqual(expected);
});
