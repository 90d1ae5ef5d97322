import { expect, test } from "vitest";
import { readServers } from "./servers.js";

const MOCK = "http://127.0.0.1:4010";

const servers = readServers({
  openapi: "3.1.1",
  info: { title: "Servers" },
  servers: [
    {
      url: "https://{region}.api.example.com/v1/",
      variables: { region: { default: "us", enum: ["us", "eu"] } },
    },
    { url: "https://{host}/api/v2", variables: { host: { default: "textit.example" } } },
    { url: "/relative" },
  ],
  paths: {
    "/a": { servers: [{ url: "https://a.example.com/a" }] },
    "/b": { get: { servers: [{ url: "https://b.example.com:8443" }] } },
  },
});

test("the base path is the first server's, and all of them are known", () => {
  expect(servers.basePath).toBe("/v1");
  expect(servers.basePaths).toEqual(["/v1", "/api/v2", "/relative", "/a", ""]);
});

test("without servers there is no base path", () => {
  expect(readServers({ openapi: "3.1.1", info: { title: "None" } }).basePath).toBe("");
});

test.for([
  ["https://us.api.example.com/v1/x?cursor=1", `${MOCK}/v1/x?cursor=1`],
  ["https://eu.api.example.com/v1/x", `${MOCK}/v1/x`],
  ["https://textit.example/api/v2/contacts.json?cursor=a", `${MOCK}/api/v2/contacts.json?cursor=a`],
  ["https://b.example.com:8443", MOCK],
  ["https://br.api.example.com/v1/x", undefined],
  ["https://us.api.example.com.evil.example/v1", undefined],
  ["https://usXapi.example.com/v1", undefined],
  ["https://cdn.example.com/x.png", undefined],
  ["see https://us.api.example.com/v1", undefined],
] as const)("%s becomes %s", ([url, rewritten]) => {
  expect(servers.rewrite({ page: { next: [url] } }, MOCK)).toEqual({
    page: { next: [rewritten ?? url] },
  });
});

test("what is no string stays as it is", () => {
  const value = { a: null, b: 1, c: [true, undefined] };
  expect(servers.rewrite(value, MOCK)).toEqual(value);
});
