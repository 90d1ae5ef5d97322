import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Middleware as OpenapiFetchMiddleware } from "openapi-fetch";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { bearer } from "../authentication/authenticate.js";
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  isApiError,
  ResponseFormatError,
  TimeoutError,
} from "../errors/errors.js";
import {
  type Answer,
  connectionFailure,
  createTestClient,
  type Sent,
} from "../test-helpers/create-test-client.js";
import { START } from "../test-helpers/fake-clock.js";

const THING = "/projects/{project_id}/things/{id}";
const THING_URL = "https://us.api.example.com/v1/projects/p/things";

const json =
  (text: string, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(text, { status, headers: { "content-type": "application/json", ...headers } });

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("It should have failed.");
    },
    (error: unknown) => error,
  );
}

/** Why a call was refused; fails where it was not, or where anything was sent. */
async function refusalOf(sent: readonly Sent[], promise: Promise<unknown>): Promise<string> {
  const error = await errorOf(promise);
  if (!(error instanceof ConfigurationError)) throw error;
  if (sent.length > 0) throw new Error(`${sent.length} requests were sent.`);
  return error.message;
}

const get = (id = "1") => ({ params: { path: { id } } });

const sentForm = async (body: object) => {
  const { client, sent } = createTestClient();
  await client.api.POST("/form", { body });
  return sent[0];
};

