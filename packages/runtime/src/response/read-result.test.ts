import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Operation } from "../description/operation.js";
import { ApiError, isApiError, NotFoundError, ResponseFormatError } from "../errors/errors.js";
import { BufferedResponse } from "../http/buffered-response.js";
import { readError, readResult } from "./read-result.js";

const NOW = Date.UTC(2026, 10, 21, 8, 0, 0);
const JSON_TYPE = "application/json";
const PAGE =
  "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

const things: Operation = {
  id: "things.get",
  method: "GET",
  path: "/things/{id}",
  errors: { "404": "json", "409": "none", "410": "text", "5XX": "json" },
};

interface Answer {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

function answer(body: string | null, { status = 200, type = JSON_TYPE, headers }: Answer = {}) {
  const all = new Headers(headers);
  // A Response without a type of its own is given one by the platform for strings.
  const response = new Response(body === null ? null : new TextEncoder().encode(body), { status });
  if (type !== null) all.set("content-type", type);
  return new Response(response.body, { status, headers: all });
}

function result(body: string | null, given: Answer = {}, changed: Partial<Operation> = {}) {
  return readResult({ ...things, ...changed }, answer(body, given), NOW);
}

async function failure<Thrown extends Error>(
  promise: Promise<unknown>,
  type: new (...given: never[]) => Thrown,
): Promise<Thrown> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw new Error(`Not a ${type.name}: ${inspect(error)}`);
}

function refused(
  status: number,
  body: string | null,
  given: Answer = {},
  operation: Operation | undefined = things,
) {
  return readError(operation, answer(body, { ...given, status }), NOW);
}

