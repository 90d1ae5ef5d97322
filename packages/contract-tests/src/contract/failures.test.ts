import { mockTest } from "@parley/mock/vitest";
import { isApiError } from "@parley/runtime";
import type { ApiError } from "@parley/runtime";
import { describe, vi } from "vitest";
import { callsOf } from "../calls/calls.js";
import { wrongRequests } from "../calls/wrong-requests.js";
import { connect } from "../connect.js";
import type { Connection } from "../connect.js";
import { credentialHeaders } from "../description/credentials.js";
import { declaredErrors } from "../description/declared-errors.js";
import { describedMethods } from "../description/described-method.js";
import type { DescribedMethod } from "../description/described-method.js";
import { readDescription } from "../description/description.js";
import { descriptionOf, providers } from "../providers.js";

// A request that is never answered must not hold up the others, and a busy machine is no failure.
vi.setConfig({ testTimeout: 20_000 });

describe.for(providers)("$name", (provider) => {
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  const minimal = (method: DescribedMethod) => callsOf(description, method)[0]?.given ?? {};
  const test = mockTest({ provider: provider.name });

  describe("declared errors arrive as typed errors", () => {
    const cases = methods.flatMap((method) =>
      declaredErrors(method).map((declared) => ({
        id: method.id,
        code: declared.code,
        example: declared.example,
        method,
        declared,
      })),
    );
    test.for(cases)("$id, $code $example", async ({ method, declared }, { mock, expect }) => {
      const { code, example, mediaType, body, schema } = declared;
      const prefer = [`code=${code}`, ...(example === undefined ? [] : [`example=${example}`])];
      const connection = connect(provider, mock.url);
      const options = { headers: { prefer: prefer.join(", ") } };
      const call = connection.call(method.id, minimal(method), options);
      const { error, isDeclared } = await failure(connection, method, call);

      expect(isDeclared).toBe(true);
      expect(error).toMatchObject({ status: code, operationId: method.id });
      expect(error.headers.get("content-type")).toBe(mediaType);
      expect(error.body).toEqual(body);
      expect(schema === undefined ? [] : description.errors(schema, error.body)).toEqual([]);
    });
  });

  describe("missing credentials are a typed failure", () => {
    const names = credentialHeaders(description);
    test.for(methods)("$id", async (method, { mock, expect }) => {
      const connection = connect(provider, mock.url, (_, init) => {
        const headers = new Headers(init.headers);
        for (const name of names) headers.delete(name);
        init.headers = headers;
      });
      const declared = new Set(method.responses.map(({ status }) => status));
      const call = connection.call(method.id, minimal(method));
      const { error, isDeclared } = await failure(connection, method, call);
      expect(error.status).toBe(401);
      expect(isDeclared).toBe(["401", "4XX", "default"].some((status) => declared.has(status)));
    });
  });

  describe("what the description forbids is refused by the mock", () => {
    const cases = methods.flatMap((method) =>
      wrongRequests(description, method).map((wrong) => ({
        id: method.id,
        name: wrong.name,
        method,
        wrong,
      })),
    );
    test.for(cases)("$id, $name", async ({ method, wrong }, { mock, expect }) => {
      const connection = connect(provider, mock.url, wrong.tamper);
      await failure(connection, method, connection.call(method.id, minimal(method)));
      const places = mock.requests.flatMap(({ violations }) =>
        violations.map(({ location }) => location[1]),
      );
      expect(places).toContain(wrong.where);
    });
  });
});

/** The error that a call has to fail with, and whether the method declares it. */
async function failure(
  connection: Connection,
  { id }: DescribedMethod,
  call: PromiseLike<unknown>,
): Promise<{ readonly error: ApiError; readonly isDeclared: boolean }> {
  const method = connection.methods.get(id);
  try {
    await call;
  } catch (error) {
    if (!isApiError(error) || method === undefined) throw error;
    return { error, isDeclared: isApiError(error, method) };
  }
  throw new Error(`${id} succeeded.`);
}
