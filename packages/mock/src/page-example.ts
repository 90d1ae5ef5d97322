import { at, dereference, isObject } from "./document.js";
import type { Example, OpenApiDocument, Pagination } from "./document.js";
import { declaredResponse, successStatus } from "./operation-table.js";
import type { MockOperation } from "./operation-table.js";

/** What of a request can say which page it asks for. */
export interface PageRequest {
  readonly query: URLSearchParams;
  readonly body: unknown;
}

interface PageExample {
  readonly name: string;
  readonly value: unknown;
}

/**
 * The name of the example that is the requested page, so that a list can be walked: the examples
 * of a paginated operation's success are its pages in order, and what the `next` of one asks for
 * is the one after it. Undefined for the first page, for a cursor that no example gives, and for
 * operations without pages.
 */
export function pageExample(
  document: OpenApiDocument,
  operation: MockOperation,
  request: PageRequest,
): string | undefined {
  const { pagination } = operation;
  if (pagination === undefined) return undefined;
  const pages = pageExamples(document, operation);
  return pagination.style === "offset"
    ? pageAtOffset(pages, pagination, request)
    : pageAfterCursor(pages, pagination, request);
}

function pageAfterCursor(
  pages: readonly PageExample[],
  pagination: Pagination,
  request: PageRequest,
): string | undefined {
  const asked = requestedCursor(pagination, request);
  if (asked === undefined) return undefined;
  const before = pages.findIndex(({ value }) => nextCursor(pagination, value) === asked);
  return before === -1 ? undefined : pages[before + 1]?.name;
}

function pageAtOffset(
  pages: readonly PageExample[],
  { items, parameter = "" }: Pagination,
  { query }: PageRequest,
): string | undefined {
  const offset = Number(query.get(parameter) ?? 0);
  let start = 0;
  for (const { name, value } of pages) {
    const page = at(value, items);
    const end = start + (Array.isArray(page) ? page.length : 0);
    // A page without items is what lies beyond the end.
    if (offset < end || end === start) return name;
    start = end;
  }
  return undefined;
}

/** What the request says of the page that it wants; undefined when it says nothing. */
function requestedCursor(pagination: Pagination, { query, body }: PageRequest): string | undefined {
  const { style, parameter } = pagination;
  if (pagination.in === "body") {
    return parameter !== undefined && isObject(body) ? text(body[parameter]) : undefined;
  }
  if (parameter !== undefined) return query.get(parameter) ?? undefined;
  return style === "url" ? sortedQuery(query) : undefined;
}

/** What a request for the page after this one says; undefined at the end. */
function nextCursor(pagination: Pagination, page: unknown): string | undefined {
  const next = text(at(page, pagination.next ?? ""));
  if (next === undefined || next === "" || pagination.style !== "url") return next;
  // Relative URLs are possible; where they are relative to does not matter here.
  const { searchParams } = new URL(next, "http://localhost");
  return pagination.parameter === undefined
    ? sortedQuery(searchParams)
    : (searchParams.get(pagination.parameter) ?? undefined);
}

function sortedQuery(query: URLSearchParams): string {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  return sorted.toString();
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function pageExamples(document: OpenApiDocument, operation: MockOperation): readonly PageExample[] {
  const status = successStatus(operation);
  const content = status === undefined ? {} : (declaredResponse(operation, status)?.content ?? {});
  return Object.values(content).flatMap(({ examples }) =>
    Object.entries(examples ?? {}).map(([name, example]) => ({
      name,
      value: dereference<Example>(document, example).value,
    })),
  );
}
