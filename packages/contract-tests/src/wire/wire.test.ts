import { createUndiciFetch } from "@parley/runtime/undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { casesOf } from "../calls/calls.js";
import type { Call } from "../calls/calls.js";
import { connect } from "../connect.js";
import { credentialHeaders } from "../description/credentials.js";
import { describedMethods } from "../description/described-method.js";
import type { DescribedMethod } from "../description/described-method.js";
import { readDescription } from "../description/description.js";
import { descriptionOf, providers } from "../providers.js";
import { expectedRequests } from "./expected-requests.js";
import { expectedRequest, readRequest } from "./read-request.js";
import { startRecordingServer } from "./recording-server.js";
import type { RecordingServer, WireRequest } from "./recording-server.js";

const BASE = "/base/v9";

const undici = createUndiciFetch();

// What a transport writes by itself, and no description knows.
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "accept-encoding",
  "accept-language",
  "connection",
  "sec-fetch-mode",
  "user-agent",
]);

describe.for(providers)("$name", (provider) => {
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  const credentials = credentialHeaders(description).map((name) => name.toLowerCase());
  const cases = casesOf(description, methods);
  let server: RecordingServer;
  beforeAll(async () => {
    server = await startRecordingServer(BASE);
  });
  afterAll(() => server.close());

  /** Makes a call and gives the one request that it became. */
  async function requestOf(method: DescribedMethod, given: Call["given"]): Promise<WireRequest> {
    server.answer = successOf(method);
    await connect(provider, server.url).call(method.id, given);
    return only(server.take());
  }

  test.for(cases)(
    "$id, $name: the request says what was given, as OpenAPI has it written",
    async ({ method, call }) => {
      const request = await requestOf(method, call.given);
      const read = await readRequest(request, method, call.given, BASE, credentials);
      expect(read).toEqual(await expectedRequest(method, call.given));
    },
  );

  test.for(cases)(
    "$id, $name: it has credentials, a length and an Accept",
    async ({ method, call }) => {
      const { headers, body } = await requestOf(method, call.given);
      const found = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
      expect(credentials.filter((name) => found.has(name)).length).toBeGreaterThan(0);
      expect(Number(found.get("content-length") ?? 0)).toBe(body.length);
      expect(found.get("accept")).toMatch(/\S/);
    },
  );

  test.for(cases)("$id, $name: undici sends the same request", async ({ method, call }) => {
    const expected = await requestOf(method, call.given);
    await connect(provider, server.url, undefined, undici).call(method.id, call.given);
    expect(comparable(only(server.take()), OWN_FIELDS)).toEqual(comparable(expected, OWN_FIELDS));
  });

  test.for(cases)("$id, $name: the path style sends the same request", async ({ method, call }) => {
    const expected = await requestOf(method, call.given);
    const inPlace = (place: string): object =>
      Object.fromEntries(
        method.parameters
          .filter(({ name, in: where }) => where === place && name in call.parameters)
          .map(({ name }) => [name, call.parameters[name]]),
      );
    const { client } = connect(provider, server.url);
    const { api } = client as { readonly api: PathStyle };
    await api[method.httpMethod]?.(method.path, {
      params: { path: inPlace("path"), query: inPlace("query"), header: inPlace("header") },
      ...("body" in call.parameters ? { body: call.given["body"] } : {}),
    });
    expect(comparable(only(server.take()))).toEqual(comparable(expected));
  });

  test.for(expectedRequests.filter((expected) => expected.provider === provider.name))(
    "$name",
    async ({ method: id, parameters, line, body = "" }) => {
      const method = methods.find((described) => described.id === id);
      if (method === undefined) throw new Error(`${provider.name} has no method ${id}.`);
      const request = await requestOf(method, parameters);
      const [verb, target = ""] = line.split(" ");
      expect([request.method, request.target]).toEqual([verb, BASE + target]);
      expect(request.body.toString("utf8")).toBe(body);
    },
  );
});

/** The part of the path-style client that is used here. */
type PathStyle = Readonly<Record<string, (path: string, init: object) => Promise<unknown>>>;

function only(requests: readonly WireRequest[]): WireRequest {
  const [request] = requests;
  if (request === undefined || requests.length > 1) {
    throw new Error(`${requests.length} requests came, and not one.`);
  }
  return request;
}

/** A request without what differs from one sending to the next, and without some fields. */
function comparable(
  { method, target, headers, body }: WireRequest,
  without: ReadonlySet<string> = new Set(),
): object {
  const boundary = headers.map(([, value]) => /boundary=(.+)/.exec(value)?.[1]).find(Boolean);
  const settle = (text: string): string =>
    boundary === undefined ? text : text.replaceAll(boundary, "boundary");
  const [path = "", query = ""] = target.split("?");
  return {
    method,
    path,
    // The methods of one operation may have its parameters in another order.
    query: query.split("&").toSorted((a, b) => compareNames(a, b)),
    headers: headers
      .filter(([name]) => !without.has(name.toLowerCase()))
      .map(([name, value]) => `${name.toLowerCase()}: ${settle(value)}`)
      .toSorted(),
    body: settle(body.toString("latin1")),
  };
}

/** Compares pairs by their names alone, so that what is repeated keeps its order. */
function compareNames(a: string, b: string): number {
  const [nameA = ""] = a.split("=");
  const [nameB = ""] = b.split("=");
  return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}

/** The declared success of a method, for the client to be content with. */
function successOf({ responses, successStatus }: DescribedMethod): RecordingServer["answer"] {
  const [content] = responses.find(({ status }) => status === successStatus)?.contents ?? [];
  const [example] = Object.values(content?.examples ?? {});
  return {
    status: Number(successStatus),
    contentType: content?.mediaType ?? "",
    body: content === undefined ? "" : JSON.stringify(example),
  };
}
