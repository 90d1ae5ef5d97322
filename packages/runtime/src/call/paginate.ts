import { readPointer } from "../description/json-pointer.js";
import type { ListOptions, Page, PagePromise, WithResponse } from "../description/method.js";
import type { Operation, Pagination } from "../description/operation.js";
import { ParleyError, type ParleyErrorOptions, ResponseFormatError } from "../errors/errors.js";
import type { HttpRequest } from "../pipeline/middleware.js";
import { CallPromise } from "./call-promise.js";

/** What is said with an error of a page that is not asked for. */
function unsent({ id }: Operation): ParleyErrorOptions {
  return { operationId: id, mayHaveActed: false };
}

/** What follows a page. */
interface Following {
  /** Its request, which takes longer to make than all else about a page, and is seldom wanted. */
  readonly toRequest: () => HttpRequest;
  /** What the pagination parameter takes; absent where the provider has none. */
  readonly cursor: string | undefined;
}

/** A page as it came, and the request that brought it. */
export interface PageState {
  readonly request: HttpRequest;
  readonly body: unknown;
  readonly response: Response;
}

/**
 * Finds the page after this one, or undefined at the end.
 *
 * Its request is the last one with nothing but the cursor changed: same method, filters and body.
 *
 * @throws ParleyError - the next URL is no URL, or is at another origin: credentials stay here.
 */
export function nextPage(
  request: HttpRequest,
  body: unknown,
  pagination: Pagination,
  operation: Operation,
): Following | undefined {
  if (pagination.style === "offset") return nextOffset(request, body, pagination);
  const next = readPointer(body, pagination.next);
  if (next === undefined || next === null || next === "") return undefined;
  if (pagination.style === "url") {
    const url = nextUrl(request, next, operation);
    const { parameter } = pagination;
    const cursor = parameter === undefined ? null : url.searchParams.get(parameter);
    return { toRequest: () => ({ ...request, url: url.href }), cursor: cursor ?? undefined };
  }
  if (typeof next !== "string" && typeof next !== "number" && typeof next !== "bigint") {
    throw new ParleyError(
      `${operation.id}: the next page's token is neither a string nor a number.`,
      unsent(operation),
    );
  }
  const cursor = String(next);
  return {
    toRequest: () =>
      pagination.in === "body"
        ? withBodyProperty(request, pagination.parameter, next, operation)
        : withQueryParameter(request, pagination.parameter, cursor),
    cursor,
  };
}

function nextUrl(request: HttpRequest, next: unknown, operation: Operation): URL {
  const url =
    typeof next === "string" && URL.canParse(next, request.url)
      ? new URL(next, request.url)
      : undefined;
  // No platform sends a request to a URL with a user in it.
  if (url === undefined || url.username !== "" || url.password !== "") {
    throw new ParleyError(
      `${operation.id}: what should be the next page's URL is none.`,
      unsent(operation),
    );
  }
  const { origin } = new URL(request.url);
  if (url.origin !== origin) {
    throw new ParleyError(
      `${operation.id}: the next page is at ${url.origin}, but credentials for ${origin} go nowhere else; stopped.`,
      unsent(operation),
    );
  }
  return url;
}

function withQueryParameter(request: HttpRequest, name: string, value: string): HttpRequest {
  const url = new URL(request.url);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "" && decodeURIComponent(pair.split("=", 1)[0] ?? "") !== name);
  // URLSearchParams would write the other parameters anew, in a form that the server may not know.
  url.search = [...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&");
  return { ...request, url: url.href };
}

function withBodyProperty(
  request: HttpRequest,
  name: string,
  value: string | number | bigint,
  operation: Operation,
): HttpRequest {
  const body: unknown = typeof request.body === "string" ? JSON.parse(request.body) : {};
  // A number stays one, except where JSON.stringify cannot write it.
  const token = typeof value === "bigint" ? String(value) : value;
  return {
    ...request,
    // A first request without a body had no content type either.
    headers: { "content-type": operation.body ?? "application/json", ...request.headers },
    body: JSON.stringify(Object.assign({}, body, { [name]: token })),
  };
}

