import { stringLiteral } from "../emit/literal.js";
import type { CredentialCode } from "./credential-options.js";
import type { PackageNames } from "./package-names.js";
import { wrap } from "./wrap.js";

/** Adds a package to a manifest's dependencies of one kind, in alphabetical order. */
export function withDependency(
  manifest: string,
  kind: "dependencies" | "devDependencies",
  name: string,
  range: string,
): string {
  // A manifest is an object, and its dependencies map names to ranges.
  const parsed = JSON.parse(manifest) as Record<string, unknown>;
  const all = { ...(parsed[kind] as Record<string, string> | undefined), [name]: range };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...parsed, [kind]: sorted }, null, 2)}\n`;
}

/** Adds a provider's description to those that come with the mock: `providers.ts` of the mock. */
export function withMockProvider(source: string, { provider, packageName }: PackageNames): string {
  const key = /^[a-z][a-z0-9]*$/.test(provider) ? provider : stringLiteral(provider);
  const entry = `  ${key}: () => require("${packageName}/openapi.json") as unknown,`;
  return insert(source, {
    start: /^const descriptions = \{$/m,
    end: /^\};$/m,
    entry: /^ {2}"?([a-z][a-z0-9-]*)"?: /gm,
    text: `${entry}\n`,
    name: provider,
  });
}

/** Adds a provider to those that the contract suite calls: `providers.ts` of the suite. */
export function withProviderUnderTest(
  source: string,
  { provider, packageName, factory }: PackageNames,
  { options, tokenUrl }: CredentialCode,
  operations: number,
): string {
  const given = [
    ...options.map(({ name }) => `${name}: "test"`),
    "...options",
    // What counts requests must not see those for tokens.
    ...(tokenUrl === undefined ? [] : ["fetch: withAccessToken(options.fetch)"]),
  ];
  const one = `    create: (options) => ${factory}({ ${given.join(", ")} }),`;
  const create =
    one.length <= 100
      ? one
      : `    create: (options) =>\n${wrap(`${factory}({`, given, "}),", "      ", " ")}`;
  const imported = insert(source, {
    start: /^/,
    end: /^import type \{ ClientOptions \}/m,
    entry: /^import \{ \w+ \} from "@[^/]+\/([a-z][a-z0-9-]*)";$/gm,
    text: `import { ${factory} } from "${packageName}";\n`,
    name: provider,
  });
  const withHelper =
    tokenUrl === undefined || imported.includes(HELPER_IMPORT)
      ? imported
      : imported.replace(RUNTIME_IMPORT, (line) => `${line}${HELPER_IMPORT}`);
  return insert(withHelper, {
    start: /^export const allProviders: readonly ProviderUnderTest\[\] = \[$/m,
    end: /^\];$/m,
    entry: /^ {2}\{\n {4}name: "([a-z][a-z0-9-]*)",$/gm,
    text: `  {\n    name: ${stringLiteral(provider)},\n${create}\n    operations: ${operations},\n  },\n`,
    name: provider,
  });
}

const RUNTIME_IMPORT = /^import type \{ ClientOptions \} from "@parley\/runtime";\n/m;
const HELPER_IMPORT = 'import { withAccessToken } from "./with-access-token.js";\n';

/** `with-access-token.ts` of the contract tests, which providers with OAuth 2.0 need. */
export const ACCESS_TOKEN_HELPER = `import type { Fetch } from "@parley/runtime";

/** A fetch that answers requests for OAuth 2.0 access tokens itself, and passes on all others. */
export function withAccessToken(send: Fetch = fetch): Fetch {
  return async (url, init) =>
    String(init.body).includes("grant_type=client_credentials")
      ? Response.json({ access_token: "test", token_type: "Bearer", expires_in: 3600 })
      : send(url, init);
}
`;

interface Insertion {
  readonly start: RegExp;
  readonly end: RegExp;
  /** Finds each entry's beginning, and its name. */
  readonly entry: RegExp;
  readonly text: string;
  readonly name: string;
}

/** Inserts an entry into a sorted list of a module, where it is not there yet. */
function insert(source: string, { start, end, entry, text, name }: Insertion): string {
  const from = start.exec(source);
  const begin = (from?.index ?? 0) + (from?.[0].length ?? 0);
  const length = source.slice(begin).search(end);
  if (from === null || length < 0) {
    throw new Error(
      `The list of providers has not the form that it had: add ${name} to it by hand.`,
    );
  }
  const list = source.slice(begin, begin + length);
  const entries = [...list.matchAll(entry)];
  if (entries.some(([, known]) => known === name)) return source;
  const next = entries.find(([, known = ""]) => known > name);
  const place = begin + (next?.index ?? length);
  return source.slice(0, place) + text + source.slice(place);
}
