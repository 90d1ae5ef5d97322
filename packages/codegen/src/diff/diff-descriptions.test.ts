import { expect, test } from "vitest";
import type { OpenApiDocument } from "../description/openapi.js";
import { description, json, ok, type Written } from "../test-helpers/describe.js";
import { diffDescriptions, type ComparedDocument } from "./diff-descriptions.js";

/** What is said of two descriptions, each with its level. */
async function said(base: Written, revision: Written): Promise<string[]> {
  const changes = await diffDescriptions(compared(base), compared(revision));
  return changes.map(({ level, says }) => `${level} ${says}`);
}

function compared(written: Written): ComparedDocument {
  // A description of a test is one, right as it is written.
  return { document: written as unknown as OpenApiDocument, file: "example" };
}

const ref = (name: string): Written => ({ $ref: `#/components/schemas/${name}` });

/** `things.create` sends one schema, and `things.get` receives another. */
const things = (
  names: { readonly sent: string; readonly received: string; readonly get?: string },
  schemas: Written,
): Written =>
  description({
    paths: {
      "/things": {
        post: {
          operationId: "things.create",
          requestBody: { required: true, ...json(ref(names.sent)) },
          responses: { "204": { description: "Done." } },
        },
        get: { operationId: names.get ?? "things.get", ...ok(ref(names.received)) },
      },
    },
    components: { schemas },
  });

const thing = (properties: Written): Written => ({ type: "object", properties });
const both = { sent: "Thing", received: "Thing" };
const color = (...values: readonly string[]): Written => ({ type: "string", enum: values });

const colored = (...values: readonly string[]): Written => ({
  In: thing({ color: color(...values) }),
  Out: thing({ color: color(...values) }),
});

test("a schema that goes both ways breaks who sends and who receives", async () => {
  expect(
    await said(
      things(both, { Thing: thing({ id: { type: "string" }, old: { type: "string" } }) }),
      things(both, { Thing: thing({ id: { type: "string" } }) }),
    ),
  ).toEqual([
    "major `Thing.old` is gone: code that reads it stops compiling, and code that passes it stops compiling. Used by `things.create` and `things.get`.",
  ]);
});

test("a closed enum that goes both ways breaks when it grows", async () => {
  expect(
    await said(
      things(both, { Thing: thing({ color: color("red") }) }),
      things(both, { Thing: thing({ color: color("red", "blue") }) }),
    ),
  ).toEqual([
    "major `Thing.color` can also be `blue`: code that handles all values stops compiling. Used by `things.create` and `things.get`.",
  ]);
});

test("of two schemas with the same change, each is judged by its own direction", async () => {
  const names = { sent: "In", received: "Out" };
  expect(await said(things(names, colored("red")), things(names, colored("red", "blue")))).toEqual([
    "major `Out.color` can also be `blue`: code that handles all values stops compiling. Used by `things.get`.",
    "minor `In.color` can also be `blue`. Used by `things.create`.",
  ]);
});

test("who uses a changed schema is named by the name that consumers know", async () => {
  const changes = await said(
    things(both, { Thing: thing({ a: { type: "string" } }) }),
    things({ ...both, get: "things.read" }, { Thing: thing({ a: { type: "integer" } }) }),
  );
  expect(changes).toContain(
    "major `Thing.a` can also be `integer`: code that reads it has to handle that, or stops compiling. Used by `things.create` and `things.get`.",
  );
  expect(changes).toContain(
    "major `things.get` is now `things.read`: code that calls it by its old name stops compiling.",
  );
});

test("a method that takes another type in place of one is compared with what it had", async () => {
  const schemas = {
    Thing: thing({ id: { type: "string" } }),
    Other: thing({ id: { type: "string" }, note: { type: "string" } }),
  };
  const changes = await said(
    things({ sent: "Thing", received: "Other" }, schemas),
    things({ sent: "Other", received: "Other" }, schemas),
  );
  expect(changes.filter((change) => change.startsWith("major"))).toEqual([]);
  expect(changes).toContain("minor `Other.note` is new. Used by `things.create`.");
});

test("a method that has another type now says nothing of those that have the old one still", async () => {
  const schemas = {
    Thing: thing({ color: color("red") }),
    Other: thing({ color: color("red", "blue") }),
  };
  expect(await said(things(both, schemas), things({ ...both, sent: "Other" }, schemas))).toEqual([
    "minor `Thing.color` can also be `blue`. Used by `things.create`.",
  ]);
});

test("a set of properties that is new as a whole is told property by property", async () => {
  expect(
    await said(
      things(both, { Thing: { type: "object" } }),
      things(both, { Thing: { ...thing({ "a/b": { type: "string" } }), required: ["a/b"] } }),
    ),
  ).toEqual([
    "major `Thing.a/b` has to be given now: code without it stops compiling. Used by `things.create` and `things.get`.",
    "minor `Thing.a/b` is new. Used by `things.create` and `things.get`.",
  ]);
});

test("an order that means nothing is no change", async () => {
  const base = things(both, { Thing: thing({ a: { type: "string" }, b: { type: "string" } }) });
  const revision = things(both, { Thing: thing({ b: { type: "string" }, a: { type: "string" } }) });
  expect(await said(base, revision)).toEqual([]);
});