describe("readResult", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON;charset=UTF-8",
    "application/json ; charset=utf-8",
    "application/vnd.api+json",
    "application/problem+json; charset=utf-8",
    "application/vnd.contact.v2+json",
    "image/x+json",
    "text/json",
    // What two fields of the same name are joined to.
    "application/json, application/json",
    null,
  ])("reads JSON of the type %s", async (type) => {
    expect(await result('{"a":[1,"é😀",null]}', { type })).toEqual({ a: [1, "é😀", null] });
  });

  it.each([
    "text/html",
    "text/html; charset=utf-8",
    "text/plain",
    "application/xml",
    "application/jsonp",
    "application/x-ndjson",
    "application/json-seq",
    "text/html; profile=application/json",
    "notapplication/json2",
  ])("refuses JSON that comes as %s", async (type) => {
    const error = await failure(result('{"a":1}', { type }), ResponseFormatError);
    expect(error).toMatchObject({ status: 200, contentType: type, operationId: "things.get" });
    expect(error.message).toContain(
      `200 with ${type}, but JSON was due: the content type is not JSON.`,
    );
  });

  it("keeps large integers exact", async () => {
    expect(await result('{"id":12345678901234567890}')).toEqual({ id: 12345678901234567890n });
  });

  it("says where HTML came in place of JSON, and how it begins", async () => {
    const error = await failure(result(PAGE, { type: "text/html" }), ResponseFormatError);
    expect(error.message).toBe(
      `things.get: 200 with text/html, but JSON was due: the content type is not JSON. It begins ${JSON.stringify(PAGE.slice(0, 80))}. Check the base URL, and proxies on the way.`,
    );
  });

  it("refuses HTML that says it is JSON, and an answer without a type that is none", async () => {
    for (const type of [JSON_TYPE, null]) {
      const error = await failure(result(PAGE, { type }), ResponseFormatError);
      expect(error.message).toContain("the body does not parse. It begins");
    }
  });

  it.each(['{"items":[{"name":"canary', '["canary"', '"canary', ' \n{"a":"canary"', "{'canary'}"])(
    "does not quote broken JSON, which may be about people: %j",
    async (body) => {
      for (const type of [JSON_TYPE, "text/plain"]) {
        const error = await failure(result(body, { type }), ResponseFormatError);
        expect(inspect(error, { depth: 9 })).not.toContain("canary");
      }
    },
  );

  it.each([
    ["packed in a way that was not asked for", '(\uFFFD/\uFFFD\u0019\u0000{"name":"canary"}'],
    ["in UTF-16", `\uFFFD\uFFFD${Array.from("{canary}").join("\0")}`],
    ["which is shorter than what is quoted", "\u0001 canary"],
  ])("does not quote what is no text: JSON %s", async (_name, body) => {
    const error = await failure(result(body), ResponseFormatError);
    expect(error.message.replaceAll("\\u0000", "")).not.toContain("canary");
    expect(error.message).toContain("the body does not parse. Check");
  });

  it("refuses an empty body where JSON is due", async () => {
    for (const type of [JSON_TYPE, null]) {
      const empty = await failure(result("", { type }), ResponseFormatError);
      expect(empty.message).toContain("the body is empty");
      const blank = await failure(result("\n", { type }), ResponseFormatError);
      expect(blank.message).toContain("the body does not parse");
    }
  });

  it("a 204 or 205 has no result, and neither has a HEAD", async () => {
    expect(await result(null, { status: 204, type: null })).toBeUndefined();
    expect(await result(null, { status: 205, type: null })).toBeUndefined();
    expect(await result(null, {}, { method: "HEAD" })).toBeUndefined();
  });

  describe("emptyResult", () => {
    const emptyResult = { items: [] };
    it("is the result of a success without a body, whatever its status", async () => {
      expect(await result(null, { status: 204, type: null }, { emptyResult })).toEqual(emptyResult);
      expect(await result("", { status: 200 }, { emptyResult })).toEqual(emptyResult);
      expect(await result('{"items":[1]}', {}, { emptyResult })).toEqual({ items: [1] });
    });

    it("is made anew each time, so that a caller may change it", async () => {
      for (let count = 0; count < 2; count++) {
        const empty = await result("", {}, { emptyResult });
        expect(empty).toEqual({ items: [] });
        Object.assign(Object(empty), { items: [1] });
      }
      expect(emptyResult).toEqual({ items: [] });
    });
  });

  it("reads text as it is, whatever its type", async () => {
    expect(await result("a,b\n1,2", { type: "text/csv" }, { response: "text" })).toBe("a,b\n1,2");
    expect(await result('{"a":1}', {}, { response: "text" })).toBe('{"a":1}');
    expect(await result(null, { status: 204, type: null }, { response: "text" })).toBe("");
  });

  it("reads a file as a Blob of its type", async () => {
    const bytes = Uint8Array.of(0, 255, 13, 10);
    const headers = new Headers({ "content-type": "image/png" });
    for (const response of [
      new Response(bytes, { headers }),
      new BufferedResponse({ status: 200, headers }, bytes),
    ]) {
      const blob = await readResult({ ...things, response: "binary" }, response, NOW);
      if (!(blob instanceof Blob)) throw new Error("It is no Blob.");
      expect(blob.type).toBe("image/png");
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    }
  });

  it("gives nothing where there never is a body, even if one comes", async () => {
    expect(await result(PAGE, { type: "text/html" }, { response: "none" })).toBeUndefined();
    const emptyResult = { done: true };
    expect(await result("", {}, { response: "none", emptyResult })).toEqual(emptyResult);
  });

  describe("first", () => {
    it("is the first item of the list", async () => {
      expect(await result('{"results":[{"a":1},{"a":2}]}', {}, { first: "/results" })).toEqual({
        a: 1,
      });
    });

    it.each(['{"results":[]}', '{"results":null}', "{}", "null", '{"results":{"0":1}}'])(
      "is a NotFoundError for %s",
      async (body) => {
        const error = await failure(result(body, {}, { first: "/results" }), NotFoundError);
        expect(error.message).toBe("things.get: the server found no such object.");
        expect(error.operationId).toBe("things.get");
      },
    );
  });

  describe("failure", () => {
    const rule = { pointer: "/status", equals: "error", message: "/reason" };

    it("is an ApiError with the status and body of the success", async () => {
      const headers = { "x-request-id": "r-1", "retry-after": "2" };
      const body = '{"status":"error","reason":"no such segment"}';
      const error = await failure(result(body, { headers }, { failure: rule }), ApiError);
      expect(error).toMatchObject({
        status: 200,
        body: { status: "error", reason: "no such segment" },
        operationId: "things.get",
        requestId: "r-1",
        retryAfter: 2000,
        declared: true,
        message:
          "things.get: the server answered 200, but says that the operation failed: no such segment",
      });
    });

    it("has no explanation where the server gives none", async () => {
      for (const reason of ["", ',"reason":""', ',"reason":{}']) {
        const call = result(`{"status":"error"${reason}}`, {}, { failure: rule });
        expect((await failure(call, ApiError)).message).toMatch(/that the operation failed$/);
      }
    });

    it("shortens a long explanation", async () => {
      const body = JSON.stringify({ status: "error", reason: "x".repeat(10_000) });
      const error = await failure(result(body, {}, { failure: rule }), ApiError);
      expect(error.message.length).toBeLessThan(400);
    });

    it.each(['{"status":"ok"}', "{}", '{"status":["error"]}', '{"status":"Error"}'])(
      "%s is a success",
      async (body) => {
        expect(await result(body, {}, { failure: rule })).toEqual(JSON.parse(body));
      },
    );

    it("tells false, 0 and null apart", async () => {
      const falsy = { pointer: "/ok", equals: false };
      await failure(result('{"ok":false}', {}, { failure: falsy }), ApiError);
      for (const value of ["0", "null", '""']) {
        expect(await result(`{"ok":${value}}`, {}, { failure: falsy })).toBeDefined();
      }
      expect(await result("{}", {}, { failure: { pointer: "/ok", equals: null } })).toEqual({});
    });
  });
});

