import { once } from "node:events";
import { request as openRequest } from "node:http";
import { connect, createServer } from "node:net";
import { describe } from "vitest";
import { bookshop } from "./test-helpers/bookshop.js";
import { startMock } from "./start-mock.js";
import type { Mock } from "./start-mock.js";
import { mockTest } from "./vitest.js";

const test = mockTest({ description: bookshop });

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly body?: string | FormData | URLSearchParams;
}

/** Sends a request with a credential, unless the headers say otherwise. */
async function send(
  mock: Mock,
  method: string,
  path: string,
  { headers, json, body }: RequestOptions = {},
): Promise<Answer> {
  const response = await fetch(path.startsWith("http") ? path : mock.url + path, {
    method,
    headers: {
      authorization: "Bearer t",
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: json === undefined ? (body ?? null) : JSON.stringify(json),
    signal: AbortSignal.timeout(4000),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** Status and content type of the answer to a POST that fetch cannot send: chunked, or without Accept. */
function post(
  url: string,
  headers: Record<string, string>,
  chunk?: string,
): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers["content-type"]]);
    });
    outgoing.on("error", reject);
    if (chunk !== undefined) outgoing.write(chunk);
    outgoing.end();
  });
}

const violations = (mock: Mock): readonly string[] =>
  mock.requests.flatMap((request) =>
    request.violations.map(({ location, code }) => `${location.join(".")} ${code}`),
  );

