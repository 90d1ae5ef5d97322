import { expect, test } from "vitest";
import type { Pagination } from "./document.js";
import { operationTable } from "./operation-table.js";
import { pageExample } from "./page-example.js";

/** The page that a request for an operation with these pages gets. */
function pageFor(
  pagination: Pagination,
  pages: Readonly<Record<string, unknown>>,
  request: { readonly query?: string; readonly body?: unknown },
): string | undefined {
  const examples = Object.fromEntries(
    Object.entries(pages).map(([name, value]) => [name, { value }]),
  );
  const document = {
    openapi: "3.1.1",
    info: { title: "Pages" },
    paths: {
      "/x": {
        get: {
          "x-parley-pagination": pagination,
          responses: { 200: { content: { "application/json": { examples } } }, 404: {} },
        },
      },
    },
  };
  const [operation] = operationTable(document);
  if (operation === undefined) throw new Error("The document has one operation.");
  return pageExample(document, operation, {
    query: new URLSearchParams(request.query),
    body: request.body,
  });
}

const urlPages = {
  one: { next: "https://api.example.com/x?limit=2&cursor=b%2B" },
  two: { next: "/x?limit=2&cursor=c" },
  three: { next: null },
  never: { next: "" },
};
const url: Pagination = { style: "url", items: "/items", next: "/next", parameter: "cursor" };

test.for([
  ["", undefined],
  ["limit=2", undefined],
  ["cursor=b%2B", "two"],
  ["cursor=c&limit=9", "three"],
  ["cursor=unknown", undefined],
] as const)("a URL's cursor leads to the page after it: %s", ([query, expected]) => {
  expect(pageFor(url, urlPages, { query })).toBe(expected);
});

test.for([
  ["", undefined],
  ["cursor=c&limit=2", "three"],
  ["cursor=c", undefined],
] as const)("without a cursor parameter the whole query counts: %s", ([query, expected]) => {
  expect(pageFor({ style: "url", items: "/items", next: "/next" }, urlPages, { query })).toBe(
    expected,
  );
});

const tokenPages = { one: { meta: { next: 2 } }, two: { meta: { next: "" } } };
const token: Pagination = {
  style: "token",
  items: "/items",
  next: "/meta/next",
  parameter: "page",
};

test.for([
  [token, { query: "page=2" }, "two"],
  [token, { query: "page=" }, undefined],
  [token, { body: { page: 2 } }, undefined],
  [{ ...token, in: "body" }, { body: { page: "2" } }, "two"],
  [{ ...token, in: "body" }, { body: [2] }, undefined],
  [{ ...token, in: "body" }, { query: "page=2" }, undefined],
] as const)("a token leads to the page after it: %j %j", ([pagination, request, expected]) => {
  expect(pageFor(pagination, tokenPages, request)).toBe(expected);
});

const offsetPages = { one: { items: [1, 2] }, two: { items: [3] }, end: { items: [] } };
const offset: Pagination = { style: "offset", items: "/items", parameter: "skip" };

test.for([
  ["", "one"],
  ["skip=1", "one"],
  ["skip=2", "two"],
  ["skip=3", "end"],
  ["skip=99", "end"],
] as const)("an offset leads to the page that has it: %s", ([query, expected]) => {
  expect(pageFor(offset, offsetPages, { query })).toBe(expected);
});

test("an operation without pagination has no pages", () => {
  const document = { openapi: "3.1.1", info: { title: "None" }, paths: { "/x": { get: {} } } };
  const [operation] = operationTable(document);
  expect(
    operation && pageExample(document, operation, { query: new URLSearchParams(), body: null }),
  ).toBeUndefined();
});
