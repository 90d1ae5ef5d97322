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
  if (typeof chosen !== "string" || urls[chosen] === undefined) {
    throw new ConfigurationError(
      `${provider.name}: option "environment" is ${JSON.stringify(chosen)}; give one of ${names.map((name) => `"${name}"`).join(", ")}.`,
    );
  }
  const defaultUrl = urls[chosen];
  return {
    all: Object.values(urls),
    baseUrlOf: ({ server }) => (server === undefined ? defaultUrl : (urls[server] ?? defaultUrl)),
  };
}

function variableValue(provider: Provider, name: string, given: unknown): string {
  const variable = provider.variables?.[name];
  const value = given ?? variable?.default;
  const allowed = variable?.enum;
  // A host, a region: anything else could move the request to another origin.
  if (typeof value !== "string" || !/^[A-Za-z0-9.:[\]-]+$/.test(value)) {
    throw new ConfigurationError(
      `${provider.name}: option "${name}" is ${JSON.stringify(value)}; give a plain name such as "${variable?.default ?? "example"}".`,
    );
  }
  if (allowed !== undefined && !allowed.includes(value)) {
    throw new ConfigurationError(
      `${provider.name}: option "${name}" is "${value}"; give one of ${allowed.map((item) => `"${item}"`).join(", ")}.`,
    );
  }
  return value;
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
