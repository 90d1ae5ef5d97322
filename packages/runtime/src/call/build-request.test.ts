import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallOptions } from "../description/method.js";
import type { Operation } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import { anyText } from "../test-helpers/any-text.js";
import { REFUSED, unlessRefused } from "../test-helpers/unless-refused.js";
import { buildHeaders, buildPath, buildQuery, buildRequest } from "./build-request.js";

const BASE = "https://api.example.com/v2";

const operation: Operation = {
  id: "things.update",
  method: "POST",
  path: "/things/{kind}/{id}:update",
  parameters: {
    kind: "path",
    id: { in: "path", prefixes: ["id:", "email:"] },
    limit: "query",
    tags: { in: "query", style: "form", explode: false },
    owner: { in: "query", prefixes: ["user:"] },
    "X-Tenant": "header",
    "X-Owner": { in: "header", prefixes: ["user:"] },
  },
  required: ["kind", "id", "body"],
  body: "application/json",
};

const given = { kind: "blue", id: "id:1", body: { a: 1 } };

function request(
  parameters: Readonly<Record<string, unknown>> = given,
  options: CallOptions = {},
  changed: Partial<Operation> = {},
) {
  return buildRequest({ ...operation, ...changed }, BASE, parameters, options);
}

describe("buildRequest", () => {
  it("writes every parameter in its place", () => {
    const built = request({
      ...given,
      limit: 5,
      tags: ["a", "b"],
      "X-Tenant": "blue",
      owner: undefined,
    });
    expect(built).toMatchObject({
      method: "POST",
      url: `${BASE}/things/blue/id%3A1:update?limit=5&tags=a,b`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "x-tenant": "blue",
      },
      body: '{"a":1}',
    });
    expect(Object.keys(built.headers)).toHaveLength(3);
  });

  it("carries the operation, the options and the signal along", () => {
    const options = { signal: new AbortController().signal, timeout: 5 };
    const built = request(given, options);
    expect(built.options).toBe(options);
    expect(built.signal).toBe(options.signal);
    expect(built.operation).toEqual(operation);
  });

  it("writes no question mark where there is no query", () => {
    expect(request().url).toBe(`${BASE}/things/blue/id%3A1:update`);
  });

  it("writes no content type where there is no body, nor for a form that has a boundary", () => {
    const bare = request({ ...given, body: undefined }, {}, { required: ["kind", "id"] });
    expect(bare.body).toBeUndefined();
    expect(Object.keys(bare.headers)).toEqual(["accept"]);
    const form = request(given, {}, { body: "multipart/form-data" });
    expect(form.body).toBeInstanceOf(FormData);
    expect(Object.keys(form.headers)).toEqual(["accept"]);
  });

  it("a body of null is sent, as JSON has a null", () => {
    expect(request({ ...given, body: null }).body).toBe("null");
  });

  it("accepts anything where the answer is text or a file", () => {
    expect(request(given, {}, { response: "text" }).headers["accept"]).toBe("*/*");
    expect(request(given, {}, { response: "binary" }).headers["accept"]).toBe("*/*");
    expect(request(given, {}, { response: "none" }).headers["accept"]).toBe("application/json");
  });

  it("a call's headers win over all others, whatever their case", () => {
    const headers = { ACCEPT: "text/csv", "x-TENANT": "red", "X-New": "1" };
    expect(request({ ...given, "X-Tenant": "blue" }, { headers }).headers).toEqual({
      accept: "text/csv",
      "content-type": "application/json",
      "x-tenant": "red",
      "x-new": "1",
    });
  });
});

