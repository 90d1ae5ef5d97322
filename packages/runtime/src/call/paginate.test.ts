import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListOptions, Page, PagePromise } from "../description/method.js";
import type { Operation, Pagination } from "../description/operation.js";
import { ApiError, ConnectionError, ParleyError, ResponseFormatError } from "../errors/errors.js";
import type { HttpRequest } from "../pipeline/middleware.js";
import { createFakeClock } from "../test-helpers/fake-clock.js";
import { createCaller } from "./caller.js";
import { nextPage } from "./paginate.js";

const BASE = "https://api.example.com/v1";

function operationWith(pagination: Pagination, more: Partial<Operation> = {}): Operation {
  return {
    id: "things.list",
    method: "GET",
    path: "/things",
    parameters: { cursor: "query", filter: "query", offset: "query", limit: "query" },
    pagination,
    ...more,
  };
}

const byUrl: Pagination = { style: "url", items: "/items", next: "/next", parameter: "cursor" };
const byToken: Pagination = { style: "token", items: "/items", next: "/next", parameter: "cursor" };
const byBodyToken: Pagination = { ...byToken, parameter: "after", in: "body" };
const byOffset: Pagination = { style: "offset", items: "/items", parameter: "offset" };

const posting = { method: "POST", body: "application/json" } as const;

type Answer = object | Error | Response;

/** Calls a list, and answers its requests one after another. */
function list(
  operation: Operation,
  answers: readonly Answer[] | ((request: HttpRequest) => Answer),
  parameters: Readonly<Record<string, unknown>> = {},
  options: ListOptions<unknown, unknown> = {},
) {
  const seen: HttpRequest[] = [];
  const caller = createCaller({
    baseUrlOf: () => BASE,
    parameters: {},
    clock: createFakeClock(),
    send: async (request) => {
      seen.push(request);
      const answer = typeof answers === "function" ? answers(request) : answers[seen.length - 1];
      if (answer === undefined) throw new Error(`There is no page ${seen.length}.`);
      if (answer instanceof Error) throw answer;
      if (answer instanceof Response) return answer;
      return Response.json(answer);
    },
  });
  // The operation is paginated, which is what makes the caller give a list.
  const call = caller(operation, parameters, options) as PagePromise<unknown, unknown>;
  return { call, seen, urls: () => seen.map(({ url }) => url) };
}

async function itemsOf(call: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of call) items.push(item);
  return items;
}

async function errorOf(promise: Promise<unknown>): Promise<ParleyError> {
  const error: unknown = await promise.then(
    () => new Error("It should have failed."),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ParleyError)) throw error;
  return error;
}

/** The next page, which has to be there. */
async function nextOf(page: Page<unknown, unknown>): Promise<Page<unknown, unknown>> {
  const next = await page.next();
  if (next === undefined) throw new Error("There is no next page.");
  return next;
}

const threePages = [
  { items: [1, 2], next: `${BASE}/things?cursor=b` },
  { items: [], next: `${BASE}/things?cursor=c` },
  { items: [3], next: null },
];

