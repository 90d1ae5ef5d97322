import { describe, expect, test } from "vitest";
import {
  description,
  emittedFile,
  json,
  ok,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";
import type { OpenApiDocument, Schema } from "../description/openapi.js";
import { strangeCodeIn } from "../test-helpers/strange-code.js";
import { compileValidators } from "./validators-code.js";
import { createSchemaSet } from "./validators-schemas.js";

interface CompiledError {
  readonly instancePath: string;
  readonly keyword: string;
}

interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly CompiledError[] | null;
}

interface Compiled {
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly parameters?: Readonly<Record<string, Validate>>;
        readonly body?: Validate;
        readonly responses?: Readonly<Record<string, Validate>>;
      }
    >
  >;
  readonly events?: Readonly<Record<string, Validate>>;
}

/** Stands for the runtime: what is tested here is the code that calls it. */
const RUNTIME = `
const createValidators = (compiled) => compiled;
const codePointLength = (text) => [...text].length;
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const formats = { uuid: (text) => text === "uuid", int32: { validate: Number.isInteger } };
`;

/** Runs the module that a description gives. */
async function compiledFrom(written: Written): Promise<Compiled> {
  const source = await emittedFile("validators.js", written);
  expect(strangeCodeIn(source)).toEqual([]);
  const module = RUNTIME + source.replace(/^import .*$/m, "");
  const url = `data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
  // The module has one export.
  const { validators } = (await import(/* @vite-ignore */ url)) as {
    readonly validators: Compiled;
  };
  return validators;
}

/** A description whose `things.send` sends and receives a schema, and whose components are these. */
function exchanging(schema: Written, schemas: Written = {}): Written {
  return description({
    paths: {
      "/things": {
        post: {
          operationId: "things.send",
          requestBody: { required: true, ...json(schema) },
          ...ok(schema),
        },
      },
    },
    components: { schemas },
  });
}

async function exchange(schema: Written, schemas: Written = {}) {
  const { methods } = await compiledFrom(exchanging(schema, schemas));
  const method = methods["things.send"];
  return {
    sends: (value: unknown) => method?.body?.(value) ?? true,
    receives: (value: unknown) => method?.responses?.["200"]?.(value) ?? true,
    sentErrors: () => method?.body?.errors ?? [],
  };
}

const name = { type: "string" };

describe("what is sent is as described, what is received may be more:", () => {
  test("unknown properties, wherever they are closed out", async () => {
    const inner = { type: "object", properties: { name }, additionalProperties: false };
    for (const schema of [
      inner,
      { allOf: [{ properties: { name } }], unevaluatedProperties: false },
      { type: "object", properties: { name, inner } },
    ]) {
      const { sends, receives } = await exchange(schema);
      const more = { name: "a", more: 1, inner: { name: "a", more: 1 } };
      expect(sends({ name: "a" })).toBe(true);
      expect(sends(more)).toBe(false);
      expect(receives(more)).toBe(true);
      expect(receives({ name: 1 })).toBe(false);
    }
  });

  test("a second alternative that fits too", async () => {
    const { sends, receives } = await exchange({
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    });
    expect([sends({ a: 1 }), sends({ a: 1, b: 1 }), sends({})]).toEqual([true, false, false]);
    expect([receives({ a: 1, b: 1 }), receives({})]).toEqual([true, false]);
  });

  test("an open enum takes any text, and a closed one only its own, both ways", async () => {
    const schema = {
      properties: {
        open: { type: "string", "x-parley-open-enum": ["a"] },
        closed: { type: "string", enum: ["a"] },
      },
    };
    const { sends, receives } = await exchange(schema);
    for (const judge of [sends, receives]) {
      expect(judge({ open: "b", closed: "a" })).toBe(true);
      expect(judge({ open: "a", closed: "b" })).toBe(false);
      expect(judge({ open: 1 })).toBe(false);
    }
  });

  test("a property is required only where it can be: readOnly of answers, writeOnly of requests", async () => {
    const { sends, receives } = await exchange(
      {
        type: "object",
        required: ["id", "made", "secret", "name"],
        properties: {
          made: { $ref: "#/components/schemas/Made", readOnly: true },
          id: { $ref: "#/components/schemas/Id" },
          secret: { type: "string", writeOnly: true },
          name,
        },
      },
      { Id: { type: "integer", readOnly: true }, Made: { type: "string" } },
    );
    expect(sends({ secret: "s", name: "n" })).toBe(true);
    expect(sends({ id: 1, name: "n" })).toBe(false);
    expect(receives({ id: 1, made: "m", name: "n" })).toBe(true);
    expect(receives({ id: 1, secret: "s", name: "n" })).toBe(false);
    expect(receives({ made: "m", secret: "s", name: "n" })).toBe(false);
  });

  test("under `not` nothing is opened, as that would forbid more", async () => {
    const { receives } = await exchange({
      not: { type: "object", properties: { a: {} }, additionalProperties: false },
    });
    expect(receives({ b: 1 })).toBe(true);
    expect(receives({ a: 1 })).toBe(false);
  });
});

test("properties that may not be there are found at their own place, in either direction", async () => {
  const { sends, receives, sentErrors } = await exchange({
    properties: { a: false, b: false, name },
    additionalProperties: false,
  });
  expect([sends({ name: "n" }), sends({ b: 1 }), receives({ b: 1 })]).toEqual([true, false, false]);
  sends({ b: 1 });
  expect(sentErrors()).toEqual([{ instancePath: "", keyword: "absent", params: { absent: "b" } }]);
});

/** Where a value that is sent breaks a schema. */
async function placesIn(schema: Written, value: unknown): Promise<readonly string[]> {
  const { sends, sentErrors } = await exchange(schema);
  expect(sends(value)).toBe(false);
  return sentErrors().map(({ instancePath }) => instancePath);
}

test("a key that is left open is marked in the place of an error, and a described one is not", async () => {
  const map = { type: "object", additionalProperties: name };
  expect(await placesIn({ properties: { map } }, { map: { "a/b~": 1 } })).toEqual([
    "/map/\0a~1b~0",
  ]);
  expect(await placesIn({ patternProperties: { "^a": name } }, { abc: 1 })).toEqual(["/\0abc"]);
  expect(await placesIn({ properties: { "a/b~": name } }, { "a/b~": 1 })).toEqual(["/a~1b~0"]);
  expect(await placesIn({ items: name }, [1])).toEqual(["/0"]);
});

test("a schema may contain itself, and is compiled once where it says the same both ways", async () => {
  const written = exchanging(
    { $ref: "#/components/schemas/Tree" },
    {
      Tree: { type: "object", properties: { name, inner: { $ref: "#/components/schemas/Tree" } } },
    },
  );
  const source = await emittedFile("validators.js", written);
  expect(source.match(/^function /gm)).toHaveLength(1);
  const { methods } = await compiledFrom(written);
  const send = methods["things.send"]?.body;
  expect(send?.({ inner: { inner: { name: "a" } } })).toBe(true);
  expect(send?.({ inner: { inner: { name: 1 } } })).toBe(false);
  expect(send?.errors?.[0]?.instancePath).toBe("/inner/inner/name");
});

/** A schema whose `x` is a component. */
function holding(to: string): Written {
  return { properties: { x: { $ref: `#/components/schemas/${to}` } } };
}

