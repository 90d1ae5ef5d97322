import { expect, test } from "vitest";
import { readCredentials, redactHeaders, redactPath } from "./recorded-request.js";

const credentials = readCredentials({
  openapi: "3.1.1",
  info: { title: "Keys" },
  components: {
    securitySchemes: {
      id: { type: "apiKey", in: "header", name: "Asapp-Api-Id" },
      query: { type: "apiKey", in: "query", name: "api key" },
      aliased: { $ref: "#/components/securitySchemes/id" },
    },
  },
});

test.for([
  ["authorization", "Bearer abc", "Bearer [redacted]"],
  ["authorization", "Token a b", "Token [redacted]"],
  ["authorization", "abc", "[redacted]"],
  ["proxy-authorization", "Basic abc", "[redacted]"],
  ["cookie", "session=abc", "[redacted]"],
  ["asapp-api-id", "abc", "[redacted]"],
  ["accept", "text/html", "text/html"],
] as const)("the header %s: %s is recorded as %s", ([name, value, expected]) => {
  expect(redactHeaders({ [name]: value }, credentials)).toEqual({ [name]: expected });
});

test.for([
  ["/x", "/x"],
  ["/x?", "/x?"],
  ["/x?a=1&api%20key=abc&b=?%", "/x?a=1&api key=[redacted]&b=?%"],
  ["/x?api+key=abc&apikey=1", "/x?api key=[redacted]&apikey=1"],
] as const)("the path %s is recorded as %s", ([path, expected]) => {
  expect(redactPath(path, credentials)).toBe(expected);
});
