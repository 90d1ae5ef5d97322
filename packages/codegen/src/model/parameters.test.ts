import { describe, expect, test } from "vitest";
import {
  description,
  json,
  modelOf,
  ok,
  problemsOf,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";
import type { ParameterModel } from "./model.js";

async function parametersOf(
  parameters: readonly Written[],
  rest: Written = {},
): Promise<readonly ParameterModel[]> {
  const { methods } = await modelOf(withOperation({ parameters }, rest));
  return methods[0]?.parameters ?? [];
}

const string = { type: "string" };

const inPath = (path: string, parameters: readonly Written[]): Written =>
  description({ paths: { [path]: { get: { operationId: "things.get", parameters, ...ok() } } } });

test("a parameter in the default style of its place says no more than that place", async () => {
  expect(
    await parametersOf([
      { name: "q", in: "query", schema: string, style: "form", explode: true },
      { name: "X-Trace", in: "header", schema: string, style: "simple", explode: false },
    ]),
  ).toMatchObject([
    { name: "q", in: "query", style: undefined, explode: undefined, required: false },
    { name: "X-Trace", in: "header", style: undefined, explode: undefined },
  ]);
});

test("what differs from the defaults of OpenAPI is kept", async () => {
  expect(
    await parametersOf([
      { name: "a", in: "query", schema: string, explode: false },
      { name: "b", in: "query", schema: string, style: "deepObject", explode: true },
      { name: "c", in: "query", schema: string, style: "pipeDelimited", allowReserved: true },
      { name: "d", in: "query", ...json({ type: "object" }) },
    ]),
  ).toMatchObject([
    { style: undefined, explode: false, json: false },
    { style: "deepObject", explode: true },
    { style: "pipeDelimited", explode: undefined, allowReserved: true },
    { style: undefined, explode: undefined, json: true },
  ]);
});

test("an operation's parameter replaces that of its path", async () => {
  const { methods } = await modelOf(
    description({
      paths: {
        "/things": {
          parameters: [
            {
              name: "limit",
              in: "query",
              schema: { type: "integer" },
              description: "Of the path.",
            },
            { name: "lang", in: "query", schema: string },
          ],
          get: {
            operationId: "things.get",
            parameters: [
              { name: "limit", in: "query", schema: { type: "integer" }, description: "Its own." },
            ],
            ...ok(),
          },
        },
      },
    }),
  );
  expect(methods[0]?.parameters).toMatchObject([
    { name: "limit", documentation: { description: "Its own." } },
    { name: "lang" },
  ]);
});

test("prefixes, constraints, default and example are found through the schema's $ref", async () => {
  const [parameter] = await parametersOf(
    [{ name: "id", in: "query", schema: { $ref: "#/components/schemas/Id" } }],
    {
      components: {
        schemas: {
          Id: {
            type: "string",
            description: "Names a contact.",
            "x-parley-prefixes": ["id:", "phone:"],
            "x-parley-unverified": "How long it may be is not known.",
            maxLength: 40,
            default: "id:1",
            examples: ["id:2"],
            deprecated: true,
          },
        },
      },
    },
  );
  expect(parameter).toMatchObject({
    prefixes: ["id:", "phone:"],
    constraints: ["Starts with `id:` or `phone:`.", "At most 40 characters."],
    default: "id:1",
    example: "id:2",
    type: { kind: "component", typeName: "Id" },
    documentation: {
      description: "Names a contact.",
      unverified: "How long it may be is not known.",
      deprecated: true,
    },
  });
});

test("an example is a parameter's own before its schema's, in either form", async () => {
  expect(
    await parametersOf([
      { name: "a", in: "query", schema: { type: "string", example: "schema" }, example: "own" },
      {
        name: "b",
        in: "query",
        schema: { type: "string", example: "schema" },
        examples: { first: { value: "named" } },
      },
    ]),
  ).toMatchObject([{ example: "own" }, { example: "named" }]);
});

test("the type of a shared parameter is that of the component", async () => {
  const rest = {
    components: {
      parameters: { Limit: { name: "limit", in: "query", schema: { type: "integer" } } },
    },
  };
  const [parameter] = await parametersOf([{ $ref: "#/components/parameters/Limit" }], rest);
  expect(parameter?.type).toEqual({
    kind: "path",
    root: "components",
    steps: [{ key: "parameters" }, { key: "Limit" }],
  });
});

test("a parameter in the path is required, whether the description says so or not", async () => {
  const { methods } = await modelOf(
    inPath("/things/{id}", [{ name: "id", in: "path", schema: string }]),
  );
  expect(methods[0]?.parameters).toMatchObject([{ name: "id", required: true }]);
});

test("headers that OpenAPI says are ignored are no parameters", async () => {
  const names = ["Accept", "content-type", "Authorization", "Prefer"];
  const parameters = names.map((name) => ({ name, in: "header", schema: string }));
  expect((await parametersOf(parameters)).map(({ name }) => name)).toEqual(["Prefer"]);
});

describe("refused are", () => {
  test.each<[string, Written, RegExp]>([
    [
      "a name that two places share",
      inPath("/things/{id}", [
        { name: "id", in: "path", required: true, schema: string },
        { name: "id", in: "query", schema: string },
      ]),
      /parameters\/1\/name .*`id` is in the path and in the query/,
    ],
    [
      "a name that is declared twice",
      withOperation({
        parameters: [
          { name: "page", in: "query", schema: string },
          { name: "page", in: "query", schema: { type: "integer" } },
        ],
      }),
      /parameters\/1 .*`page` in the query is declared twice in one list/,
    ],
    [
      "headers that differ by case alone",
      withOperation({
        parameters: [
          { name: "X-Trace", in: "header", schema: string },
          { name: "x-trace", in: "header", schema: string },
        ],
      }),
      /parameters\/1\/name Another header differs from "x-trace" by case alone/,
    ],
    [
      "the name of the body",
      withOperation({ parameters: [{ name: "body", in: "query", schema: string }] }),
      /parameters\/0\/name .*`body`/,
    ],
    [
      "__proto__",
      withOperation({ parameters: [{ name: "__proto__", in: "query", schema: string }] }),
      /parameters\/0\/name "__proto__" is something that every JavaScript object has/,
    ],
    [
      "constructor",
      withOperation({ parameters: [{ name: "constructor", in: "query", schema: string }] }),
      /parameters\/0\/name "constructor" is something/,
    ],
    [
      "a part of the path that is not declared",
      inPath("/things/{id}", []),
      /^#\/paths\/~1things~1\{id\} The path has \{id\}, but no parameter is declared for it/,
    ],
    [
      "a path parameter that the path does not have",
      inPath("/things", [{ name: "id", in: "path", required: true, schema: string }]),
      /parameters\/0\/name The path \/things has no \{id\}/,
    ],
    [
      "a style of another place",
      withOperation({ parameters: [{ name: "q", in: "query", schema: string, style: "matrix" }] }),
      /parameters\/0\/style A query parameter has no style matrix: use form, /,
    ],
    [
      "content that is not JSON",
      withOperation({
        parameters: [{ name: "q", in: "query", content: { "text/csv": { schema: string } } }],
      }),
      /parameters\/0\/content A parameter with `content` is sent as JSON/,
    ],
  ])("%s", async (_what, written, message) => {
    const problems = await problemsOf(written);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
});
