import { startMock } from "@parley/mock";
import { createClient, isApiError } from "@parley/runtime";
import type { Operation, Provider } from "@parley/runtime";
import { sample } from "openapi-sampler";
import { minimalCallOf } from "../calls/calls.js";
import { describedMethods } from "../description/described-method.js";
import type { DescribedMethod } from "../description/described-method.js";
import { readDescription } from "../description/description.js";
import type { Description } from "../description/description.js";
import { child, isObject, listOf, objectOf } from "../description/json.js";
import { withSampledAnswers } from "./imported-answers.js";

/** Generated code of a description that nobody has looked at. */
export interface GeneratedClient {
  /** `openapi.json`. */
  readonly document: unknown;
  readonly operations: readonly Operation[];
  readonly provider: Provider;
}

/** What became of minimal calls. */
export interface CallsReport {
  /** How many methods were called. */
  readonly called: number;
  /** How many calls the mock found as described, and answered with a success that arrived. */
  readonly answered: number;
  /** What became of the others: the method, and why. */
  readonly others: readonly string[];
}

/** OpenAPI 3.1, section 4.8.12.1: no parameters, whatever a description says. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);

/** Milliseconds: what takes longer is an answer that the mock makes up for the rest of the day. */
const PATIENCE = 20_000;

/**
 * Calls methods of a description on its mock, each with nothing but what is required, as
 * `imported.test.ts` does for providers.
 *
 * @param most - How many methods at most: of more, these are spread over all.
 */
export async function callMinimally(
  { document, operations, provider }: GeneratedClient,
  most: number,
): Promise<CallsReport> {
  const description = readDescription(withPossibleCredentials(withoutIdentifiers(document)));
  const methods = spread(describedMethods(description), most);
  const pointers = methods.map(({ path, httpMethod }) =>
    child(description.follow(child("/paths", path)), httpMethod.toLowerCase()),
  );
  const mock = await startMock({
    description: withPaths(withSampledAnswers(description, pointers), methods),
  });
  const client = createClient({
    provider,
    operations,
    authenticator: () => credentials(description),
    options: { baseUrl: mock.url, retry: false, rateLimit: false },
  });
  const others: string[] = [];
  for (const method of methods) {
    const before = mock.requests.length;
    try {
      await call(client, description, method);
    } catch (error) {
      // Some answer with a redirection, as they are described, and with nothing else.
      if (isApiError(error) && error.status < 400) continue;
      const violations = mock.requests
        .slice(before)
        .flatMap((request) => request.violations)
        .map(({ location, message }) => `${location.join(".")} ${message}`);
      others.push(`${method.id}: ${[reasonOf(error), ...violations].join("; ")}`);
    }
  }
  await mock.close();
  return { called: methods.length, answered: methods.length - others.length, others };
}

async function call(client: object, description: Description, method: DescribedMethod) {
  const found = method.id
    .split(".")
    .reduce<unknown>((resource, key) => Reflect.get(Object(resource), key), client);
  if (typeof found !== "function") throw new Error("The client has no such method.");
  const given = givenOf(description, method);
  const missing = Object.keys(given).filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new Error(`Nothing that fits ${missing.join(", ")} was found.`);
  // Its result is a promise, as that of every method is.
  await (Reflect.apply(found, undefined, [
    given,
    { signal: AbortSignal.timeout(PATIENCE) },
  ]) as PromiseLike<unknown>);
}

/** A body of which no part could be left out, where none was found that fits without. */
function givenOf(
  description: Description,
  method: DescribedMethod,
): Readonly<Record<string, unknown>> {
  const { body, parameters } = method;
  const ignored = parameters.filter(
    ({ in: place, name }) => place === "header" && IGNORED_HEADERS.has(name.toLowerCase()),
  );
  const given = Object.fromEntries(
    Object.entries(minimalCallOf(description, method).given).filter(
      ([name]) => !ignored.some((parameter) => parameter.name === name),
    ),
  );
  if (body?.required !== true || body.schema === undefined || "body" in given) return given;
  const schema = description.object(body.schema);
  const value: unknown = sample(schema, { quiet: true }, objectOf(description.document));
  return { ...given, body: value };
}

function reasonOf(error: unknown): string {
  if (isApiError(error)) return `status ${error.status}`;
  return error instanceof Error ? error.message : String(error);
}

/** No more than so many, evenly spread: neighbours are alike. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(most, items.length) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item) => item !== undefined);
}

/** A description with no more paths than are called: a mock reads all of them before it starts. */
function withPaths(document: object, methods: readonly DescribedMethod[]): object {
  const called = new Set(methods.map(({ path }) => path));
  const paths = Object.entries(objectOf(objectOf(document)["paths"]));
  return { ...document, paths: Object.fromEntries(paths.filter(([path]) => called.has(path))) };
}

/** Every header that the schemes name, with something in it. */
function credentials(description: Description): Record<string, string> {
  const schemes = "/components/securitySchemes";
  const headers = Object.keys(description.object(schemes)).flatMap((name): [string, string][] => {
    const { type, scheme, in: place, name: field } = description.object(child(schemes, name));
    if (type === "apiKey") return place === "header" ? [[String(field).toLowerCase(), "any"]] : [];
    const isBasic = type === "http" && String(scheme).toLowerCase() === "basic";
    return [["authorization", isBasic ? "Basic YTpi" : "Bearer any"]];
  });
  // A key may be asked for in the field that a token is in, and any text is one.
  return Object.fromEntries(headers.toSorted(([, a], [, b]) => a.length - b.length));
}

/**
 * A copy without what is a reference or a name to readers of schemas, wherever it stands: examples
 * of such are data, and all other references of a bundle lead into it.
 */
function withoutIdentifiers(document: unknown): unknown {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      typeof value === "string" &&
      (key === "$id" || key === "$anchor" || (key === "$ref" && !value.startsWith("#/")))
        ? undefined
        : value,
    ),
  );
}

/** No client sends a key in a query or a cookie: where one is asked for, the mock asks for none. */
function withPossibleCredentials(document: unknown): object {
  const copy = objectOf(structuredClone(document));
  const schemes = objectOf(objectOf(copy["components"])["securitySchemes"]);
  const isPossible = (name: string): boolean => {
    const scheme = objectOf(schemes[name]);
    return scheme["type"] !== "apiKey" || scheme["in"] === "header";
  };
  const isAsked = (owner: unknown): boolean =>
    listOf(objectOf(owner)["security"]).some((requirement) =>
      Object.keys(objectOf(requirement)).every(isPossible),
    );
  const owners = Object.values(objectOf(copy["paths"])).flatMap((item) =>
    Object.values(objectOf(item)),
  );
  for (const owner of [copy, ...owners].filter(isObject)) {
    if ("security" in owner && !isAsked(owner)) Object.assign(owner, { security: [] });
  }
  return copy;
}