describe("a list", () => {
  it("is every item of every page, an empty page in the middle included", async () => {
    const { call, urls } = list(operationWith(byUrl), threePages);
    expect(await itemsOf(call)).toEqual([1, 2, 3]);
    expect(urls()).toEqual([
      `${BASE}/things`,
      `${BASE}/things?cursor=b`,
      `${BASE}/things?cursor=c`,
    ]);
  });

  it("is page after page, each with its items and its whole body", async () => {
    const { call } = list(operationWith(byUrl), threePages);
    const pages: Page<unknown, unknown>[] = [];
    for await (const page of call.pages()) pages.push(page);
    expect(pages.map(({ items }) => items)).toEqual([[1, 2], [], [3]]);
    expect(pages.map(({ body }) => body)).toEqual(threePages);
    expect(pages.map(({ hasNext }) => hasNext)).toEqual([true, true, false]);
    expect(pages.map(({ cursor }) => cursor)).toEqual(["b", "c", undefined]);
  });

  it("is, awaited, its first page, from which the others are asked for", async () => {
    const { call, seen } = list(operationWith(byUrl), threePages);
    const first = await call;
    expect(first.items).toEqual([1, 2]);
    expect(seen).toHaveLength(1);
    const third = await nextOf(await nextOf(first));
    expect(third.items).toEqual([3]);
    expect(await third.next()).toBeUndefined();
    expect(seen).toHaveLength(3);
  });

  it("gives its first page together with the response", async () => {
    const { call } = list(operationWith(byUrl), [
      Response.json({ items: [1] }, { headers: { "x-total": "1" } }),
    ]);
    const { data, response } = await call.withResponse();
    expect(data.items).toEqual([1]);
    expect(response.headers.get("x-total")).toBe("1");
  });

  it("sends its first request once, however often it is awaited and walked", async () => {
    const { call, seen } = list(operationWith(byUrl), [{ items: [1] }]);
    await call;
    expect(await itemsOf(call)).toEqual([1]);
    expect(await itemsOf(call)).toEqual([1]);
    expect(seen).toHaveLength(1);
  });

  it("asks for no page that nobody wants: a break ends it", async () => {
    const { call, seen } = list(operationWith(byUrl), threePages);
    for await (const item of call) if (item === 2) break;
    expect(seen).toHaveLength(1);
    for await (const page of call.pages()) if (page.items.length === 0) break;
    expect(seen).toHaveLength(2);
  });

  it("may be walked again from any page: asking one page twice for its next is no circle", async () => {
    const answers = new Map(
      threePages.map((page, index) => [
        `${BASE}/things${["", "?cursor=b", "?cursor=c"][index]}`,
        page,
      ]),
    );
    const { call } = list(operationWith(byUrl), ({ url }) => answers.get(url) ?? {});
    expect(await itemsOf(call)).toEqual([1, 2, 3]);
    expect(await itemsOf(call)).toEqual([1, 2, 3]);
    const first = await call;
    const [one, other] = await Promise.all([nextOf(first), nextOf(first)]);
    expect((await nextOf(one)).items).toEqual([3]);
    expect((await nextOf(other)).items).toEqual([3]);
  });

  it("hands its signal and options to every page", async () => {
    const { signal } = new AbortController();
    const options = { signal, timeout: 5, headers: { "X-Tenant": "blue" } };
    const { call, seen } = list(
      operationWith(byToken),
      [{ items: [1], next: "b" }, { items: [2] }],
      {},
      options,
    );
    await itemsOf(call);
    expect(seen).toHaveLength(2);
    for (const request of seen) {
      expect(request.signal).toBe(signal);
      expect(request.options).toBe(options);
      expect(request.headers["x-tenant"]).toBe("blue");
    }
  });

  it("can be resumed from the cursor of a page", async () => {
    const first = await list(operationWith(byToken), [{ items: [1], next: "b=?" }]).call;
    expect(first.cursor).toBe("b=?");
    const resumed = list(operationWith(byToken), [{ items: [2] }], { cursor: first.cursor });
    expect(await itemsOf(resumed.call)).toEqual([2]);
    expect(resumed.urls()).toEqual([`${BASE}/things?cursor=b%3D%3F`]);
  });

  it.each([
    ["null", { items: [1], next: null }],
    ["an empty string", { items: [1], next: "" }],
    ["absence", { items: [1] }],
  ])("ends with %s", async (_name, page) => {
    for (const pagination of [byUrl, byToken, byBodyToken]) {
      const { call, seen } = list(operationWith(pagination), [page]);
      const first = await call;
      expect(first.hasNext).toBe(false);
      expect(first.cursor).toBeUndefined();
      expect(await itemsOf(call)).toEqual([1]);
      expect(seen).toHaveLength(1);
    }
  });

  it.each<[string, object]>([
    ["are absent", {}],
    ["are null", { items: null }],
  ])("whose items %s is an empty page, and goes on", async (_name, page) => {
    const { call } = list(operationWith(byToken), [{ ...page, next: "b" }, { items: [1] }]);
    expect(await itemsOf(call)).toEqual([1]);
  });

  it("keeps the cursor of a next page that is at another origin", async () => {
    const pagination: Pagination = { ...byUrl, style: "url", parameter: "cursor" };
    const { call } = list(operationWith(pagination), [
      { items: [1], next: "http://evil.example.net/things?cursor=b%3D" },
    ]);
    const page = await call;
    expect(page.cursor).toBe("b=");
    expect(await errorOf(page.next())).toMatchObject({ name: "ParleyError" });
  });

  it("whose items are an object is refused", async () => {
    const error = await errorOf(list(operationWith(byUrl), [{ items: { 0: "a" } }]).call);
    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(error).toMatchObject({
      message: `things.list: the answer has something else than an array at "/items", where the page's items have to be.`,
      status: 200,
      operationId: "things.list",
    });
  });

  it("finds items and next wherever the pointers point", async () => {
    const pagination: Pagination = {
      style: "token",
      items: "/a~1b/0",
      next: "/m/n",
      parameter: "cursor",
    };
    const { call, urls } = list(operationWith(pagination), [
      { "a/b": [[1]], m: { n: "x" } },
      { "a/b": [[2]], m: {} },
    ]);
    expect(await itemsOf(call)).toEqual([1, 2]);
    expect(urls()[1]).toBe(`${BASE}/things?cursor=x`);
  });
});

