import { describe, expect, test } from "vitest";
import { emittedFile, json, ok, withOperation, type Written } from "../test-helpers/describe.js";

async function schemaFile(schemas: Written, operation: Written = {}): Promise<string> {
  return emittedFile("schema.ts", withOperation(operation, { components: { schemas } }));
}

/** What the file has for a component, up to the next member. */
async function componentType(schema: unknown): Promise<string> {
  const source = await schemaFile({ Subject: schema, Zzz: {} });
  return /\n    Subject: ([\s\S]*?);\n    Zzz/.exec(source)?.[1] ?? source;
}

describe("the type of", () => {
  test.each<[string, Written, string]>([
    [
      "an open enum lets any other string pass",
      { type: "string", "x-parley-open-enum": ["open", "closed"] },
      '"open" | "closed" | (string & {})',
    ],
    [
      "an open enum that may be null",
      { type: ["string", "null"], "x-parley-open-enum": ["open"] },
      '("open" | (string & {})) | null',
    ],
    ["a closed enum is closed", { type: "string", enum: ["a", "b"] }, '"a" | "b"'],
    [
      "a string with prefixes",
      { type: "string", "x-parley-prefixes": ["id:", "phone:"] },
      "`id:${string}` | `phone:${string}`",
    ],
    [
      "a prefix keeps its characters",
      { type: "string", "x-parley-prefixes": ["`${a}\n"] },
      "`\\`\\${a}\\n${string}`",
    ],
    ["bytes", { type: "string", format: "binary" }, "Blob"],
    [
      "bytes by their media type",
      { type: "string", contentMediaType: "application/octet-stream" },
      "Blob",
    ],
    ["null alone", { const: null }, "null"],
    [
      "an object has no property of its own `$defs`",
      {
        type: "object",
        $defs: { size: { type: "integer" } },
        properties: { size: { $ref: "#/components/schemas/Subject/$defs/size" } },
      },
      "{\n      size?: number;\n    }",
    ],
    ["an object that may have any property", { type: "object" }, "Record<string, unknown>"],
    [
      "a map whose keys are a closed list has those alone",
      {
        type: "object",
        propertyNames: { type: "string", enum: ["SMS", "RCS"] },
        additionalProperties: { type: "boolean" },
      },
      "{\n      SMS?: boolean;\n      RCS?: boolean;\n    }",
    ],
    [
      "a map whose keys are an open list is a map",
      {
        type: "object",
        propertyNames: { type: "string", "x-parley-open-enum": ["SMS"] },
        additionalProperties: { type: "boolean" },
      },
      "{\n      [key: string]: boolean;\n    }",
    ],
    [
      "an object that has none",
      { type: "object", additionalProperties: false },
      "Record<string, never>",
    ],
    [
      "a property with a default is optional all the same",
      { type: "object", properties: { a: { type: "string", default: "x" } } },
      "{\n      /** @default x */\n      a?: string;\n    }",
    ],
  ])("%s", async (_what, schema, type) => {
    expect(await componentType(schema)).toBe(type);
  });

  test("a field says what its value has to keep to, and what is unverified", async () => {
    expect(
      await componentType({
        type: "object",
        properties: {
          name: {
            type: "string",
            description: "What it is called.",
            maxLength: 50,
            pattern: "^[a-z]+$",
            "x-parley-unverified": "Whether capitals are allowed.",
          },
        },
      }),
    ).toBe(`{
      /**
       * @description What it is called.
       *
       *     Pattern: \`^[a-z]+$\`. At most 50 characters.
       *
       *     Unverified: Whether capitals are allowed.
       */
      name?: string;
    }`);
  });

  test("a field of a shared scalar says what the scalar says", async () => {
    const source = await schemaFile({
      Subject: { type: "object", properties: { id: { $ref: "#/components/schemas/Id" } } },
      Id: { type: "integer", description: "Names it.", minimum: 1 },
    });
    expect(source).toContain(`      /**
       * @description Names it.
       *
       *     At least 1.
       */
      id?: components["schemas"]["Id"];
`);
  });
});

const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });

const variant = (kind: unknown): Written => ({
  type: "object",
  required: ["kind"],
  properties: { kind },
});

