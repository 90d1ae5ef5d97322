import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.js";
import { inRepository, type Repository } from "../config/load-config.js";
import { loadDescription } from "../description/load-description.js";
import { isObject, type JsonObject } from "../description/json.js";
import { generate } from "../generate.js";
import { chooseCredentials } from "../import/choose-credentials.js";
import { describedOperations } from "../import/described-operations.js";
import { parseJsonFile } from "../import/parse-json-file.js";
import { readSourceRecord, type SourceRecord } from "../import/source-record.js";
import { buildModel } from "../model/build-model.js";
import { createModule } from "./create-module.js";
import { createTest } from "./create-test.js";
import { credentialCode, type CredentialCode } from "./credential-options.js";
import { indexModule } from "./index-module.js";
import { packageNames, type PackageNames } from "./package-names.js";
import { readMe } from "./read-me.js";
import {
  ACCESS_TOKEN_HELPER,
  withDependency,
  withMockProvider,
  withProviderUnderTest,
} from "./register-provider.js";
import { webhooksModule, webhooksTest } from "./webhooks-module.js";

/** What {@link newPackage} made. */
export interface NewPackage {
  /** The files that were written, from the repository on. */
  readonly written: readonly string[];
  readonly names: PackageNames;
  readonly credentials: CredentialCode;
}

/**
 * Makes the package of a described provider: like that of the others, where there are some.
 *
 * @throws UsageError - it is not described, has a package already, or takes no credentials that a
 * client can send.
 * @throws DescriptionError - with every problem of the description; nothing has been written then.
 */
export async function newPackage(repository: Repository, provider: string): Promise<NewPackage> {
  const { specs, packages, scope } = repository;
  const folder = join(packages, provider);
  if (existsSync(join(folder, "package.json"))) {
    throw new UsageError(
      `${inRepository(repository, folder)} is there already: parley generate ${provider} makes its generated code again.`,
    );
  }
  const description = await loadDescription(join(specs, provider));
  const model = buildModel(description);
  // Nothing that is read of it here is more than JSON.
  const document = description.document as unknown as JsonObject;
  const { chosen, alternatives } = chooseCredentials(document);
  if (chosen === undefined) {
    throw new UsageError(
      `A client cannot send the credentials of ${provider}: ${alternatives.join(" or ")}. It knows bearer tokens, user and password, keys in headers and OAuth client credentials. Describe one of these in the overlay.`,
    );
  }
  const names = packageNames(model, scope);
  const credentials = credentialCode(chosen, provider);
  const sibling = siblingOf(packages);
  const webhooks = model.webhooks;

  const files = new Map<string, string>([
    ["package.json", await manifestText(repository, names, sibling)],
    ["tsconfig.json", await siblingText(sibling, "tsconfig.json", TSCONFIG)],
    ["tsconfig.build.json", await siblingText(sibling, "tsconfig.build.json", TSCONFIG_BUILD)],
    ["README.md", readMe(names, credentials, model)],
    [
      "src/index.ts",
      indexModule(names, webhooks !== undefined, await siblingText(sibling, "src/index.ts", "")),
    ],
    [`src/create-${provider}.ts`, createModule(names, credentials, webhooks !== undefined)],
    [`src/create-${provider}.test.ts`, createTest(names, credentials, model.methods)],
    ...(webhooks === undefined
      ? []
      : ([
          ["src/webhooks.ts", webhooksModule(names, webhooks)],
          ["src/webhooks.test.ts", webhooksTest(webhooks)],
        ] as const)),
  ]);
  const all = new Map([...files].map(([name, text]) => [join(folder, name), text]));
  const record = await readSourceRecord(join(specs, provider, "source.yaml"));
  for (const [path, text] of await neighbours(repository, names, {
    credentials,
    record,
    operations: describedOperations(document).length,
  })) {
    all.set(path, text);
  }

  for (const [path, text] of all) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await generate({
    description: join(specs, provider),
    output: join(folder, "src", "generated"),
    documentationSite: repository.documentationSite,
  });
  return {
    written: [...all.keys()].map((path) => inRepository(repository, path)),
    names,
    credentials,
  };
}

/** What else has to know of a new provider, where the repository has it. */
async function neighbours(
  { root, specs, packages }: Repository,
  names: PackageNames,
  {
    credentials,
    record,
    operations,
  }: {
    readonly credentials: CredentialCode;
    readonly record: SourceRecord | undefined;
    readonly operations: number;
  },
): Promise<Map<string, string>> {
  const { provider, packageName, title } = names;
  const changed = new Map<string, string>();
  const change = async (path: string, to: (text: string) => string): Promise<void> => {
    if (existsSync(path)) changed.set(path, to(await readFile(path, "utf8")));
  };
  await change(join(packages, "mock", "package.json"), (text) =>
    withDependency(text, "dependencies", packageName, "workspace:^"),
  );
  await change(join(packages, "mock", "src", "providers.ts"), (text) =>
    withMockProvider(text, names),
  );
  await change(join(packages, "contract-tests", "package.json"), (text) =>
    withDependency(text, "devDependencies", packageName, "workspace:*"),
  );
  await change(join(packages, "contract-tests", "src", "providers.ts"), (text) =>
    withProviderUnderTest(text, names, credentials, operations),
  );
  const helper = join(packages, "contract-tests", "src", "with-access-token.ts");
  const isTested = changed.has(join(packages, "contract-tests", "src", "providers.ts"));
  if (isTested && credentials.tokenUrl !== undefined) changed.set(helper, ACCESS_TOKEN_HELPER);
  const hasMock = changed.has(join(packages, "mock", "package.json"));
  if (existsSync(join(root, ".changeset"))) {
    changed.set(
      join(root, ".changeset", `new-${provider}.md`),
      `---\n${hasMock ? `"${await packageNameOf(join(packages, "mock"))}": minor\n` : ""}"${packageName}": minor\n---\n\nA client of ${title}: \`${packageName}\`.\n`,
    );
  }
  const readme = join(specs, provider, "README.md");
  if (!existsSync(readme)) changed.set(readme, specsReadMe(title, provider, record));
  return changed;
}