describe("nothing is sent", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "without a required parameter",
      { id: "id:1", body: {} },
      'things.update: parameter "kind" is missing; the operation requires it.',
    ],
    [
      "without a required body",
      { kind: "a", id: "id:1" },
      'things.update: parameter "body" is missing; the operation requires it.',
    ],
    [
      "with a misspelt parameter",
      { ...given, limt: 1 },
      'things.update: there is no parameter "limt"; it has "kind", "id", "limit", "tags", "owner", "X-Tenant", "X-Owner", "body".',
    ],
    ["with a parameter of the wrong case", { ...given, Limit: 1 }, 'there is no parameter "Limit"'],
    [
      "with a name that every object has",
      { ...given, toString: "x" },
      'there is no parameter "toString"',
    ],
    [
      "without the prefix in a path",
      { ...given, id: "1" },
      'things.update: path parameter "id" has to start with one of "id:", "email:" and go on after it.',
    ],
    ["with the prefix alone", { ...given, id: "id:" }, "and go on after it."],
    ["with a number where a prefix is due", { ...given, id: 1 }, "has to start with one of"],
    [
      "without the prefix in a query",
      { ...given, owner: "ada" },
      'query parameter "owner" has to start with one of "user:"',
    ],
    [
      "without the prefix in a header",
      { ...given, "X-Owner": "ada" },
      'header parameter "X-Owner" has to start with one of "user:"',
    ],
    ["with a null in the path", { ...given, kind: null }, 'path parameter "kind" is missing'],
    ["with a null in the query", { ...given, limit: null }, 'query parameter "limit" is null'],
    ["with a null in a header", { ...given, "X-Tenant": null }, '"X-Tenant" is null'],
    ["with a body that JSON cannot say", { ...given, body: 1n }, "things.update: body"],
  ])("%s", (_what, parameters, message) => {
    expect(() => request(parameters)).toThrow(ConfigurationError);
    expect(() => request(parameters)).toThrow(message);
  });

  it("with a body for an operation that has none", () => {
    const bodyless: Operation = { id: "things.get", method: "GET", path: "/things/{kind}" };
    const parameters = { kind: "path" } as const;
    const build = () =>
      buildRequest({ ...bodyless, parameters }, BASE, { kind: "a", body: {} }, {});
    expect(build).toThrow('there is no parameter "body"');
  });

  it("with anything for an operation that has no parameters at all", () => {
    const bare: Operation = { id: "things.list", method: "GET", path: "/things" };
    expect(() => buildRequest(bare, BASE, { a: 1 }, {})).toThrow(
      'things.list: there is no parameter "a"; it has none.',
    );
  });

  it("with none or several of which exactly one is due", () => {
    const one = { exactlyOneOf: ["limit", "owner"] };
    expect(() => request(given, {}, one)).toThrow(
      'things.update: give exactly one of "limit", "owner"; 0 were given.',
    );
    expect(() => request({ ...given, limit: 1, owner: "user:1" }, {}, one)).toThrow(
      "2 were given.",
    );
    expect(request({ ...given, limit: 1, owner: undefined }, {}, one).url).toContain("?limit=1");
  });

  it.each(["a\r\nx-injected: 1", "a\0", "😀", "a "])(
    "with a header of a call that no field can hold: %j",
    (value) => {
      const build = () => request(given, { headers: { "X-Trace": value } });
      expect(build).toThrow(ConfigurationError);
      expect(build).toThrow('things.update: header "X-Trace"');
      expect(build).toThrow(expect.not.stringContaining(value));
    },
  );

  it.each<[name: "timeout" | "deadline", value: unknown]>([
    ["timeout", Number.NaN],
    ["timeout", 0],
    ["timeout", -1],
    ["timeout", "5000"],
    ["timeout", null],
    ["deadline", Number.NaN],
    ["deadline", "5000"],
  ])("with a %s that is no time: %j", (name, value) => {
    const build = () => request(given, { [name]: value });
    expect(build).toThrow(ConfigurationError);
    expect(build).toThrow(`things.update: option "${name}" is ${String(value)}`);
  });

  it("a deadline may be over already, as one that is reckoned can be: nothing will be sent", () => {
    for (const deadline of [0, -5, Infinity]) {
      expect(request(given, { deadline }).options?.deadline).toBe(deadline);
    }
  });

  it.each(["x y", "x\r\ny", "", "größe", "x:"])(
    "with a header of a call that has no name for a field: %j",
    (name) => {
      const build = () => request(given, { headers: { [name]: "1" } });
      expect(build).toThrow(ConfigurationError);
      expect(build).toThrow("things.update: a header's name");
    },
  );
});

describe("hostile values", () => {
  const hostile = fc.oneof(
    fc.constantFrom("..", ".", "%2e%2e", "/", "\\", "?", "#", "&a=1", "=", "+", "\r\n", "\0", "😀"),
    anyText(),
  );

  it("reach no other route, query parameter or header", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.array(hostile, { minLength: 1 }), (kind, rest, tags) => {
        const parameters = { ...given, kind, id: `id:${rest}`, limit: rest, tags };
        const built = unlessRefused(() => request(parameters));
        expect(built === REFUSED).toBe(/^\.{0,2}$/.test(kind) || rest === "");
        fc.pre(built !== REFUSED);
        const { url, headers } = built;
        const { origin, pathname, hash, searchParams } = new URL(url);
        expect(origin).toBe("https://api.example.com");
        const segments = pathname.split("/");
        expect(segments).toHaveLength(5);
        expect(segments.slice(0, 3)).toEqual(["", "v2", "things"]);
        expect(decodeURIComponent(segments[3] ?? "")).toBe(kind);
        expect(segments[4]).toMatch(/^id%3A[\w.~%-]+:update$/);
        expect(decodeURIComponent(segments[4] ?? "")).toBe(`id:${rest}:update`);
        expect(hash).toBe("");
        expect([...searchParams.keys()]).toEqual(["limit", "tags"]);
        expect(searchParams.get("limit")).toBe(rest);
        expect(Object.keys(headers)).toEqual(["accept", "content-type"]);
      }),
      { numRuns: 500 },
    );
  });

  it("two parameters in one segment are never a step up together", () => {
    const pair: Operation = { id: "a.get", method: "GET", path: "/a/{x}{y}/b" };
    fc.assert(
      fc.property(hostile, hostile, (x, y) => {
        const path = unlessRefused(() => buildPath(pair, { x, y }));
        fc.pre(path !== REFUSED);
        expect(new URL(`${BASE}${path}`).pathname).toMatch(/^\/v2\/a\/[^/]+\/b$/);
      }),
    );
  });

  it("a value with a dollar sign is written as it is, not taken for a replacement pattern", () => {
    const plain: Operation = {
      id: "a.get",
      method: "GET",
      path: "/a/{x}",
      parameters: { x: "path" },
    };
    expect(buildPath(plain, { x: "$&$1$$" })).toBe("/a/%24%26%241%24%24");
  });
});

describe("the parts that the path style uses", () => {
  it("take what is theirs and leave the rest", () => {
    const parameters = { ...given, limit: 1, "X-Tenant": "blue", unknown: 1 };
    expect(buildPath(operation, parameters)).toBe("/things/blue/id%3A1:update");
    expect(buildQuery(operation, parameters)).toBe("limit=1");
    expect(buildHeaders(operation, parameters)).toEqual({ "x-tenant": "blue" });
  });

  it("a path parameter that the descriptor does not name is simple", () => {
    expect(buildPath({ id: "a.get", method: "GET", path: "/a/{x}" }, { x: "1/2" })).toBe(
      "/a/1%2F2",
    );
  });
});
