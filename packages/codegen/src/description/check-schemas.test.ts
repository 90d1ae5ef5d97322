import { describe, expect, test } from "vitest";
import {
  ok,
  problemsOf,
  warningsOf,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";

function withSchemas(schemas: Written): Written {
  const [first = ""] = Object.keys(schemas);
  return withOperation(ok({ $ref: `#/components/schemas/${first}` }), { components: { schemas } });
}

const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });

describe("schemas that contain themselves", () => {
  test.each<[string, Written]>([
    ["through a property", { Node: { type: "object", properties: { next: ref("Node") } } }],
    [
      "through a list in a property",
      { Node: { type: "object", properties: { children: { type: "array", items: ref("Node") } } } },
    ],
    ["as the values of a map", { Tree: { type: "object", additionalProperties: ref("Tree") } }],
    [
      "through several objects",
      {
        Dog: { type: "object", properties: { owner: ref("Person") } },
        Person: { type: "object", properties: { dogs: { type: "array", items: ref("Dog") } } },
      },
    ],
  ])("are fine %s", async (_how, schemas) => {
    expect(await problemsOf(withSchemas(schemas))).toEqual([]);
  });

  test.each<[string, Written, string]>([
    ["as a list of itself", { List: { type: "array", items: ref("List") } }, "List > List"],
    [
      "as one of its own alternatives",
      { Value: { oneOf: [{ type: "string" }, { type: "array", items: ref("Value") }] } },
      "Value > Value",
    ],
    [
      "as a part of itself",
      { Child: { allOf: [ref("Parent")] }, Parent: { oneOf: [ref("Child")] } },
      "Child > Parent > Child",
    ],
    [
      "as a tuple with itself",
      { Pair: { type: "array", prefixItems: [ref("Pair")] } },
      "Pair > Pair",
    ],
  ])("are refused %s, with the way around", async (_how, schemas, cycle) => {
    const problems = await problemsOf(withSchemas(schemas));
    expect(problems).toEqual(
      expect.arrayContaining([expect.stringContaining(`contains itself (${cycle})`)]),
    );
  });
});

test("a $ref that leads back to itself is told", async () => {
  expect(await problemsOf(withSchemas({ A: ref("B"), B: ref("A") }))).toEqual([
    "# A $ref leads back to itself, by itself or by others: describe what it is to lead to.",
  ]);
});

