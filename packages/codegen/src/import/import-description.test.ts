import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { loadDescription } from "../description/load-description.js";
import { buildModel } from "../model/build-model.js";
import { folderWith } from "../test-helpers/describe.js";
import { importDescription, type ImportOptions, type ImportResult } from "./import-description.js";
import { network, OPENAPI_3_0, OPENAPI_3_2, problemsOf, SWAGGER_2 } from "./import.test-helpers.js";

const get = { responses: { 200: { description: "Done." } } };

/** What every description has that is about one of its oddities. */
const ODD = {
  openapi: "3.1.0",
  info: { title: "Odd", version: "1" },
  servers: [{ url: "https://api.acme.example" }],
};

const URL_OF_IT = "https://docs.acme.example/openapi.yaml";

/** An empty repository, and what imports into it. */
async function repository(files: Readonly<Record<string, unknown>> = {}) {
  const root = await folderWith({ "package.json": {}, ...files });
  const specs = join(root, "specs");
  return {
    root,
    run: (options: Partial<ImportOptions>): Promise<ImportResult> =>
      importDescription({
        provider: "acme",
        root,
        specs,
        now: () => new Date("2026-11-21T12:00:00Z"),
        ...options,
      }),
    text: (name: string) => readFile(join(specs, "acme", name), "utf8"),
    write: (name: string, text: string) => writeFile(join(specs, "acme", name), text),
    model: async () => buildModel(await loadDescription(join(specs, "acme"))),
    methods: async () => {
      const { methods } = buildModel(await loadDescription(join(specs, "acme")));
      return methods.map(({ id }) => id);
    },
  };
}

describe("a description of any version becomes one that a client can be made of", () => {
  test.for([
    [
      "Swagger 2.0",
      SWAGGER_2,
      ["contacts.list", "contacts.create", "contacts.get", "contacts.delete", "contacts.merge"],
    ],
    ["OpenAPI 3.0.3", OPENAPI_3_0, ["contacts.list", "contacts.create", "contacts.get"]],
    ["OpenAPI 3.2.0", OPENAPI_3_2, ["contacts.list", "events.list"]],
  ] as const)("%s", async ([format, written, methods]) => {
    const { run, methods: made, text } = await repository({ "acme.yaml": written });
    const result = await run({ from: "acme.yaml" });
    expect(result.record).toMatchObject({
      origin: "acme.yaml",
      retrieved: "2026-11-21",
      format,
    });
    expect(await text("openapi.yaml")).toMatch(/^openapi: 3\.1\.1$/m);
    expect(await made()).toEqual(methods);
  });

  test("what 3.1 says otherwise is said so", async () => {
    const { run, text } = await repository({ "acme.yaml": OPENAPI_3_0 });
    await run({ from: "acme.yaml" });
    expect(parse(await text("openapi.yaml"))).toMatchObject({
      components: {
        schemas: {
          Contact: {
            properties: {
              note: { type: ["string", "null"] },
              age: { type: "integer", exclusiveMinimum: 0 },
              kind: { type: ["string", "null"], enum: ["person", "group", null] },
              parent: {
                anyOf: [{ allOf: [{ $ref: "#/components/schemas/Contact" }] }, { type: "null" }],
              },
            },
          },
        },
      },
    });
  });

  test("what 3.1 cannot say is told, and operations of other methods are left out in sight", async () => {
    const { run, text } = await repository({ "acme.yaml": OPENAPI_3_2 });
    const { losses } = await run({ from: "acme.yaml" });
    expect(losses.map(({ pointer }) => pointer)).toEqual([
      "#/paths/~1events/get/responses/200/content/text~1event-stream/itemSchema",
    ]);
    const overlay = await text("overlay.yaml");
    expect(overlay).toContain("$.paths['/contacts'].query");
    expect(overlay).toContain("$.paths['/contacts'].additionalOperations");
    expect(overlay).toContain("itemSchema");
  });
});