async function packageNameOf(folder: string): Promise<string> {
  const manifest = await parseJsonFile(join(folder, "package.json"));
  return isObject(manifest) ? String(manifest["name"]) : "";
}

function specsReadMe(title: string, provider: string, record: SourceRecord | undefined): string {
  const source =
    record === undefined
      ? "Which sources it follows, where they contradict each other, and what is unverified is to be told here."
      : `\`openapi.yaml\` is the vendor's own document, as \`source.yaml\` records it: ${record.format} from ${record.origin}, licence: ${record.licence}. It is not edited: \`parley import ${provider}\` reads it again, and what it lacks or says wrong is in \`overlay.yaml\`.`;
  return `# The description of ${title}\n\n${source}\n\nNothing of it has been compared with the real API by this project.\n`;
}

/** Another provider's package, after which a new one is made; the longest name is replaced most safely. */
function siblingOf(
  packages: string,
): { readonly name: string; readonly folder: string } | undefined {
  const names = existsSync(packages) ? readdirSync(packages) : [];
  const [name] = names
    .filter((each) => existsSync(join(packages, each, "src", "generated", "openapi.json")))
    .toSorted((a, b) => b.length - a.length);
  return name === undefined ? undefined : { name, folder: join(packages, name) };
}

async function siblingText(
  sibling: ReturnType<typeof siblingOf>,
  file: string,
  otherwise: string,
): Promise<string> {
  const path = sibling === undefined ? undefined : join(sibling.folder, file);
  return path !== undefined && existsSync(path) ? readFile(path, "utf8") : otherwise;
}

async function manifestText(
  { root }: Repository,
  { provider, packageName, title }: PackageNames,
  sibling: ReturnType<typeof siblingOf>,
): Promise<string> {
  const description = `Typed client for ${title}.`;
  const written = sibling && (await readFile(join(sibling.folder, "package.json"), "utf8"));
  const model: unknown = JSON.parse(
    sibling === undefined || written === undefined
      ? "{}"
      : written.replaceAll(sibling.name, provider),
  );
  if (isObject(model) && Object.keys(model).length > 0) {
    const dependencies = isObject(model["dependencies"]) ? model["dependencies"] : {};
    const runtime = { "@parley/runtime": dependencies["@parley/runtime"] };
    return `${JSON.stringify({ ...model, name: packageName, version: "0.0.0", description, dependencies: runtime }, null, 2)}\n`;
  }
  return `${JSON.stringify(
    {
      name: packageName,
      version: "0.0.0",
      description,
      files: [
        "dist",
        "src/generated/openapi.json",
        "src/generated/validators.d.ts",
        "src/generated/validators.js",
      ],
      type: "module",
      sideEffects: false,
      exports: {
        ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
        "./types": {
          types: "./dist/generated/types.d.ts",
          default: "./dist/generated/types.js",
        },
        "./validators": {
          types: "./src/generated/validators.d.ts",
          default: "./src/generated/validators.js",
        },
        "./openapi.json": "./src/generated/openapi.json",
      },
      scripts: {
        generate: `parley generate ${provider}`,
        build: "tsc -p tsconfig.build.json",
      },
      dependencies: { "@parley/runtime": await installedRuntime(root) },
      engines: { node: ">=20" },
    },
    null,
    2,
  )}\n`;
}

/** The range of the runtime that is installed: a client is made for it. */
async function installedRuntime(root: string): Promise<string> {
  const require = createRequire(join(root, "package.json"));
  for (const folder of require.resolve.paths("@parley/runtime") ?? []) {
    const manifest = await parseJsonFile(join(folder, "@parley/runtime", "package.json"));
    if (isObject(manifest)) return `^${String(manifest["version"])}`;
  }
  throw new UsageError(
    "@parley/runtime is not installed, and the new package needs it: npm install @parley/runtime.",
  );
}

/** Where no other package shows how: the compiler options that generated code is tested with. */
const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      module: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
    },
    include: ["src"],
  },
  null,
  2,
)}\n`;

const TSCONFIG_BUILD = `${JSON.stringify(
  {
    extends: "./tsconfig.json",
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: "src",
      outDir: "dist",
      types: [],
    },
    include: ["src"],
    exclude: ["src/**/*.test.ts"],
  },
  null,
  2,
)}\n`;
