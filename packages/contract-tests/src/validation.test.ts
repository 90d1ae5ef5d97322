import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Operation, ValidationFinding, Validators } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { casesOf } from "./calls/calls.js";
import { connect } from "./connect.js";
import { type DescribedMethod, describedMethods } from "./description/described-method.js";
import { readDescription } from "./description/description.js";
import { isObject } from "./description/json.js";
import { descriptionOf, providers } from "./providers.js";
import { breakBody } from "./samples/break-body.js";
import { readSamples, type Sample } from "./samples/read-samples.js";

// Samples were written apart from the descriptions, and calls are judged elsewhere in this suite by
// Ajv as it is: the packages' own validators have to come to the same verdicts.

const specs = join(import.meta.dirname, "..", "..", "..", "specs");

/** A new provider is tested by being described: no list names it. */
const VALIDATORS: ReadonlyMap<string, Validators> = new Map(
  await Promise.all(
    providers.map(async ({ name }): Promise<[string, Validators]> => {
      // Every package has the same entries, which check-structure sees to.
      const entry = (await import(`@parley/${name}/validators`)) as {
        readonly validators: Validators;
      };
      return [name, entry.validators];
    }),
  ),
);

/** The validators of a provider's package. */
function validatorsOf(name: string): Validators {
  const validators = VALIDATORS.get(name);
  if (validators === undefined) throw new Error(`@parley/${name} has no validators.`);
  return validators;
}

/** Whether a finding is at a place; `*` in it stands for a key that is not told. */
function isAt(finding: ValidationFinding, pointer: string): boolean {
  const tokens = pointer.split("/");
  const found = finding.pointer.split("/");
  return (
    found.length === tokens.length &&
    found.every((token, index) => token === tokens[index] || token === "*")
  );
}

/** Whether what was sampled is JSON: anything else is text, which nothing but text can be. */
function isJson(methods: readonly DescribedMethod[], { kind, of, status }: Sample): boolean {
  if (kind !== "responses") return true;
  const responses = methods.find(({ operationId }) => operationId === of)?.responses ?? [];
  const contents = responses.find((response) => response.status === status)?.contents ?? [];
  return contents.some(({ mediaType }) => mediaType === "application/json");
}

/** The modules of ours that a module brings with it. */
function modulesFrom(entry: string, found: Set<string> = new Set()): readonly string[] {
  if (found.has(entry)) return [...found];
  found.add(entry);
  const source = readFileSync(fileURLToPath(entry), "utf8");
  for (const [, specifier = ""] of source.matchAll(/(?:from|import) *\(?"([^"]+)"/g)) {
    if (specifier.startsWith("@parley/")) modulesFrom(import.meta.resolve(specifier), found);
    else if (specifier.startsWith(".")) modulesFrom(new URL(specifier, entry).href, found);
  }
  return [...found];
}