describe("what goes wrong on the way", () => {
  it("is the typed error of the page that failed, after the items before it", async () => {
    const { call } = list(operationWith(byUrl), [
      { items: [1], next: `${BASE}/things?cursor=b` },
      Response.json({ message: "gone" }, { status: 410 }),
    ]);
    const items: unknown[] = [];
    const error = await errorOf(
      (async () => {
        for await (const item of call) items.push(item);
      })(),
    );
    expect(items).toEqual([1]);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 410,
      body: { message: "gone" },
      operationId: "things.list",
    });
  });

  it("can be tried again from the page before it", async () => {
    const { call } = list(operationWith(byUrl), [
      { items: [1], next: `${BASE}/things?cursor=b` },
      new ConnectionError("reset", { neverSent: false }),
      { items: [2] },
    ]);
    const first = await call;
    expect(await errorOf(first.next())).toBeInstanceOf(ConnectionError);
    expect((await nextOf(first)).items).toEqual([2]);
  });

  it("is a mistake in the parameters, before anything is sent", async () => {
    const { call, seen } = list(operationWith(byUrl), threePages, { cursr: "b" });
    expect((await errorOf(call)).message).toContain(`there is no parameter "cursr"`);
    expect(seen).toHaveLength(0);
  });
});

describe("circles", () => {
  it.each<[string, string, string[]]>([
    // where each page leads
    ["a page that leads to itself", "page 2 would be page 1 again", ["a"]],
    ["a page that leads back to the first", "page 3 would be page 1 again", ["b", "a"]],
    ["a page that leads back to a later one", "page 4 would be page 2 again", ["b", "c", "b"]],
    ["a later page that leads to itself", "page 3 would be page 2 again", ["b", "b"]],
  ])("are found: %s", async (_name, message, targets) => {
    for (const pagination of [byUrl, byToken]) {
      const { call, seen } = list(
        operationWith(pagination),
        targets.map((target) => ({
          items: [target],
          next: pagination.style === "url" ? `${BASE}/things?cursor=${target}` : target,
        })),
        { cursor: "a" },
      );
      const error = await errorOf(itemsOf(call));
      expect(error.message).toBe(
        `things.list: ${message}; the server's pages go in a circle; stopped.`,
      );
      expect(seen).toHaveLength(targets.length);
    }
  });

  it("are found where the token is in the body", async () => {
    const { call, seen } = list(
      operationWith(byBodyToken, posting),
      [
        { items: [1], next: "b" },
        { items: [2], next: "a" },
      ],
      { body: { after: "a" } },
    );
    expect((await errorOf(itemsOf(call))).message).toContain("page 3 would be page 1 again");
    expect(seen).toHaveLength(2);
  });
});

