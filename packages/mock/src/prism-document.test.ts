import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "./listen.js";
import { startMock } from "./start-mock.js";
import type { Mock } from "./start-mock.js";

type Json = Record<string, unknown>;

async function mockOf(operation: Json, more: Json = {}): Promise<Mock> {
  const mock = await startMock({
    description: {
      openapi: "3.1.1",
      info: { title: "Strange", version: "1" },
      paths: { "/thing": { post: { operationId: "things.make", ...operation } } },
      ...more,
    },
  });
  onTestFinished(() => mock.close());
  return mock;
}

const answering = (media: Json): Json => ({
  responses: { 200: { description: "It.", content: { "application/json": media } } },
});
const taking = (schema: Json): Json => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
  responses: { 204: { description: "Done." } },
});
const post = async (mock: Mock, body?: Json) =>
  fetch(`${mock.url}/thing`, {
    method: "POST",
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });

test("a `$ref` in an example is data: it is answered, and nothing is fetched", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end("{}");
  });
  const origin = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => void server.close());
  const value = { $ref: `${origin}/schema.json`, inner: [{ $ref: "#/nowhere" }] };
  const schema = {
    type: "object",
    default: value,
    required: ["$ref"],
    properties: { $ref: { type: "string" }, inner: { const: value.inner } },
  };
  const mock = await mockOf(answering({ schema, examples: { one: { value } } }));
  expect(await (await post(mock)).json()).toEqual(value);
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
  expect(asked).toEqual([]);
});

test("what no request is answered with needs no schemas: webhooks, callbacks and extensions", async () => {
  const reference = { $ref: "#/components/schemas/Gone" };
  const event = {
    post: { requestBody: { content: { "application/json": { schema: reference } } } },
  };
  const mock = await mockOf(
    { ...answering({ example: 1 }), callbacks: { told: { "{$request.body#/url}": event } } },
    { webhooks: { told: event }, "x-webhooks": { told: event } },
  );
  expect(await (await post(mock)).json()).toBe(1);
});

function referenceTo(schema: string) {
  return { $ref: `#/components/schemas/${schema}` };
}

test("schemas that hold one another in every way are followed as far as a body goes", async () => {
  const names = Array.from({ length: 40 }, (_, index) => `S${index}`);
  const schemas = Object.fromEntries(
    names.map((name) => [
      name,
      {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "integer" },
          ...Object.fromEntries(names.map((other) => [other, referenceTo(other)])),
        },
      },
    ]),
  );
  const mock = await mockOf(taking(referenceTo("S0")), { components: { schemas } });
  // Deeper than schemas are written out, with one fault at the innermost place.
  const nested = (depth: number): Json =>
    depth === 0 ? { id: "wrong" } : { id: 1, [`S${depth}`]: nested(depth - 1) };
  expect((await post(mock, { id: 1, S1: { id: 2 } })).status).toBe(204);
  expect((await post(mock, nested(8))).status).toBe(422);
  expect(mock.requests[1]?.violations.map(({ location, code }) => [location.at(-1), code])).toEqual(
    [["id", "type"]],
  );
});

test("what stands beside a `$ref` holds as well as what it leads to", async () => {
  const Named = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const sized = { required: ["size"], properties: { size: { type: "integer" } } };
  const mock = await mockOf(taking({ $ref: "#/components/schemas/Named", ...sized }), {
    components: { schemas: { Named } },
  });
  const statuses: number[] = [];
  for (const body of [{ name: "a", size: 1 }, { name: "a" }, { size: 1 }]) {
    statuses.push((await post(mock, body)).status);
  }
  expect(statuses).toEqual([204, 422, 422]);
});

test("an operation is found through a `$ref` of its path", async () => {
  const operation = { operationId: "pings.get", responses: { 204: { description: "Up." } } };
  const mock = await mockOf(taking({}), {
    paths: { "/ping": { $ref: "#/components/pathItems/Ping" } },
    components: { pathItems: { Ping: { get: operation } } },
  });
  expect((await fetch(`${mock.url}/ping`)).status).toBe(204);
});

test("a reference that leads nowhere is named before the mock starts", async () => {
  await expect(mockOf(taking({ $ref: "#/components/schemas/Gone" }))).rejects.toThrow(
    "The reference #/components/schemas/Gone leads nowhere in the description of Strange.",
  );
});
