import { describe, expect, test } from "vitest";
import type { OpenApiDocument } from "./document.js";
import { declaredResponse, operationTable, successStatus } from "./operation-table.js";
import type { MockOperation } from "./operation-table.js";

// The mock reads nothing else of a document here.
const document = {
  openapi: "3.1.1",
  info: { title: "Table" },
  paths: {
    "/x": {
      parameters: [
        { name: "id", in: "query" as const, required: true },
        { $ref: "#/components/parameters/Trace" },
      ],
      get: {
        parameters: [{ name: "id", in: "query" as const, required: false }],
        responses: { 202: {}, 200: {}, 404: {}, "4XX": {}, default: {} },
      },
      post: { operationId: "x.create", responses: { default: {} } },
    },
  },
  components: { parameters: { Trace: { name: "X-Trace", in: "header" } } },
} as OpenApiDocument;

const [get, post] = operationTable(document);

test("an operation without an operationId is named for its route", () => {
  expect([get?.id, post?.id]).toEqual(["GET /x", "x.create"]);
  expect(Object.keys(get?.methods ?? {})).toEqual(["GET /x"]);
});

test("the parameters of the path are the operation's, and its own replace them", () => {
  expect(get?.parameters).toEqual([
    { name: "id", in: "query", required: false },
    { name: "X-Trace", in: "header" },
  ]);
  expect(post?.parameters).toMatchObject([{ name: "id", required: true }, { name: "X-Trace" }]);
});

test("a reference that leads nowhere is named", () => {
  const broken = { ...document, components: {} };
  expect(() => operationTable(broken)).toThrow(
    "The reference #/components/parameters/Trace leads nowhere in the description of Table.",
  );
});

const keyOf = (operation: MockOperation | undefined, status: number) =>
  Object.entries(operation?.responses ?? {}).find(
    ([, response]) => operation && response === declaredResponse(operation, status),
  )?.[0];

describe("answers", () => {
  test.for([
    [404, "404"],
    [418, "4XX"],
    [503, "default"],
  ] as const)("the declared answer of a %d is %s", ([status, key]) => {
    expect(keyOf(get, status)).toBe(key);
  });

  test("the lowest success answers, if there is one", () => {
    expect([get, post].map((operation) => operation && successStatus(operation))).toEqual([
      200,
      undefined,
    ]);
  });
});
