import { describe, expect, test } from "vitest";
import {
  type Written,
  description,
  json,
  modelOf,
  ok,
  placesOf,
  problemsOf,
  warningsOf,
  withOperation,
} from "../test-helpers/describe.js";
import type { MethodModel } from "./model.js";

async function methodOf(operation: Written, rest: Written = {}): Promise<MethodModel> {
  const [method] = (await modelOf(withOperation(operation, rest))).methods;
  if (method === undefined) throw new Error("There is no method.");
  return method;
}

const query = (name: string, rest: Written = {}): Written => ({
  name,
  in: "query",
  schema: { type: "string" },
  ...rest,
});

describe("methods", () => {
  test("an operation is a method named by its operationId", async () => {
    expect(await methodOf({})).toMatchObject({
      id: "things.get",
      constantName: "thingsGet",
      typeName: "ThingsGet",
      httpMethod: "GET",
      path: "/things",
      link: "https://parley.example/reference/example/things-get/",
    });
  });

  test("the page of a method has its words in lower case, joined by hyphens", async () => {
    const { link } = await methodOf({ operationId: "customFields.createOrUpdate" });
    expect(link).toBe("https://parley.example/reference/example/custom-fields-create-or-update/");
  });

  test("methods come in the order of the description", async () => {
    const { methods } = await modelOf(
      description({
        paths: {
          "/b": {
            post: { operationId: "b.create", ...ok() },
            get: { operationId: "b.get", ...ok() },
          },
          "/a": { get: { operationId: "a.get", ...ok() } },
        },
      }),
    );
    expect(methods.map(({ id }) => id)).toEqual(["b.create", "b.get", "a.get"]);
  });

  test("x-parley-methods gives one operation several methods, each with its own parameters and status", async () => {
    const { methods } = await modelOf(
      description({
        paths: {
          "/things": {
            post: {
              operationId: "things.create",
              parameters: [query("uuid"), query("urn"), query("note")],
              requestBody: { required: true, ...json({ $ref: "#/components/schemas/Thing" }) },
              responses: {
                "200": {
                  description: "Changed.",
                  ...json({ type: "array", items: { type: "string" } }),
                },
                "201": { description: "Created.", ...json({ $ref: "#/components/schemas/Thing" }) },
              },
              "x-parley-retry": { safety: "unsafe", rejected: ["429"] },
              "x-parley-methods": {
                "things.create": {
                  parameters: [],
                  status: "201",
                  summary: "Create",
                  body: "#/components/schemas/NewThing",
                },
                "things.update": {
                  parameters: ["uuid", "urn"],
                  exactlyOneOf: ["uuid", "urn"],
                  status: "200",
                  first: "",
                  retry: { safety: "safe" },
                },
              },
            },
          },
        },
        components: {
          schemas: {
            Thing: { type: "object" },
            NewThing: { type: "object", properties: { name: { type: "string" } } },
          },
        },
      }),
    );
    expect(methods).toMatchObject([
      {
        id: "things.create",
        parameters: [],
        exactlyOneOf: undefined,
        body: { type: { typeName: "NewThing" } },
        results: [{ kind: "component", typeName: "Thing" }],
        documentation: { summary: "Create" },
        retry: { safe: false, rejected: [429] },
        isSafe: false,
      },
      {
        id: "things.update",
        parameters: [{ name: "uuid" }, { name: "urn" }],
        exactlyOneOf: ["uuid", "urn"],
        body: { type: { typeName: "Thing" } },
        first: { pointer: "", item: { kind: "path", keys: [] } },
        retry: { safe: true, rejected: [429] },
        isSafe: true,
      },
    ]);
  });

  test("one alternative alone is a required parameter", async () => {
    const method = await methodOf({
      parameters: [query("uuid")],
      "x-parley-methods": { "things.get": { exactlyOneOf: ["uuid"] } },
    });
    expect(method.exactlyOneOf).toBeUndefined();
    expect(method.parameters).toMatchObject([{ name: "uuid", required: true }]);
  });

  test("a method that gives the first item is no list, whatever its operation is", async () => {
    const method = await methodOf({
      ...ok({
        type: "object",
        properties: { items: { type: "array", items: {} }, next: { type: "string" } },
      }),
      "x-parley-pagination": { style: "url", items: "/items", next: "/next" },
      "x-parley-methods": { "things.get": { first: "/items" } },
    });
    expect(method.pagination).toBeUndefined();
    expect(method.first).toMatchObject({ pointer: "/items" });
  });

  test("GET is safe to repeat, POST is not, and the description has the last word", async () => {
    const { methods } = await modelOf(
      description({
        "x-parley-retry": { rejected: ["429", "449"] },
        paths: {
          "/things": {
            get: { operationId: "things.list", ...ok() },
            post: { operationId: "things.create", ...ok() },
            put: { operationId: "things.replace", ...ok(), "x-parley-retry": { safety: "safe" } },
          },
        },
      }),
    );
    expect(methods.map(({ id, isSafe, retry }) => [id, isSafe, retry])).toEqual([
      ["things.list", true, undefined],
      ["things.create", false, undefined],
      ["things.replace", true, { safe: true }],
    ]);
  });

  test("the nearest rate limit wins, and an empty list says that there is none", async () => {
    const { methods } = await modelOf(
      description({
        "x-parley-rate-limits": {
          all: { requests: 1, interval: 1000 },
          slow: { concurrency: 1 },
        },
        "x-parley-rate-limit": ["all"],
        paths: {
          "/a": { get: { operationId: "a.get", ...ok() } },
          "/b": {
            "x-parley-rate-limit": ["slow", "all"],
            get: { operationId: "b.get", ...ok() },
            put: { operationId: "b.update", ...ok(), "x-parley-rate-limit": [] },
          },
        },
      }),
    );
    expect(methods.map(({ id, rateLimits }) => [id, rateLimits])).toEqual([
      ["a.get", ["all"]],
      ["b.get", ["slow", "all"]],
      ["b.update", []],
    ]);
  });

  test("an operation's timeout wins over the document's", async () => {
    expect((await methodOf({}, { "x-parley-timeout": 9000 })).timeout).toBe(9000);
    const own = await methodOf({ "x-parley-timeout": 60000 }, { "x-parley-timeout": 9000 });
    expect(own.timeout).toBe(60000);
  });
});