function nextOffset(
  request: HttpRequest,
  body: unknown,
  pagination: Extract<Pagination, { style: "offset" }>,
): Following | undefined {
  const items = readPointer(body, pagination.items);
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const offset =
    Number(new URL(request.url).searchParams.get(pagination.parameter) ?? 0) + items.length;
  const total = totalOf(body, pagination);
  if (total !== undefined && offset >= total) return undefined;
  const cursor = String(offset);
  return { toRequest: () => withQueryParameter(request, pagination.parameter, cursor), cursor };
}

/** The server's count of the whole list, where the description says where it is. */
function totalOf(body: unknown, pagination: Pagination): number | undefined {
  if (pagination.style !== "offset" || pagination.total === undefined) return undefined;
  const total = readPointer(body, pagination.total);
  return typeof total === "number" ? total : undefined;
}

/** The same place twice means that the walk would never end. */
function positionOf(request: HttpRequest): string {
  return typeof request.body === "string" ? `${request.url}\n${request.body}` : request.url;
}

/** A call of a paginated method: the promise of its first page, and the walk over all of them. */
export class PaginatedCall
  extends CallPromise<Page<unknown, unknown>>
  implements PagePromise<unknown, unknown>
{
  constructor(
    first: Promise<PageState>,
    fetchPage: (request: HttpRequest) => Promise<PageState>,
    pagination: Pagination,
    operation: Operation,
  ) {
    const toPage = createPages(fetchPage, pagination, operation);
    super(
      first.then((state): WithResponse<Page<unknown, unknown>> => ({
        data: toPage(state, 0, 0),
        response: state.response,
      })),
    );
  }

  async *pages(): AsyncGenerator<Page<unknown, unknown>, void, undefined> {
    for (let page: Page<unknown, unknown> | undefined = await this; page !== undefined;) {
      yield page;
      page = await page.next();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }
}

/** The cursor in the next page's URL, wherever that leads. */
function urlCursor(body: unknown, pagination: Pagination): string | undefined {
  if (pagination.style !== "url" || pagination.parameter === undefined) return undefined;
  const next = readPointer(body, pagination.next);
  if (typeof next !== "string" || !URL.canParse(next)) return undefined;
  return new URL(next).searchParams.get(pagination.parameter) ?? undefined;
}

function createPages(
  fetchPage: (request: HttpRequest) => Promise<PageState>,
  pagination: Pagination,
  operation: Operation,
): (state: PageState, depth: number, itemsBefore: number) => Page<unknown, unknown> {
  // How far from the first page each position was met: one that leads back to an earlier or the
  // same depth would never end, while asking one page for its next twice is no loop.
  const depths = new Map<string, number>();

  return function toPage(state, depth, itemsBefore) {
    const { request, body, response } = state;
    depths.set(positionOf(request), depth);
    // A list may be left out where it is empty.
    const items = readPointer(body, pagination.items) ?? [];
    if (!Array.isArray(items)) {
      throw new ResponseFormatError(
        `${operation.id}: the answer has something else than an array at "${pagination.items}", where the page's items have to be.`,
        { status: response.status, operationId: operation.id },
      );
    }
    const following = () => nextPage(request, body, pagination, operation);
    // A bad next URL must not take away the page that brought it: only asking for the next one fails.
    let cursor: string | undefined;
    let hasNext = true;
    try {
      const found = following();
      cursor = found?.cursor;
      hasNext = found !== undefined;
    } catch {
      // next() throws it. The cursor may still be good: a proxy can have changed the origin alone.
      cursor = urlCursor(body, pagination);
    }
    const itemsSoFar = itemsBefore + items.length;
    const page: Page<unknown, unknown> = {
      number: depth + 1,
      itemsSoFar,
      total: totalOf(body, pagination),
      items,
      body,
      hasNext,
      cursor,
      next: async () => {
        const found = following();
        if (found === undefined) return undefined;
        const nextRequest = found.toRequest();
        const met = depths.get(positionOf(nextRequest));
        if (met !== undefined && met <= depth) {
          throw new ParleyError(
            `${operation.id}: page ${depth + 2} would be page ${met + 1} again; the server's pages go in a circle; stopped.`,
            unsent(operation),
          );
        }
        return toPage(await fetchPage(nextRequest), depth + 1, itemsSoFar);
      },
    };
    // The types of list methods are those that have onPage.
    const options: ListOptions<unknown, unknown> | undefined = request.options;
    options?.onPage?.(page);
    return page;
  };
}
