import { describe, expect, it } from "vitest";
import type { Operation } from "../description/operation.js";
import {
  ApiError,
  ConfigurationError,
  NotFoundError,
  ResponseFormatError,
} from "../errors/errors.js";
import type { HttpRequest } from "../pipeline/middleware.js";
import { createFakeClock, START } from "../test-helpers/fake-clock.js";
import { type Caller, createCaller } from "./caller.js";

const operation: Operation = {
  id: "things.update",
  method: "PUT",
  path: "/projects/{project_id}/things/{id}",
  parameters: { project_id: "path", id: "path", dry: "query", "X-Trace": "header" },
  required: ["id", "body"],
  body: "application/json",
  errors: { "404": "json" },
};

function calling(answer: () => Response, values: Readonly<Record<string, unknown>> = {}) {
  const parameters = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, option: `${name}Option`, environmentVariable: undefined },
    ]),
  );
  const seen: HttpRequest[] = [];
  const call: Caller = createCaller({
    send: async (request) => {
      seen.push(request);
      return answer();
    },
    baseUrlOf: ({ id }) => `https://${id.split(".")[0]}.example.com`,
    parameters,
    clock: createFakeClock(),
  });
  return { call, seen };
}

const fine = () => Response.json({ id: 1 });

describe("a caller", () => {
  it("makes a request of an operation, flat parameters and options", async () => {
    const { call, seen } = calling(fine);
    const { signal } = new AbortController();
    const options = { signal, timeout: 5, headers: { "X-Tenant": "blue" } };
    const parameters = { project_id: "p", id: "1", dry: true, "X-Trace": "t", body: { a: 1 } };
    expect(await call(operation, parameters, options)).toEqual({ id: 1 });
    expect(seen).toEqual([
      {
        method: "PUT",
        url: "https://things.example.com/projects/p/things/1?dry=true",
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "x-trace": "t",
          "x-tenant": "blue",
        },
        body: `{"a":1}`,
        signal,
        operation,
        options,
      },
    ]);
  });

  it("gives data and response together", async () => {
    const { data, response } = await calling(fine)
      .call(operation, { project_id: "p", id: "1", body: {} })
      .withResponse();
    expect(data).toEqual({ id: 1 });
    expect(response.status).toBe(200);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["a parameter is missing", { project_id: "p", body: {} }, `parameter "id" is missing`],
    ["the body is missing", { project_id: "p", id: "1" }, `parameter "body" is missing`],
    [
      "a part of the path is missing",
      { id: "1", body: {} },
      `path parameter "project_id" is missing`,
    ],
    [
      "a part of the path is empty",
      { project_id: "", id: "1", body: {} },
      `path parameter "project_id"`,
    ],
    ["a part of the path is a dot", { project_id: "p", id: ".", body: {} }, `path parameter "id"`],
    [
      "a part of the path leads upwards",
      { project_id: "p", id: "..", body: {} },
      `path parameter "id"`,
    ],
    [
      "a parameter is null",
      { project_id: "p", id: "1", dry: null, body: {} },
      `query parameter "dry" is null`,
    ],
    [
      "a parameter is misspelt",
      { project_id: "p", id: "1", body: {}, dryy: true },
      `there is no parameter "dryy"`,
    ],
  ])(
    "rejects before anything is sent when %s, and does not throw",
    async (_name, parameters, message) => {
      const { call, seen } = calling(fine);
      const promise = call(operation, parameters);
      await expect(promise).rejects.toBeInstanceOf(ConfigurationError);
      await expect(promise).rejects.toThrow(message);
      expect(seen).toHaveLength(0);
    },
  );

  it("takes no parameters and no options for none", async () => {
    const ping: Operation = { id: "things.ping", method: "GET", path: "/ping" };
    const { call, seen } = calling(fine);
    await call(ping);
    expect(seen[0]?.url).toBe("https://things.example.com/ping");
  });

  it("rejects with the answer's error, as the operation declares it", async () => {
    const { call } = calling(() =>
      Response.json(
        { message: "none" },
        { status: 404, headers: { "retry-after": new Date(START + 3000).toUTCString() } },
      ),
    );
    const error: unknown = await call(operation, { project_id: "p", id: "1", body: {} }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      body: { message: "none" },
      declared: true,
      operationId: "things.update",
      retryAfter: 3000,
    });
  });

  it.each([301, 302, 307, 400, 500])("rejects for status %d", async (status) => {
    const { call } = calling(() => new Response("", { status }));
    await expect(call(operation, { project_id: "p", id: "1", body: {} })).rejects.toMatchObject({
      status,
    });
  });

  it("rejects when the answer is not what was declared", async () => {
    const { call } = calling(
      () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    );
    await expect(call(operation, { project_id: "p", id: "1", body: {} })).rejects.toBeInstanceOf(
      ResponseFormatError,
    );
  });

  it("rejects when a look-up for one object finds none", async () => {
    const looking: Operation = {
      id: "things.get",
      method: "GET",
      path: "/things",
      first: "/items",
    };
    const { call } = calling(() => Response.json({ items: [] }));
    await expect(call(looking)).rejects.toBeInstanceOf(NotFoundError);
  });
});

const pathOf = async (
  parameters: Readonly<Record<string, unknown>>,
  clientParameters: Readonly<Record<string, unknown>>,
) => {
  const { call, seen } = calling(fine, clientParameters);
  await call(operation, { id: "1", body: {}, ...parameters });
  return new URL(seen[0]?.url ?? "").pathname;
};

describe("the client's parameters", () => {
  it("are given where a call does not", async () => {
    expect(await pathOf({}, { project_id: "client" })).toBe("/projects/client/things/1");
    expect(await pathOf({ project_id: undefined }, { project_id: "client" })).toBe(
      "/projects/client/things/1",
    );
  });

  it("yield to the call's own", async () => {
    expect(await pathOf({ project_id: "call" }, { project_id: "client" })).toBe(
      "/projects/call/things/1",
    );
  });

  it("do not stand in for a null, which is a mistake", async () => {
    await expect(pathOf({ project_id: null }, { project_id: "client" })).rejects.toBeInstanceOf(
      ConfigurationError,
    );
  });

  it("are left out of operations that have no such parameter", async () => {
    expect(await pathOf({ project_id: "call" }, { app_id: "a" })).toBe("/projects/call/things/1");
  });

  it("change nothing about the parameters that a caller passed", async () => {
    const parameters = Object.freeze({ id: "1", body: {} });
    const { call } = calling(fine, { project_id: "client" });
    await call(operation, parameters);
    expect(parameters).toEqual({ id: "1", body: {} });
  });
});
