import type { ParameterDescriptor } from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import { serializeJson } from "./serialize-json.js";

// With the u flag only a surrogate without its other half matches.
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes a value as one string, or refuses what has no faithful form.
 *
 * @param value - A string, a number, a bigint, a boolean or a Date.
 * @param where - For the message: `contacts.list: query parameter "limit"`.
 */
export function serializeScalar(value: unknown, where: string): string {
  if (typeof value === "string") {
    if (!LONE_SURROGATE.test(value)) return value;
    throw new ConfigurationError(`${where} holds half a surrogate pair, which has no UTF-8 form.`);
  }
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new ConfigurationError(
    `${where} is ${describe(value)}; give a string, a finite number, a boolean or a valid Date.`,
  );
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a nested array";
  if (value instanceof Date) return "an invalid Date";
  return typeof value === "number" ? String(value) : `a value of type ${typeof value}`;
}

type Write = (text: string) => string;

// RFC 3986 section 2.2, less what would end the query or start another pair.
const RESERVED_IN_QUERY = /%(3A|2F|3F|5B|5D|40|24|2C|3B)/g;

// The reserved characters that a path segment may hold (RFC 3986 section 3.3, pchar).
const RESERVED_IN_SEGMENT = /%(3A|40|24|26|2B|2C|3B|3D)/g;

// RFC 3986 section 2.3: what is written as it is. Most values are nothing else.
const UNRESERVED = /^[\w.~-]*$/;

/** Percent-encodes; leaves `reserved` as it is where it is given. */
function encode(text: string, reserved?: RegExp): string {
  if (UNRESERVED.test(text)) return text;
  const encoded = encodeURIComponent(text);
  return reserved === undefined
    ? encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded.replace(reserved, decodeURIComponent);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

/** The properties that are there, their keys and values written. */
function entriesOf(value: object, writeKey: Write, where: string): [key: string, inner: unknown][] {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => [writeKey(serializeScalar(key, `${where}, a key`)), inner]);
}

function refuseEmpty(parts: readonly unknown[], where: string): void {
  if (parts.length > 0) return;
  throw new ConfigurationError(
    `${where} is an empty array or object, which would send nothing; leave it out instead.`,
  );
}

/** What an array or an object is written of: its items, or its keys and values. */
function partsOf(
  value: object,
  explode: boolean,
  writeKey: Write,
  writeValue: Write,
  where: string,
): string[] {
  // Array.from sees the holes that map would skip.
  const parts = Array.isArray(value)
    ? Array.from(value, (item, i) => writeValue(serializeScalar(item, `${where}, item ${i},`)))
    : entriesOf(value, writeKey, where).flatMap(([key, inner]) => {
        const written = writeValue(serializeScalar(inner, `${where}, key "${key}",`));
        return explode ? [`${key}=${written}`] : [key, written];
      });
  refuseEmpty(parts, where);
  return parts;
}

/** Makes one value of many; nobody could part again what holds the separator itself. */
function join(parts: readonly string[], separator: string, where: string): string {
  if (parts.some((part) => part.includes(separator))) {
    throw new ConfigurationError(
      `${where} has an item that holds "${decodeURIComponent(separator)}", which is the separator of items here; the server would read it as two.`,
    );
  }
  return parts.join(separator);
}

/**
 * Writes one query parameter by OpenAPI's styles (OpenAPI 3.1.1, section 4.8.12).
 *
 * @returns `name=value` pairs, already percent-encoded, none for undefined.
 * @throws ConfigurationError - for null, for an empty array or object (they would vanish in
 * silence), and for values without a faithful form.
 */
export function serializeQueryParameter(
  name: string,
  value: unknown,
  descriptor: ParameterDescriptor,
  where: string,
): string[] {
  if (value === undefined) return [];
  const { style = "form", explode = style === "form", allowReserved = false, json } = descriptor;
  const writeValue: Write = (text) => encode(text, allowReserved ? RESERVED_IN_QUERY : undefined);
  const key = encode(name);
  if (json) return [`${key}=${writeValue(serializeJson(value, where))}`];
  if (value === null) {
    throw new ConfigurationError(
      `${where} is null, which a query cannot say; leave the parameter out instead.`,
    );
  }
  if (style === "deepObject") return deepObjectPairs(key, value, writeValue, where);
  if (!isObject(value)) return [`${key}=${writeValue(serializeScalar(value, where))}`];
  const parts = partsOf(value, explode, encode, writeValue, where);
  if (explode) return Array.isArray(value) ? parts.map((part) => `${key}=${part}`) : parts;
  const separator = style === "form" ? "," : style === "spaceDelimited" ? "%20" : "%7C";
  return [`${key}=${join(parts, separator, where)}`];
}