describe("requests", () => {
  test("the first declared example answers, the same way every time", async ({ mock, expect }) => {
    const [first, second] = [
      await send(mock, "GET", "/books/1"),
      await send(mock, "GET", "/books/1"),
    ];
    expect(first.json).toEqual({ id: 1, title: "A" });
    expect(second.text).toBe(first.text);
    expect(violations(mock)).toEqual([]);
  });

  test("paths are served below each server's base path and without one", async ({
    mock,
    expect,
  }) => {
    expect(mock.url).toBe(`${mock.origin}/v1`);
    const statuses: number[] = [];
    for (const prefix of ["/v1", "/old/v0", "", "/v2"]) {
      statuses.push((await send(mock, "GET", `${mock.origin}${prefix}/books/1`)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 404]);
  });

  test("malformed JSON is refused at once", async ({ mock, expect }) => {
    const answer = await send(mock, "POST", "/books", {
      body: '{"title":',
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("The body is not JSON");
    expect(violations(mock)).toEqual(["request.body 400"]);
  });

  test("a request that breaks the description gets the declared error and says why", async ({
    mock,
    expect,
  }) => {
    const answer = await send(mock, "GET", "/books?limit=1000");
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ status: 400, message: "badRequest" });
    expect(JSON.parse(answer.headers.get("sl-violations") ?? "")).toEqual(
      mock.requests[0]?.violations,
    );
    expect(violations(mock)).toEqual(["request.query.limit maximum"]);
  });

  test("where no error is declared the refusal is a problem document", async ({ mock, expect }) => {
    const answer = await send(mock, "POST", "/books", { json: { title: "", pages: 1 } });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(violations(mock)).toEqual([
      "request.body.title minLength",
      "request.body unevaluatedProperties",
    ]);
  });

  test("schemas are read as JSON Schema 2020-12", async ({ mock, expect }) => {
    expect(
      (await send(mock, "POST", "/books", { json: { title: "A", size: [1, 2] } })).status,
    ).toBe(201);
    expect(
      (await send(mock, "POST", "/books", { json: { title: "A", size: [1, 2, 3] } })).status,
    ).toBe(422);
    expect(violations(mock)).toEqual(["request.body.size items"]);
  });

  test("missing credentials are a 401, and half a pair is missing", async ({ mock, expect }) => {
    const none = { authorization: "" };
    expect((await send(mock, "GET", "/books", { headers: none })).json).toEqual({
      status: 401,
      message: "unauthorized",
    });
    expect((await send(mock, "GET", "/books/1", { headers: none })).status).toBe(401);
    expect(
      (await send(mock, "GET", "/books/1", { headers: { ...none, "x-key": "k" } })).status,
    ).toBe(401);
    expect(
      (await send(mock, "GET", "/books/1?secret=s", { headers: { ...none, "x-key": "k" } })).status,
    ).toBe(200);
  });

  test("an unknown route names the nearest operation", async ({ mock, expect }) => {
    const answer = await send(mock, "GET", "/boks/12");
    expect(answer.status).toBe(404);
    expect(answer.text).toContain("The nearest is books.get: GET /books/{id}.");
  });

  test("a method that a path does not have is a 405 with those that it has", async ({
    mock,
    expect,
  }) => {
    const answer = await send(mock, "PATCH", "/books/12");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, DELETE");
  });

  test("optional object parameters may be left out", async ({ mock, expect }) => {
    expect((await send(mock, "GET", "/books")).status).toBe(200);
    expect((await send(mock, "GET", "/books?published[from]=2020&author=x")).status).toBe(200);
    expect(violations(mock)).toEqual([]);
    expect((await send(mock, "GET", "/books?published[to]=2020")).status).toBe(400);
  });

  test("a query parameter that the operation does not have is recorded, and ignored", async ({
    mock,
    expect,
  }) => {
    expect((await send(mock, "GET", "/books?limt=5")).status).toBe(200);
    expect(violations(mock)).toEqual(["request.query.limt undeclared"]);
  });

  test("encoded path parameters reach validation decoded", async ({ mock, expect }) => {
    expect((await send(mock, "GET", `/books/${encodeURIComponent("a@b/c:+ d")}`)).status).toBe(200);
    expect((await send(mock, "GET", `/books/${encodeURIComponent("#")}`)).status).toBe(422);
    expect((await send(mock, "POST", "/books/12%3Asell")).status).toBe(200);
    expect((await send(mock, "POST", "/books/x:sell")).status).toBe(422);
  });
});

describe("what is looked at", () => {
  test("the use of what is deprecated is no violation", async ({ mock, expect }) => {
    expect((await send(mock, "GET", "/books?size=1")).status).toBe(200);
    expect((await send(mock, "GET", "/books?size=x")).status).toBe(400);
    expect(violations(mock)).toEqual(["request.query.size type"]);
  });

  test("parameters may be those of the path", async ({ mock, expect }) => {
    expect((await send(mock, "GET", "/books/1?edition=2")).status).toBe(200);
    expect(violations(mock)).toEqual([]);
  });

  test("an example that breaks its schema is a violation of the answer", async ({
    mock,
    expect,
  }) => {
    const headers = { "content-type": "application/merge-patch+json" };
    const answer = await send(mock, "PATCH", "/reports", { headers, body: '{"total":1}' });
    expect([answer.status, answer.json]).toEqual([200, { id: "one" }]);
    expect(mock.requests[0]?.body).toEqual({ total: 1 });
    expect(violations(mock)).toEqual(["response.body required", "response.body.id type"]);
  });

  test("a body without a length is looked at too", async ({ mock, expect }) => {
    const headers = { authorization: "Bearer t", "content-type": "text/plain" };
    const [status] = await post(`${mock.url}/books`, headers, "title");
    expect(status).toBe(415);
  });

  test("a refusal for missing credentials says which scheme there is", async ({ mock, expect }) => {
    const answer = await send(mock, "GET", "/books/1", { headers: { authorization: "" } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });
});

describe("answers", () => {
  test("an example's name finds its media type", async ({ mock, expect }) => {
    const csv = await send(mock, "GET", "/reports", { headers: { prefer: "example=asCsv" } });
    expect([csv.text, csv.headers.get("content-type")]).toEqual(["total\n1", "text/csv"]);
    expect((await send(mock, "GET", "/reports")).json).toEqual({ total: 1 });
  });

  test("what Prefer asks for wins over the page", async ({ mock, expect }) => {
    const headers = { prefer: "example=lastPage" };
    const answer = await send(mock, "GET", "/books?cursor=b", { headers });
    expect(answer.json).toMatchObject({ items: [{ id: 3 }] });
  });

  test("what cannot be made is a 500 that says so", async ({ mock, expect }) => {
    const headers = { prefer: "dynamic=true" };
    const answer = await send(mock, "DELETE", "/reports", { headers });
    expect([answer.status, answer.json]).toMatchObject([500, { title: "The mock failed" }]);
  });

  test("a success without content has no body and no content type", async ({ mock, expect }) => {
    const sold = await send(mock, "POST", "/books/12:sell");
    expect([sold.status, sold.text, sold.headers.get("content-type")]).toEqual([200, "", null]);
    expect((await send(mock, "DELETE", "/books/12")).status).toBe(204);
    const headers = { authorization: "Bearer t" };
    expect(await post(`${mock.url}/books/12:sell`, headers)).toEqual([200, undefined]);
  });

  test("Prefer picks a status and an example", async ({ mock, expect }) => {
    const prefer = (value: string) =>
      send(mock, "GET", "/books", { headers: { prefer: value, accept: "application/json" } });
    const slow = await prefer("code=429");
    expect([slow.status, slow.headers.get("retry-after")]).toEqual([429, "3"]);
    expect((await prefer("code=503")).json).toEqual({ status: 500, message: "broken" });
    expect((await prefer("example=lastPage")).json).toMatchObject({ items: [{ id: 3 }] });
    const edge = await prefer("code=403");
    expect([edge.status, edge.headers.get("content-type"), edge.text]).toEqual([
      403,
      "text/html",
      "<p>no</p>",
    ]);
  });

  test("writeOnly properties are not sent", async ({ mock, expect }) => {
    const answer = await send(mock, "GET", "/books/1", { headers: { prefer: "example=full" } });
    expect(answer.json).toEqual({ id: 1, title: "A" });
  });

  test("the methods of one operation are told apart, each with its status", async ({
    mock,
    expect,
  }) => {
    const made = await send(mock, "POST", "/books", { json: { title: "A" } });
    const changed = await send(mock, "POST", "/books?isbn=1", { json: { title: "A" } });
    expect([made.status, made.json]).toEqual([201, { id: 1, title: "made" }]);
    expect([changed.status, changed.json]).toEqual([200, { id: 1, title: "changed" }]);
    expect(mock.requests.map(({ operation }) => operation)).toEqual([
      "books.create",
      "books.update",
    ]);
  });

  test.for([
    ["url", "GET", "/books", undefined, "items", [1, 2, 3]],
    ["token in the body", "POST", "/books:search", {}, "found", [1, 2]],
    ["offset", "GET", "/books/popular", undefined, "items", [1, 2, 3]],
  ] as const)(
    "%s pages follow each other",
    async ([, method, path, json, property, ids], { mock, expect }) => {
      const seen: number[] = [];
      let next: { path: string; json: object | undefined } | undefined = { path, json };
      for (let calls = 0; next !== undefined && calls < 5; calls += 1) {
        const { json: answer } = await send(
          mock,
          method,
          next.path,
          next.json ? { json: next.json } : {},
        );
        const body = answer as Record<string, unknown>;
        const items = body[property] as readonly { id: number }[];
        seen.push(...items.map(({ id }) => id));
        next = follow(path, body["next"], items.length, seen.length);
      }
      expect(seen).toEqual(ids);
      expect(violations(mock)).toEqual([]);
    },
  );

  test("URLs that point to the real server point to the mock", async ({ mock, expect }) => {
    expect((await send(mock, "GET", "/books")).json).toMatchObject({
      next: `${mock.url}/books?limit=1&cursor=b`,
    });
    expect((await send(mock, "GET", "/books?cursor=b")).json).toMatchObject({
      next: `${mock.url}/books?limit=1&cursor=c`,
    });
  });
});

/** How a client asks for the next page; undefined at the end. */
function follow(path: string, next: unknown, count: number, seen: number) {
  if (path === "/books/popular")
    return count === 0 ? undefined : { path: `${path}?skip=${seen}`, json: undefined };
  if (typeof next !== "string" || next === "") return undefined;
  return path === "/books" ? { path: next, json: undefined } : { path, json: { token: next } };
}

/** A form with a repeated field. */
const fields = (...pages: string[]) =>
  new URLSearchParams([...pages.map((page) => ["pages", page]), ["note", "1"]]);

describe("forms", () => {
  const file = new Blob([Uint8Array.from([0, 255, 13, 10])], { type: "image/png" });

  test("a multipart part may be JSON, a file, or repeated", async ({ mock, expect }) => {
    const form = new FormData();
    form.append("file", file, "a.png");
    form.append("meta", new Blob(['{"page":1}'], { type: "application/json" }));
    form.append("tags", "1");
    form.append("tags", "b");
    expect((await send(mock, "POST", "/covers", { body: form })).status).toBe(201);
    expect(mock.requests[0]?.body).toEqual({
      file: "\u0000ÿ\r\n",
      meta: { page: 1 },
      tags: ["1", "b"],
    });
    expect(violations(mock)).toEqual([]);
  });

  test("the parts are validated", async ({ mock, expect }) => {
    const form = new FormData();
    form.append("file", new Blob(["12345"]));
    form.append("meta", '{"page":"one"}');
    expect((await send(mock, "POST", "/covers", { body: form })).status).toBe(422);
    expect(violations(mock)).toEqual([
      "request.body.file maxLength",
      "request.body.meta.page type",
    ]);
  });

  test("repeated fields of an urlencoded form are a list", async ({ mock, expect }) => {
    expect((await send(mock, "POST", "/covers", { body: fields("1", "2") })).status).toBe(201);
    expect(mock.requests[0]?.body).toEqual({ pages: [1, 2], note: "1" });
    expect((await send(mock, "POST", "/covers", { body: fields("1", "2", "3") })).status).toBe(422);
    expect(violations(mock)).toEqual(["request.body.pages maxItems"]);
  });

  test("a form that cannot be read is refused at once", async ({ mock, expect }) => {
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    expect((await send(mock, "POST", "/covers", { headers, body: "no parts" })).status).toBe(400);
  });

  test("another content type than the declared ones is a 415", async ({ mock, expect }) => {
    const answer = await send(mock, "POST", "/covers", { json: { file: "x" } });
    expect(answer.status).toBe(415);
    expect(mock.requests[0]?.violations[0]?.message).toBe(
      "Supported content types: multipart/form-data,application/x-www-form-urlencoded",
    );
  });
});

describe("planned answers", () => {
  test("they are given in order, and then the examples answer again", async ({ mock, expect }) => {
    mock.respondWith(
      "books.list",
      { example: "lastPage" },
      { status: 429, headers: { "Retry-After": "1" } },
    );
    mock.respondWith(
      "books.list",
      { status: 418, body: { any: 1 } },
      { status: 403, body: "<p>mine</p>" },
    );
    const seen = [];
    for (let calls = 0; calls < 5; calls += 1) seen.push(await send(mock, "GET", "/books"));
    expect(seen.map(({ status }) => status)).toEqual([200, 429, 418, 403, 200]);
    expect(seen[0]?.json).toMatchObject({ items: [{ id: 3 }] });
    expect(seen[1]?.headers.get("retry-after")).toBe("1");
    expect(seen[2]?.json).toEqual({ any: 1 });
    expect([seen[3]?.text, seen[3]?.headers.get("content-type")]).toEqual([
      "<p>mine</p>",
      "text/html",
    ]);
    expect(seen[4]?.json).toMatchObject({ items: [{ id: 1 }] });
  });

  test("they belong to one method of an operation", async ({ mock, expect }) => {
    mock.respondWith("books.update", { status: 201 });
    expect((await send(mock, "POST", "/books", { json: { title: "A" } })).json).toMatchObject({
      title: "made",
    });
    expect((await send(mock, "POST", "/books?id=1", { json: { title: "A" } })).status).toBe(201);
    expect((await send(mock, "POST", "/books?id=1", { json: { title: "A" } })).status).toBe(200);
  });

  test("a status may be one of a declared range", async ({ mock, expect }) => {
    mock.respondWith("books.list", { status: 503 });
    expect((await send(mock, "GET", "/books")).status).toBe(503);
  });

  test("a query parameter that is not declared uses them up all the same", async ({
    mock,
    expect,
  }) => {
    mock.respondWith("books.list", { example: "lastPage" });
    expect((await send(mock, "GET", "/books?limt=1")).json).toMatchObject({ items: [{ id: 3 }] });
    expect((await send(mock, "GET", "/books")).json).toMatchObject({ items: [{ id: 1 }] });
  });

  test("a request that breaks the description uses none up", async ({ mock, expect }) => {
    mock.respondWith("books.list", { example: "lastPage" });
    expect((await send(mock, "GET", "/books?limit=x")).status).toBe(400);
    expect((await send(mock, "GET", "/books", { headers: { authorization: "" } })).status).toBe(
      401,
    );
    expect((await send(mock, "GET", "/books")).json).toMatchObject({ items: [{ id: 3 }] });
  });

  test.for([
    ["book.list", {}, "no method book.list; did you mean books.list?"],
    ["books.get", { status: 418 }, "books.get declares no answer 418, only 200, 404"],
    [
      "books.get",
      { example: "none" },
      "The 200 answer of books.get has no example none, only minimal, full",
    ],
  ] as const)(
    "a plan that cannot come true is refused: %s %j",
    ([method, answer, message], { mock, expect }) => {
      expect(() => mock.respondWith(method, answer)).toThrow(message);
    },
  );
});

describe("the record", () => {
  test("it holds requests without their credentials", async ({ mock, expect }) => {
    const headers = { authorization: "Bearer geheim", "X-Key": "geheim", "X-Other": "open" };
    await send(mock, "POST", "/books?secret=geheim&id=1", { headers, json: { title: "A" } });
    const [request] = mock.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/v1/books?secret=[redacted]&id=1",
      headers: { authorization: "Bearer [redacted]", "x-key": "[redacted]", "x-other": "open" },
      body: { title: "A" },
      operation: "books.update",
      status: 200,
      violations: [],
    });
    expect(JSON.stringify(request)).not.toContain("geheim");
  });

  test("reset forgets requests and plans", async ({ mock, expect }) => {
    mock.respondWith("books.list", { example: "lastPage" });
    await send(mock, "GET", "/books/1");
    mock.reset();
    expect(mock.requests).toEqual([]);
    expect((await send(mock, "GET", "/books")).json).toMatchObject({ items: [{ id: 1 }] });
  });
});

/** Whatever the mock says itself. */
const tokenUrl = (mock: Mock) => mock.tokenUrl ?? "";

describe("tokens", () => {
  test("the mock says where its token endpoint is", ({ mock, expect }) => {
    expect(mock.tokenUrl).toBe(`${mock.origin}/oauth2/token`);
  });

  const body = new URLSearchParams({ grant_type: "client_credentials" });

  test("the token endpoint grants tokens for client credentials", async ({ mock, expect }) => {
    const answer = await send(mock, "POST", tokenUrl(mock), {
      body,
      headers: { authorization: "Basic aTpz" },
    });
    expect(answer.json).toEqual({
      access_token: "mock-access-token",
      token_type: "bearer",
      expires_in: 3600,
    });
    const inForm = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "i",
      client_secret: "geheim",
    });
    expect(
      (await send(mock, "POST", tokenUrl(mock), { body: inForm, headers: { authorization: "" } }))
        .status,
    ).toBe(200);
    expect(JSON.stringify(mock.requests)).not.toContain("geheim");
  });

  test("it refuses other grants and missing credentials", async ({ mock, expect }) => {
    const password = new URLSearchParams({ grant_type: "password" });
    expect((await send(mock, "POST", tokenUrl(mock), { body: password })).json).toEqual({
      error: "unsupported_grant_type",
    });
    const bare = await send(mock, "POST", tokenUrl(mock), { body, headers: { authorization: "" } });
    expect([bare.status, bare.json]).toEqual([401, { error: "invalid_client" }]);
  });
});

describe("the server", () => {
  test("a port that is taken is named", async ({ expect }) => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, "127.0.0.1", () => {
        const address = blocker.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    await expect(startMock({ description: bookshop, port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken`,
    );
    blocker.close();
  });

  test("closing ends connections that wait for the rest of a request", async ({ expect }) => {
    const mock = await startMock({ description: bookshop });
    const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
    socket.write("POST /v1/books HTTP/1.1\r\nHost: mock\r\nContent-Length: 9\r\n\r\n");
    await once(socket, "connect");
    await send(mock, "GET", "/books/1"); // by its answer the server has seen both connections
    const ended = once(socket, "close");
    await mock.close();
    await ended;
    await expect(send(mock, "GET", "/books/1")).rejects.toThrow("fetch failed");
  });

  test("an unknown provider is refused with those that there are", async ({ expect }) => {
    // A caller without types may say anything.
    const provider = "nobody" as "respond-io";
    await expect(async () => startMock({ provider })).rejects.toThrow(
      "There is no provider nobody, only ",
    );
  });
});