describe("an overlay proposes, and people decide", () => {
  test("pages and limits are recognised, and do nothing until their # signs are taken away", async () => {
    const { run, text } = await repository({ "acme.yaml": OPENAPI_3_0 });
    await run({ from: "acme.yaml" });
    const overlay = await text("overlay.yaml");
    expect(overlay.replaceAll(/\n {2}# /g, " ")).toContain(
      "DECIDE: GET /contacts looks like a list in pages: it takes `cursor` and gives `/next_cursor`, and has items at `/items`.",
    );
    expect(overlay).toMatch(/# {5}x-parley-rate-limits:\n/);
    expect(overlay).toMatch(/# {9}requests: 100\n {2}# {9}interval: 60000\n/);
    const actions = JSON.stringify(parse(overlay));
    expect(actions).not.toContain("x-parley-pagination");
    expect(actions).not.toContain("x-parley-rate-limit");
  });

  test("what was proposed as a comment is an overlay once the # signs are gone", async () => {
    const { run, text, write, root } = await repository({ "acme.yaml": OPENAPI_3_0 });
    await run({ from: "acme.yaml" });
    const overlay = await text("overlay.yaml");
    await write("overlay.yaml", overlay.replaceAll(/^ {2}# (?=- target| {2})/gm, "  "));
    const { document } = await loadDescription(join(root, "specs", "acme"));
    expect(document).toMatchObject({
      "x-parley-rate-limits": { "100-per-minute": { requests: 100, interval: 60_000 } },
      paths: {
        "/contacts": {
          get: { "x-parley-pagination": { style: "token", items: "/items", next: "/next_cursor" } },
        },
      },
    });
  });

  test("servers are told apart, and no variable is an open part of a host", async () => {
    const { run, root } = await repository({ "acme.yaml": OPENAPI_3_0 });
    await run({ from: "acme.yaml" });
    const { document } = await loadDescription(join(root, "specs", "acme"));
    expect(document.servers).toEqual([
      {
        description: "Production",
        url: "https://api.acme.example/v1",
        "x-parley-server": { environment: "production" },
      },
      {
        description: "Sandbox",
        url: "https://demo.sandbox.acme.example/v1",
        "x-parley-server": { environment: "sandbox" },
      },
    ]);
  });

  test("where no host is known, each client is told its own", async () => {
    const { run, model } = await repository({
      "acme.json": {
        ...ODD,
        servers: [{ url: "/api/v2" }],
        paths: {
          "/a": { get },
          "/b": { servers: [{ url: "" }], get },
          "/without-operations": { servers: [{ url: "/api/v2" }] },
        },
      },
    });
    await run({ from: "acme.json" });
    const { provider, methods } = await model();
    expect(provider.servers).toMatchObject([
      { name: "default", url: "https://{host}/api/v2" },
      { name: "other", url: "https://{host}" },
    ]);
    // Credentials that nobody has sent anywhere stay on the machine.
    expect(provider.variables).toMatchObject([{ name: "host", default: "localhost" }]);
    expect(methods.map(({ id, server }) => [id, server])).toEqual([
      ["a.get", undefined],
      ["b.get", "other"],
    ]);
  });

  test("a server is at the origin of the description, where it is relative to it", async () => {
    const fetch = network({
      "https://docs.acme.example/v1/openapi.json": JSON.stringify({
        ...ODD,
        servers: [{ url: "/api" }],
        paths: { "/a": { get } },
      }),
    });
    const { run, model } = await repository();
    await run({ from: "https://docs.acme.example/v1/openapi.json", fetch });
    expect((await model()).provider.servers).toMatchObject([
      { url: "https://docs.acme.example/api" },
    ]);
  });

  test("a server of one path that has no operations is given a name all the same", async () => {
    const { run, methods } = await repository({
      "acme.json": {
        ...ODD,
        paths: {
          "/a": { get },
          "/without-operations": { servers: [{ url: "https://files.acme.example" }] },
        },
      },
    });
    await run({ from: "acme.json" });
    expect(await methods()).toEqual(["a.get"]);
  });

  test("of parameters that a method cannot have together, one is left out in sight", async () => {
    const schema = { type: "string" };
    const inQuery = (name: string) => ({ name, in: "query", schema });
    const { run, model, text } = await repository({
      "acme.json": {
        ...ODD,
        paths: {
          "/lists/{it's}": {
            parameters: [{ name: "it's", in: "path", required: true, schema }, inQuery("shared")],
            get: {
              ...get,
              parameters: [inQuery("it's"), inQuery("page"), inQuery("shared")],
            },
            delete: { ...get, parameters: [{ $ref: "#/components/parameters/Id" }] },
            patch: {
              ...get,
              parameters: [
                inQuery("body"),
                { name: "session", in: "cookie", schema },
                { name: "shared", in: "header", schema },
              ],
            },
          },
        },
        components: { parameters: { Id: inQuery("it's") } },
      },
    });
    await run({ from: "acme.json" });
    const { methods } = await model();
    expect(
      methods.map(({ id, parameters }) => [
        id,
        parameters.map((each) => `${each.name} in ${each.in}`).toSorted(),
      ]),
    ).toEqual([
      ["lists.get", ["it's in path", "page in query", "shared in query"]],
      ["lists.delete", ["it's in path", "shared in query"]],
      ["lists.update", ["it's in path", "shared in query"]],
    ]);
    expect((await text("overlay.yaml")).replaceAll(/\n {2}# /g, " ")).toContain(
      "DECIDE: `it's` is in the path and in the query, and a method has one of that name. The one in the query is left out.",
    );
  });

  test("what a client cannot call is left out in sight", async () => {
    const { run, methods, text } = await repository({
      "acme.json": {
        ...ODD,
        paths: {
          "/a": { get, trace: get },
          "/b?kind={kind}": { servers: [{ url: "https://b.acme.example" }], get },
        },
      },
    });
    await run({ from: "acme.json" });
    expect(await methods()).toEqual(["a.get"]);
    const { actions } = parse(await text("overlay.yaml")) as {
      actions: { target: string; remove?: boolean }[];
    };
    expect(actions.flatMap(({ target, remove }) => (remove === true ? [target] : []))).toEqual([
      "$.paths['/b?kind={kind}']",
      "$.paths['/a'].trace",
    ]);
  });

  test("a schema that is null is that of any value", async () => {
    const { run, root } = await repository({
      "acme.json": {
        ...ODD,
        paths: {
          "/a": {
            post: {
              requestBody: { content: { "application/json": { schema: null } } },
              responses: {
                200: {
                  description: "Done.",
                  content: {
                    "application/json": {
                      schema: { allOf: [{ type: "object", properties: { "a b": null } }] },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
    await run({ from: "acme.json" });
    const { document } = await loadDescription(join(root, "specs", "acme"));
    expect(document.paths).toMatchObject({
      "/a": {
        post: {
          requestBody: { content: { "application/json": { schema: {} } } },
          responses: {
            200: {
              content: {
                "application/json": { schema: { allOf: [{ properties: { "a b": {} } }] } },
              },
            },
          },
        },
      },
    });
  });

  test("an action whose target matches nothing is an error", async () => {
    const { run, text, write, root } = await repository({ "acme.yaml": SWAGGER_2 });
    await run({ from: "acme.yaml" });
    await write(
      "overlay.yaml",
      (await text("overlay.yaml")).replace("['/contacts'].post", "['/x'].post"),
    );
    const problems = await problemsOf(loadDescription(join(root, "specs", "acme")));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("The target $.paths['/x'].post matches nothing");
  });
});

test("paths with quotes, backslashes and line breaks are selected as they are", async () => {
  const paths = Object.fromEntries(
    ["/it's", "/a\\b", '/say "x"', "/line\nbreak", "/é"].map((path) => [path, { get }]),
  );
  const written = {
    openapi: "3.1.0",
    info: { title: "Odd", version: "1" },
    servers: [{ url: "https://api.acme.example" }],
    paths,
  };
  const { run, methods } = await repository({ "acme.json": written });
  await run({ from: "acme.json" });
  expect(await methods()).toHaveLength(5);
});

test("what YAML would read otherwise is written so that it is read as it was", async () => {
  const values = [
    "yes",
    "0o7",
    "1_000",
    "2020-01-01",
    "1:20",
    "~",
    "<<",
    "=",
    "0x1F",
    ".5",
    "- a",
    "null",
  ];
  const written = {
    openapi: "3.1.0",
    info: { title: "Odd", version: "1.0" },
    servers: [{ url: "https://api.acme.example" }],
    paths: { "/a": { get: { responses: { 200: { description: "Done." } } } } },
    components: { schemas: { Odd: { enum: values, default: 1e21, example: { no: 1, "012": 2 } } } },
  };
  const { run, root } = await repository({ "acme.json": written });
  await run({ from: "acme.json" });
  const { document } = await loadDescription(join(root, "specs", "acme"));
  expect(document.components?.schemas).toEqual(written.components.schemas);
});

describe("a later import", () => {
  test("of the same bytes writes nothing", async () => {
    const { run } = await repository({ "acme.yaml": SWAGGER_2 });
    await run({ from: "acme.yaml" });
    expect(await run({})).toMatchObject({ state: "unchanged", written: [] });
  });

  test("keeps the overlay, says what moved, and proposes names for what is new", async () => {
    const fetch = network({ [URL_OF_IT]: SWAGGER_2 });
    const { run, text, write } = await repository();
    await run({ from: URL_OF_IT, fetch });
    const byHand = `${await text("overlay.yaml")}# By hand.\n`;
    await write("overlay.yaml", byHand);

    const changed = SWAGGER_2.replace("Gone.", "Gone now.").replace(
      "paths:\n",
      "paths:\n  /tags:\n    get: { responses: { 200: { description: All. } } }\n",
    );
    const result = await run({ fetch: network({ [URL_OF_IT]: changed }) });
    expect(result.state).toBe("updated");
    expect(result.moves).toEqual({
      added: ["GET /tags"],
      removed: [],
      changed: ["DELETE /contacts/{id}"],
    });
    expect(result.proposals).toContain("operationId: tags.list");
    expect(await text("overlay.yaml")).toBe(byHand);
    expect(await text("openapi.yaml")).toContain("Gone now.");
    expect(await text("source.yaml")).toContain(result.record.sha256);
  });

  test("is refused where openapi.yaml was edited by hand", async () => {
    const { run, text, write } = await repository({ "acme.yaml": SWAGGER_2 });
    await run({ from: "acme.yaml" });
    await write("openapi.yaml", (await text("openapi.yaml")).replace("Gone.", "Away."));
    expect(await problemsOf(run({}))).toEqual([
      expect.stringContaining("move the changes to overlay.yaml"),
    ]);
  });

  test("is refused where the SHA-256 is not the expected one", async () => {
    const { run } = await repository({ "acme.yaml": SWAGGER_2 });
    const problems = await problemsOf(run({ from: "acme.yaml", sha256: "0".repeat(64) }));
    expect(problems).toEqual([expect.stringContaining("it is not the document that was expected")]);
  });
});

test("a description that was written by hand is not overwritten", async () => {
  const { run } = await repository({
    "acme.yaml": SWAGGER_2,
    "specs/acme/openapi.yaml": OPENAPI_3_0,
  });
  await expect(run({ from: "acme.yaml" })).rejects.toThrow("was written by hand");
});

test.for(["../acme", "Acme", "acme--x", "", "node_modules/x"])(
  "a provider cannot be called %j",
  async (provider) => {
    const { run } = await repository({ "acme.yaml": SWAGGER_2 });
    await expect(run({ provider, from: "acme.yaml" })).rejects.toThrow("is no name of a provider");
  },
);

test("an npm package's version and licence are recorded", async () => {
  const { run } = await repository({
    "node_modules/@acme/openapi/package.json": { version: "4.2.0", license: "Apache-2.0" },
    "node_modules/@acme/openapi/dist/openapi.yaml": OPENAPI_3_0,
  });
  const { record } = await run({ from: "npm:@acme/openapi/dist/openapi.yaml" });
  expect(record).toMatchObject({
    origin: "npm:@acme/openapi/dist/openapi.yaml",
    packageVersion: "4.2.0",
    licence: "Apache-2.0",
  });
});
