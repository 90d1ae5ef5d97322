import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startMock } from "@parley/mock";
import type { Mock } from "@parley/mock";
import { isApiError } from "@parley/runtime";
import type { ApiError } from "@parley/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minimalCallOf } from "../calls/calls.js";
import { connect } from "../connect.js";
import { credentialHeaders, needsCredentials } from "../description/credentials.js";
import { describedMethods, operationPointers } from "../description/described-method.js";
import type { DescribedMethod } from "../description/described-method.js";
import { readDescription } from "../description/description.js";
import type { Description } from "../description/description.js";
import { descriptionOf, importedProviders } from "../providers.js";
import { withSampledAnswers } from "./imported-answers.js";

// An imported description has the examples that its vendor wrote, which are few. So its methods are
// called with values that are sampled from their schemas, and so are the mock's answers: what Prism
// would make up can take minutes for schemas that hold themselves.

/** Milliseconds: a large description on a busy machine. */
const LOADING_TIME = 120_000;

/** A status that an error is declared for by number. */
const ERROR = /^[45]\d\d$/;

test("every provider with a source.yaml is tested here", () => {
  const specs = join(import.meta.dirname, "..", "..", "..", "..", "specs");
  const imported = readdirSync(specs).filter((name) =>
    existsSync(join(specs, name, "source.yaml")),
  );
  expect(importedProviders.map(({ name }) => name).toSorted()).toEqual(imported.toSorted());
});

describe.for(importedProviders)("$name", (provider) => {
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ description: withSampledAnswers(description) });
  }, LOADING_TIME);
  afterAll(() => mock.close());

  test("the client has the methods that the description has, and no others", () => {
    const { methods: clientMethods } = connect(provider, "http://127.0.0.1:1");
    expect(operationPointers(description)).toHaveLength(provider.operations);
    expect([...clientMethods.keys()].toSorted()).toEqual(methods.map(({ id }) => id).toSorted());
  });

  test.for(methods)("$id: its minimal call can be sampled from its schemas", (method) => {
    const given = minimal(description, method);
    const needed = [...Object.keys(given), ...(method.body?.required === true ? ["body"] : [])];
    // What is named here is described wrongly, or needs an `example`: the overlay can have both.
    expect(needed.filter((name) => given[name] === undefined)).toEqual([]);
  });

  test.for(methods)("$id: its minimal call is accepted, and its answer arrives", async (method) => {
    const connection = connect(provider, mock.url);
    const before = mock.requests.length;
    await connection.call(method.id, minimal(description, method));
    const [request, ...others] = mock.requests.slice(before);
    expect(others).toEqual([]);
    expect(request).toMatchObject({ operation: method.id });
    expect(String(request?.status)).toMatch(/^2/);
    const wrong = request?.violations.filter(({ location }) => location[0] === "request");
    expect(wrong).toEqual([]);
  });

  const errors = methods.flatMap((method) =>
    method.responses
      .filter(({ status }) => ERROR.test(status))
      .map(({ status }) => ({ id: method.id, status, method })),
  );
  test.for(errors)("$id: $status arrives as a typed error", async ({ method, status }) => {
    const options = { headers: { prefer: `code=${status}` } };
    const connection = connect(provider, mock.url);
    const error = await failure(connection.call(method.id, minimal(description, method), options));
    expect(error).toMatchObject({ status: Number(status), operationId: method.id });
  });

  const secured = methods.filter((method) => needsCredentials(description, method));
  test.for(secured)("$id: missing credentials are a typed failure", async (method) => {
    const connection = connect(provider, mock.url, (_, init) => {
      const headers = new Headers(init.headers);
      for (const name of credentialHeaders(description)) headers.delete(name);
      init.headers = headers;
    });
    const error = await failure(connection.call(method.id, minimal(description, method)));
    expect(error.status).toBe(401);
  });
});

function minimal(description: Description, method: DescribedMethod): Record<string, unknown> {
  return { ...minimalCallOf(description, method).given };
}

async function failure(call: PromiseLike<unknown>): Promise<ApiError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isApiError(error)) return error;
  if (error instanceof Error) throw error;
  throw new Error("The call succeeded.");
}