describe.for(providers)("$name", (provider) => {
  const validators = validatorsOf(provider.name);
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  const { methods: clientMethods } = connect(provider, "http://127.0.0.1:1");

  function operationOf(id: string): Operation {
    const method = clientMethods.get(id);
    if (method === undefined) throw new Error(`The client has no method ${id}.`);
    return method.operation;
  }

  /** The data of what a sample is of; for an operation of several methods, that of their route. */
  function operationOfSample({ of, method }: Sample): Operation {
    if (method !== undefined) return operationOf(method);
    const siblings = methods.filter(({ operationId }) => operationId === of);
    const [first] = siblings;
    const operation = operationOf(first?.id ?? of);
    if (siblings.length < 2) return operation;
    return { ...operation, id: `${operation.method} ${operation.path}` };
  }

  function judge(sample: Sample, body: unknown): readonly ValidationFinding[] {
    if (sample.kind === "webhooks") return validators.event(sample.of, body);
    const operation = operationOfSample(sample);
    return sample.kind === "responses"
      ? validators.response(operation, Number(sample.status), body)
      : validators.request(operation, { body });
  }

  const samples = readSamples(join(specs, provider.name, "samples")).filter((sample) =>
    isJson(methods, sample),
  );

  test.for(samples)("$file has no finding, and each wrong twin one at its place", (sample) => {
    expect(judge(sample, sample.body)).toEqual([]);
    const root = sample.kind === "requests" ? "/body" : "";
    for (const twin of sample.broken) {
      const findings = judge(sample, breakBody(sample.body, twin));
      const there = findings.filter((finding) => isAt(finding, root + twin.pointer));
      const all = findings.map(({ pointer, expected }) => `${pointer}: ${expected}`).join("; ");
      expect(there, `${twin.fact}; the findings are ${all}`).not.toEqual([]);
    }
  });

  test.for(casesOf(description, methods))("$id, $name: the call has no finding", ({ id, call }) => {
    const operation = operationOf(id);
    expect(validators.request(operation, call.parameters)).toEqual([]);
    expect(validators.request(operation, call.given)).toEqual([]);
  });

  test("a client without them loads none of it", () => {
    const loaded = modulesFrom(import.meta.resolve(`@parley/${provider.name}`));
    expect(loaded).toContain(import.meta.resolve("@parley/runtime"));
    expect(loaded.filter((url) => /validat/.test(url))).toEqual([]);
    // The runtime's modules are published in few files: the names alone would not tell.
    const code = loaded.map((url) => readFileSync(fileURLToPath(url), "utf8")).join("\n");
    expect(code).toContain("function createClient(");
    expect(code).not.toContain("function createValidators(");
  });

  test("a client with them sends what fits, and nothing else", async () => {
    const sent: unknown[] = [];
    const client = connect(
      {
        ...provider,
        create: (options) =>
          provider.create({
            ...options,
            validate: "error",
            validators,
            fetch: async (url) => {
              sent.push(url);
              return new Response("Unavailable", { status: 503 });
            },
          }),
      },
      "https://api.example.com",
    );
    const one = casesOf(description, methods).find(({ call }) => "body" in call.parameters);
    if (one === undefined) throw new Error(`${provider.name} has no method with a body.`);
    const { id, call } = one;
    const rejection = async (parameters: Readonly<Record<string, unknown>>): Promise<unknown> =>
      client.call(id, parameters).then(undefined, (error: unknown) => error);
    expect(await rejection({ ...call.given, body: "\u0000" })).toMatchObject({
      name: "ValidationError",
      findings: [{ pointer: "/body", type: "string" }],
    });
    expect(sent).toEqual([]);
    expect(await rejection(call.given)).toMatchObject({ name: "ApiError", status: 503 });
    expect(sent).toHaveLength(1);
  });

  test(`all ${provider.operations} operations have calls that are judged`, () => {
    const called = new Set(casesOf(description, methods).map(({ method }) => method.operationId));
    expect(called.size).toBe(provider.operations);
  });

  test.for(methods)("$id: what no schema of a request fits has a finding", (method) => {
    const { id, parameters, body } = method;
    const operation = operationOf(id);
    const places = [
      ...parameters.map(({ name, schema }) => ({ name, schema })),
      ...(body?.schema !== undefined && FORMS_AND_JSON.test(body.mediaType)
        ? [{ name: "body", schema: body.schema }]
        : []),
    ];
    const verdicts = places.flatMap(({ name, schema }) =>
      STRANGERS.map((value) => {
        const findings = validators.request(operation, { [name]: value });
        const isElsewhere = findings.some(({ pointer }) => !pointer.startsWith(`/${name}`));
        const fits = description.fits(schema, value);
        return { name, value, fits: findings.length === 0, expected: fits, isElsewhere };
      }),
    );
    const wrong = verdicts.filter((each) => each.fits !== each.expected || each.isElsewhere);
    expect(wrong).toEqual([]);
  });

  test.for(methods)("$id: what no schema of an answer fits has a finding", ({ id, responses }) => {
    const operation = operationOf(id);
    const verdicts = responses.flatMap(({ status, contents }) => {
      const schemas = contents.flatMap(({ mediaType, schema }) =>
        JSON_TYPE.test(mediaType) && schema !== undefined ? [schema] : [],
      );
      if (schemas.length === 0) return [];
      return STRANGERS.map((value) => {
        const fits = schemas.some((schema) => description.fits(schema, value));
        const findings = validators.response(operation, Number(status.replace("XX", "00")), value);
        return { status, value, fits: findings.length === 0, expected: fits };
      });
    });
    // An object may have more in it than is described.
    const wrong = verdicts.filter(
      ({ value, fits, expected }) => fits !== expected && (expected || !isObject(value)),
    );
    expect(wrong).toEqual([]);
  });
});

const JSON_TYPE = /[/+]json\s*(?:;|$)/;
const FORMS_AND_JSON = /[/+]json\s*(?:;|$)|form/;

/** One of each JSON type, as no description means it. */
const STRANGERS: readonly unknown[] = [null, true, -0.5, "\u0000", { "\u0000": 1 }, [[{}]]];