test("schemas that differ in what they refer to are not one", async () => {
  const { sends } = await exchange(
    {
      properties: { a: { $ref: "#/components/schemas/A" }, b: { $ref: "#/components/schemas/B" } },
    },
    {
      A: holding("Text"),
      B: holding("Other"),
      Text: { properties: { y: { type: "string" }, z: { minLength: 1 }, v: {} } },
      Other: { properties: { y: { type: "number" }, z: { minLength: 1 }, v: {} } },
    },
  );
  expect(sends({ a: { x: { y: "" } }, b: { x: { y: 1 } } })).toBe(true);
  expect(sends({ a: { x: { y: 1 } } })).toBe(false);
  expect(sends({ b: { x: { y: "" } } })).toBe(false);
});

test("each method has its own parameters and body, and their route those of the operation", async () => {
  const { methods } = await compiledFrom(
    description({
      paths: {
        "/things": {
          parameters: [{ name: "shared", in: "query", schema: { type: "boolean" } }],
          post: {
            operationId: "things.create",
            parameters: [
              { name: "id", in: "query", schema: { type: "integer" } },
              { name: "filter", in: "query", ...json({ type: "object" }) },
            ],
            requestBody: json({ type: "object" }),
            responses: {
              "200": { description: "Done.", ...json({ type: "object" }) },
              "4XX": { description: "Refused.", ...json({ type: "array" }) },
              "500": { description: "Failed.", content: { "text/html": { schema: name } } },
            },
            "x-parley-methods": {
              "things.create": { parameters: [], body: "#/components/schemas/New" },
              "things.update": { parameters: ["id", "filter"] },
            },
          },
        },
      },
      components: { schemas: { New: { type: "object", required: ["name"] } } },
    }),
  );
  const { "things.create": create, "things.update": update, "POST /things": route } = methods;
  expect(create?.parameters).toBeUndefined();
  expect(create?.body?.({})).toBe(false);
  expect(Object.keys(update?.parameters ?? {}).toSorted()).toEqual(["filter", "id"]);
  expect(update?.body?.({})).toBe(true);
  expect(update?.parameters?.["filter"]?.("text")).toBe(false);
  expect(Object.keys(route?.parameters ?? {}).toSorted()).toEqual(["filter", "id", "shared"]);
  // What is no JSON is text, of which there is nothing to say.
  expect(Object.keys(update?.responses ?? {})).toEqual(["200", "4XX"]);
});

/** What is compiled for a body with a file, of a media type. */
async function withFile(mediaType: string): Promise<Compiled> {
  const file = { type: "string", format: "binary", minLength: 9 };
  const content = { [mediaType]: { schema: { type: "object", properties: { file } } } };
  const post = { operationId: "files.send", requestBody: { content }, ...ok() };
  return compiledFrom(description({ paths: { "/files": { post } } }));
}

