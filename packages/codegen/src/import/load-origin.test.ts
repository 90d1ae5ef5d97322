import { describe, expect, test } from "vitest";
import { folderWith } from "../test-helpers/describe.js";
import { network, problemsOf, type Answer } from "./import.test-helpers.js";
import { loadOrigin } from "./load-origin.js";
import { parseOrigin } from "./origin.js";
import type { ReadOptions } from "./read-origin.js";

const HOME = "https://api.acme.example/openapi.yaml";

const WITH_REF = (ref: string): string => `openapi: 3.1.0
paths: { /a: { get: { responses: { "200": { $ref: "${ref}" } } } } }
`;

/** Reads the description at HOME from a network of these answers. */
function read(
  answers: Readonly<Record<string, Answer | string>>,
  options: Partial<ReadOptions> = {},
) {
  const fetch = network(answers);
  const all = { root: "/", fetch, ...options };
  return { fetch, loaded: loadOrigin(parseOrigin(HOME, all), all) };
}

function moved(location: string): Answer {
  return { body: "", status: 302, headers: { location } };
}

/** A server that never answers. */
async function silence(_url: string, { signal }: RequestInit): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("aborted")));
  });
}

/** What is wrong with `api/openapi.yaml` among these files. */
async function problemsIn(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  const root = await folderWith(files);
  const options = { root };
  return problemsOf(loadOrigin(parseOrigin("api/openapi.yaml", options), options));
}

describe("over the network", () => {
  test("what it refers to at its own origin is made one document", async () => {
    const { loaded, fetch } = read({
      [HOME]: WITH_REF("./parts/ok.yaml#/Ok"),
      "https://api.acme.example/parts/ok.yaml": "Ok: { description: Fine. }",
    });
    const { document, read: documents } = await loaded;
    expect(JSON.stringify(document)).toContain("Fine.");
    expect(JSON.stringify(document)).not.toContain("ok.yaml");
    expect(documents.map(({ name }) => name)).toEqual([
      HOME,
      "https://api.acme.example/parts/ok.yaml",
    ]);
    expect(fetch.asked).toHaveLength(2);
  });

  test.for([
    ["another host", "https://other.example/ok.yaml", "leads to https://other.example"],
    ["this machine's files", "file:///etc/passwd", "leads to this machine's files"],
    ["plain http", "http://api.acme.example/ok.yaml", "leads to http://api.acme.example"],
    [
      "another port",
      "https://api.acme.example:8443/ok.yaml",
      "leads to https://api.acme.example:8443",
    ],
    ["a host without a scheme", "//other.example/ok.yaml", "leads to https://other.example"],
  ] as const)("a $ref to %s is refused, and nothing is asked there", async ([, ref, message]) => {
    const { loaded, fetch } = read({ [HOME]: WITH_REF(ref) });
    const problems = await problemsOf(loaded);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(
      `${HOME}#/paths/~1a/get/responses/200 The $ref "${ref}" ${message}`,
    );
    expect(fetch.asked).toEqual([HOME]);
  });

  test("a redirect is followed to https only", async () => {
    const { loaded } = read({
      [HOME]: moved("/v2.yaml"),
      "https://api.acme.example/v2.yaml": "openapi: 3.1.0",
    });
    expect((await loaded).document).toEqual({ openapi: "3.1.0" });
    const plain = read({ [HOME]: moved("http://api.acme.example/v2.yaml") });
    expect(await problemsOf(plain.loaded)).toEqual([expect.stringContaining("is not https")]);
    expect(plain.fetch.asked).toEqual([HOME]);
    const endless = read({ [HOME]: moved(HOME) });
    expect(await problemsOf(endless.loaded)).toEqual([
      expect.stringContaining("redirects more than 5 times"),
    ]);
  });

  test("a page of HTML, an error and a document beyond the limit are refused", async () => {
    const html = { body: "<html>", headers: { "content-type": "text/html; charset=utf-8" } };
    expect(await problemsOf(read({ [HOME]: html }).loaded)).toEqual([
      expect.stringContaining("answers with text/html"),
    ]);
    expect(await problemsOf(read({ [HOME]: { body: "", status: 404 } }).loaded)).toEqual([
      expect.stringContaining("answers 404"),
    ]);
    const long = read({ [HOME]: `openapi: ${"3".repeat(100)}` }, { maxBytes: 64 });
    expect(await problemsOf(long.loaded)).toEqual([expect.stringContaining("more than 64 bytes")]);
  });

  test("a server that does not answer is given up", async () => {
    const { loaded } = read({}, { fetch: silence, timeout: 10 });
    expect(await problemsOf(loaded)).toEqual([expect.stringContaining("not read within 10 ms")]);
  });

  test("http is for this machine, and only when asked for", () => {
    const url = "http://127.0.0.1:8080/openapi.yaml";
    expect(() => parseOrigin(url, { root: "/" })).toThrow("is not https");
    expect(parseOrigin(url, { root: "/", allowLoopback: true })).toEqual({ kind: "url", url });
    const far = "http://api.acme.example/openapi.yaml";
    expect(() => parseOrigin(far, { root: "/", allowLoopback: true })).toThrow("is not https");
    expect(() => parseOrigin("https://a:b@acme.example/", { root: "/" })).toThrow("credentials");
  });
});