describe("openapi-fetch traps that a client's api does not have", () => {
  describe("trap 1: a path parameter that leads to another path", () => {
    it.each([
      ["upwards", ".."],
      ["to the parent", "."],
      ["to the list", ""],
    ])("%s (%j) is refused before anything is sent", async (_name, id) => {
      const { client, sent } = createTestClient();
      expect(await refusalOf(sent, client.api.GET(THING, get(id)))).toContain(
        `path parameter "id"`,
      );
    });

    it("because it is missing is refused before anything is sent", async () => {
      const { client, sent } = createTestClient();
      const params = { path: {} } as { path: { id: string } };
      expect(await refusalOf(sent, client.api.GET(THING, { params }))).toContain(
        `parameter "id" is missing`,
      );
    });

    it.each([
      ["a/b", "a%2Fb"],
      ["%2e%2e", "%252e%252e"],
      ["..;", "..%3B"],
      ["...", "..."],
      ["ä b", "%C3%A4%20b"],
    ])("only in appearance (%j) is sent as it is meant", async (id, written) => {
      const { client, sent } = createTestClient();
      await client.api.GET(THING, get(id));
      expect(sent[0]?.url).toBe(`${THING_URL}/${written}`);
    });
  });

  describe("trap 2: an error that is falsy", () => {
    it.each<[string, Answer]>([
      ["an empty body", json("", 404)],
      ["no body", () => new Response(null, { status: 404 })],
      ["a content-length of 0", json("", 404, { "content-length": "0" })],
      ["null", json("null", 404)],
      ["0", json("0", 404)],
      ["an empty string", json(`""`, 404)],
      [
        "HTML",
        () => new Response("<html>", { status: 404, headers: { "content-type": "text/html" } }),
      ],
      ["an undeclared status", json(`{"message":"no"}`, 418)],
    ])("is the ApiError in its place: %s", async (_name, answer) => {
      const { client } = createTestClient({ retry: false }, [answer]);
      const { data, error, response } = await client.api.GET(THING, get());
      expect(data).toBeUndefined();
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status: response.status, operationId: "things.get" });
      expect(response.ok).toBe(false);
    });

    it("is the ApiError in its place: HEAD", async () => {
      const { client } = createTestClient({}, [() => new Response(null, { status: 404 })]);
      const { error } = await client.api.HEAD(THING, get());
      expect(error).toBeInstanceOf(ApiError);
    });

    it("is not meant by an error with a declared body: that is the body itself", async () => {
      const { client } = createTestClient({}, [json(`{"message":"no"}`, 404)]);
      const { error } = await client.api.GET(THING, get());
      expect(error).toEqual({ message: "no" });
    });
  });

  it("trap 3: HTML where JSON was due is an error that says so, status and content type with it", async () => {
    const { client } = createTestClient({}, [
      () => new Response("<html>proxy</html>", { headers: { "content-type": "text/html" } }),
    ]);
    const error = await errorOf(client.api.GET(THING, get()));
    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(error).toMatchObject({
      status: 200,
      contentType: "text/html",
      operationId: "things.get",
    });
    expect(String(error)).toContain("<html>proxy");
  });

  it("trap 4: integers beyond 2^53 are not rounded, in data and in errors", async () => {
    const { client } = createTestClient({}, [
      json(`{"id":12345678901234567890}`),
      json(`{"message":12345678901234567890}`, 404),
    ]);
    expect((await client.api.GET(THING, get())).data).toEqual({ id: 12345678901234567890n });
    expect((await client.api.GET(THING, get())).error).toEqual({ message: 12345678901234567890n });
  });

  describe("trap 5: failures that onError does not see", () => {
    it("are what the call rejects with: an exception of onRequest", async () => {
      const { client, sent } = createTestClient();
      const own = new Error("own");
      const onError = vi.fn<() => undefined>();
      client.api.use({
        onRequest() {
          throw own;
        },
        onError,
      });
      expect(await errorOf(client.api.GET(THING, get()))).toBe(own);
      expect(sent).toHaveLength(0);
      expect(onError).not.toHaveBeenCalled();
    });

    it("are what the call rejects with: an answer that does not parse, typed", async () => {
      const { client } = createTestClient({}, [json(`{"id":`)]);
      client.api.use({ onError: () => undefined });
      expect(await errorOf(client.api.GET(THING, get()))).toBeInstanceOf(ResponseFormatError);
    });

    it("are not those of the pipeline, which it sees and may replace", async () => {
      const failing: Answer[] = [
        () => connectionFailure("ECONNRESET"),
        () => connectionFailure("ECONNRESET"),
      ];
      const { client } = createTestClient({ retry: false }, failing);
      const seen: unknown[] = [];
      client.api.use({
        onError({ error }) {
          seen.push(error);
          return seen.length === 1
            ? new Error("replaced", { cause: error })
            : Response.json({ id: 3 });
        },
      });
      await expect(client.api.GET(THING, get())).rejects.toThrow("replaced");
      expect((await client.api.GET(THING, get())).data).toEqual({ id: 3 });
      expect(seen[0]).toBeInstanceOf(ConnectionError);
    });
  });

  describe("trap 6: bodies that are written in another way than their content type says", () => {
    it("a form is one with a charset in its content type too", async () => {
      expect(await sentForm({ a: "x y&z" })).toMatchObject({
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: "a=x+y%26z",
      });
    });

    it("a form stays one when the caller says its content type with a charset", async () => {
      const { client, sent } = createTestClient();
      const headers = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
      await client.api.POST("/form", { body: { a: 1 }, headers });
      expect(sent[0]).toMatchObject({
        headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body: "a=1",
      });
    });

    it("a nested value in a form is JSON, not [object Object]", async () => {
      expect((await sentForm({ deep: { b: 1 } }))?.body).toBe("deep=%7B%22b%22%3A1%7D");
    });

    it("plain text is sent as it is, without quotes", async () => {
      const { client, sent } = createTestClient({}, [() => new Response("fine")]);
      const { data } = await client.api.POST("/text", { body: `say "hi"`, parseAs: "text" });
      expect(sent[0]).toMatchObject({
        headers: { "content-type": "text/plain" },
        body: `say "hi"`,
      });
      expect(data).toBe("fine");
    });
  });

  it("trap 7: params.cookie, which is never sent, is refused", async () => {
    const { client, sent } = createTestClient();
    const params = { path: { id: "1" }, cookie: { session: "s" } };
    expect(await refusalOf(sent, client.api.GET(THING, { params }))).toContain(
      `things.get: params."cookie" does nothing`,
    );
  });

  it("trap 8: an object in the query is written in the style that the description says", async () => {
    const { client, sent } = createTestClient();
    const params = { path: { id: "1" }, query: { filter: { name: "x", deep: { a: [1, 2] } } } };
    await client.api.GET(THING, { params });
    expect(sent[0]?.url).toBe(
      `${THING_URL}/1?filter%5Bname%5D=x&filter%5Bdeep%5D%5Ba%5D=1&filter%5Bdeep%5D%5Ba%5D=2`,
    );
  });

  describe("trap 9: options that mean nothing", () => {
    it.each<[string, object]>([
      ["parms", { parms: {} }],
      ["timeOut", { timeOut: 5 }],
      ["cache", { cache: "no-store" }],
      ["fetch", { fetch: () => Promise.resolve(new Response()) }],
      ["querySerializer", { querySerializer: () => "" }],
    ])("are refused by name: %s", async (name, extra) => {
      const { client, sent } = createTestClient();
      const refused = client.api.GET(THING, { ...get(), ...extra });
      expect(await refusalOf(sent, refused)).toContain(
        `things.get: call option "${name}" does nothing; there are params, `,
      );
    });

    it("are refused by name within params too", async () => {
      const { client, sent } = createTestClient();
      const params = { path: { id: "1" }, qurey: { since: "x" } };
      expect(await refusalOf(sent, client.api.GET(THING, { params }))).toContain(`params."qurey"`);
    });

    it("are refused by name as parameters, as in a method", async () => {
      const { client, sent } = createTestClient();
      const query = { sinze: "x" } as { since?: string };
      const refused = client.api.GET(THING, { params: { path: { id: "1" }, query } });
      expect(await refusalOf(sent, refused)).toContain(`there is no parameter "sinze"`);
    });

    it("that are undefined are none", async () => {
      const { client, sent } = createTestClient();
      const extra: object = { cache: undefined, headers: undefined, body: undefined };
      await client.api.GET(THING, { ...get(), ...extra });
      expect(sent).toHaveLength(1);
    });
  });

  it("trap: an array in a form is a field for each item, not one of all with commas", async () => {
    const { client, sent } = createTestClient();
    await client.api.POST("/form", { body: { list: [1, 2] } });
    expect(sent[0]?.body).toBe("list=1&list=2");
  });

  it.each<[string, object]>([
    ["a Blob", new Blob(["x"])],
    ["URLSearchParams", new URLSearchParams("a=1")],
    ["FormData", new FormData()],
  ])("trap: %s where JSON is due is refused, and not sent as {}", async (_name, body) => {
    const { client, sent } = createTestClient();
    const refused = client.api.POST("/things", { body: body as { name: string } });
    expect(await refusalOf(sent, refused)).toContain("POST /things: body is");
  });

  it("trap: a Date in the query is a date", async () => {
    const { client, sent } = createTestClient();
    const query = { since: new Date(START) };
    await client.api.GET(THING, { params: { path: { id: "1" }, query } });
    expect(sent[0]?.url).toBe(`${THING_URL}/1?since=2027-01-15T08%3A00%3A00.000Z`);
  });

  it.each<[string, readonly string[] | null]>([
    ["null", null],
    ["an empty array", []],
  ])("trap: %s in the query is refused, and not dropped in silence", async (what, tags) => {
    const { client, sent } = createTestClient();
    const refused = client.api.GET(THING, { params: { path: { id: "1" }, query: { tags } } });
    expect(await refusalOf(sent, refused)).toContain(`query parameter "tags" is ${what}`);
  });

  it("trap: an error that the status does not narrow is narrowed by isApiError in a method's call", async () => {
    const { client } = createTestClient({ retry: false, rateLimit: false }, [
      json(`{"seconds":5}`, 429),
      json(`{"seconds":5}`, 429),
    ]);
    const { error } = await client.api.GET(THING, get());
    expectTypeOf(error).toEqualTypeOf<
      { readonly message: string } | { readonly seconds: number } | undefined
    >();
    expect(error).toEqual({ seconds: 5 });
    const thrown = await errorOf(client.things.get({ id: "1" }, { retry: false }));
    if (!isApiError(thrown, client.things.get)) throw thrown;
    expectTypeOf(thrown.status).toEqualTypeOf<404 | 429>();
    if (thrown.status !== 429) throw thrown;
    expectTypeOf(thrown.body).toEqualTypeOf<{ readonly seconds: number }>();
    expect(thrown.body.seconds).toBe(5);
  });

  it("trap: each attempt has a new token, as retries are outside of what signs", async () => {
    let tokens = 0;
    const { client, clock, sent } = createTestClient(
      {},
      [json("", 429), json("", 503)],
      bearer(() => `token-${(tokens += 1)}`),
    );
    const { data } = await clock.settle(client.api.GET(THING, get()));
    expect(data).toEqual({ id: 7 });
    expect(sent.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer token-1",
      "Bearer token-2",
      "Bearer token-3",
    ]);
  });
});