test("bytes in forms are not measured as text, and what is sent as it is has no validator", async () => {
  const { methods } = await withFile("multipart/form-data");
  expect(methods["files.send"]?.body?.({ file: "" })).toBe(true);
  expect(methods["files.send"]?.body?.({ file: 1 })).toBe(false);
  expect((await withFile("application/octet-stream")).methods["files.send"]?.body).toBeUndefined();
});

test("events are judged as received", async () => {
  const { events } = await compiledFrom(
    withOperation(
      {},
      {
        "x-parley-webhooks": { discriminator: { single: true }, verification: "none" },
        webhooks: {
          created: {
            post: {
              requestBody: {
                required: true,
                ...json({ type: "object", properties: { name }, additionalProperties: false }),
              },
              responses: { "200": { description: "Received." } },
            },
          },
        },
      },
    ),
  );
  expect(events?.["created"]?.({ more: 1 })).toBe(true);
  expect(events?.["created"]?.({ name: 1 })).toBe(false);
});

test("a property that all objects inherit is missed where it is not there", async () => {
  const { sends } = await exchange({
    required: ["constructor"],
    properties: { constructor: name, toString: { type: "string" } },
  });
  expect(sends({})).toBe(false);
  expect(sends({ constructor: "a" })).toBe(true);
});

test("formats that the runtime does not know are not checked", async () => {
  const { sends } = await exchange({
    properties: {
      id: { type: "string", format: "uuid" },
      s: { type: "string", format: "secret" },
      n: { type: "integer", format: "int32" },
    },
  });
  expect(sends({ id: "uuid", s: "anything", n: 1 })).toBe(true);
  expect(sends({ id: "other" })).toBe(false);
});

/** A description with a pattern. */
function matching(pattern: string): Written {
  return exchanging({ properties: { text: { type: "string", pattern } } });
}

describe("a pattern", () => {
  test("is matched as ECMA-262 with Unicode", async () => {
    const { sends } = await exchange({
      properties: { text: { type: "string", pattern: "^\\p{L}$" } },
    });
    expect([sends({ text: "ä" }), sends({ text: "1" })]).toEqual([true, false]);
  });

  test.each([
    ["(?i)a", "is no regular expression"],
    ["[", "is no regular expression"],
    ["^(a+)+$", "may take very long"],
    ["(a|a)*b", "may take very long"],
    ["^(\\w+\\s?)*$", "may take very long"],
    ["a".repeat(1001), "is longer than"],
  ])("that cannot be matched safely, %j, is left out, and said to be", async (pattern, problem) => {
    const source = await emittedFile("validators.js", matching(pattern));
    expect(source).toContain(`// Patterns of the description that are not checked:\n//   "`);
    expect(source).toContain(problem);
    expect(source).not.toContain("RegExp");
    const { methods } = await compiledFrom(matching(pattern));
    // It would take until the end of the universe.
    expect(methods["things.send"]?.body?.({ text: `${"a".repeat(64)}!` })).toBe(true);
  });

  test("of a property's name that is left out leaves the others open", async () => {
    const { sends } = await exchange({
      patternProperties: { "^(a+)+$": { type: "string" }, "^b": { type: "string" } },
      additionalProperties: false,
    });
    expect(sends({ a: "text" })).toBe(true);
    expect(sends({ b: 1 })).toBe(false);
  });
});

test("what OpenAPI 3.0 says in other words is understood", async () => {
  const schema = {
    properties: {
      text: { type: "string", nullable: true, enum: ["a"] },
      number: {
        type: "number",
        minimum: 1,
        exclusiveMinimum: true,
        maximum: 9,
        exclusiveMaximum: false,
      },
    },
  };
  const { methods } = await compiledFrom({ ...exchanging(schema), openapi: "3.0.3" });
  const send = methods["things.send"]?.body;
  expect([send?.({ text: null }), send?.({ text: "b" })]).toEqual([true, false]);
  expect([1, 2, 9, 10].map((number) => send?.({ number }))).toEqual([false, true, true, false]);
});

test("what is no schema is not checked, where Ajv would throw", () => {
  const odd = {
    type: "file",
    enum: [],
    minimum: "1",
    minLength: -1,
    multipleOf: 0,
    uniqueItems: "yes",
    dependentRequired: { a: "b" },
    format: 1,
    required: "name",
    allOf: [],
    properties: { a: { type: ["string", "date"] } },
  };
  // The lint refuses most of this, and is not asked here.
  const document = exchanging(odd) as unknown as OpenApiDocument;
  const set = createSchemaSet(document);
  const id = set.idOf({ value: odd as unknown as Schema, pointer: "#" }, "sent");
  expect(set.schemas.get(id)).toEqual({ properties: { a: {} } });
  expect(compileValidators(set.schemas, [id]).functions.get(id)).toMatch(/^validate\d+$/);
});

test("the same description gives the same bytes", async () => {
  const written = exchanging({ properties: { name, list: { type: "array", items: name } } });
  const [one, other] = [
    await emittedFile("validators.js", written),
    await emittedFile("validators.js", written),
  ];
  expect(one).toBe(other);
  expect(await emittedFile("validators.d.ts", written)).toContain(
    "export declare const validators: Validators;",
  );
});