describe("readError", () => {
  it("has status, body, headers and operation", async () => {
    const error = await refused(404, '{"message":"no thing"}', { headers: { "x-a": "1" } });
    expect(error).toMatchObject({
      status: 404,
      body: { message: "no thing" },
      operationId: "things.get",
      operation: things,
      declared: true,
      message: "things.get: 404 (GET /things/{id}): no thing",
      requestId: undefined,
      retryAfter: undefined,
    });
    expect(error.headers.get("x-a")).toBe("1");
  });

  it("says the status alone where no operation is known", async () => {
    const error = await readError(undefined, answer('{"message":"m"}', { status: 500 }), NOW);
    expect(error.message).toBe("500: m");
    expect(error).toMatchObject({
      operationId: undefined,
      declared: false,
      body: { message: "m" },
    });
  });

  describe("declared is true only for a declared status in its declared form", () => {
    it.each<[what: string, status: number, body: string | null, type: string | null, is: boolean]>([
      ["JSON as declared", 404, '{"a":1}', JSON_TYPE, true],
      ["JSON of another JSON type", 404, '{"a":1}', "application/problem+json", true],
      ["JSON without a type", 404, '{"a":1}', null, true],
      ["HTML where JSON is declared", 404, PAGE, "text/html", false],
      ["HTML that says it is JSON", 404, PAGE, JSON_TYPE, false],
      ["broken JSON", 404, '{"a":', JSON_TYPE, false],
      ["nothing where JSON is declared", 404, "", JSON_TYPE, false],
      ["nothing at all where JSON is declared", 404, null, null, false],
      ["nothing where nothing is declared", 409, null, null, true],
      ["something where nothing is declared", 409, "x", "text/plain", true],
      ["text as declared", 410, "gone", "text/plain", true],
      ["text without a type", 410, "gone", null, true],
      ["text of digits without a type", 410, "404", null, true],
      ["JSON where text is declared", 410, '{"a":1}', JSON_TYPE, false],
      ["a status in a declared range", 503, "{}", JSON_TYPE, true],
      ["a status that is not declared", 400, "{}", JSON_TYPE, false],
    ])("%s", async (_what, status, body, type, is) => {
      const error = await refused(status, body, { type });
      expect(error.declared).toBe(is);
      expect(isApiError(error, { operation: things })).toBe(is);
    });

    it("an exact status wins over its range, and a range over default", async () => {
      const errors = { "404": "json", "4XX": "text", default: "none" } as const;
      const operation: Operation = { ...things, errors };
      const isJson = async (status: number) =>
        (await refused(status, '{"a":1}', {}, operation)).declared;
      expect(await isJson(404)).toBe(true);
      expect(await isJson(400)).toBe(false);
      expect((await refused(400, "bad", { type: "text/plain" }, operation)).declared).toBe(true);
      expect((await refused(500, null, {}, operation)).declared).toBe(true);
    });
  });

  it("the body is what the server sent", async () => {
    expect((await refused(404, PAGE, { type: "text/html" })).body).toBe(PAGE);
    expect((await refused(404, '{"a":')).body).toBe('{"a":');
    expect((await refused(404, "")).body).toBe("");
    expect((await refused(409, "")).body).toBeUndefined();
    expect((await refused(410, "404", { type: null })).body).toBe("404");
    expect((await refused(404, "12345678901234567890")).body).toBe(12345678901234567890n);
  });

  it.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    ["a header", { "x-request-id": "a" }, '{"requestId":"b"}', "a"],
    ["the first header of several", { "x-amzn-requestid": "a", "request-id": "b" }, "{}", "b"],
    ["a header that is empty is none", { "x-request-id": "" }, '{"requestId":"b"}', "b"],
    ["error.requestId", {}, '{"error":{"requestId":"c"},"requestId":"b"}', "c"],
    ["request_id", {}, '{"request_id":"d"}', "d"],
    ["a number is none", {}, '{"requestId":5}', undefined],
    ["none", {}, "{}", undefined],
    ["nothing of a prototype", {}, '{"__proto__":{"requestId":"x"}}', undefined],
  ])("the request id: %s", async (_what, headers, body, expected) => {
    expect((await refused(404, body, { headers })).requestId).toBe(expected);
  });

  it.each<[string, number | undefined]>([
    ["2", 2000],
    ["Sat, 21 Nov 2026 08:00:30 GMT", 30_000],
    ["soon", undefined],
  ])("Retry-After %s is %s", async (value, expected) => {
    const error = await refused(429, "{}", { headers: { "retry-after": value } });
    expect(error.retryAfter).toBe(expected);
  });

  describe("the message", () => {
    it.each<[string, string]>([
      ['{"error":{"message":"a"},"message":"b"}', "a"],
      ['{"message":"b","detail":"c"}', "b"],
      ['{"detail":"c","error":"d"}', "c"],
      ['{"error":"d"}', "d"],
      ['{"message":"","detail":"c"}', "c"],
      ['{"message":{"x":1},"error":"d"}', "d"],
    ])("explains by %s", async (body, expected) => {
      expect((await refused(400, body)).message).toBe(
        `things.get: 400 (GET /things/{id}): ${expected}`,
      );
    });

    it.each(["{}", "[]", '"text"', "null", PAGE, ""])("explains nothing by %j", async (body) => {
      expect((await refused(400, body)).message).toBe("things.get: 400 (GET /things/{id})");
    });

    it("shortens a long explanation", async () => {
      const error = await refused(400, JSON.stringify({ message: "x".repeat(10_000) }));
      expect(error.message.length).toBeLessThan(300);
    });

    it.each([401, 403])(
      "of a %d never repeats the server, which may quote the credential",
      async (status) => {
        for (const body of [
          '{"message":"canary"}',
          '{"error":{"message":"canary"}}',
          '"canary"',
          "canary",
        ]) {
          const error = await refused(status, body, { headers: { "www-authenticate": "canary" } });
          expect(error.message).toMatch(/credentials/);
          expect(inspect(error, { depth: 9 })).not.toContain("canary");
        }
      },
    );

    it.each<[string, string]>([
      ["https://login.example.net/a?token=canary", "https://login.example.net"],
      ["https://user:canary@login.example.net/", "https://login.example.net"],
      ["//login.example.net/canary", "https://login.example.net"],
      ["/canary", "https://api.example.com"],
      ["canary", "https://api.example.com"],
      ["https://[canary", "no absolute URL"],
    ])("of a redirect to %s names its origin alone", async (location, origin) => {
      const headers = new Headers({ location });
      const url = "https://api.example.com/v2/things/1";
      const response = new BufferedResponse({ status: 302, headers, url }, "");
      const error = await readError(things, response, NOW);
      expect(error.message).toBe(
        `things.get: 302 (GET /things/{id}): a redirect that is not followed; check the base URL. Location: ${origin}`,
      );
    });

    it("of a redirect to nowhere says so", async () => {
      expect((await refused(302, null)).message).toContain("Location: none");
    });

    it("of a redirect whose base an injected fetch does not tell guesses nothing", async () => {
      const relative = { headers: { location: "//evil.example/a" } };
      expect((await refused(302, null, relative)).message).toContain("Location: no absolute URL");
      const absolute = { headers: { location: "https://evil.example/a" } };
      expect((await refused(302, null, absolute)).message).toContain("https://evil.example");
    });
  });
});
