import { expect, test } from "vitest";
import { methodsOf } from "./methods.js";
import { operationTable } from "./operation-table.js";

const [operation] = operationTable({
  openapi: "3.1.1",
  info: { title: "Methods" },
  paths: {
    "/contacts.json": {
      get: {
        operationId: "contacts.list",
        parameters: ["uuid", "urn", "group"].map((name) => ({ name, in: "query" as const })),
        "x-parley-methods": {
          "contacts.list": {},
          "contacts.get": { parameters: ["uuid", "urn"], exactlyOneOf: ["uuid", "urn"] },
        },
      },
    },
  },
});

test.for([
  [[], ["contacts.list"]],
  [["group"], ["contacts.list"]],
  [["uuid"], ["contacts.get", "contacts.list"]],
  [["uuid", "urn"], ["contacts.list"]],
  [["uuid", "group"], ["contacts.list"]],
] as const)("with %j it may be a call of %j", ([given, expected]) => {
  const isGiven = ({ name }: { name: string }) => (given as readonly string[]).includes(name);
  expect(operation && methodsOf(operation, isGiven)).toEqual(expected);
});