describe("pages that are linked by URL", () => {
  it("are asked for at exactly that URL, with the same method, body and headers", async () => {
    const next = `${BASE}/other/place?cursor=cD0yMDI%3D&a=%5B1%2C2%5D&b=x+y%20z&c`;
    const { call, seen } = list(
      operationWith(byUrl, posting),
      [{ items: [1], next }, { items: [2] }],
      { filter: "f", body: { a: [1, 2] } },
    );
    expect(await itemsOf(call)).toEqual([1, 2]);
    expect(seen[1]).toEqual({ ...seen[0], url: next });
    expect(seen[1]?.body).toBe(`{"a":[1,2]}`);
  });

  it.each([
    ["a path", "/v1/things?cursor=b", `${BASE}/things?cursor=b`],
    ["a query", "?cursor=b", `${BASE}/things?cursor=b`],
    ["a URL with the default port", "https://api.example.com:443/v1/things", `${BASE}/things`],
  ])("may be linked by %s", async (_name, next, url) => {
    const { call, urls } = list(operationWith(byUrl), [{ items: [1], next }, { items: [] }], {
      filter: "f",
    });
    await itemsOf(call);
    expect(urls()[1]).toBe(url);
  });

  it("have no cursor where the description names no parameter", async () => {
    const withoutParameter: Pagination = { style: "url", items: "/items", next: "/next" };
    const page = await list(operationWith(withoutParameter), [threePages[0] ?? {}]).call;
    expect(page.hasNext).toBe(true);
    expect(page.cursor).toBeUndefined();
  });

  it("have no cursor where the URL has none", async () => {
    const page = await list(operationWith(byUrl), [{ items: [], next: `${BASE}/things?page=2` }])
      .call;
    expect(page.cursor).toBeUndefined();
    expect(page.hasNext).toBe(true);
  });

  it.each([
    ["another host", "https://evil.example.net/v1/things", "https://evil.example.net"],
    [
      "a host that begins like ours",
      "https://api.example.com.evil.net/",
      "https://api.example.com.evil.net",
    ],
    ["another scheme", "http://api.example.com/v1/things", "http://api.example.com"],
    ["another port", "https://api.example.com:8443/v1/things", "https://api.example.com:8443"],
    ["another host without a scheme", "//evil.example.net/v1", "https://evil.example.net"],
    ["no place at all", "javascript:alert(1)", "null"],
  ])(
    "are not asked for at %s, but the page that links there is delivered",
    async (_name, next, origin) => {
      const { call, seen } = list(operationWith(byUrl), [{ items: [1], next }]);
      const page = await call;
      expect(page.items).toEqual([1]);
      expect(page.hasNext).toBe(true);
      expect((await errorOf(page.next())).message).toBe(
        `things.list: the next page is at ${origin}, but credentials for https://api.example.com go nowhere else; stopped.`,
      );
      const items: unknown[] = [];
      await errorOf(
        (async () => {
          for await (const item of call) items.push(item);
        })(),
      );
      expect(items).toEqual([1]);
      expect(seen).toHaveLength(1);
    },
  );

  it.each(["user:pass@", "user@", ":pass@"])(
    "are not asked for by a URL with a user in it, which no platform sends: %s",
    async (user) => {
      const next = `https://${user}api.example.com/v1/things`;
      const { call, seen } = list(operationWith(byUrl), [{ items: [1], next }]);
      const error = await errorOf((await call).next());
      expect(error.message).toBe("things.list: what should be the next page's URL is none.");
      expect(seen).toHaveLength(1);
    },
  );

  it.each([
    ["a number", 2],
    ["an object", { href: "/" }],
    ["true", true],
    ["text that is no URL", "https://"],
  ])("are not asked for by what is no URL: %s", async (_name, next) => {
    const { call, seen } = list(operationWith(byUrl), [{ items: [1], next }]);
    const page = await call;
    expect(page.items).toEqual([1]);
    expect((await errorOf(page.next())).message).toBe(
      "things.list: what should be the next page's URL is none.",
    );
    expect(seen).toHaveLength(1);
  });
});