/** A platform Request gives its body as bytes, which on the wire are the same. */
function withTextBody({ body, ...rest }: Sent): Sent {
  return {
    ...rest,
    body: body instanceof ArrayBuffer ? new TextDecoder().decode(body) : body,
  };
}

describe("both call styles", () => {
  type TestClient = ReturnType<typeof createTestClient>["client"];
  const options = { headers: { "X-Tenant": "blue" } };

  const pairs: [
    string,
    (client: TestClient) => PromiseLike<unknown>,
    (client: TestClient) => Promise<unknown>,
  ][] = [
    [
      "a path, a query and a header",
      ({ things }) =>
        things.get({
          id: "a/ä",
          since: new Date(START),
          tags: ["x", "y z"],
          filter: { name: "n" },
          "X-Trace": "t",
          "X-Tags": ["a", "b"],
        }),
      ({ api }) =>
        api.GET(THING, {
          params: {
            path: { id: "a/ä" },
            query: { since: new Date(START), tags: ["x", "y z"], filter: { name: "n" } },
            header: { "X-Trace": "t", "X-Tags": ["a", "b"] },
          },
        }),
    ],
    [
      "a parameter of the whole client, overridden",
      ({ things }) => things.get({ id: "1", project_id: "other" }),
      ({ api }) => api.GET(THING, { params: { path: { id: "1", project_id: "other" } } }),
    ],
    [
      "a parameter of the whole client, not overridden by undefined",
      ({ things }) => things.get({ id: "1" }),
      ({ api }) =>
        api.GET(THING, { params: { path: { id: "1", project_id: undefined } as { id: string } } }),
    ],
    [
      "a JSON body and the call's own headers",
      ({ things }) => things.create({ body: { name: "größe" } }, options),
      ({ api }) => api.POST("/things", { body: { name: "größe" }, ...options }),
    ],
    [
      "a form",
      ({ forms }) => forms.send({ body: { a: 1, list: [1, 2] } }),
      ({ api }) => api.POST("/form", { body: { a: 1, list: [1, 2] } }),
    ],
    [
      "text",
      ({ texts }) => texts.send({ body: "hi" }),
      ({ api }) => api.POST("/text", { body: "hi" }),
    ],
    ["a file", ({ files }) => files.get({}), ({ api }) => api.GET("/file")],
    ["HEAD", ({ things }) => things.exists({ id: "1" }), ({ api }) => api.HEAD(THING, get())],
    ["DELETE", ({ things }) => things.delete({ id: "1" }), ({ api }) => api.DELETE(THING, get())],
    ["no parameters", ({ things }) => things.list(), ({ api }) => api.GET("/things")],
    [
      "a list",
      ({ things }) => things.list({ limit: 5 }),
      ({ api }) => api.GET("/things", { params: { query: { limit: 5 } } }),
    ],
  ];

  it.each(pairs)("make byte-identical requests: %s", async (_name, byMethod, byPath) => {
    const method = createTestClient();
    const path = createTestClient();
    const watched = createTestClient();
    watched.client.api.use({ onRequest: () => undefined });
    await Promise.resolve(byMethod(method.client)).catch(() => undefined);
    await byPath(path.client).catch(() => undefined);
    await byPath(watched.client).catch(() => undefined);
    expect(path.sent).toEqual(method.sent);
    expect(path.sent).toHaveLength(1);
    expect(watched.sent.map(withTextBody)).toEqual(method.sent.map(withTextBody));
  });

  it("send a multipart form alike: the platform writes its content type, boundary included", async () => {
    const bodies: unknown[] = [];
    for (const call of [
      ({ files }: TestClient) => files.upload({ body: { file: new Blob(["x"]), name: "n" } }),
      ({ api }: TestClient) => api.POST("/upload", { body: { file: new Blob(["x"]), name: "n" } }),
    ]) {
      const { client, sent } = createTestClient();
      await call(client);
      expect(sent[0]?.headers).not.toHaveProperty("content-type");
      const { body } = sent[0] ?? {};
      if (!(body instanceof FormData)) throw new Error("It is no form.");
      bodies.push(
        await Promise.all(
          [...body].map(async ([name, value]) => [
            name,
            typeof value === "string" ? value : await value.text(),
          ]),
        ),
      );
    }
    expect(bodies[0]).toEqual([
      ["file", "x"],
      ["name", "n"],
    ]);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it("give a form of the caller's own on as it is", async () => {
    const { client, sent } = createTestClient();
    const body = new FormData();
    body.append("file", "x");
    await client.api.POST("/upload", { body: body as unknown as { file: string } });
    expect(sent[0]?.body).toBe(body);
  });
});

describe("a route that several methods share", () => {
  it("takes the parameters of all of them: none is dropped in silence", async () => {
    const { client, sent } = createTestClient();
    await client.api.POST("/things", { params: { query: { id: 5 } }, body: { name: "x" } });
    expect(sent[0]?.url).toBe("https://us.api.example.com/v1/things?id=5");
  });

  it("requires what all of them require", async () => {
    const { client, sent } = createTestClient();
    const init = {} as { body: { name: string } };
    expect(await refusalOf(sent, client.api.POST("/things", init))).toContain(
      `POST /things: parameter "body" is missing`,
    );
    await client.api.POST("/things", { body: { name: "x" } });
    expect(sent).toHaveLength(1);
  });

  it("is as careful as the most careful of them: not sent again after a reset", async () => {
    const { client, clock, sent } = createTestClient({}, [() => connectionFailure("ECONNRESET")]);
    await clock.settle(
      errorOf(client.api.POST("/things", { params: { query: { id: 5 } }, body: { name: "x" } })),
    );
    expect(sent).toHaveLength(1);
  });

  it("is still sent again where nothing was sent, and takes no conflict for a success", async () => {
    const { client, clock, sent } = createTestClient({}, [
      () => connectionFailure("ECONNREFUSED"),
      json(`{"message":"exists"}`, 409),
    ]);
    const { error } = await clock.settle(client.api.POST("/things", { body: { name: "x" } }));
    expect(error).toEqual({ message: "exists" });
    expect(sent).toHaveLength(2);
  });

  it("is named by its method and path in errors, as no single method was called", async () => {
    const { client } = createTestClient({}, [json("{}", 418)]);
    const { error } = await client.api.POST("/things", { body: { name: "x" } });
    expect(error).toMatchObject({ operationId: "POST /things" });
  });
});

describe("what the api gives", () => {
  it("is the whole answer, also where a method gives one object of it or asks for more", async () => {
    const { client } = createTestClient({}, [json(`{"items":[]}`)]);
    const { data, error } = await client.api.GET("/found");
    expect(error).toBeUndefined();
    expect(data).toEqual({ items: [] });
  });

  it("is data and response", async () => {
    const { client } = createTestClient({}, [json(`{"id":1}`, 200, { "x-id": "5" })]);
    const { data, error, response } = await client.api.GET(THING, get());
    expect(data).toEqual({ id: 1 });
    expectTypeOf(data).toEqualTypeOf<{ readonly id: number; readonly name?: string } | undefined>();
    expect(error).toBeUndefined();
    expect(response.headers.get("x-id")).toBe("5");
  });

  it("is no data for 204", async () => {
    const { client } = createTestClient({}, [() => new Response(null, { status: 204 })]);
    const { data, error, response } = await client.api.DELETE(THING, get());
    expect(data).toBeUndefined();
    expect(error).toBeUndefined();
    expect(response.status).toBe(204);
  });

  it("is no data for HEAD, whose answer has none", async () => {
    const { client } = createTestClient({}, [
      () => new Response(null, { headers: { "content-length": "99" } }),
    ]);
    const { data, error, response } = await client.api.HEAD(THING, get());
    expect(data).toBeUndefined();
    expect(error).toBeUndefined();
    expect(response.ok).toBe(true);
  });

  it("is bytes for a file, without being asked", async () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xfe]);
    for (const watched of [false, true]) {
      const { client } = createTestClient({}, [() => new Response(bytes)]);
      if (watched) client.api.use({ onResponse: ({ response }) => new Response(response.body) });
      const { data } = await client.api.GET("/file", {});
      const blob: unknown = data;
      if (!(blob instanceof Blob)) throw new Error("It is no Blob.");
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    }
  });

  it("is what parseAs asks for", async () => {
    const bytes = new TextEncoder().encode(`{"id":1}`);
    const { client } = createTestClient(
      { rateLimit: false },
      Array.from({ length: 5 }, () => json(`{"id":1}`)),
    );
    const ask = { ...get() };
    expect((await client.api.GET(THING, { ...ask, parseAs: "json" })).data).toEqual({ id: 1 });
    expect((await client.api.GET(THING, { ...ask, parseAs: "text" })).data).toBe(`{"id":1}`);
    expect(
      new Uint8Array(
        (await client.api.GET(THING, { ...ask, parseAs: "arrayBuffer" })).data ?? new ArrayBuffer(),
      ),
    ).toEqual(bytes);
    expect(await (await client.api.GET(THING, { ...ask, parseAs: "blob" })).data?.text()).toBe(
      `{"id":1}`,
    );
    const { data: stream } = await client.api.GET(THING, { ...ask, parseAs: "stream" });
    expect(await new Response(stream).text()).toBe(`{"id":1}`);
  });

  it("is an error's body as it is declared, whatever parseAs asks for", async () => {
    const { client } = createTestClient({}, [json(`{"message":"no"}`, 404)]);
    const { error } = await client.api.GET(THING, { ...get(), parseAs: "blob" });
    expect(error).toEqual({ message: "no" });
  });

  it("is an error where a success says that the operation failed", async () => {
    const { client } = createTestClient({}, [
      json(`{"ok":false,"why":"because"}`),
      json(`{"ok":true}`),
    ]);
    const { data, error, response } = await client.api.GET("/verdict");
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ body: { ok: false, why: "because" } });
    expect(response.status).toBe(200);
    expect((await client.api.GET("/verdict")).data).toEqual({ ok: true });
  });

  it("is an exception where no answer came", async () => {
    const { client } = createTestClient({ retry: false }, [() => connectionFailure("ECONNRESET")]);
    expect(await errorOf(client.api.GET(THING, get()))).toBeInstanceOf(ConnectionError);
  });

  it("is a stream of events as it comes, when it is asked for", async () => {
    const { client } = createTestClient({}, [
      () => new Response("data: 1\n\n", { headers: { "content-type": "text/event-stream" } }),
    ]);
    const { data } = await client.api.GET(THING, { ...get(), parseAs: "stream" });
    expect(await new Response(data).text()).toBe("data: 1\n\n");
  });

  it("is had by request() too, whatever the case of the method", async () => {
    const { client, sent } = createTestClient();
    const { data } = await client.api.request("get", THING, get());
    expect(data).toEqual({ id: 7 });
    expect(sent[0]?.method).toBe("GET");
  });

  it.each<[string, string, string]>([
    ["a path that is not in the description", "GET", "/thing"],
    ["a path with its parameters filled in", "GET", "/projects/p/things/1"],
    ["a method that the path does not have", "PATCH", "/things"],
  ])("is a refusal of %s", async (_name, method, path) => {
    const { client, sent } = createTestClient();
    const request = client.api.request as (
      method: string,
      path: string,
      init: object,
    ) => Promise<unknown>;
    expect(await refusalOf(sent, request(method, path, {}))).toContain(
      `${method} ${path} is not in the description`,
    );
  });
});

