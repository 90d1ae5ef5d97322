import { expect, test } from "vitest";
import { description, ok, problemsOf, withOperation } from "../test-helpers/describe.js";

test("the HTTP method QUERY is refused, and not passed over", async () => {
  const problems = await problemsOf(
    description({ paths: { "/things": { query: { operationId: "things.find", ...ok() } } } }),
  );
  expect(problems).toEqual([
    "#/paths/~1things/query The HTTP method QUERY is not supported: leave the operation out with an overlay.",
  ]);
});

test("TRACE is refused, as no fetch sends it", async () => {
  const trace = { operationId: "things.trace", ...ok() };
  const problems = await problemsOf(description({ paths: { "/things": { trace } } }));
  expect(problems).toEqual([expect.stringMatching(/^#\/paths\/~1things\/trace .*TRACE/)]);
});

test.each(["/things?kind=a", "/things#a"])("the path %s is refused", async (path) => {
  const get = { operationId: "things.get", ...ok() };
  const problems = await problemsOf(description({ paths: { [path]: { get } } }));
  expect(problems).toEqual([expect.stringContaining("A path has neither query nor fragment")]);
});

test.each([
  ["things", "/things"],
  ["", "/"],
])("the path %j is refused, as it begins with no slash", async (path, right) => {
  const get = { operationId: "things.get", ...ok() };
  expect(await problemsOf(description({ paths: { [path]: { get } } }))).toEqual([
    `#/paths/${path} A path begins with a slash: write \`${right}\`, with an overlay that takes this one out and adds the other.`,
  ]);
});

test("additionalOperations are refused, and not passed over", async () => {
  const problems = await problemsOf(
    description({
      paths: {
        "/things": { additionalOperations: { COPY: { operationId: "things.copy", ...ok() } } },
      },
    }),
  );
  expect(problems).toEqual([expect.stringMatching(/^#\/paths\/~1things\/additionalOperations /)]);
});

test("a parameter that is the whole query string is refused", async () => {
  const parameters = [{ name: "filter", in: "querystring", schema: { type: "string" } }];
  expect(await problemsOf(withOperation({ parameters }))).toEqual([
    "#/paths/~1things/get/parameters/0/in A parameter that is the whole query string (`in: querystring`) is not supported: describe its parts with `in: query`.",
  ]);
});

test("a cookie parameter is refused", async () => {
  const parameters = [{ name: "session", in: "cookie", schema: { type: "string" } }];
  expect(await problemsOf(withOperation({ parameters }))).toEqual([
    expect.stringMatching(/^#\/paths\/~1things\/get\/parameters\/0\/in .*cookie/),
  ]);
});