describe("pages that are linked by a token in the query", () => {
  it("keep every other parameter byte for byte", () => {
    // The forms that a server may tell apart: + and %20, upper and lower case, no value, no name.
    const kept = "a=x+y&b=x%20y&c=%e4%f6&d=%E4&e&=f&g=1,2&g=%5B%5D&h=a=b";
    const request: HttpRequest = { method: "GET", url: `${BASE}/things?${kept}`, headers: {} };
    const operation = operationWith(byToken);
    const following = nextPage(request, { next: "n/1=" }, byToken, operation);
    expect(following?.toRequest().url).toBe(`${BASE}/things?${kept}&cursor=n%2F1%3D`);
    expect(following?.cursor).toBe("n/1=");
  });

  it("replace the token of the page before, wherever and however it stands there", () => {
    const operation = operationWith(byToken);
    for (const query of ["cursor=a&x=1", "x=1&cursor=a", "c%75rsor=a&x=1", "cursor&x=1&cursor=b"]) {
      const request: HttpRequest = { method: "GET", url: `${BASE}/things?${query}`, headers: {} };
      const following = nextPage(request, { next: "n" }, byToken, operation);
      expect(following?.toRequest().url).toBe(`${BASE}/things?x=1&cursor=n`);
    }
  });

  it("keep method, body, headers and all else of the request", () => {
    const request: HttpRequest = {
      method: "POST",
      url: `${BASE}/things`,
      headers: { accept: "x" },
      body: "{}",
      options: { timeout: 1 },
    };
    const following = nextPage(request, { next: "n" }, byToken, operationWith(byToken));
    expect(following?.toRequest()).toEqual({ ...request, url: `${BASE}/things?cursor=n` });
  });

  it.each<[string, unknown, string]>([
    ["a number", 12, "12"],
    ["zero", 0, "0"],
    ["an integer beyond 2^53", 12345678901234567890n, "12345678901234567890"],
  ])("may have %s for a token", (_name, next, text) => {
    const request: HttpRequest = { method: "GET", url: `${BASE}/things`, headers: {} };
    const following = nextPage(request, { next }, byToken, operationWith(byToken));
    expect(following?.cursor).toBe(text);
    expect(following?.toRequest().url).toBe(`${BASE}/things?cursor=${text}`);
  });

  it.each<[string, unknown]>([
    ["an object", {}],
    ["an array", ["a"]],
    ["true", true],
  ])("cannot have %s for a token, but the page that has it is delivered", async (_name, next) => {
    const page = await list(operationWith(byToken), [{ items: [1], next }]).call;
    expect(page.items).toEqual([1]);
    expect((await errorOf(page.next())).message).toBe(
      "things.list: the next page's token is neither a string nor a number.",
    );
  });
});

const bodiesOf = (seen: readonly HttpRequest[]) => seen.map(({ body }) => body);

describe("pages that are linked by a token in the body", () => {
  it("keep the rest of the body", async () => {
    const { call, seen } = list(
      operationWith(byBodyToken, posting),
      [{ items: [1], next: "b" }, { items: [2], next: "c" }, { items: [3] }],
      { body: { query: "x", after: "a", deep: { n: 1.5 } } },
    );
    expect(await itemsOf(call)).toEqual([1, 2, 3]);
    expect(bodiesOf(seen)).toEqual([
      `{"query":"x","after":"a","deep":{"n":1.5}}`,
      `{"query":"x","after":"b","deep":{"n":1.5}}`,
      `{"query":"x","after":"c","deep":{"n":1.5}}`,
    ]);
    expect(new Set(seen.map(({ url }) => url))).toEqual(new Set([`${BASE}/things`]));
  });

  it("keep a number a number, as the server may not take a string in its place", async () => {
    const { call, seen } = list(
      operationWith(byBodyToken, posting),
      [{ items: [1], next: 7 }, { items: [2] }],
      { body: {} },
    );
    expect((await call).cursor).toBe("7");
    await itemsOf(call);
    expect(bodiesOf(seen)[1]).toBe(`{"after":7}`);
  });

  it("have a body of their own, and its content type, where the first request had none", async () => {
    const { call, seen } = list(operationWith(byBodyToken, posting), [
      { items: [1], next: "b" },
      { items: [2] },
    ]);
    await itemsOf(call);
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
    expect(seen[1]).toMatchObject({
      body: `{"after":"b"}`,
      headers: { "content-type": "application/json" },
    });
  });
});

const queries = (urls: readonly string[]) => urls.map((url) => new URL(url).search);