function deepObjectPairs(key: string, value: unknown, write: Write, where: string): string[] {
  if (!isObject(value)) return [`${key}=${write(serializeScalar(value, where))}`];
  const pairs = Array.isArray(value)
    ? partsOf(value, true, write, write, where).map((part) => `${key}=${part}`)
    : entriesOf(value, encode, where).flatMap(([name, inner]) =>
        deepObjectPairs(`${key}%5B${name}%5D`, inner, write, `${where}, key "${name}",`),
      );
  refuseEmpty(pairs, where);
  return pairs;
}

// RFC 9110 section 5.5, as platforms read it: visible characters, and spaces or tabs between them.
// A CR or LF would start another field.
const NO_FIELD_VALUE = /^[\t ]|[\t ]$|[^\t\x20-\x7e\x80-\xff]/;

/**
 * Refuses what a header field cannot hold.
 *
 * @throws ConfigurationError - without the value, which may be a secret.
 */
export function checkFieldValue(value: string, where: string): string {
  if (!NO_FIELD_VALUE.test(value)) return value;
  throw new ConfigurationError(
    `${where} holds a line break, another character that a header field cannot hold, or white space at an end; remove it.`,
  );
}

// RFC 9110 section 5.6.2: a token.
const FIELD_NAME = /^[!#$%&'*+.^`|~\w-]+$/;

/** Refuses what is no name of a header field. */
export function checkFieldName(name: string, where: string): void {
  if (FIELD_NAME.test(name)) return;
  throw new ConfigurationError(
    `${where}: a header's name is empty or has a character that no name can have; give letters, digits and hyphens.`,
  );
}

/**
 * Writes one header parameter (always `simple`; OpenAPI 3.1.1, section 4.8.12).
 *
 * A header is not escaped, so that what a field cannot hold is refused.
 *
 * @throws ConfigurationError - for values without a faithful form.
 */
export function serializeHeaderParameter(
  value: unknown,
  { json, explode = false }: ParameterDescriptor,
  where: string,
): string {
  const text = json
    ? serializeJson(value, where)
    : isObject(value)
      ? join(partsOf(value, explode, String, String, where), ",", where)
      : serializeScalar(value, where);
  return checkFieldValue(text, where);
}

/**
 * Writes one path parameter (OpenAPI 3.1.1, section 4.8.12).
 *
 * @throws ConfigurationError - for a value that is missing, empty, `.` or `..`: each would call
 * another path than the one that was meant; and for values without a faithful form.
 */
export function serializePathParameter(
  name: string,
  value: unknown,
  descriptor: ParameterDescriptor,
  where: string,
): string {
  if (value === undefined || value === null) {
    throw new ConfigurationError(`${where} is missing; it is part of the path.`);
  }
  const { style = "simple", explode = false, allowReserved = false, json } = descriptor;
  const write: Write = (text) => encode(text, allowReserved ? RESERVED_IN_SEGMENT : undefined);
  if (json) return write(serializeJson(value, where));
  const parts = isObject(value) ? partsOf(value, explode, encode, write, where) : undefined;
  const separator = !explode || style === "simple" ? "," : style === "label" ? "." : ";";
  const text = parts ? join(parts, separator, where) : write(serializeScalar(value, where));
  if (/^\.{0,2}$/.test(text)) {
    throw new ConfigurationError(
      `${where} is "${text}", which would call another path; give a value that is neither empty nor "." nor "..".`,
    );
  }
  if (style === "simple") return text;
  if (style === "label") return `.${text}`;
  const key = encode(name);
  if (!explode || !parts) return `;${key}=${text}`;
  return parts.map((part) => (Array.isArray(value) ? `;${key}=${part}` : `;${part}`)).join("");
}
