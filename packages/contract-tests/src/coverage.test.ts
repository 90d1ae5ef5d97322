import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { callsOf, casesOf } from "./calls/calls.js";
import { propertiesIn, propertiesOf } from "./calls/schema-coverage.js";
import { connect } from "./connect.js";
import { describedMethods, operationPointers } from "./description/described-method.js";
import { readDescription } from "./description/description.js";
import { allProviders, descriptionOf, providers } from "./providers.js";

const packages = join(import.meta.dirname, "..", "..");

test("every provider package of the repository is tested", () => {
  const generated = readdirSync(packages).filter((name) =>
    existsSync(join(packages, name, "src", "generated", "openapi.json")),
  );
  expect(allProviders.map(({ name }) => name).toSorted()).toEqual(generated.toSorted());
});

describe.for(providers)("$name", (provider) => {
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  const { methods: clientMethods } = connect(provider, "http://127.0.0.1:1");

  test(`all ${provider.operations} operations have a method, and each is called`, () => {
    const operations = operationPointers(description).map(
      (pointer) => description.object(pointer)["operationId"],
    );
    expect(operations).toHaveLength(provider.operations);
    expect(new Set(operations).size).toBe(provider.operations);
    const called = methods.filter(({ id }) => clientMethods.has(id));
    expect(new Set(called.map(({ operationId }) => operationId))).toEqual(new Set(operations));
  });

  test("the client has the methods that the description has, and no others", () => {
    expect([...clientMethods.keys()].toSorted()).toEqual(methods.map(({ id }) => id).toSorted());
    for (const { id, httpMethod, path } of methods) {
      expect(clientMethods.get(id)?.operation).toMatchObject({ id, method: httpMethod, path });
    }
  });

  test.for(methods)(
    "$id: the calls have every parameter and every property of the body",
    (method) => {
      const calls = callsOf(description, method);
      const sent = new Set(calls.flatMap(({ parameters }) => Object.keys(parameters)));
      expect(method.parameters.map(({ name }) => name).filter((name) => !sent.has(name))).toEqual(
        [],
      );

      const schema = method.body?.schema;
      const seen = new Set<string>();
      for (const { parameters } of schema === undefined ? [] : calls) {
        for (const name of propertiesIn(description, schema ?? "", parameters["body"]))
          seen.add(name);
      }
      const all = schema === undefined ? [] : [...propertiesOf(description, schema)];
      // What is named here has no example: the description needs one.
      expect(all.filter((property) => !seen.has(property))).toEqual([]);
    },
  );

  test.for(methods)("$id: every declared answer has an example", ({ responses }) => {
    const without = responses.filter(({ contents }) =>
      contents.some(({ examples }) => Object.keys(examples).length === 0),
    );
    expect(without.map(({ status }) => status)).toEqual([]);
  });

  test.for(casesOf(description, methods))(
    "$id, $name: the call fits the description",
    ({ method, call }) => {
      const schemas = [
        ...method.parameters.map(({ name, schema }) => ({ name, schema })),
        ...(method.body?.schema === undefined
          ? []
          : [{ name: "body", schema: method.body.schema }]),
      ];
      const faults = schemas
        .filter(({ name }) => name in call.parameters)
        .flatMap(({ name, schema }) => description.errors(schema, call.parameters[name]));
      expect(faults).toEqual([]);
    },
  );
});