const operations = (...ids: readonly string[]): Written =>
  description({
    paths: Object.fromEntries(
      ids.map((id, index) => [`/${index}`, { get: { operationId: id, ...ok() } }]),
    ),
  });

describe("names that cannot be", () => {
  test.each<[string, Written, RegExp]>([
    [
      "a missing operationId",
      description({ paths: { "/a": { get: ok() } } }),
      /^#\/paths\/~1a\/get .*operationId/,
    ],
    ["a name in one word", operations("things"), /operationId `things` is not a method's path/],
    ["a name that is not ASCII", operations("größen.list"), /operationId `größen\.list` is not/],
    [
      "the same name twice",
      operations("a.get", "a.get"),
      /^#\/paths\/~11\/get\/operationId .*a\.get/,
    ],
    ["names that are the same in PascalCase", operations("a.bC", "a.b.c"), /`a\.b\.c` and `a\.bC`/],
    [
      "names that differ by case alone",
      operations("a.getAll", "a.getall"),
      /`a\.getall` and `a\.getAll`/,
    ],
    [
      "a method that is a resource too",
      operations("a.b", "a.b.c"),
      /`a\.b` is a method, and by `a\.b\.c` a group/,
    ],
    ["a method that would be taken for a promise", operations("a.then"), /`then`/],
    ["the name of the path-style client", operations("api.get"), /`client\.api`/],
    [
      "a name that every object has",
      operations("a.constructor"),
      /Every JavaScript object has a "constructor"/,
    ],
    [
      "a resource that every object has",
      operations("toString.get"),
      /Every JavaScript object has a "toString"/,
    ],
  ])("%s is refused", async (_what, written, message) => {
    const problems = await problemsOf(written);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test("a reserved word is a fine name for a method", async () => {
    const { methods } = await modelOf(operations("contacts.delete", "new.class"));
    expect(methods.map(({ constantName }) => constantName)).toEqual(["contactsDelete", "newClass"]);
  });

  test.each<[string, Written, readonly string[]]>([
    ["the parameters of a method", { ThingsGetParameters: {} }, ["ThingsGetParametersSchema"]],
    ["a resource", { ThingsResource: {} }, ["ThingsResourceSchema"]],
    ["the client's resources", { ExampleResources: {} }, ["ExampleResourcesSchema"]],
    ["another schema but for case", { contact: {}, Contact: {} }, ["ContactSchema", "Contact"]],
    [
      "another but for punctuation",
      { "A-B": {}, AB: {}, a_b: {} },
      ["ABSchema", "AB", "ABSchema2"],
    ],
    ["a type that generated code uses", { Blob: {} }, ["BlobSchema"]],
    ["no type can be", { "2fa": {}, 日本: {} }, ["Schema2fa", "Schema"]],
    ["nothing else, but for marks", { Cöntact: {} }, ["Contact"]],
  ])("a schema that is called like %s gets a name that is free", async (_what, schemas, names) => {
    const model = await modelOf(withOperation({}, { components: { schemas } }));
    expect(model.schemas.map(({ typeName }) => typeName)).toEqual(names);
  });

  test("a schema that gets another name has a warning", async () => {
    const written = withOperation({}, { components: { schemas: { Blob: {} } } });
    expect(await warningsOf(written)).toEqual([
      '#/components/schemas/Blob The type of the schema "Blob" is called BlobSchema, as Blob is no name that it can have.',
    ]);
  });

  test("a provider without a name is refused", async () => {
    expect(await problemsOf(withOperation({}, { "x-parley-provider": undefined }))).toEqual([
      "# The provider has no name: add x-parley-provider with `name` and `title`.",
    ]);
  });

  test("a description without operations is refused", async () => {
    expect(await problemsOf(description({}))).toEqual([
      "#/paths No operation is described: a client needs one at least.",
    ]);
  });

  test("all problems are told at once, whoever finds them", async () => {
    const problems = await problemsOf(
      withOperation({
        operationId: "things",
        parameters: [query("body"), query("toString")],
        "x-parley-rate-limit": ["fast"],
        "x-parley-pagination": { style: "url", items: "/items", next: "/next" },
      }),
    );
    expect(placesOf(problems)).toEqual([
      "#/paths/~1things/get/operationId",
      "#/paths/~1things/get/parameters/0/name",
      "#/paths/~1things/get/parameters/1/name",
      "#/paths/~1things/get/x-parley-pagination/items",
      "#/paths/~1things/get/x-parley-pagination/next",
      "#/paths/~1things/get/x-parley-rate-limit/0",
    ]);
  });
});

describe("what x-parley-methods and others name and is not there", () => {
  test.each<[string, Written, string]>([
    [
      "a parameter",
      { "x-parley-methods": { "things.get": { parameters: ["uuid"] } } },
      "/x-parley-methods/things.get/parameters/0",
    ],
    [
      "an alternative",
      { "x-parley-methods": { "things.get": { exactlyOneOf: ["uuid", "urn"] } } },
      "/x-parley-methods/things.get/exactlyOneOf/0",
    ],
    [
      "a success status",
      { "x-parley-methods": { "things.get": { status: "201" } } },
      "/x-parley-methods/things.get/status",
    ],
    [
      "a list to take the first of",
      { "x-parley-methods": { "things.get": { first: "/results" } } },
      "/x-parley-methods/things.get/first",
    ],
    ["a method of the operationId", { "x-parley-methods": { "things.list": {} } }, "/operationId"],
    [
      "the items of a page",
      {
        ...ok({ type: "object", properties: { next: { type: "string" } } }),
        "x-parley-pagination": { style: "url", items: "/items", next: "/next" },
      },
      "/x-parley-pagination/items",
    ],
    [
      "the parameter of a page's token",
      {
        ...ok({
          type: "object",
          properties: { items: { type: "array" }, next: { type: "string" } },
        }),
        "x-parley-pagination": {
          style: "token",
          items: "/items",
          next: "/next",
          parameter: "token",
        },
      },
      "/x-parley-pagination/parameter",
    ],
    ["a rate limit", { "x-parley-rate-limit": ["fast"] }, "/x-parley-rate-limit/0"],
    [
      "the verdict of a failure",
      { "x-parley-failure": { pointer: "/ok", equals: false } },
      "/x-parley-failure/pointer",
    ],
  ])("%s is told, once, with its place", async (_what, operation, place) => {
    const problems = await problemsOf(withOperation(operation));
    expect(problems[0]?.split(" ", 1)[0]).toBe(`#/paths/~1things/get${place}`);
  });
});

describe("client parameters", () => {
  const parameters = [{ ...query("project_id"), required: true, description: "The project." }];

  test("are options of the client with the type and the prose of the parameter", async () => {
    const { provider, methods } = await modelOf(
      withOperation(
        { parameters },
        {
          "x-parley-client-parameters": {
            project_id: { option: "projectId", environmentVariable: "PROJECT_ID" },
          },
        },
      ),
    );
    expect(provider.clientParameters).toMatchObject([
      {
        name: "project_id",
        option: "projectId",
        environmentVariable: "PROJECT_ID",
        documentation: { description: "The project." },
      },
    ]);
    expect(methods[0]?.parameters).toMatchObject([{ required: true, clientOption: "projectId" }]);
  });

  test("that no operation has are told", async () => {
    const rest = { "x-parley-client-parameters": { account: { option: "account" } } };
    expect(await problemsOf(withOperation({ parameters }, rest))).toEqual([
      expect.stringMatching(/^#\/x-parley-client-parameters\/account /),
    ]);
  });

  test("that would take the option `environment` are refused", async () => {
    const rest = { "x-parley-client-parameters": { project_id: { option: "environment" } } };
    expect(await problemsOf(withOperation({ parameters }, rest))).toEqual([
      expect.stringMatching(/^#\/x-parley-client-parameters\/project_id\/option .*environment/),
    ]);
  });

  test("are no alternatives of a method", async () => {
    const problems = await problemsOf(
      withOperation(
        {
          parameters: [query("project_id"), query("urn")],
          "x-parley-methods": { "things.get": { exactlyOneOf: ["project_id", "urn"] } },
        },
        { "x-parley-client-parameters": { project_id: { option: "projectId" } } },
      ),
    );
    expect(problems).toEqual([
      expect.stringMatching(/exactlyOneOf\/0 The client gives "project_id" with every call/),
    ]);
  });
});

test("a path's prose is that of its operations where they have none", async () => {
  const { methods } = await modelOf(
    description({
      paths: {
        "/things": {
          summary: "Things",
          "x-parley-unverified": "Whether it exists.",
          get: { operationId: "things.get", summary: "Get things", ...ok() },
        },
      },
    }),
  );
  expect(methods[0]?.documentation).toMatchObject({
    summary: "Get things",
    unverified: "Whether it exists.",
  });
});

test("a resource is described by the tag that all of its methods have in common", async () => {
  const { provider } = await modelOf(
    description({
      tags: [
        { name: "Things", description: "What there is." },
        { name: "Others", description: "What else there is." },
      ],
      paths: {
        "/a": { get: { operationId: "things.get", tags: ["Things"], ...ok() } },
        "/b": { get: { operationId: "things.parts.get", tags: ["Things", "Others"], ...ok() } },
        "/c": { get: { operationId: "mixed.get", tags: ["Others"], ...ok() } },
        "/d": { get: { operationId: "mixed.list", tags: ["Things"], ...ok() } },
      },
    }),
  );
  expect([...provider.resources]).toEqual([["things", "What there is."]]);
});
