import type { Operation, Provider } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";

/** Where a client's operations are. */
export interface Servers {
  /** Every server's URL: the origins that may see credentials. */
  readonly all: readonly string[];
  /** Where an operation's path begins, without a slash at its end. */
  readonly baseUrlOf: (operation: Operation) => string;
}

/**
 * Fills a provider's server URLs from a client's options.
 *
 * @param provider - Its `servers` and their `variables`.
 * @param options - `baseUrl`, `environment`, and one option per variable.
 * @throws ConfigurationError - an option has a value that the description does not allow, or is no URL.
 */
export function resolveServers(
  provider: Provider,
  options: Readonly<Record<string, unknown>>,
): Servers {
  const { baseUrl } = options;
  if (baseUrl !== undefined) {
    const url = checkUrl(baseUrl, `${provider.name}: option "baseUrl"`);
    return { all: [url], baseUrlOf: () => url };
  }
  const urls: Record<string, string> = {};
  for (const [name, template] of Object.entries(provider.servers)) {
    urls[name] = checkUrl(
      template.replace(/\{([^{}]+)\}/g, (_match, variable: string) =>
        variableValue(provider, variable, options[variable]),
      ),
      `${provider.name}: server "${name}"`,
    );
  }
  const { environments = [] } = provider;
  const environment = options["environment"] ?? environments[0];
  const chosen = environments.find((name) => name === environment);
  if (chosen !== environment) {
    const remedy =
      environments.length === 0 ? "leave it out" : `give one of ${quoted(environments)}`;
    throw new ConfigurationError(
      `${provider.name}: option "environment" is ${shown(environment)}; ${remedy}.`,
    );
  }
  // The keys of one environment are none of another's business.
  const reachable = Object.entries(urls).filter(
    ([name]) => name === chosen || !environments.includes(name),
  );
  const defaultUrl = urls[chosen ?? ""] ?? reachable[0]?.[1] ?? "";
  return {
    all: reachable.map(([, url]) => url),
    baseUrlOf: ({ server }) => (server === undefined ? defaultUrl : (urls[server] ?? defaultUrl)),
  };
}

// A host, a region: anything else could move the request to another origin or path.
const PLAIN_NAME = /^(?!\.+$)[A-Za-z0-9.:[\]-]+$/;

function variableValue(provider: Provider, name: string, given: unknown): string {
  const { default: initial, enum: allowed } = provider.variables?.[name] ?? {};
  const value = given ?? initial;
  // What the description says itself needs no check.
  const isFine = (text: string) =>
    allowed === undefined ? text === initial || PLAIN_NAME.test(text) : allowed.includes(text);
  if (typeof value === "string" && isFine(value)) return value;
  const remedy =
    allowed === undefined
      ? `a plain name such as "${initial ?? "example"}"`
      : `one of ${quoted(allowed)}`;
  // What should be a host may hold a secret: `user:password@host`.
  const problem = allowed === undefined ? "cannot stand in the server's URL" : `is ${shown(value)}`;
  throw new ConfigurationError(`${provider.name}: option "${name}" ${problem}; give ${remedy}.`);
}

function shown(value: unknown): string {
  if (typeof value !== "string") return `of type ${typeof value}`;
  // It may be `user:password@host`.
  return value.includes("@") ? "unknown" : `"${value}"`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function checkUrl(value: unknown, what: string): string {
  if (typeof value === "string" && URL.canParse(value)) {
    const url = new URL(value);
    const hasSecret = url.username !== "" || url.password !== "";
    if (/^https?:$/.test(url.protocol) && !hasSecret && url.search === "" && url.hash === "") {
      return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
    }
  }
  throw new ConfigurationError(
    `${what} is not an absolute http or https URL without user, query and fragment; give one such as "https://api.example.com/v2".`,
  );
}
