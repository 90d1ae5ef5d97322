import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { loadConfig } from "../config/load-config.js";
import { importDescription } from "../import/import-description.js";
import { OPENAPI_3_0, OPENAPI_3_2, SWAGGER_2 } from "../import/import.test-helpers.js";
import { folderWith } from "../test-helpers/describe.js";
import { compilerErrors } from "../test-helpers/type-check.js";
import { newPackage } from "./new-package.js";
import { withMockProvider, withProviderUnderTest } from "./register-provider.js";

// A compiler and a formatter are started, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");

/** The workspace's own lists of providers, as they are. */
async function lists(): Promise<Record<string, string>> {
  const names = [
    "packages/mock/package.json",
    "packages/mock/src/providers.ts",
    "packages/contract-tests/package.json",
    "packages/contract-tests/src/providers.ts",
    "packages/respond-io/package.json",
    "packages/respond-io/tsconfig.json",
    "packages/respond-io/tsconfig.build.json",
    "packages/respond-io/src/index.ts",
    ".oxfmtrc.json",
  ];
  const texts = names.map(async (name) => [name, await readFile(join(repository, name), "utf8")]);
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

/** A package that was made of a description in a workspace like this one. */
async function made(written: string, provider = "acme-chat") {
  const root = await folderWith({
    ...(await lists()),
    "packages/respond-io/src/generated/openapi.json": {},
    "packages/runtime/package.json": {},
    ".changeset/README.md": "",
    "acme.yaml": written,
  });
  await importDescription({ provider, root, specs: join(root, "specs"), from: "acme.yaml" });
  const result = await newPackage(await loadConfig(join(root, "specs")), provider);
  return { root, result, read: (name: string) => readFile(join(root, name), "utf8") };
}

/** Fails with the formatter's own words. */
async function expectFormatted(root: string, files: readonly string[]): Promise<void> {
  const formatter = join(repository, "node_modules", "oxfmt", "bin", "oxfmt");
  await run(process.execPath, [formatter, "--check", ...files], { cwd: root });
}

/** An API whose tokens come from its own token endpoint. */
const OAUTH = OPENAPI_3_0.replace(
  "token: { type: http, scheme: bearer }",
  "token: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://auth.acme.example/token', scopes: {} } } }",
);

describe.for([
  ["Swagger 2.0, a key in a header", SWAGGER_2, ["ACME_CHAT_KEY"]],
  ["OpenAPI 3.0, a token", OPENAPI_3_0, ["ACME_CHAT_TOKEN"]],
  ["OpenAPI 3.2, user and password", OPENAPI_3_2, ["ACME_CHAT_USERNAME", "ACME_CHAT_PASSWORD"]],
] as const)("the package of %s", ([, written, variables]) => {
  test("has the files of the others, is formatted, and compiles", async () => {
    const { root, result, read } = await made(written);
    const { credentials } = result;
    expect(credentials.options.map((each) => each.environmentVariable)).toEqual(variables);

    const folder = join(root, "packages", "acme-chat");
    expect((await readdir(folder)).toSorted()).toEqual([
      "README.md",
      "package.json",
      "src",
      "tsconfig.build.json",
      "tsconfig.json",
    ]);
    expect((await readdir(join(folder, "src"))).toSorted()).toEqual([
      "create-acme-chat.test.ts",
      "create-acme-chat.ts",
      "generated",
      "index.ts",
    ]);
    const manifest = await read("packages/acme-chat/package.json");
    expect(JSON.parse(manifest)).toMatchObject({
      name: "@parley/acme-chat",
      version: "0.0.0",
      dependencies: { "@parley/runtime": "workspace:^" },
      scripts: { generate: "parley generate acme-chat" },
    });
    expect(await read(".changeset/new-acme-chat.md")).toContain('"@parley/acme-chat": minor');

    await expectFormatted(
      root,
      result.written.filter((name) => /\.(?:ts|json)$/.test(name)),
    );

    expect(await compilerErrors(join(folder, "src"), ["**/*.test.ts"])).toBe("");
  });

  test("is in the lists of the mock and of the contract tests, in their order", async () => {
    const { read } = await made(written);
    expect(await read("packages/mock/src/providers.ts")).toContain(
      'const descriptions = {\n  "acme-chat": () => require("@parley/acme-chat/openapi.json") as unknown,\n  asapp: ',
    );
    const tested = await read("packages/contract-tests/src/providers.ts");
    expect(tested).toContain(
      'import { createAcmeChat } from "@parley/acme-chat";\nimport { createAsapp }',
    );
    expect(tested).toContain(
      '[\n  {\n    name: "acme-chat",\n    create: (options) => createAcmeChat({ ',
    );
    for (const name of ["mock", "contract-tests"]) {
      expect(await read(`packages/${name}/package.json`)).toContain(
        '"@parley/acme-chat": "workspace:',
      );
    }
  });
});

test("with OAuth 2.0 the contract tests answer for the token endpoint", async () => {
  const { read, root } = await made(OAUTH);
  const client = await read("packages/acme-chat/src/create-acme-chat.ts");
  expect(client).toContain('const TOKEN_URL = "https://auth.acme.example/token";');
  const tested = await read("packages/contract-tests/src/providers.ts");
  expect(tested).toContain('import { withAccessToken } from "./with-access-token.js";\n');
  expect(tested).toContain("fetch: withAccessToken(options.fetch),");
  expect(await read("packages/contract-tests/src/with-access-token.ts")).toContain("expires_in");
  await expectFormatted(root, [
    "packages/acme-chat/src/create-acme-chat.ts",
    "packages/acme-chat/src/create-acme-chat.test.ts",
    "packages/contract-tests/src/providers.ts",
    "packages/contract-tests/src/with-access-token.ts",
  ]);
  const folder = join(root, "packages", "acme-chat", "src");
  expect(await compilerErrors(folder, ["**/*.test.ts"])).toBe("");
});

test("a package that is there is not made again", async () => {
  const { root } = await made(SWAGGER_2);
  await expect(newPackage(await loadConfig(root), "acme-chat")).rejects.toThrow(
    "packages/acme-chat is there already",
  );
});

test("credentials that a client cannot send are refused by name", async () => {
  const inQuery = SWAGGER_2.replace("in: header", "in: query");
  await expect(made(inQuery)).rejects.toThrow(
    "A client cannot send the credentials of acme-chat: key.",
  );
});

test("a provider that is listed already is not listed twice", async () => {
  const texts = await lists();
  const names = {
    provider: "sinch",
    packageName: "@parley/sinch",
    factory: "createSinch",
    title: "Sinch",
    typeName: "Sinch",
    variable: "sinch",
  };
  const mock = texts["packages/mock/src/providers.ts"] ?? "";
  expect(withMockProvider(mock, names)).toBe(mock);
  const credentials = {
    options: [],
    imports: [],
    authenticator: "",
    sent: undefined,
    tokenUrl: undefined,
  };
  const tested = texts["packages/contract-tests/src/providers.ts"] ?? "";
  expect(withProviderUnderTest(tested, names, credentials, 1)).toBe(tested);
  expect(() => withMockProvider("export {};\n", names)).toThrow("add sinch to it by hand");
});
