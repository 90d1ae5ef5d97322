/** Descriptions that are no descriptions, or larger, deeper and odder than any. */
import { description, json, ok, withOperation, type Written } from "../test-helpers/describe.js";

/** The files of a description; JSON is written of what is no text. */
export type Files = Readonly<Record<string, unknown>>;

const string = { type: "string" };
const schema = (value: unknown): Written => withOperation(ok(value as Written));
const schemas = (all: Written): Written => {
  const [first = ""] = Object.keys(all);
  return withOperation(ok({ $ref: `#/components/schemas/${first}` }), {
    components: { schemas: all },
  });
};
const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });
const referTo = ($ref: string): Written => schema({ $ref });

/** Keys that every JavaScript object has, and words that JavaScript keeps for itself. */
const WORDS = [
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "prototype",
  "arguments",
  "await",
  "class",
  "default",
  "delete",
  "eval",
  "import",
  "then",
  "undefined",
  "NaN",
];
const named = (value: unknown): Written => Object.fromEntries(WORDS.map((word) => [word, value]));

/** A value that is nested as often. */
function nested(depth: number, innermost: unknown, wrap: (inner: unknown) => unknown): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

function nestedSchema(depth: number): Written {
  return withOperation(
    ok(
      // It is a schema, as the innermost value is.
      nested(depth, { type: "string" }, (inner) => ({
        type: "object",
        properties: { a: inner },
      })) as Written,
    ),
  );
}

