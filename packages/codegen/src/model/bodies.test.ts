import { describe, expect, test } from "vitest";
import {
  type Written,
  description,
  json,
  modelOf,
  ok,
  problemsOf,
  warningsOf,
  withOperation,
} from "../test-helpers/describe.js";
import type { MethodModel } from "./model.js";

async function methodOf(operation: Written, rest: Written = {}): Promise<MethodModel> {
  const written = description({
    paths: { "/things": { post: { operationId: "things.create", ...ok(), ...operation } } },
    ...rest,
  });
  const [method] = (await modelOf(written)).methods;
  if (method === undefined) throw new Error("There is no method.");
  return method;
}

const object = { schema: { type: "object" } };

const post = (content: Written): Written =>
  description({
    paths: { "/a": { post: { operationId: "a.create", requestBody: { content }, ...ok() } } },
  });

const parts = (part: Written): Written => ({
  "multipart/form-data": { schema: { type: "object" }, encoding: { a: part } },
});

describe("the request body", () => {
  test.each<[readonly string[], string]>([
    [["multipart/form-data", "application/json"], "application/json"],
    [["text/plain", "application/merge-patch+json"], "application/merge-patch+json"],
    [["application/x-www-form-urlencoded", "multipart/form-data"], "multipart/form-data"],
    [["text/plain", "application/x-www-form-urlencoded"], "application/x-www-form-urlencoded"],
    [["application/octet-stream", "text/csv"], "text/csv"],
    [["application/pdf"], "application/pdf"],
    [["application/json; charset=utf-8"], "application/json; charset=utf-8"],
  ])("of %j is sent as %s", async (mediaTypes, sent) => {
    const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, object]));
    expect((await methodOf({ requestBody: { content } })).body?.mediaType).toBe(sent);
  });

  test("without a schema is bytes or text, by its media type", async () => {
    const types = await Promise.all(
      ["application/pdf", "text/csv"].map(async (mediaType) => {
        const { body } = await methodOf({ requestBody: { content: { [mediaType]: {} } } });
        return body?.type;
      }),
    );
    expect(types).toEqual([{ kind: "Blob" }, { kind: "string" }]);
  });

  test("of a shared schema has the schema's type and its prose", async () => {
    const { body } = await methodOf(
      { requestBody: { required: true, ...json({ $ref: "#/components/schemas/Thing" }) } },
      {
        components: {
          schemas: { Thing: { type: "object", description: "A thing.", minProperties: 1 } },
        },
      },
    );
    expect(body).toMatchObject({
      required: true,
      type: { kind: "component", typeName: "Thing" },
      documentation: { description: "A thing." },
      constraints: ["At least 1 property."],
    });
  });

  test("of a GET request is left out with a warning, as fetch would throw", async () => {
    const written = withOperation({ requestBody: json({}) });
    expect(await warningsOf(written)).toEqual([
      "#/paths/~1things/get/requestBody A GET request has no body, and fetch refuses to send one, so it is left out: remove `requestBody`.",
    ]);
    expect((await modelOf(written)).methods[0]?.body).toBeUndefined();
  });

  test.each<[string, Written]>([
    ["no media type", {}],
    ["a range of media types", { "image/*": {} }],
  ])("of %s is refused", async (_what, content) => {
    expect(await problemsOf(post(content))).toEqual([
      expect.stringMatching(/^#\/paths\/~1a\/post\/requestBody\/content Name the media type/),
    ]);
  });

  test.each<[string, Written, string]>([
    ["JSON where it has a schema", { "*/*": { schema: { type: "object" } } }, "application/json"],
    ["bytes where it has none", { "*/*": {} }, "application/octet-stream"],
  ])("of any media type is sent as %s", async (_what, content, mediaType) => {
    const { methods, warnings } = await modelOf(post(content));
    expect(methods[0]?.body?.mediaType).toBe(mediaType);
    expect(warnings.map(({ message }) => message)).toEqual([
      `The body is sent as ${mediaType}: */* is left out.`,
    ]);
  });

  test("of several media types has a warning that names those that are left out", async () => {
    expect(
      await warningsOf(post({ "text/csv": {}, "application/json": {}, "text/html": {} })),
    ).toEqual([
      "#/paths/~1a/post/requestBody/content The body is sent as application/json: text/csv, text/html are left out.",
    ]);
  });

  test("of parts has a warning where more than their media types is described", async () => {
    expect(await warningsOf(post(parts({ contentType: "image/png" })))).toEqual([]);
    expect(await warningsOf(post(parts({ style: "form" })))).toEqual([
      expect.stringContaining("multipart~1form-data/encoding How parts are encoded is left out"),
    ]);
  });
});

const responses = (entries: Written): Written => ({
  responses: Object.fromEntries(
    Object.entries(entries).map(([status, response]) => [
      status,
      { description: "Done.", ...(response as Written) },
    ]),
  ),
});
const schemas = {
  components: {
    schemas: { Thing: { type: "object", required: ["id"] }, Other: { type: "object" } },
  },
};
const thing = json({ $ref: "#/components/schemas/Thing" });
const other = json({ $ref: "#/components/schemas/Other" });

const empty = (value: Written): Promise<MethodModel> =>
  methodOf({ ...responses({ "200": thing, "204": {} }), "x-parley-empty-result": value }, schemas);

