import { ConfigurationError } from "./errors.js";
import type { Operation, Provider } from "./operation.js";

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
  const names = Object.keys(urls);
  const chosen = options["environment"] ?? names[0];
  const defaultUrl = urls[names.find((name) => name === chosen) ?? ""];
  if (defaultUrl === undefined) {
    throw new ConfigurationError(
      `${provider.name}: option "environment" is ${shown(chosen)}; give one of ${quoted(names)}.`,
    );
  }
  return {
    all: Object.values(urls),
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
  return typeof value === "string" ? `"${value}"` : `of type ${typeof value}`;
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