const never = () => new Promise<Response>(() => undefined);

describe("a call's own options", () => {
  it("are the same as a method's: timeout, deadline, retry, signal", async () => {
    const { client, clock, sent } = createTestClient({}, [never, json("", 500), never, never]);
    const timed = clock.settle(client.api.GET(THING, { ...get(), timeout: 50, retry: false }));
    await expect(timed).rejects.toMatchObject({ name: "TimeoutError", limit: "timeout" });
    expect(clock.now() - START).toBe(50);

    await client.api.GET(THING, { ...get(), retry: false });
    expect(sent).toHaveLength(2);

    const late = clock.settle(client.api.GET("/things", { deadline: 70 }));
    await expect(late).rejects.toBeInstanceOf(TimeoutError);
    expect(clock.now() - START).toBe(50 + 70);

    const controller = new AbortController();
    const aborted = client.api.GET("/things", { signal: controller.signal });
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it.each<[string, HeadersInit]>([
    ["a Headers object", new Headers({ "X-Tenant": "blue" })],
    ["pairs", [["X-Tenant", "blue"]]],
    ["an object", { "X-Tenant": "blue" }],
  ])("headers may be %s", async (_name, headers) => {
    const { client, sent } = createTestClient();
    await client.api.GET(THING, { ...get(), headers });
    expect(sent[0]?.headers["x-tenant"]).toBe("blue");
  });

  it("headers may be numbers, lists and null, which leaves one out", async () => {
    const { client, sent } = createTestClient();
    const headers = { "x-a": 1, "x-b": ["1", 2], "x-c": true, Accept: null, "x-d": undefined };
    await client.api.GET(THING, { ...get(), headers });
    expect(sent[0]?.headers).toEqual({
      "x-a": "1",
      "x-b": "1, 2",
      "x-c": "true",
      authorization: "Bearer secret",
    });
  });

  it("headers win over the client's, and credentials over them", async () => {
    const { client, sent } = createTestClient({ headers: { "x-a": "client", "x-b": "client" } });
    await client.api.GET(THING, { ...get(), headers: { "X-A": "call", Authorization: "call" } });
    expect(sent[0]?.headers).toMatchObject({
      "x-a": "call",
      "x-b": "client",
      authorization: "Bearer secret",
    });
  });

  it("baseUrl sends to another place of the client's own origins, and to no other", async () => {
    const { client, sent } = createTestClient();
    await client.api.GET("/things", { baseUrl: "https://us.api.example.com/v2/" });
    expect(sent[0]?.url).toBe("https://us.api.example.com/v2/things");
    const foreign = client.api.GET("/things", { baseUrl: "https://evil.example.net" });
    expect(await errorOf(foreign)).toBeInstanceOf(ConfigurationError);
    expect(sent).toHaveLength(1);
  });
});

/** What a client sends and gives with a middleware, after what the server answers. */
async function through(
  middleware: OpenapiFetchMiddleware,
  answers: readonly Answer[] = [],
  how: "use" | "call" = "use",
) {
  const { client, clock, sent } = createTestClient({}, answers);
  if (how === "use") client.api.use(middleware);
  const params = { query: { id: 5 } };
  const init = { params, body: { name: "x" }, ...(how === "call" && { middleware: [middleware] }) };
  const result = await clock.settle(client.api.POST("/things", init));
  const first = sent[0];
  const body =
    first?.body instanceof ArrayBuffer ? new TextDecoder().decode(first.body) : first?.body;
  return { ...result, sent, first: { ...first, body }, clock, client };
}

describe("middlewares of openapi-fetch", () => {
  const intact = {
    method: "POST",
    url: "https://us.api.example.com/v1/things?id=5",
    body: `{"name":"x"}`,
  };

  it.each(["use", "call"] as const)("may change a request's headers (given by %s)", async (how) => {
    const { first, data } = await through(
      {
        onRequest({ request }) {
          request.headers.set("x-a", "1");
          return request;
        },
      },
      [],
      how,
    );
    expect(first).toMatchObject({
      ...intact,
      headers: { "x-a": "1", authorization: "Bearer secret" },
    });
    expect(data).toEqual({ id: 7 });
  });

  it("may return a new Request, made of the old one", async () => {
    const { first } = await through({
      onRequest: ({ request }) =>
        new Request(request, { headers: { ...Object.fromEntries(request.headers), "x-a": "1" } }),
    });
    expect(first).toMatchObject({
      ...intact,
      headers: { "x-a": "1", "content-type": "application/json", authorization: "Bearer secret" },
    });
  });

  it("may return another Request, which goes through the same pipeline, by the rules of the same call", async () => {
    const { client, clock, sent } = createTestClient({}, [
      json("", 503),
      json("", 503),
      json("", 503),
      json("", 418),
    ]);
    client.api.use({ onRequest: ({ request }) => new Request(`${request.url}?a=1`) });
    const { error } = await clock.settle(
      client.api.GET("/things", { retry: { attempts: 4, baseDelay: 1 } }),
    );
    expect(error).toMatchObject({ status: 418, operationId: "things.list" });
    expect(sent.map(({ url }) => url)).toEqual(
      Array.from({ length: 4 }, () => "https://us.api.example.com/v1/things?a=1"),
    );
    // Waits of the call's own, and none for a limit that the operation does not name.
    expect(clock.now() - START).toBe(1 + 2 + 4);
  });

  it("may read a request, by a clone", async () => {
    const read: string[] = [];
    const { first } = await through({
      async onRequest({ request }) {
        expect(request).toBeInstanceOf(Request);
        read.push(await request.clone().text());
      },
    });
    expect(read).toEqual([`{"name":"x"}`]);
    expect(first).toMatchObject(intact);
  });

  it("see path, parameters and options of a call as it was made", async () => {
    const seen: unknown[] = [];
    await through({
      onRequest({ schemaPath, params }) {
        seen.push(schemaPath, params.query);
      },
    });
    expect(seen).toEqual(["/things", { id: 5 }]);
  });

  it("have their changes in every attempt", async () => {
    const { sent } = await through(
      {
        onRequest({ request }) {
          request.headers.set("x-a", "1");
        },
      },
      [json("", 429)],
    );
    expect(sent).toHaveLength(2);
    for (const { headers } of sent) expect(headers["x-a"]).toBe("1");
  });

  it("may return the response unchanged", async () => {
    const statuses: number[] = [];
    const { data } = await through({
      onResponse({ response }) {
        statuses.push(response.status);
        return response;
      },
    });
    expect(data).toEqual({ id: 7 });
    expect(statuses).toEqual([200]);
  });

  it("may read the response and return nothing", async () => {
    const read: unknown[] = [];
    const { data } = await through({
      async onResponse({ response }) {
        read.push(await response.json());
      },
    });
    expect(read).toEqual([{ id: 7 }]);
    expect(data).toEqual({ id: 7 });
  });

  it("may return a new response: a success", async () => {
    const { data, response } = await through({
      onResponse: ({ response: old }) =>
        new Response(old.body, { status: 201, headers: old.headers }),
    });
    expect(data).toEqual({ id: 7 });
    expect(response.status).toBe(201);
  });

  it("may return a new response: an error", async () => {
    const { error } = await through({
      onResponse: () => Response.json({ message: "no" }, { status: 409 }),
    });
    expect(error).toEqual({ message: "no" });
  });

  it("may return a new response: an error that is no JSON", async () => {
    const { error } = await through({ onResponse: () => new Response("no", { status: 409 }) });
    expect(error).toMatchObject({ status: 409, body: "no" });
  });

  it("may answer in place of the server", async () => {
    const { data, sent } = await through({ onRequest: () => Response.json({ id: 1 }) });
    expect(data).toEqual({ id: 1 });
    expect(sent).toHaveLength(0);
  });

  it("may answer in place of the server with an error", async () => {
    const { error, sent } = await through({
      onRequest: () => new Response("", { status: 503 }),
    });
    expect(error).toMatchObject({ name: "ApiError", status: 503 });
    expect(sent).toHaveLength(0);
  });

  it("may be taken out again", async () => {
    const middleware: OpenapiFetchMiddleware = {
      onRequest({ request }) {
        request.headers.set("x-a", "1");
      },
    };
    const { client } = await through(middleware);
    client.api.eject(middleware);
    const { data } = await client.api.GET("/things");
    expect(data).toEqual({ items: [] });
  });

  it("do not lose the caller's signal", async () => {
    const { client, clock } = createTestClient({}, [() => new Promise(() => undefined)]);
    client.api.use({
      onRequest: ({ request }) => new Request(request, { headers: { "x-a": "1" } }),
    });
    const controller = new AbortController();
    const failed = client.api.GET("/things", { signal: controller.signal });
    failed.catch(() => undefined);
    await clock.advance(10);
    controller.abort("enough");
    await expect(failed).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it("leave a multipart form whole", async () => {
    const { client, sent } = createTestClient();
    client.api.use({ onRequest: () => undefined });
    await client.api.POST("/upload", { body: { file: "x" } });
    const { headers, body } = sent[0] ?? {};
    expect(headers?.["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(new TextDecoder().decode(body as ArrayBuffer)).toContain(`name="file"`);
  });
});

describe("openapi-fetch", () => {
  it("is imported by this module alone, so that one module has to change when it is left", () => {
    const folder = new URL("../", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const importing = files.filter((name) => {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts")) return false;
      const source = readFileSync(new URL(name, folder), "utf8");
      const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return /["']openapi-fetch["']/.test(code);
    });
    expect(importing).toEqual([join("client", "path-client.ts")]);
  });
});