function operations(count: number): Written {
  return description({
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/things${index}/{id}`,
        {
          get: {
            operationId: `group${index % 100}.get${index}`,
            parameters: [{ name: "id", in: "path", required: true, schema: string }],
            ...ok(ref("Thing")),
          },
        },
      ]),
    ),
    components: { schemas: { Thing: { type: "object", properties: { id: string } } } },
  });
}

/** YAML of aliases that double: 2 to the power of `levels` values. */
function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, index) => `x-level${index + 1}: &l${index + 1} [*l${index}, *l${index}]`,
  );
  return `x-level0: &l0 [a]\n${lines.join("\n")}\nopenapi: 3.1.1\n${minimalYaml}`;
}

const minimalYaml = `info: { title: A, version: "1" }
servers: [{ url: "https://api.example.com" }]
x-parley-provider: { name: example, title: Example }
paths:
  /things:
    get: { operationId: things.get, responses: { "200": { description: Done. } } }
`;

const wrongTypes = (value: unknown): Written =>
  description({
    paths: {
      "/things": {
        get: {
          operationId: "things.get",
          parameters: [{ name: "a", in: "query", schema: value }],
          requestBody: value,
          responses: { "200": value },
        },
      },
    },
    components: value,
    tags: value,
    servers: value,
  });

const withMethod = (rest: Written): Written =>
  description({ paths: { "/things": { get: { operationId: "things.get", ...ok() }, ...rest } } });

/** A description for each oddity, by what is odd. */
export const documents: Readonly<Record<string, Written | Files | string>> = {
  // Names.
  "inherited names as properties": schema({
    type: "object",
    properties: named(string),
    required: WORDS,
  }),
  "inherited names as parts of an allOf": schemas({
    A: { allOf: [ref("B"), { type: "object" }], required: WORDS },
    B: { type: "object", properties: { a: string } },
  }),
  "inherited names as schemas": schemas(named({ type: "object", properties: named(string) })),
  "inherited names as parameters": withOperation({
    parameters: WORDS.map((name) => ({ name, in: "query", schema: string })),
  }),
  "reserved words as parameters": withOperation({
    parameters: ["class", "default", "import", "await", "arguments"].map((name) => ({
      name,
      in: "query",
      schema: string,
    })),
  }),
  "inherited names as resources": description({
    paths: Object.fromEntries(
      ["constructor", "toString", "hasOwnProperty"].map((word) => [
        `/${word}`,
        { get: { operationId: `${word}.get`, ...ok() } },
      ]),
    ),
  }),
  "inherited names as methods": withOperation({ operationId: "things.constructor" }),
  "reserved words as methods": description({
    paths: {
      "/a": {
        get: { operationId: "class.import", ...ok() },
        post: { operationId: "default.delete", ...ok() },
        delete: { operationId: "await.new", ...ok() },
      },
    },
  }),
  "a method that would make its group a promise": withOperation({ operationId: "things.then" }),
  "__proto__ as a property": `{"openapi":"3.1.1","info":{"title":"A","version":"1"},"servers":[{"url":"https://a.example.com"}],"x-parley-provider":{"name":"example","title":"A"},"paths":{"/a":{"get":{"operationId":"a.b","responses":{"200":{"description":"A","content":{"application/json":{"schema":{"type":"object","properties":{"__proto__":{"type":"string"}}}}}}}}}}}`,
  "__proto__ in YAML": `openapi: 3.1.1\n${minimalYaml}components:\n  schemas:\n    __proto__: { type: object }\n`,
  "__proto__ as a parameter": withOperation({
    parameters: [{ name: "__proto__", in: "query", schema: string }],
  }),
  "__proto__ as a required property": schema({ type: "object", required: ["__proto__"] }),
  "__proto__ as the value of an enum": schema({ type: "string", enum: ["__proto__", "a"] }),
  "__proto__ as a discriminator's value": schemas({
    Pet: {
      oneOf: [ref("Cat")],
      discriminator: { propertyName: "__proto__", mapping: { constructor: "Cat" } },
    },
    Cat: { type: "object", properties: { kind: string } },
  }),
  "schemas that are no names": schemas({
    "2fa": { type: "object" },
    日本: { type: "object" },
    中国: { type: "object" },
    "with.dots": { type: "object" },
    "with-dashes": { type: "object" },
    "-": { type: "object" },
    Größe: { type: "object" },
    "": { type: "object" },
  }),
  "schemas that differ by case or marks": schemas({
    contact: { type: "object" },
    Contact: { type: "object" },
    CONTACT: { type: "object" },
    _contact: { type: "object" },
    Cöntact: { type: "object" },
  }),
  "schemas named as generated code's own": schemas({
    Blob: { type: "object", properties: { data: { type: "string", format: "binary" } } },
    Record: { type: "object" },
    Exclude: { type: "object" },
    NonNullable: { type: "object" },
    ApiError: { type: "object" },
    Operation: { type: "object" },
    Provider: { type: "object" },
    Method: { type: "object" },
    ExampleResources: { type: "object" },
    ThingsGetResult: { type: "object" },
    ThingsResource: { type: "object" },
    ErrorStatus: { type: "object" },
    HttpErrorStatus: { type: "object" },
  }),
  "schemas named as TypeScript's own": schemas({
    Array: { type: "array", items: string },
    String: string,
    Object: { type: "object" },
    Promise: { type: "object" },
    Readonly: { type: "object" },
    Partial: { type: "object" },
    any: { type: "object" },
    never: { type: "object" },
    WithRequired: { allOf: [ref("Object")], required: ["a"] },
    OneOf: { type: "object" },
    components: { type: "object" },
    operations: { type: "object" },
  }),
  "operations that differ by case": description({
    paths: {
      "/a": { get: { operationId: "things.getAll", ...ok() } },
      "/b": { get: { operationId: "things.getall", ...ok() } },
    },
  }),
  "operations of one name": description({
    paths: {
      "/a": { get: { operationId: "things.get", ...ok() } },
      "/b": { get: { operationId: "things.get", ...ok() } },
    },
  }),
  "an operation without a name": withOperation({ operationId: undefined }),
  "a resource that is a method too": description({
    paths: {
      "/a": { get: { operationId: "things.get", ...ok() } },
      "/b": { get: { operationId: "things.get.one", ...ok() } },
    },
  }),
  "letters of another alphabet in an operationId": withOperation({ operationId: "тhings.gеt" }),
  "text that runs from right to left": withOperation({ summary: "a\u202E*/ b \u2066 \u0000 c" }),
  "half of a character": schema({ type: "object", properties: { "\ud800": string } }),
  "a parameter twice": withOperation({
    parameters: [
      { name: "a", in: "query", schema: string },
      { name: "a", in: "header", schema: string },
    ],
  }),
  "headers that differ by case": withOperation({
    parameters: [
      { name: "X-A", in: "header", schema: string },
      { name: "x-a", in: "header", schema: string },
    ],
  }),
  "a parameter called body": withOperation({
    parameters: [{ name: "body", in: "query", schema: string }],
  }),

  // Ways out of the folder.
  "a provider's name that is a path": withOperation(
    {},
    { "x-parley-provider": { name: "../../escaped", title: "A" } },
  ),
  "a $ref to a file of the machine": referTo("/etc/passwd"),
  "a $ref out of the folder": referTo("../../../../../../../etc/hostname"),
  "a $ref to a file by URL": referTo("file:///etc/passwd"),
  "a $ref into the network": referTo("https://example.com/schema.json"),
  "a $ref of data": referTo("data:application/json,{}"),
  "an example in a file of the machine": withOperation({
    parameters: [
      { name: "a", in: "query", schema: string, examples: { a: { externalValue: "/etc/passwd" } } },
    ],
  }),
  "an example in the network": withOperation({
    parameters: [
      {
        name: "a",
        in: "query",
        schema: string,
        examples: { a: { externalValue: "https://example.com/a.json" } },
      },
    ],
  }),
  "a component that is called like a path": schemas({ "../../escaped": { type: "object" } }),

  // References.
  "a $ref to itself": schemas({ A: ref("A") }),
  "$refs in a circle": schemas({ A: ref("B"), B: ref("C"), C: ref("A") }),
  "a $ref to nowhere": referTo("#/components/schemas/Missing"),
  "a $ref to an inherited property": referTo("#/constructor"),
  "a $ref to an inherited property of a property": referTo("#/components/constructor/prototype"),
  "a $ref to __proto__": referTo("#/__proto__"),
  "a $ref to the whole document": referTo("#"),
  "a $ref to text": referTo("#/info/title"),
  "a $ref to another kind": withOperation(ok({ $ref: "#/components/parameters/A" }), {
    components: { parameters: { A: { name: "a", in: "query", schema: string } } },
  }),
  "a $ref to a member of a list": withOperation({
    parameters: [
      { name: "a", in: "query", schema: string },
      { name: "b", in: "query", schema: { $ref: "#/paths/~1things/get/parameters/0/schema" } },
    ],
  }),
  "a $ref with odd escapes": referTo("#/components/schemas/%E0%A4%A"),
  "a $ref with a wrong tilde": referTo("#/components/schemas/~2"),
  "a $ref that is empty": referTo(""),
  "a $ref that is no text": schema({ $ref: 1 }),
  "a $ref to an anchor": schema({ $ref: "#here" }),
  "a $dynamicRef": schema({ $dynamicRef: "#here", $dynamicAnchor: "here" }),
  "an operation by $ref": description({
    paths: { "/a": { $ref: "#/components/pathItems/A" } },
    components: { pathItems: { A: { get: { operationId: "a.get", ...ok() } } } },
  }),
  "one path item for two paths": description({
    paths: {
      "/a": { $ref: "#/components/pathItems/A" },
      "/b": { $ref: "#/components/pathItems/A" },
    },
    components: { pathItems: { A: { get: { operationId: "a.get", ...ok() } } } },
  }),

  // Sizes.
  "10,000 operations": operations(10_000),
  "a schema that is 200 deep": { "openapi.json": nestedSchema(200) },
  "a schema that is 2,000 deep": { "openapi.json": nestedSchema(2000) },
  "a schema that is 2,000 deep in YAML": nestedSchema(2000),
  "lists that are 100,000 deep": `openapi: 3.1.1\n${minimalYaml}x-deep: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`,
  "JSON that is 100,000 deep": {
    "openapi.json": `{"openapi":"3.1.1","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  },
  "an example that is 2,000 deep": withOperation(
    ok({ type: "object", example: nested(2000, 1, (inner) => [inner]) }),
  ),
  "2,000 schemas in a row": schemas(
    Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `S${index}`,
        index === 1999 ? string : { type: "object", properties: { next: ref(`S${index + 1}`) } },
      ]),
    ),
  ),
  "2,000 schemas, each a part of the next": schemas(
    Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `S${index}`,
        index === 1999
          ? { type: "object", properties: { a: string } }
          : { allOf: [ref(`S${index + 1}`)] },
      ]),
    ),
  ),
  "an enum of 5,000 values": schema({
    type: "string",
    enum: Array.from({ length: 5000 }, (_, index) => `value${index}`),
  }),
  "a description of a megabyte": withOperation({ description: "word ".repeat(200_000) }),
  "a word of a megabyte": withOperation({ description: "*".repeat(1_000_000) }),
  "a pattern of 200,000 backticks": schema({
    type: "object",
    properties: { a: { type: "string", pattern: "`a".repeat(200_000) } },
  }),
  "a server's URL of 200,000 slashes": withOperation(
    {},
    { servers: [{ url: `https://example.com/${"/".repeat(200_000)}a` }] },
  ),
  "a path of 100,000 braces": description({
    paths: { [`/${"{".repeat(100_000)}`]: { get: { operationId: "a.get", ...ok() } } },
  }),
  "YAML aliases that explode": bomb(30),
  "YAML aliases that explode in another file": {
    "openapi.yaml": `openapi: 3.1.1\n${minimalYaml}components: { schemas: { A: { $ref: ./bomb.yaml } } }\n`,
    "bomb.yaml": bomb(30),
  },
  "YAML aliases that repeat little": `openapi: 3.1.1\n${minimalYaml}components:\n  schemas:\n    A: &a { type: object }\n    B: *a\n`,
  "a YAML alias in itself": `openapi: 3.1.1\n${minimalYaml}components:\n  schemas:\n    A: &a { type: object, properties: { a: *a } }\n`,

  // Schemas.
  "a recursive schema": schemas({ Node: { type: "object", properties: { next: ref("Node") } } }),
  "a recursive default": schemas({
    Node: {
      type: "object",
      properties: { next: { ...ref("Node"), default: { next: { next: {} } } } },
      default: { next: {} },
    },
  }),
  "a list of itself": schemas({ List: { type: "array", items: ref("List") } }),
  "a part of itself": schemas({ A: { allOf: [ref("A"), { type: "object" }] } }),
  "a pattern that is none": schema({ type: "string", pattern: "(" }),
  "a pattern that takes for ever": withOperation({
    "x-parley-empty-result": { a: `${"a".repeat(40)}!` },
    responses: {
      "204": { description: "A" },
      "200": {
        description: "A",
        ...json({
          type: "object",
          properties: { a: { type: "string", pattern: "^(a+)+$" } },
          patternProperties: { "^(a+)+$": string },
        }),
      },
    },
  }),
  "a format that is none": schema({ type: "string", format: "no such format" }),
  "an enum of values that are schemas": schema({ type: "object", enum: [{ type: "string" }, "a"] }),
  "an enum of values that are schemas, beside properties": schema({
    type: "object",
    properties: { a: string },
    enum: [{ type: "string" }, null],
  }),
  "an enum without values": schema({ type: "string", enum: [] }),
  "an enum of everything": schema({
    enum: [null, true, 1, -1, 1.5, "a", [1, [2]], { a: { b: 1 } }],
  }),
  "a const of null": schema({ const: null }),
  "boolean schemas": schema({
    type: "object",
    properties: { a: true, b: false },
    additionalProperties: false,
    allOf: [true, { type: "object" }],
    $defs: { yes: true, no: false },
    not: false,
  }),
  "an allOf that allows nothing": schema({ allOf: [false, { type: "object" }] }),
  "alternatives beside properties": schema({
    type: "object",
    properties: { a: string, b: string },
    anyOf: [{ required: ["a"] }, { required: ["b"] }],
  }),
  "lists of parts that are empty": schema({ allOf: [], anyOf: [], oneOf: [] }),
  "required parts of what may be null": withOperation(ok({ allOf: [ref("A")], required: ["a"] }), {
    components: {
      schemas: { A: { type: ["object", "null"], properties: { a: string } } },
    },
  }),
  "a tuple": schema({ type: "array", prefixItems: [string, { type: "integer" }], items: false }),
  "types without end": schema({
    type: ["string", "null", "object", "array", "integer", "boolean"],
  }),
  "a type that is none": schema({ type: "banana" }),
  "every keyword of JSON Schema": schema({
    type: "object",
    if: { properties: { a: { const: 1 } } },
    // oxlint-disable-next-line unicorn/no-thenable -- It is a keyword of JSON Schema.
    then: { required: ["b"] },
    else: { required: ["c"] },
    dependentSchemas: { a: { required: ["b"] } },
    dependentRequired: { a: ["b"] },
    propertyNames: { pattern: "^a" },
    unevaluatedProperties: false,
    contains: string,
    minContains: 1,
    contentSchema: string,
    not: { type: "null" },
  }),
  "a nullable schema of 3.0": {
    ...schema({
      type: "object",
      properties: {
        a: { type: "string", nullable: true, enum: ["b", null] },
        n: { type: "number", minimum: 0, exclusiveMinimum: true },
        o: { type: "object", nullable: true, properties: { c: string } },
      },
    }),
    openapi: "3.0.3",
  },

  // Numbers.
  "integers that JavaScript cannot tell apart": `{"openapi":"3.1.1","info":{"title":"A","version":"1"},"servers":[{"url":"https://a.example.com"}],"x-parley-provider":{"name":"example","title":"A"},"paths":{"/a":{"get":{"operationId":"a.b","responses":{"200":{"description":"A","content":{"application/json":{"schema":{"type":"integer","enum":[9007199254740993,1]}}}}}}}}}`,
  "numbers beyond all": {
    "openapi.json": `{"openapi":"3.1.1","info":{"title":"A","version":"1"},"servers":[{"url":"https://a.example.com"}],"x-parley-provider":{"name":"example","title":"A"},"x-a":1e999,"paths":{}}`,
  },
  "numbers of YAML": `openapi: 3.1.1\n${minimalYaml}x-a: [.inf, -.inf, .nan]\n`,
  "limits beyond all": schema({
    type: "object",
    properties: {
      a: { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 },
    },
  }),
  "a timeout without end": withOperation({ "x-parley-timeout": 1e300 }),
  "a timeout that is negative": withOperation({ "x-parley-timeout": -1 }),

  // Keys.
  "a key twice in JSON": {
    "openapi.json": `{"openapi":"3.1.1","info":{"title":"A","version":"1"},"servers":[{"url":"https://a.example.com"}],"x-parley-provider":{"name":"example","title":"A"},"paths":{"/a":{"get":{"operationId":"a.b","responses":{"200":{"description":"A"}}},"get":{"operationId":"a.c","responses":{"200":{"description":"A"}}}}}}`,
  },
  "a key twice in JSON, once with an escape": {
    "openapi.json": `{"openapi":"3.1.1","info":{"title":"A","version":"1"},"servers":[{"url":"https://a.example.com"}],"x-parley-provider":{"name":"example","title":"A"},"paths":{"/a":{"get":{"operationId":"a.b","responses":{"200":{"description":"A"}}},"g\\u0065t":{"operationId":"a.c","responses":{"200":{"description":"A"}}}}}}`,
  },
  "a key twice in YAML": `openapi: 3.1.1\n${minimalYaml}    get: { operationId: things.other, responses: { "200": { description: Done. } } }\n`,
  "keys that are no text in YAML": `openapi: 3.1.1\n${minimalYaml}components:\n  schemas:\n    1: { type: object }\n    true: { type: object }\n    null: { type: object }\n`,
  "tags of YAML": `openapi: 3.1.1\n${minimalYaml}x-a: !!js/function "function () {}"\n`,
  "two documents in one file": `openapi: 3.1.1\n${minimalYaml}---\nopenapi: 3.1.1\n`,

  // Wrong types.
  "nothing at all": "",
  null: "null",
  "a list": "[]",
  text: '"openapi"',
  "no YAML": "a: [",
  bytes: "\u0000\u0001\u0002",
  "null where objects are due": wrongTypes(null),
  "text where objects are due": wrongTypes("a"),
  "numbers where objects are due": wrongTypes(1),
  "lists where objects are due": wrongTypes([]),
  "booleans where objects are due": wrongTypes(true),
  "lists of null": withOperation({ parameters: [null], tags: [null], servers: [null] }),
  "schemas of null": schemas({ A: null, B: { type: "object", properties: { a: null } } }),
  "a path of null": description({ paths: { "/a": null } }),
  "an operation of null": withMethod({ post: null }),
  "responses of null": withOperation({ responses: null }),
  "required that is no list": schema({ type: "object", required: true, properties: { a: string } }),
  "enum that is no list": schema({ type: "string", enum: "a" }),
  "properties that are a list": schema({ type: "object", properties: [string] }),
  "x-parley values of wrong types": withOperation(
    { "x-parley-methods": [], "x-parley-retry": 1, "x-parley-pagination": null },
    { "x-parley-client-parameters": [], "x-parley-webhooks": 1, "x-parley-rate-limits": null },
  ),
  "a version that is a number": withOperation({}, { openapi: 3.1 }),

  // What other tools drop without a word.
  "a QUERY operation": withMethod({ query: { operationId: "things.query", ...ok() } }),
  additionalOperations: withMethod({
    additionalOperations: { COPY: { operationId: "things.copy", ...ok() } },
  }),
  "OpenAPI 3.2": withOperation({}, { openapi: "3.2.0" }),
  "a QUERY operation of OpenAPI 3.2": {
    ...withMethod({ query: { operationId: "things.query", ...ok() } }),
    openapi: "3.2.0",
  },
  "a parameter that is the whole query": withOperation({
    parameters: [{ name: "q", in: "querystring", ...json({ type: "object" }) }],
  }),
  "a parameter in a cookie": withOperation({
    parameters: [{ name: "session", in: "cookie", schema: string }],
  }),
  "an itemSchema": withOperation({
    responses: {
      "200": { description: "A", content: { "text/event-stream": { itemSchema: string } } },
    },
  }),
  "a CONNECT operation": withMethod({ connect: { operationId: "things.connect", ...ok() } }),
  "an operation in capitals": withMethod({ POST: { operationId: "things.create", ...ok() } }),
  "a TRACE operation": withMethod({ trace: { operationId: "things.trace", ...ok() } }),
  "a body of GET": withOperation({ requestBody: json({ type: "object" }) }),
  "a body of several media types": withMethod({
    post: {
      operationId: "things.create",
      requestBody: { content: { "application/xml": {}, "application/json": {}, "text/plain": {} } },
      ...ok(),
    },
  }),
  "a body of any media type": withMethod({
    post: {
      operationId: "things.create",
      requestBody: { content: { "*/*": { schema: { type: "object" } } } },
      ...ok(),
    },
    put: { operationId: "things.upload", requestBody: { content: { "*/*": {} } }, ...ok() },
  }),
  "a body of a range of media types": withMethod({
    post: { operationId: "things.create", requestBody: { content: { "image/*": {} } }, ...ok() },
  }),
  "a response of several media types": withOperation({
    responses: {
      "200": {
        description: "A",
        content: { "text/csv": { schema: string }, "application/json": { schema: string } },
      },
    },
  }),
  "responses of different kinds": withOperation({
    responses: {
      "200": { description: "A", content: { "application/json": { schema: string } } },
      "202": { description: "A", content: { "text/plain": { schema: string } } },
    },
  }),
  "no success": withOperation({ responses: { "404": { description: "A" } } }),
  "an answer in between": withOperation({
    responses: { "102": { description: "A" }, "200": { description: "A" } },
  }),
  "ranges of statuses in small letters": withOperation({
    responses: { "2xx": { description: "A" } },
  }),
  "headers that OpenAPI ignores": withOperation({
    parameters: ["Accept", "Content-Type", "Authorization"].map((name) => ({
      name,
      in: "header",
      schema: string,
    })),
  }),
  "a parameter without a schema": withOperation({ parameters: [{ name: "a", in: "query" }] }),
  "a parameter of two media types": withOperation({
    parameters: [{ name: "a", in: "query", content: { "application/json": {}, "text/plain": {} } }],
  }),
  "a webhook without rules": withOperation(
    {},
    { webhooks: { made: { post: { requestBody: json({}), responses: {} } } } },
  ),
  "a webhook by PUT": withOperation(
    {},
    {
      "x-parley-webhooks": { discriminator: { single: true }, verification: "none" },
      webhooks: { made: { put: { requestBody: json({ type: "object" }), ...ok() } } },
    },
  ),
  "a server that is relative": withOperation({}, { servers: [{ url: "/v1" }] }),
  "no server": withOperation({}, { servers: [] }),
  "no path": description({}),
};
