import { describe, expect, test } from "vitest";
import { description, modelOf, ok, problemsOf, type Written } from "../test-helpers/describe.js";
import type { Model } from "./model.js";

const paths = { "/things": { get: { operationId: "things.get", ...ok() } } };

function withServers(servers: readonly Written[], rest: Written = {}): Written {
  return description({ servers, paths, ...rest });
}

const names = ({ provider }: Model): unknown =>
  provider.servers.map(({ name, url, isEnvironment }) => [name, url, isEnvironment]);

test("a single server is the default, without a slash at its end", async () => {
  expect(names(await modelOf(withServers([{ url: "https://api.example.com/v1/" }])))).toEqual([
    ["default", "https://api.example.com/v1", false],
  ]);
});

test("servers are told apart by environment or by name, the first being the default", async () => {
  const model = await modelOf(
    withServers([
      { url: "https://sandbox.example.com", "x-parley-server": { environment: "sandbox" } },
      { url: "https://api.example.com", "x-parley-server": { environment: "production" } },
      { url: "https://files.example.com", "x-parley-server": { name: "files" } },
    ]),
  );
  expect(names(model)).toEqual([
    ["sandbox", "https://sandbox.example.com", true],
    ["production", "https://api.example.com", true],
    ["files", "https://files.example.com", false],
  ]);
  expect(model.methods[0]?.server).toBeUndefined();
});

test("an operation names its server, and so does its path", async () => {
  const files = { url: "https://files.example.com", "x-parley-server": { name: "files" } };
  const model = await modelOf(
    description({
      paths: {
        "/a": { get: { operationId: "a.get", servers: [files], ...ok() } },
        "/b": { servers: [files], get: { operationId: "b.get", ...ok() } },
        "/c": { get: { operationId: "c.get", ...ok() } },
      },
    }),
  );
  expect(model.methods.map(({ id, server }) => [id, server])).toEqual([
    ["a.get", "files"],
    ["b.get", "files"],
    ["c.get", undefined],
  ]);
  expect(names(model)).toEqual([
    ["default", "https://api.example.com/v1", false],
    ["files", "https://files.example.com", false],
  ]);
});

test("the first server is an operation's default, by whatever name", async () => {
  const main = { url: "https://api.example.com", "x-parley-server": { name: "main" } };
  const { methods } = await modelOf(
    description({
      servers: [main],
      paths: { "/things": { get: { operationId: "things.get", servers: [main], ...ok() } } },
    }),
  );
  expect(methods[0]?.server).toBeUndefined();
});

test("the variables of all servers are collected, each once", async () => {
  const variables = { region: { default: "us", enum: ["us", "eu"], description: "Where." } };
  const { provider } = await modelOf(
    withServers([
      { url: "https://{region}.a.example.com", variables },
      { url: "https://{region}.b.example.com", variables, "x-parley-server": { name: "b" } },
    ]),
  );
  expect(provider.variables).toEqual([
    { name: "region", default: "us", enum: ["us", "eu"], description: "Where." },
  ]);
});

describe("refused are", () => {
  const url = "https://api.example.com";
  test.each<[string, Written, RegExp]>([
    ["no server at all", withServers([]), /^# No server is described/],
    [
      "a relative URL",
      withServers([{ url: "/v1" }]),
      /^#\/servers\/0\/url A server's URL is absolute/,
    ],
    ["a URL with a query", withServers([{ url: `${url}?a=1` }]), /^#\/servers\/0\/url /],
    [
      "two servers that nothing tells apart",
      withServers([{ url }, { url: "https://other.example.com" }]),
      /^#\/servers\/1\/url .*x-parley-server/,
    ],
    [
      "a variable that is not described",
      withServers([{ url: "https://{region}.example.com" }]),
      /^#\/servers\/0\/url The URL has \{region\}, but `variables` does not/,
    ],
    [
      "a variable that cannot be an option",
      withServers([
        {
          url: "https://{my-region}.example.com",
          variables: { "my-region": { default: "a", enum: ["a"] } },
        },
      ]),
      /variables\/my-region A server variable is a client option/,
    ],
    [
      "a variable that differs between servers",
      withServers([
        { url: "https://{r}.a.example.com", variables: { r: { default: "us", enum: ["us"] } } },
        {
          url: "https://{r}.b.example.com",
          variables: { r: { default: "eu", enum: ["eu"] } },
          "x-parley-server": { name: "b" },
        },
      ]),
      /^#\/servers\/1\/variables\/r Another server has the variable "r" with another default/,
    ],
    [
      "one name for two hosts",
      description({
        paths: Object.fromEntries(
          ["a", "b"].map((name) => [
            `/${name}`,
            {
              servers: [
                { url: `https://${name}.example.com`, "x-parley-server": { name: "files" } },
              ],
              get: { operationId: `${name}.get`, ...ok() },
            },
          ]),
        ),
      }),
      /^#\/paths\/~1b\/servers\/0\/url The server "files" is described elsewhere as https:\/\/a\.example\.com/,
    ],
  ])("%s", async (_what, written, message) => {
    const problems = await problemsOf(written);
    expect(problems.filter((problem) => message.test(problem))).toHaveLength(1);
  });
});