describe("discriminators", () => {
  const cat = { type: "object", required: ["kind"], properties: { kind: { const: "cat" } } };
  const dog = { type: "object", required: ["kind"], properties: { kind: { enum: ["dog"] } } };
  const open = { type: "object", required: ["kind"], properties: { kind: { type: "string" } } };
  const pet = (mapping: Written | undefined, rest: Written = {}): Written => ({
    oneOf: [ref("Cat"), ref("Dog")],
    discriminator: { propertyName: "kind", ...(mapping === undefined ? {} : { mapping }) },
    ...rest,
  });
  const mapping = { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" };

  test.each<[string, Written]>([
    ["with a mapping that says what the variants say", { Pet: pet(mapping), Cat: cat, Dog: dog }],
    ["with a mapping for variants that leave it open", { Pet: pet(mapping), Cat: open, Dog: open }],
    [
      "with a mapping to names of components",
      { Pet: pet({ cat: "Cat", dog: "Dog" }), Cat: cat, Dog: dog },
    ],
    [
      "without a mapping where the values are the names of the schemas",
      {
        Pet: pet(undefined),
        Cat: { ...cat, properties: { kind: { const: "Cat" } } },
        Dog: { ...dog, properties: { kind: { const: "Dog" } } },
      },
    ],
    [
      "with null as one of the alternatives",
      {
        Pet: pet(mapping, { oneOf: [ref("Cat"), ref("Dog"), { type: "null" }] }),
        Cat: cat,
        Dog: dog,
      },
    ],
    [
      "with a variant that fixes the property in a part of it",
      { Pet: pet(mapping), Cat: { allOf: [cat, { type: "object" }] }, Dog: dog },
    ],
  ])("are fine %s", async (_how, schemas) => {
    expect(await problemsOf(withSchemas(schemas))).toEqual([]);
  });

  test("on a schema without alternatives are left out, with a warning", async () => {
    expect(
      await warningsOf(
        withSchemas({
          Pet: {
            type: "object",
            properties: { kind: { type: "string" } },
            discriminator: { propertyName: "kind" },
          },
        }),
      ),
    ).toEqual([
      expect.stringMatching(
        /^#\/components\/schemas\/Pet\/discriminator .* list the variants in a `oneOf`/,
      ),
    ]);
  });

  test("without a mapping narrow nothing where the values are not the names of the schemas", async () => {
    expect(await warningsOf(withSchemas({ Pet: pet(undefined), Cat: cat, Dog: open }))).toEqual([
      expect.stringContaining(
        'Nothing says which "kind" stands for #/components/schemas/Cat, so the variant is not narrowed: add a `mapping`',
      ),
      expect.stringContaining('Nothing says which "kind" stands for #/components/schemas/Dog'),
    ]);
  });

  test("are told when the mapping and a variant contradict each other", async () => {
    expect(
      await warningsOf(
        withSchemas({
          Pet: pet({ feline: "#/components/schemas/Cat", dog: "Dog" }),
          Cat: cat,
          Dog: dog,
        }),
      ),
    ).toEqual([
      '#/components/schemas/Pet/discriminator/mapping By the mapping, "kind" of #/components/schemas/Cat is "feline", and by its schema "cat": make the two the same.',
    ]);
  });

  test("are told when the mapping leaves a variant out, or names what is none", async () => {
    expect(
      await warningsOf(
        withSchemas({
          Pet: pet({ cat: "Cat", fish: "#/components/schemas/Fish" }),
          Cat: cat,
          Dog: dog,
          Fish: open,
        }),
      ),
    ).toEqual([
      expect.stringMatching(
        /^#\/components\/schemas\/Pet\/discriminator\/mapping\/fish .*none of the alternatives/,
      ),
      expect.stringContaining(
        "The mapping has no value for #/components/schemas/Dog, so the variant is not narrowed",
      ),
    ]);
  });
});

test("values that JavaScript cannot have, and no values at all, are refused", async () => {
  const schemas = {
    A: { type: "integer", enum: [1, 2 ** 60] },
    B: { const: -(2 ** 60) },
    C: { type: "string", enum: [] },
  };
  expect(await problemsOf(withSchemas(schemas))).toEqual([
    expect.stringMatching(/^#\/components\/schemas\/A\/enum\/1 .* beyond 2\^53/),
    expect.stringMatching(/^#\/components\/schemas\/B\/const .* beyond 2\^53/),
    expect.stringMatching(/^#\/components\/schemas\/C\/enum An `enum` without values/),
  ]);
});

test("an open enum that is no string, or closed as well, is refused", async () => {
  const problems = await problemsOf(
    withOperation({
      ...ok({
        type: "object",
        properties: {
          count: { type: "integer", "x-parley-open-enum": ["1"] },
          state: { type: "string", enum: ["on"], "x-parley-open-enum": ["on"] },
        },
      }),
    }),
  );
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/properties\/count\/x-parley-open-enum /);
  expect(problems[1]).toMatch(/properties\/state\//);
});

test("what a $dynamicRef leads to is any value, which is told", async () => {
  const Node = { type: "object", properties: { next: { $dynamicRef: "#node" } } };
  expect(await warningsOf(withSchemas({ Node }))).toEqual([
    "#/components/schemas/Node/properties/next/$dynamicRef What `$dynamicRef` leads to is typed as any value: write a `$ref` to a schema under `components` in its place, with an overlay.",
  ]);
});