describe("pages that are counted by an offset", () => {
  const withTotal: Pagination = { ...byOffset, total: "/total" };
  it("begin where the one before ended, until a page has no items", async () => {
    const { call, urls } = list(
      operationWith(byOffset),
      [{ items: [1, 2, 3] }, { items: [4, 5] }, { items: [] }],
      { limit: 3 },
    );
    expect(await itemsOf(call)).toEqual([1, 2, 3, 4, 5]);
    expect(queries(urls())).toEqual(["?limit=3", "?limit=3&offset=3", "?limit=3&offset=5"]);
  });

  it.each([
    ["is reached", 5, 2],
    ["is passed, as items were removed meanwhile", 4, 2],
    ["is not reached", 6, 3],
    ["is no number", "5", 3],
    ["is absent", undefined, 3],
  ])("end where the total %s", async (_name, total, requests) => {
    const { call, seen } = list(operationWith(withTotal), [
      { items: [1, 2, 3], total },
      { items: [4, 5], total },
      { items: [], total },
    ]);
    expect(await itemsOf(call)).toEqual([1, 2, 3, 4, 5]);
    expect(seen).toHaveLength(requests);
  });

  it("end at once where the first is empty, whatever the total says", async () => {
    const { call, seen } = list(operationWith(withTotal), [{ items: [], total: 10 }]);
    expect(await itemsOf(call)).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  it("can be resumed", async () => {
    const { call, urls } = list(
      operationWith(withTotal),
      [
        { items: [4], total: 5 },
        { items: [5], total: 5 },
      ],
      {
        offset: 3,
      },
    );
    const page = await call;
    expect(page.cursor).toBe("4");
    expect(await itemsOf(call)).toEqual([4, 5]);
    expect(queries(urls())).toEqual(["?offset=3", "?offset=4"]);
  });
});

function watch() {
  const told: string[] = [];
  const onPage = ({ number, items, itemsSoFar, total, cursor }: Page<unknown, unknown>) => {
    told.push(`${number}: ${items.length}, ${itemsSoFar} of ${total}, next ${cursor}`);
  };
  return { told, onPage };
}

describe("progress", () => {
  const threeOfFive = [
    { items: [1, 2], total: 5 },
    { items: [3, 4], total: 5 },
    { items: [5], total: 5 },
  ];
  const counted: Pagination = { ...byOffset, total: "/total" };

  it("is told of each page, before its items, in a walk over items", async () => {
    const { told, onPage } = watch();
    const { call } = list(operationWith(counted), threeOfFive, {}, { onPage });
    for await (const item of call) told.push(String(item));
    expect(told).toEqual([
      "1: 2, 2 of 5, next 2",
      "1",
      "2",
      "2: 2, 4 of 5, next 4",
      "3",
      "4",
      "3: 1, 5 of 5, next undefined",
      "5",
    ]);
  });

  it("is on the pages themselves, and told once of each, in a walk over pages", async () => {
    const { told, onPage } = watch();
    const { call } = list(operationWith(byUrl), threePages, {}, { onPage });
    const seen: unknown[] = [];
    for await (const { number, itemsSoFar, total } of call.pages()) {
      seen.push([number, itemsSoFar, total]);
    }
    expect(seen).toEqual([
      [1, 2, undefined],
      [2, 2, undefined],
      [3, 3, undefined],
    ]);
    expect(told).toEqual([
      "1: 2, 2 of undefined, next b",
      "2: 0, 2 of undefined, next c",
      "3: 1, 3 of undefined, next undefined",
    ]);
  });

  it("counts from each page on, however the pages are asked for", async () => {
    const { told, onPage } = watch();
    const { call } = list(operationWith(counted), threeOfFive, {}, { onPage });
    const second = await nextOf(await call);
    expect([second.number, second.itemsSoFar, second.total]).toEqual([2, 4, 5]);
    expect(told).toHaveLength(2);
  });

  it("has no total where the server gives no number", async () => {
    const { call } = list(operationWith(counted), [{ items: [1], total: "5" }]);
    expect((await call).total).toBeUndefined();
  });

  it("ends the walk where the listener throws", async () => {
    const stop = new Error("enough");
    const onPage = ({ number }: Page<unknown, unknown>) => {
      if (number === 2) throw stop;
    };
    const { call, seen } = list(operationWith(counted), threeOfFive, {}, { onPage });
    await expect(itemsOf(call)).rejects.toBe(stop);
    expect(seen).toHaveLength(2);
  });
});

describe("a walk, whatever the server links to", () => {
  const PAGES = 6;

  /** Where a page says that the next one is: a page, the end, or something that is not followed. */
  type Link = { readonly to: number } | "end" | { readonly refused: unknown };

  const target = fc.record({ to: fc.nat({ max: PAGES - 1 }) });
  const url = {
    write: (to: number) => `${BASE}/things?cursor=${to}`,
    refused: fc.constantFrom<unknown>(
      "https://evil.example.net/v1/things?cursor=1",
      "//evil.example.net/things",
      "http://api.example.com/v1/things",
      "https://api.example.com:8443/v1/things",
      "https://api.example.com.evil.net/",
      "https://user@api.example.com/v1/things?cursor=1",
      "javascript:alert(1)",
      "https://",
      7,
      true,
      {},
      ["/things"],
    ),
  };
  const token = {
    write: (to: number) => (to % 2 === 0 ? to : `page ${to}&cursor=0`),
    refused: fc.constantFrom<unknown>(true, {}, ["1"], { to: 1 }),
  };

  it.each<[string, Pagination, typeof url | typeof token]>([
    ["by URL", byUrl, url],
    ["by a token in the query", byToken, token],
    ["by a token in the body", byBodyToken, token],
  ])(
    "asks for each place once, at our own origin alone, and ends: %s",
    async (_how, pagination, { write, refused }) => {
      const link: fc.Arbitrary<Link> = fc.oneof(
        { weight: 6, arbitrary: target },
        { weight: 1, arbitrary: fc.constant("end" as const) },
        { weight: 1, arbitrary: refused.map((value) => ({ refused: value })) },
      );
      const links = fc.array(link, { minLength: PAGES, maxLength: PAGES });
      const ends = fc.constantFrom(null, undefined, "");
      await fc.assert(
        fc.asyncProperty(links, ends, async (graph, end) => {
          // What has to happen, from the graph alone: the first page has no cursor.
          const expected = [0];
          const met = new Set<number>();
          let failure = "";
          for (let at = graph[0] ?? "end"; at !== "end"; at = graph[at.to] ?? "end") {
            if ("refused" in at) failure = "refused";
            else if (met.has(at.to)) failure = "circle";
            if (failure !== "" || "refused" in at) break;
            met.add(at.to);
            expected.push(at.to);
          }

          const { call, seen } = list(
            operationWith(pagination, pagination === byBodyToken ? posting : {}),
            ({ url: asked, body }) => {
              const given: unknown =
                pagination === byBodyToken
                  ? Reflect.get(Object(JSON.parse(typeof body === "string" ? body : "{}")), "after")
                  : new URL(asked).searchParams.get("cursor");
              const page = Number(/\d/.exec(JSON.stringify(given ?? 0))?.[0]);
              const next = graph[page] ?? "end";
              return {
                items: [page],
                next: next === "end" ? end : "to" in next ? write(next.to) : next.refused,
              };
            },
          );
          const items: unknown[] = [];
          const error: unknown = await (async () => {
            for await (const item of call) items.push(item);
          })().catch((reason: unknown) => reason);
          expect(items).toEqual(expected);
          expect(error instanceof ParleyError).toBe(failure !== "");
          expect(error === undefined).toBe(failure === "");
          expect(error instanceof ParleyError && error.message.includes("circle")).toBe(
            failure === "circle",
          );
          expect(new Set(seen.map(({ url: asked }) => new URL(asked).origin))).toEqual(
            new Set(["https://api.example.com"]),
          );
        }),
        { numRuns: 500 },
      );
    },
  );

  it("by offset goes on from where it is, and ends with the first empty page or the total", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 4 }), { maxLength: 8 }),
        fc.option(fc.nat({ max: 20 }), { nil: undefined }),
        async (sizes, total) => {
          // What has to be asked for, from the sizes alone.
          const offsets = [0];
          for (let index = 0; ; index++) {
            const size = sizes[index] ?? 0;
            const offset = (offsets[index] ?? 0) + size;
            if (size === 0 || (total !== undefined && offset >= total)) break;
            offsets.push(offset);
          }
          const pagination: Pagination = { ...byOffset, total: "/total" };
          const { call, urls } = list(operationWith(pagination), ({ url: asked }) => {
            const offset = Number(new URL(asked).searchParams.get("offset") ?? 0);
            const size = sizes[offsets.indexOf(offset)] ?? 0;
            return { items: Array.from({ length: size }, (_, index) => offset + index), total };
          });
          const items = await itemsOf(call);
          expect(items).toEqual(Array.from({ length: items.length }, (_, index) => index));
          expect(
            urls().map((asked) => Number(new URL(asked).searchParams.get("offset") ?? 0)),
          ).toEqual(offsets);
        },
      ),
      { numRuns: 500 },
    );
  });
});
