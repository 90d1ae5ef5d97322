import fc from "fast-check";
import { description, json, ok, type Written } from "../test-helpers/describe.js";
import { CODE } from "./injections.test-helpers.js";

const string = { type: "string" };
const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });

/** A description that has something of everything, and is generated as it is. */
const whole: Written = description({
  tags: [{ name: "Things", description: "All about things." }],
  "x-parley-rate-limits": { all: { requests: 5, interval: 1000 } },
  "x-parley-webhooks": { discriminator: { single: true }, verification: "none" },
  webhooks: {
    made: {
      post: { requestBody: json(ref("Thing")), responses: { "200": { description: "Received." } } },
    },
  },
  paths: {
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: string }],
      get: {
        operationId: "things.get",
        tags: ["Things"],
        summary: "Get a thing",
        "x-parley-rate-limit": ["all"],
        parameters: [
          { $ref: "#/components/parameters/Page" },
          { name: "X-Trace", in: "header", schema: { type: "string", pattern: "^[a-z]+$" } },
          { name: "filter", in: "query", ...json({ type: "object" }) },
        ],
        ...ok(ref("Thing")),
      },
      put: {
        operationId: "things.replace",
        requestBody: { required: true, ...json(ref("Thing")) },
        responses: {
          "200": { description: "Done.", ...json(ref("Thing")) },
          "404": { $ref: "#/components/responses/Missing" },
          default: { description: "Failed.", ...json(ref("Failure")) },
        },
      },
    },
    "/files": {
      post: {
        operationId: "files.upload",
        requestBody: {
          content: {
            "multipart/form-data": {
              schema: { type: "object", properties: { file: { ...string, format: "binary" } } },
            },
          },
        },
        responses: { "204": { description: "Kept." } },
      },
    },
  },
  components: {
    parameters: {
      Page: { name: "page", in: "query", schema: { type: "integer", minimum: 1, default: 1 } },
    },
    responses: { Missing: { description: "Not there.", ...json(ref("Failure")) } },
    schemas: {
      Thing: {
        type: "object",
        required: ["id", "kind"],
        properties: {
          id: string,
          kind: { type: "string", enum: ["small", "large"] },
          next: ref("Thing"),
          parts: { type: "array", items: { oneOf: [ref("Cat"), ref("Dog")] } },
          extra: { type: ["object", "null"], additionalProperties: { type: "number" } },
        },
      },
      Cat: { type: "object", required: ["is"], properties: { is: { const: "cat" } } },
      Dog: { allOf: [ref("Cat"), { type: "object", properties: { barks: { type: "boolean" } } }] },
      Failure: { type: "object", properties: { message: string } },
    },
  },
});

/** Where something is done to a description, and what. */
interface Mutation {
  /** Chooses one of all places that there are, whatever their number. */
  readonly place: number;
  readonly kind: "replace" | "remove" | "rename" | "add" | "copy";
  readonly value: unknown;
  readonly name: string;
}

const NAMES = [
  CODE,
  "constructor",
  "toString",
  "__proto__",
  "$ref",
  "type",
  "enum",
  "allOf",
  "anyOf",
  "properties",
  "additionalProperties",
  "nullable",
  "default",
  "query",
  "get",
  "2XX",
  "日本",
  "",
  "a/b~c%20",
  "x-parley-methods",
  "x-parley-retry",
] as const;

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 60,
  "",
  CODE,
  [],
  {},
  "string",
  "object",
  "null",
  "#/components/schemas/Thing",
  "#/paths",
  "../x.yaml",
  { type: "object" },
  { $ref: "#/components/schemas/Thing" },
  { $ref: "#/components/schemas/Cat/properties/is" },
  { $ref: "#/components/parameters/Page" },
  { $ref: "#/components/schemas/Missing" },
  { type: "string", enum: ["a", CODE] },
  { oneOf: [{ type: "string" }, { type: "null" }] },
  { enum: [{ type: "string" }, 1, null] },
  [{ name: "q", in: "cookie", schema: string }],
  { "application/json": { schema: true }, "text/plain": {} },
];

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  // What is added, or taken away, is refused less often than what is replaced.
  kind: fc.constantFrom("replace", "remove", "remove", "rename", "add", "add", "copy"),
  value: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...VALUES) }, fc.jsonValue()),
  name: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
    fc.string({ unit: "binary", maxLength: 6 }),
  ),
});

/** The whole description, with a few things done to it. */
export const mutated: fc.Arbitrary<unknown> = fc
  .array(mutation, { minLength: 1, maxLength: 2 })
  .map((mutations) => {
    const document = structuredClone(whole) as Record<string, unknown>;
    for (const each of mutations) apply(document, each);
    return document;
  });

type Container = Record<string, unknown> | unknown[];

function apply(root: Container, { place, kind, value, name }: Mutation): void {
  const places = placesIn(root);
  const [container, key] = places[place % places.length] ?? [root, ""];
  if (Array.isArray(container)) {
    const index = Number(key);
    if (kind === "remove") container.splice(index, 1);
    else if (kind === "copy") container.push(structuredClone(container[index]));
    else container[index] = structuredClone(value);
    return;
  }
  const old = container[key];
  const define = (at: string, what: unknown): void => {
    // Assigning to __proto__ would define nothing.
    Object.defineProperty(container, at, {
      value: structuredClone(what),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  };
  if (kind === "remove" || kind === "rename") delete container[key];
  if (kind === "rename" || kind === "copy") define(name, old);
  if (kind === "add") define(name, value);
  if (kind === "replace") define(key, value);
}

function placesIn(container: Container): (readonly [Container, string])[] {
  // oxlint-disable-next-line oxc/no-map-spread -- The lists are small, and each is new.
  return Object.keys(container).flatMap((key) => {
    // Its keys are its own.
    const inner = (container as Readonly<Record<string, unknown>>)[key];
    const below = typeof inner === "object" && inner !== null ? placesIn(inner as Container) : [];
    return [[container, key] as const, ...below];
  });
}
