import { describe, expect, test } from "vitest";
import type { OpenApiDocument, OperationObject } from "./document.js";
import { methodsOf } from "./methods.js";
import { operationTable } from "./operation-table.js";

const parameters = ["uuid", "urn", "group"].map((name) => ({ name, in: "query" as const }));
const get: OperationObject = {
  operationId: "contacts.list",
  parameters,
  "x-parley-methods": {
    "contacts.list": {},
    "contacts.get": { parameters: ["uuid", "urn"], exactlyOneOf: ["uuid", "urn"] },
  },
};
const post: OperationObject = {
  operationId: "contacts.create",
  parameters,
  "x-parley-methods": {
    "contacts.create": { parameters: [], body: "#/components/schemas/Write" },
    "contacts.update": { exactlyOneOf: ["uuid", "urn"], body: "#/components/schemas/Write" },
    "contacts.addNote": {
      parameters: ["uuid"],
      exactlyOneOf: ["uuid"],
      body: "#/components/schemas/Note",
    },
  },
};
// The mock reads nothing else of a schema here.
const document = {
  openapi: "3.1.1",
  info: { title: "Methods" },
  paths: { "/contacts.json": { get, post } },
  components: {
    schemas: {
      Write: { properties: { name: {} }, additionalProperties: false },
      Note: { required: ["note"], properties: { note: {} } },
    },
  },
} as OpenApiDocument;

/** The methods of a request with these parameters. */
function methodsFor(verb: string, given: readonly string[], body: unknown): readonly string[] {
  const operation = operationTable(document).find(({ method }) => method === verb);
  if (operation === undefined) throw new Error(`There is no ${verb}.`);
  return methodsOf(document, operation, { isGiven: ({ name }) => given.includes(name), body });
}

describe("methods are told apart by their parameters", () => {
  test.for([
    [[], ["contacts.list"]],
    [["group"], ["contacts.list"]],
    [["uuid"], ["contacts.get", "contacts.list"]],
    [["uuid", "urn"], ["contacts.list"]],
    [["uuid", "group"], ["contacts.list"]],
  ] as const)("with %j it may be a call of %j", ([given, expected]) => {
    expect(methodsFor("GET", given, undefined)).toEqual(expected);
  });
});

test("a method that needs an identity comes before one that only may have it", () => {
  const methods = { "things.list": {}, "things.get": { exactlyOneOf: ["uuid"] } };
  const [operation] = operationTable({
    openapi: "3.1.1",
    info: { title: "Identity" },
    paths: { "/things": { get: { parameters, "x-parley-methods": methods } } },
  });
  const request = { isGiven: ({ name }: { name: string }) => name === "uuid", body: null };
  expect(operation && methodsOf(document, operation, request)).toEqual([
    "things.get",
    "things.list",
  ]);
});

describe("methods are told apart by their bodies", () => {
  test.for([
    [[], { name: "a" }, ["contacts.create"]],
    [["urn"], { name: "a" }, ["contacts.update"]],
    [["uuid"], { name: "a" }, ["contacts.update"]],
    [["uuid"], { note: "a" }, ["contacts.addNote"]],
    [["urn"], { note: "a" }, []],
    [["uuid"], {}, ["contacts.update"]],
    [["uuid"], "no object", ["contacts.addNote", "contacts.update"]],
  ] as const)("with %j and %j it may be a call of %j", ([given, body, expected]) => {
    expect(methodsFor("POST", given, body)).toEqual(expected);
  });
});
