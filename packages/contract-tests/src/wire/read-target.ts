import type { DescribedParameter } from "../description/described-method.js";
import { isObject } from "../description/json.js";

/**
 * Reads the parameters of a request target back, by the rules of OpenAPI 3.1.1 (Parameter Object,
 * Style Values) and RFC 3986. It shares nothing with what wrote them: where both agree, both have
 * read the rules in the same way.
 */

/** The raw text of a path parameter, and nothing else of the path. Throws when the path is another. */
export function rawPathParameters(
  path: string,
  basePath: string,
  template: string,
): Readonly<Record<string, string>> {
  if (!path.startsWith(`${basePath}/`)) throw new Error(`${path} is not below ${basePath}.`);
  const parts = template.split("/");
  const segments = path.slice(basePath.length).split("/");
  if (parts.length !== segments.length) {
    throw new Error(
      `${path} has ${segments.length} segments, and ${template} has ${parts.length}.`,
    );
  }
  return Object.fromEntries(
    parts.flatMap((part, index) => {
      const segment = segments[index] ?? "";
      const open = part.indexOf("{");
      if (open === -1) {
        if (part !== segment) throw new Error(`${segment} stands where ${part} has to be.`);
        return [];
      }
      const close = part.indexOf("}");
      const before = part.slice(0, open);
      const after = part.slice(close + 1);
      if (!segment.startsWith(before) || !segment.endsWith(after)) {
        throw new Error(`${segment} is not of the form ${part}.`);
      }
      return [[part.slice(open + 1, close), segment.slice(open, segment.length - after.length)]];
    }),
  );
}

/** The pairs of a query as they were written. */
export function rawPairs(query: string): [name: string, value: string][] {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    if (equals === -1) throw new Error(`The pair ${pair} has no value.`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
}

/** Decodes percent-encoding and nothing else: a plus is a plus (RFC 3986). */
export function decoded(raw: string): string {
  if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]]|%[0-9A-F]{2})*$/.test(raw)) {
    throw new Error(`${raw} holds what a URL must not hold as it is, or lower-case escapes.`);
  }
  return decodeURIComponent(raw);
}

/** What a value is as text, where a style writes text. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`A ${typeof value} inside a parameter has no text.`);
}

/**
 * Takes one query parameter out of the pairs and gives what it says: text, a list of texts, or an
 * object of texts. Undefined when it is not there.
 */
export function takeQueryParameter(
  pairs: [name: string, value: string][],
  parameter: DescribedParameter,
  expected: unknown,
): unknown {
  const { name, style, explode, isJson } = parameter;
  const takeAll = (matches: (key: string) => boolean): [string, string][] => {
    const taken = pairs.filter(([key]) => matches(decoded(key)));
    for (const pair of taken) pairs.splice(pairs.indexOf(pair), 1);
    return taken.map(([key, value]) => [decoded(key), value]);
  };
  if (isJson) {
    const [pair] = takeAll((key) => key === name);
    return pair && JSON.parse(decoded(pair[1]));
  }
  if (style === "deepObject") {
    const taken = takeAll((key) => key.startsWith(`${name}[`) && key.endsWith("]"));
    return Object.fromEntries(
      taken.map(([key, value]) => [key.slice(name.length + 1, -1), decoded(value)]),
    );
  }
  if (isObject(expected) && explode) {
    return Object.fromEntries(
      takeAll((key) => Object.hasOwn(expected, key)).map(([key, value]) => [key, decoded(value)]),
    );
  }
  const values = takeAll((key) => key === name).map(([, value]) => value);
  if (explode && Array.isArray(expected)) return values.map(decoded);
  if (values.length > 1) throw new Error(`${name} is there ${values.length} times.`);
  const [only] = values;
  if (only === undefined) return undefined;
  const separator = { form: ",", spaceDelimited: "%20", pipeDelimited: "%7C" }[style];
  if (separator === undefined) throw new Error(`No query parameter has the style ${style}.`);
  if (Array.isArray(expected)) return only.split(separator).map(decoded);
  if (isObject(expected)) return unflatten(only.split(separator).map(decoded));
  return decoded(only);
}

/** An object of `key,value,key,value`. */
function unflatten(parts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : [])),
  );
}

/** A value as it is once it has been text: what a reader of the wire can know of it. */
export function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textOf);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textOf(inner)]));
  }
  return textOf(value);
}

/** Whether the raw text of a path parameter has only characters that it may have as they are. */
export function isWrittenFor({ allowReserved }: DescribedParameter, raw: string): boolean {
  // RFC 6570 simple expansion leaves the unreserved ones; a segment may hold the rest of pchar.
  const alphabet = allowReserved
    ? /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-F]{2})+$/
    : /^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})+$/;
  return alphabet.test(raw);
}