describe("in a folder", () => {
  test("what lies below it is read", async () => {
    expect(
      await problemsIn({
        "api/openapi.yaml": WITH_REF("parts/ok.yaml"),
        "api/parts/ok.yaml": "description: Fine.",
      }),
    ).toEqual([]);
  });

  test.for([
    "../secret.yaml",
    "/etc/hostname",
    "file:///etc/hostname",
    "https://acme.example/a.yaml",
  ])("a $ref to %s is refused", async (ref) => {
    const problems = await problemsIn({
      "api/openapi.yaml": WITH_REF(ref),
      "secret.yaml": "description: Secret.",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`"${ref}" leads out of the folder`);
  });

  test("a $ref that leads back to itself is refused, also by way of another file", async () => {
    const [problem] = await problemsIn({
      "api/openapi.yaml": "openapi: 3.1.0\ncomponents: { schemas: { A: { $ref: b.yaml#/B } } }",
      "api/b.yaml": "B: { $ref: openapi.yaml#/components/schemas/A }",
    });
    expect(problem).toContain('The $ref "b.yaml#/B" leads back to itself');
  });

  test("a schema that refers to itself in a property is no circle", async () => {
    const node = '{ type: object, properties: { next: { $ref: "#/components/schemas/Node" } } }';
    expect(
      await problemsIn({
        "api/openapi.yaml": `openapi: 3.1.0\ncomponents: { schemas: { Node: ${node} } }`,
      }),
    ).toEqual([]);
  });

  test("aliases that explode, stand inside of themselves, or are keys of JavaScript are refused", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(", ")}]`,
    );
    const bomb = ["openapi: 3.1.0", "a0: &a0 [x]", ...levels].join("\n");
    expect(await problemsIn({ "api/openapi.yaml": bomb })).toEqual([
      expect.stringContaining("aliases repeat too much"),
    ]);
    expect(await problemsIn({ "api/openapi.yaml": "a: &a { b: *a }" })).toEqual([
      expect.stringMatching(/nested without end|alias/),
    ]);
    expect(await problemsIn({ "api/openapi.yaml": '{"a": {"__proto__": {"x": 1}}}' })).toEqual([
      expect.stringContaining("#/a/__proto__ No key can be called __proto__"),
    ]);
    const deep = `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`;
    expect(await problemsIn({ "api/openapi.yaml": deep })).toEqual([
      expect.stringContaining("nested more than 500 deep"),
    ]);
  });

  test("what is no description is refused by what it is", async () => {
    expect(await problemsIn({ "api/openapi.yaml": "- a\n- b" })).toEqual([
      expect.stringContaining("It is no object"),
    ]);
    expect(await problemsIn({ "api/openapi.yaml": "a: [" })).toEqual([
      expect.stringContaining("neither JSON nor YAML"),
    ]);
    expect(await problemsIn({})).toEqual([expect.stringContaining("It cannot be read")]);
  });
});

test("a key that stands twice is refused, where it stands, in JSON as in YAML", async () => {
  const json = '{"openapi":"3.1.0","paths":{"/a":{},"/a":{}}}';
  const yaml = "openapi: 3.1.0\npaths:\n  /a: {}\n  /a: {}\n";
  expect(await problemsIn({ "api/openapi.yaml": json })).toEqual([
    'api/openapi.yaml#/paths/~1a The key "/a" stands here twice: leave one out, or rename it.',
  ]);
  expect(await problemsIn({ "api/openapi.yaml": yaml })).toEqual([
    "api/openapi.yaml# The same key stands twice in one map, in line 4, column 3: leave one out, or rename it.",
  ]);
});
