import { mockTest } from "@parley/mock/vitest";
import { NotFoundError } from "@parley/runtime";
import type { PagePromise } from "@parley/runtime";
import { describe, vi } from "vitest";
import { callsOf, casesOf } from "../calls/calls.js";
import { connect } from "../connect.js";
import type { RawAnswer } from "../connect.js";
import { describedMethods } from "../description/described-method.js";
import type { DescribedMethod, DescribedPagination } from "../description/described-method.js";
import { readDescription } from "../description/description.js";
import type { Description } from "../description/description.js";
import { at, listOf, objectOf, withValueAt } from "../description/json.js";
import { descriptionOf, providers } from "../providers.js";

// A request that is never answered must not hold up the others, and a busy machine is no failure.
vi.setConfig({ testTimeout: 20_000 });

describe.for(providers)("$name", (provider) => {
  const description = readDescription(descriptionOf(provider));
  const methods = describedMethods(description);
  const minimal = (method: DescribedMethod) => callsOf(description, method)[0]?.given ?? {};
  const test = mockTest({ provider: provider.name });

  describe("calls are accepted, and their results are what was declared", () => {
    test.for(casesOf(description, methods))(
      "$id, $name",
      async ({ method, call }, { mock, expect }) => {
        const connection = connect(provider, mock.url);
        const result = await connection.call(method.id, call.given);

        const requests = mock.requests.map(({ operation, status, violations }) => ({
          operation,
          status,
          violations,
        }));
        expect(requests).toEqual([
          { operation: method.id, status: Number(method.successStatus), violations: [] },
        ]);
        const { body, items } = objectOf(result);
        const data = method.pagination ? { body, items } : result;
        expect(data).toEqual(expectedResult(method, connection.answers));
        expect(resultFaults(description, method, result)).toEqual([]);
      },
    );
  });

  const lookUps = methods.flatMap((method) =>
    method.first === undefined ? [] : [{ id: method.id, first: method.first, method }],
  );
  // A provider without look-ups has no row here.
  test.for(lookUps)(
    "$id gives the first of what is found, and fails where nothing is",
    async ({ id, first, method }, { mock, expect }) => {
      const pages = declaredPages(method, { items: first });
      const found = pages.flatMap(({ items }) => items);
      expect(found.length).toBeGreaterThan(1);
      const answer = (items: readonly unknown[]) => ({
        body: withValueAt(pages[0]?.body, first, items),
      });
      mock.respondWith(id, answer(found), answer([]));

      const connection = connect(provider, mock.url);
      expect(await connection.call(id, minimal(method))).toEqual(found[0]);
      const nothing = connection.call(id, minimal(method));
      await expect(nothing).rejects.toBeInstanceOf(NotFoundError);
    },
  );

  describe("pages follow each other to the end", () => {
    const lists = methods.flatMap((method) =>
      method.pagination ? [{ id: method.id, method, pagination: method.pagination }] : [],
    );

    test.for(lists)("$id", async ({ id, method, pagination }, { mock, expect }) => {
      // What else a list may answer has examples of its own after these.
      const expected = declaredPages(method, pagination).slice(0, 3);
      expect(expected.map(({ name }) => name)).toEqual(["firstPage", "middlePage", "lastPage"]);
      const connection = connect(provider, mock.url);
      // A method with pages gives this promise.
      const list = () => connection.call(id, minimal(method)) as PagePromise<unknown, unknown>;

      const pages: (readonly unknown[])[] = [];
      for await (const page of list().pages()) pages.push(page.items);
      expect(pages).toEqual(expected.map(({ items }) => items));

      const items: unknown[] = [];
      for await (const item of list()) items.push(item);
      expect(items).toEqual(pages.flat());
      expect(mock.requests).toHaveLength(2 * pages.length);
      expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
    });

    const resumable = lists.filter(({ pagination }) => pagination.parameter !== undefined);
    test.for(resumable)(
      "$id resumes at a page's cursor",
      async ({ id, method, pagination }, { mock, expect }) => {
        const connection = connect(provider, mock.url);
        const parameters = minimal(method);
        const list = (given: object) =>
          connection.call(id, { ...parameters, ...given }) as PagePromise<unknown, unknown>;
        const { cursor } = await list({});
        const resumed = { [pagination.parameter ?? ""]: cursor };
        const { items } = await list(
          pagination.isInBody ? { body: { ...objectOf(parameters["body"]), ...resumed } } : resumed,
        );
        expect(items).toEqual(declaredPages(method, pagination)[1]?.items);
      },
    );
  });
});

/** The result that a consumer has to get from an answer. */
function expectedResult(method: DescribedMethod, [answer]: readonly RawAnswer[]): unknown {
  if (answer === undefined) throw new Error("No answer was seen.");
  if (answer.text === "") return method.emptyResult;
  const body: unknown = answer.contentType?.includes("json")
    ? JSON.parse(answer.text)
    : answer.text;
  if (method.first !== undefined) return listOf(at(body, method.first))[0];
  return method.pagination ? { body, items: at(body, method.pagination.items) } : body;
}

/** In what a result breaks the schema of the declared success. */
function resultFaults(
  description: Description,
  method: DescribedMethod,
  result: unknown,
): readonly string[] {
  const success = method.responses.find(({ status }) => status === method.successStatus);
  const [content] = success?.contents ?? [];
  // The result is then a part of the answer, or none at all.
  if (content?.schema === undefined || method.first !== undefined) return [];
  return description.errors(content.schema, method.pagination ? objectOf(result)["body"] : result);
}

/** An example of a list. */
interface DeclaredPage {
  readonly name: string;
  readonly body: unknown;
  readonly items: readonly unknown[];
}

/** What the examples of a list say that its pages are. */
function declaredPages(
  { responses, successStatus }: DescribedMethod,
  { items }: Pick<DescribedPagination, "items">,
): readonly DeclaredPage[] {
  const [content] = responses.find(({ status }) => status === successStatus)?.contents ?? [];
  return Object.entries(content?.examples ?? {}).map(([name, page]) => ({
    name,
    body: page,
    items: listOf(at(page, items)),
  }));
}
