import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readDescription } from "./description/description.js";
import { isImported } from "./providers.js";
import { breakBody } from "./samples/break-body.js";
import { readSample, readSamples } from "./samples/read-samples.js";
import { schemaPointers } from "./samples/sample-schema-pointer.js";

// Samples are bodies that were written from a provider's sources, apart from its description: where
// the description is wrong, its own examples are wrong with it, and these are not.

const root = join(import.meta.dirname, "..", "..", "..");

/**
 * Every provider that has been generated, so that a new one cannot come without samples; but for
 * imported ones that have none, as nobody here has written their descriptions.
 */
const providers = readdirSync(join(root, "packages")).filter(
  (name) =>
    existsSync(bundledDescription(name)) &&
    (!isImported(name) || existsSync(join(root, "specs", name, "samples"))),
);

/** Enough of them to reach most schemas of a provider. */
const LEAST = { responses: 40, requests: 20 };

function bundledDescription(provider: string): string {
  return join(root, "packages", provider, "src", "generated", "openapi.json");
}

describe.for(providers)("%s", (provider) => {
  const description = readDescription(
    JSON.parse(readFileSync(bundledDescription(provider), "utf8")),
  );
  const samples = readSamples(join(root, "specs", provider, "samples"));
  const schemaOf = schemaPointers(description);

  test(`has samples of ${LEAST.responses} responses and ${LEAST.requests} requests at least`, () => {
    const responses = samples.filter(({ kind }) => kind === "responses");
    const requests = samples.filter(({ kind }) => kind === "requests");
    expect(responses.length).toBeGreaterThanOrEqual(LEAST.responses);
    expect(requests.length).toBeGreaterThanOrEqual(LEAST.requests);
  });

  test("has a sample of every webhook", () => {
    const sampled = samples.filter(({ kind }) => kind === "webhooks").map(({ of }) => of);
    const described = Object.keys(description.object("/webhooks"));
    expect([...new Set(sampled)].toSorted()).toEqual(described.toSorted());
  });

  test.for(samples)("$file: $fact", (sample) => {
    const schema = schemaOf(sample);
    expect(description.errors(schema, sample.body)).toEqual([]);
    for (const twin of sample.broken) {
      const body = breakBody(sample.body, twin);
      expect(body, `${twin.fact}: the twin is the body itself`).not.toEqual(sample.body);
      const errors = description.errors(schema, body);
      // An error begins with the place that it is about.
      const there = errors.filter((error) => error.startsWith(`${twin.pointer} `));
      expect(there, `${twin.fact}; the errors are ${errors.join("; ")}`).not.toEqual([]);
    }
  });
});

describe("a sample's file", () => {
  const twin = { fact: "a name is text", path: "/name", value: 1, pointer: "/name" };
  const sample = {
    operation: "contacts.get",
    status: "200",
    fact: "a name",
    body: { name: "Amina" },
    broken: [twin],
  };
  const name = "contacts.get.named.json";

  test("is read as what it says", () => {
    expect(readSample("responses", name, sample)).toEqual({
      kind: "responses",
      file: "responses/contacts.get.named.json",
      of: "contacts.get",
      method: undefined,
      status: "200",
      fact: "a name",
      body: { name: "Amina" },
      broken: [{ ...twin, remove: false }],
    });
  });

  test.for<[string, string, object, string]>([
    ["without a fact", name, { fact: undefined }, 'the key "fact" is missing'],
    ["with an empty fact", name, { fact: " " }, 'the key "fact" is missing'],
    ["without a status", name, { status: undefined }, 'the key "status" is missing'],
    ["of nothing", name, { operation: undefined }, 'the key "operation" is missing'],
    ["with a key that is none", name, { state: "200" }, 'there is no key "state"'],
    [
      "with a name of another operation",
      "contacts.list.a.json",
      {},
      "it is a sample of contacts.get",
    ],
    ["with a name that says nothing", "contacts.get.json", {}, "it is a sample of contacts.get"],
    ["without a wrong twin", name, { broken: [] }, 'it has no "broken" twin'],
    [
      "with a twin that changes nothing",
      name,
      { broken: [{ ...twin, value: undefined, remove: true }] },
      "either",
    ],
    [
      "with a twin without a place",
      name,
      { broken: [{ ...twin, path: undefined }] },
      "JSON Pointers",
    ],
    [
      "with a twin without a fact",
      name,
      { broken: [{ ...twin, fact: "" }] },
      'the key "fact" is missing',
    ],
    [
      "with a twin with a misspelt key",
      name,
      { broken: [{ ...twin, vaule: 1 }] },
      'no key "vaule"',
    ],
  ])("is refused %s", ([, file, changes, message]) => {
    expect(() => readSample("responses", file, { ...sample, ...changes })).toThrow(message);
  });

  test("is refused without a body, though a body may be null", () => {
    const { operation, status, fact, broken } = sample;
    const bodiless = { operation, status, fact, broken };
    expect(() => readSample("responses", name, bodiless)).toThrow('the key "body" is missing');
    expect(readSample("responses", name, { ...sample, body: null }).body).toBeNull();
  });
});

describe("a wrong twin", () => {
  const body = { list: [1, 2], "a/b": { "c~d": 1 } };
  const change = { fact: "x", pointer: "", remove: false };

  test.for<[string, object, unknown]>([
    ["sets a property", { path: "/list", value: 3 }, { list: 3, "a/b": { "c~d": 1 } }],
    ["sets a new property", { path: "/new", value: null }, { ...body, new: null }],
    ["sets an item", { path: "/list/1", value: 3 }, { ...body, list: [1, 3] }],
    ["adds an item", { path: "/list/2", value: 3 }, { ...body, list: [1, 2, 3] }],
    ["takes away a property", { path: "/list", remove: true }, { "a/b": { "c~d": 1 } }],
    ["takes away an item", { path: "/list/0", remove: true }, { ...body, list: [2] }],
    [
      "finds keys that are escaped",
      { path: "/a~1b/c~0d", value: 2 },
      { ...body, "a/b": { "c~d": 2 } },
    ],
    ["replaces the whole", { path: "", value: [] }, []],
  ])("%s, and leaves the body as it was", ([, twin, expected]) => {
    const before = structuredClone(body);
    expect(breakBody(body, { ...change, path: "", value: undefined, ...twin })).toEqual(expected);
    expect(body).toEqual(before);
  });

  test.for([
    ["/none", true],
    ["/none/inner", false],
    ["/list/2", true],
    ["/list/4", false],
    ["/list/x", false],
    ["/list/0/inner", false],
  ] as const)("is refused where there is nothing to change: %s", ([path, remove]) => {
    expect(() =>
      breakBody(body, { ...change, path, remove, value: remove ? undefined : 1 }),
    ).toThrow(path);
  });
});