describe("a union with a discriminator", () => {
  const mapping = { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" };
  const union = {
    oneOf: [ref("Cat"), ref("Dog")],
    discriminator: { propertyName: "kind", mapping },
  };

  test("is left to variants that fix the property, which are not changed", async () => {
    const source = await schemaFile({
      Pet: union,
      Cat: variant({ const: "cat" }),
      Dog: variant({ const: "dog" }),
    });
    expect(source).toContain('Pet: components["schemas"]["Cat"] | components["schemas"]["Dog"];');
    expect(source).toContain('kind: "cat";');
    expect(source).not.toContain("openapi-typescript");
  });

  test("narrows a variant that leaves the property open, and leaves the variant itself alone", async () => {
    const source = await schemaFile({
      Pet: union,
      Cat: variant({ type: "string" }),
      Dog: variant({ const: "dog" }),
    });
    expect(source).toContain(`    Pet: (components["schemas"]["Cat"] & {
      /** @constant */
      kind: "cat";
    }) | components["schemas"]["Dog"];
`);
    expect(source).toContain("kind: string;");
  });

  test("is not lost where the variants are made with allOf", async () => {
    const source = await schemaFile({
      Pet: { allOf: [{ type: "object", properties: { name: { type: "string" } } }], ...union },
      Cat: { allOf: [variant({ type: "string" }), { type: "object", properties: { lives: {} } }] },
      Dog: variant({ type: "string" }),
    });
    expect(source).toMatch(
      /Pet: \{\s+name\?: string;\s+\} & \(\(components\["schemas"\]\["Cat"\] & \{\s+\/\*\* @constant \*\/\s+kind: "cat";/,
    );
  });
});

test("a union with a discriminator keeps its property as a part of something larger", async () => {
  const source = await schemaFile({
    Pet: {
      allOf: [
        { oneOf: [ref("Cat")], discriminator: { propertyName: "kind", mapping: { cat: "Cat" } } },
      ],
    },
    Cat: variant({ const: "cat" }),
  });
  expect(source).toContain('Pet: components["schemas"]["Cat"];');
});

test("a parameter with content has the type of its content", async () => {
  const source = await schemaFile(
    {},
    {
      parameters: [
        {
          name: "filter",
          in: "query",
          ...json({ type: "object", properties: { a: { type: "integer" } } }),
        },
      ],
    },
  );
  expect(source).toMatch(/filter\?: \{\s+a\?: number;\s+\};/);
});

test("a response of bytes is a Blob, schema or not", async () => {
  const source = await schemaFile(
    {},
    { responses: { "200": { description: "A file.", content: { "application/pdf": {} } } } },
  );
  expect(source).toContain('"application/pdf": Blob;');
});

test("a path that is a $ref keeps its operations by name", async () => {
  const pathItem = { get: { operationId: "things.get", ...ok() } };
  const source = await emittedFile(
    "schema.ts",
    withOperation(
      {},
      {
        paths: { "/things": { $ref: "#/components/pathItems/Things" } },
        components: { pathItems: { Things: pathItem } },
      },
    ),
  );
  expect(source).toContain('"/things": {');
  expect(source).toContain('get: operations["things.get"];');
  expect(source.match(/"things\.get": \{/g)).toHaveLength(1);
});

test("a webhook is not among the operations, whatever its operationId", async () => {
  const source = await emittedFile(
    "schema.ts",
    withOperation(
      {},
      {
        "x-parley-webhooks": { discriminator: { single: true }, verification: "none" },
        webhooks: {
          made: {
            post: {
              operationId: "things.get",
              requestBody: json({ type: "object", properties: { id: { type: "integer" } } }),
              responses: { "200": { description: "Received." } },
            },
          },
        },
      },
    ),
  );
  expect(source).toMatch(/made: \{[\s\S]*post: \{[\s\S]*id\?: number;/);
  expect(source.match(/"things\.get": \{/g)).toHaveLength(1);
});

test("the source is indented by two spaces", async () => {
  const source = await schemaFile({
    Subject: { type: "object", properties: { a: { type: "string" } } },
  });
  expect(source).toContain(
    "\nexport interface components {\n  schemas: {\n    Subject: {\n      a?: string;\n",
  );
});
