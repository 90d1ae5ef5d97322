import { expect, test } from "vitest";
import type { MockOperation } from "./operation-table.js";
import { createRouter } from "./router.js";

const operation = (method: string, path: string): MockOperation => ({
  id: `${method} ${path}`,
  method,
  path,
  parameters: [],
  requestBody: undefined,
  responses: {},
  pagination: undefined,
  methods: {},
});

const route = createRouter(
  [
    operation("GET", "/contact/{identifier}"),
    operation("POST", "/contact/{identifier}"),
    operation("POST", "/contact/list"),
    operation("POST", "/contact/{identifier}/tag"),
    operation("POST", "/messages/{id}:merge"),
    operation("DELETE", "/messages/{id}"),
    operation("GET", "/contacts.json"),
  ],
  ["/v2", "/api/v2", ""],
);

function found(method: string, path: string): string {
  const result = route(method, path);
  if ("operation" in result) return `${result.operation.id} with ${result.path}`;
  return "allowed" in result ? `only ${result.allowed.join()}` : `like ${result.nearest?.id}`;
}

test.for([
  ["GET", "/contact/id:1", "GET /contact/{identifier} with /contact/id:1"],
  ["POST", "/contact/list", "POST /contact/list with /contact/list"],
  ["POST", "/contact/lists", "POST /contact/{identifier} with /contact/lists"],
  ["GET", "/v2/contact/a%2Fb", "GET /contact/{identifier} with /contact/a%2Fb"],
  ["GET", "/api/v2/contact/1", "GET /contact/{identifier} with /contact/1"],
  ["POST", "/messages/1:merge", "POST /messages/{id}:merge with /messages/1:merge"],
  ["POST", "/messages/1%3amerge", "POST /messages/{id}:merge with /messages/1:merge"],
  ["DELETE", "/messages/1:merge", "DELETE /messages/{id} with /messages/1:merge"],
  ["GET", "/contacts.json", "GET /contacts.json with /contacts.json"],
  ["GET", "/contactsXjson", "like GET /contacts.json"],
  ["GET", "/contact/1/", "like GET /contact/{identifier}"],
  ["GET", "/v3/contact/1", "like GET /contact/{identifier}"],
  ["POST", "/contact/1/tga", "like POST /contact/{identifier}/tag"],
  ["PUT", "/contact/1", "only GET,POST"],
] as const)("%s %s is %s", ([method, path, expected]) => {
  expect(found(method, path)).toBe(expected);
});

test("without operations there is no nearest one", () => {
  expect(createRouter([], [])("GET", "/x")).toEqual({ nearest: undefined });
});