describe("the result", () => {
  test("has each of the successes' types once", async () => {
    const { results, response } = await methodOf(
      responses({ "200": thing, "201": thing, "202": other }),
      schemas,
    );
    expect(results).toEqual([
      { kind: "component", typeName: "Thing" },
      { kind: "component", typeName: "Other" },
    ]);
    expect(response).toBe("json");
  });

  test("of no body at all is undefined", async () => {
    expect(await methodOf(responses({ "204": {} }))).toMatchObject({
      results: [{ kind: "undefined" }],
      response: "none",
    });
  });

  test("of a success with a body and one without may be undefined", async () => {
    const { results } = await methodOf(responses({ "200": thing, "204": {} }), schemas);
    expect(results).toEqual([{ kind: "component", typeName: "Thing" }, { kind: "undefined" }]);
  });

  test("may be without a body where a retry finds its work done", async () => {
    const retry = { "x-parley-retry": { safety: "safe", alreadyDone: ["409"] } };
    const { results } = await methodOf({ ...responses({ "200": thing }), ...retry }, schemas);
    expect(results).toEqual([{ kind: "component", typeName: "Thing" }, { kind: "undefined" }]);
  });

  test("of a success without a body is what the description says", async () => {
    const beside = { kind: "component", typeName: "Thing" };
    expect((await empty({})).results).toEqual([
      beside,
      { kind: "empty", value: {}, beside: [beside] },
    ]);
    // It is a Thing by the schema, so the type needs no second member.
    expect((await empty({ id: 1 })).results).toEqual([beside]);
  });

  test.each<[string, Written, string, unknown]>([
    ["text/plain", { schema: { type: "string" } }, "text", { kind: "path" }],
    ["text/html", {}, "text", { kind: "string" }],
    ["application/pdf", {}, "binary", { kind: "Blob" }],
    ["application/problem+json", { schema: {} }, "json", { kind: "path" }],
  ])("in %s is read as such", async (mediaType, content, response, type) => {
    const method = await methodOf(responses({ "200": { content: { [mediaType]: content } } }));
    expect(method).toMatchObject({ response, results: [type] });
  });

  test("of HEAD is nothing, whatever is described", async () => {
    const written = description({
      paths: { "/things": { head: { operationId: "things.check", ...ok() } } },
    });
    expect((await modelOf(written)).methods[0]).toMatchObject({
      response: "none",
      results: [{ kind: "undefined" }],
    });
  });

  test("of `default` is the success where no other is described", async () => {
    const { results } = await methodOf(responses({ default: thing }), schemas);
    expect(results).toEqual([{ kind: "component", typeName: "Thing" }]);
  });

  test("is nothing where no success is described, with a warning", async () => {
    const written = withOperation(responses({ "404": {} }));
    expect(await warningsOf(written)).toEqual([
      expect.stringContaining("/responses No success is described, so the method gives nothing"),
    ]);
    expect((await modelOf(written)).methods[0]?.results).toEqual([{ kind: "undefined" }]);
  });

  test("has a warning for the media types that are left out, and for interim responses", async () => {
    const content = { "application/json": {}, "text/csv": {} };
    expect(await warningsOf(withOperation(responses({ "102": {}, "200": { content } })))).toEqual([
      expect.stringContaining('/responses/102 The interim response "102" is left out'),
      expect.stringContaining("The body is typed as application/json: text/csv is left out."),
    ]);
  });

  test.each<[string, Written, RegExp]>([
    [
      "successes that are read in different ways",
      responses({ "200": json({}), "201": { content: { "text/plain": {} } } }),
      /responses The successes of things\.get are read in different ways \(json and text\)/,
    ],
    [
      "a range of redirects",
      { responses: { ...(ok()["responses"] as Written), "3XX": { description: "Elsewhere." } } },
      /responses\/3XX The range "3XX" says too little/,
    ],
  ])("of %s is refused", async (_what, operation, message) => {
    const problems = await problemsOf(withOperation(operation));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
});

const error = (content: Written): Written => ({ description: "Failed.", ...content });

test("errors are read by their content, and a body in two forms has both types", async () => {
  const both = { content: { "text/html": {}, "application/json": { schema: { type: "object" } } } };
  const { errors } = await methodOf(
    {
      responses: {
        ...(ok()["responses"] as Written),
        "304": error({}),
        "404": error(json({ $ref: "#/components/schemas/Failure" })),
        "403": error({ content: { "text/html": { schema: { type: "string" } } } }),
        "5XX": error(both),
        default: error(json({})),
      },
    },
    { components: { schemas: { Failure: { type: "object" } } } },
  );
  expect(errors).toMatchObject([
    { status: "304", reading: "none", types: [{ kind: "undefined" }] },
    { status: "403", reading: "text", types: [{ kind: "string" }] },
    { status: "404", reading: "json", types: [{ kind: "component", typeName: "Failure" }] },
    { status: "5XX", reading: "json", types: [{ kind: "path" }, { kind: "string" }] },
    { status: "default", reading: "json", types: [{ kind: "path" }] },
  ]);
});

test("a success that can say that it failed needs a status of its own", async () => {
  const body = json({ type: "object", properties: { isOk: { type: "boolean" } } });
  const problems = await problemsOf(
    withOperation({
      responses: { "2XX": { description: "Done.", ...body } },
      "x-parley-failure": { pointer: "/isOk", equals: false },
    }),
  );
  expect(problems).toEqual([
    '#/paths/~1things/get/responses/2XX A success that x-parley-failure may turn into an error needs a status of its own: write one such as "200" in place of "2XX".',
  ]);
});

test("a success that can say that it failed is a declared error as well", async () => {
  const { errors, failure } = await methodOf({
    ...ok({ type: "object", properties: { isOk: { type: "boolean" }, why: { type: "string" } } }),
    "x-parley-failure": { pointer: "/isOk", equals: false, message: "/why" },
  });
  expect(failure).toEqual({ pointer: "/isOk", equals: false, message: "/why" });
  expect(errors).toMatchObject([{ status: "200", reading: "json" }]);
});
