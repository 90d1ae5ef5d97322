import { ConfigurationError } from "./errors.js";
import type { ParameterDescriptor } from "./operation.js";

// With the u flag only a surrogate without its other half matches.
const LONE_SURROGATE = /\p{Surrogate}/u;

type Entry = readonly [key: string, value: string];

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

function encode(value: string, allowReserved: boolean): string {
  const encoded = encodeURIComponent(value);
  // RFC 3986 section 2.2, less what would end the query or start another pair.
  return allowReserved
    ? encoded.replace(/%(3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent)
    : encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function entriesOf(value: object, where: string): Entry[] {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => [key, serializeScalar(inner, `${where}, key "${key}",`)]);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
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
  const style = descriptor.style ?? "form";
  const explode = descriptor.explode ?? style === "form";
  const encodeValue = (text: string) => encode(text, descriptor.allowReserved ?? false);
  const key = encode(name, false);
  if (descriptor.json) return [`${key}=${encodeValue(JSON.stringify(value))}`];
  if (value === null) {
    throw new ConfigurationError(
      `${where} is null, which a query cannot say; leave the parameter out instead.`,
    );
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => serializeScalar(item, `${where}, item ${index},`));
    if (items.length === 0) {
      throw new ConfigurationError(
        `${where} is an empty array, which would send nothing; leave the parameter out instead.`,
      );
    }
    if (explode) return items.map((item) => `${key}=${encodeValue(item)}`);
    const separator = { spaceDelimited: "%20", pipeDelimited: "%7C" }[style as string] ?? ",";
    return [`${key}=${items.map(encodeValue).join(separator)}`];
  }
  if (isPlainObject(value)) {
    if (style === "deepObject") return deepObjectPairs(key, value, encodeValue, where);
    const entries = entriesOf(value, where);
    if (entries.length === 0) {
      throw new ConfigurationError(
        `${where} is an empty object, which would send nothing; leave the parameter out instead.`,
      );
    }
    if (explode) return entries.map(([k, v]) => `${encode(k, false)}=${encodeValue(v)}`);
    return [`${key}=${entries.flat().map(encodeValue).join(",")}`];
  }
  return [`${key}=${encodeValue(serializeScalar(value, where))}`];
}

function deepObjectPairs(
  key: string,
  value: object,
  encodeValue: (text: string) => string,
  where: string,
): string[] {
  return Object.entries(value).flatMap(([innerName, inner]: [string, unknown]) => {
    if (inner === undefined) return [];
    const innerKey = `${key}%5B${encode(innerName, false)}%5D`;
    const innerWhere = `${where}, key "${innerName}",`;
    if (Array.isArray(inner)) {
      return inner.map((item) => `${innerKey}=${encodeValue(serializeScalar(item, innerWhere))}`);
    }
    if (isPlainObject(inner)) return deepObjectPairs(innerKey, inner, encodeValue, innerWhere);
    return [`${innerKey}=${encodeValue(serializeScalar(inner, innerWhere))}`];
  });
}

/** Writes one header parameter (always `simple`; OpenAPI 3.1.1, section 4.8.12). */
export function serializeHeaderParameter(
  value: unknown,
  descriptor: ParameterDescriptor,
  where: string,
): string {
  const text = descriptor.json ? JSON.stringify(value) : simple(value, descriptor, where).join(",");
  // RFC 9110 section 5.5: a field value holds no CR, LF or NUL; they would start another field.
  if (/[\r\n\0]/.test(text)) {
    throw new ConfigurationError(
      `${where} holds a line break or a NUL, which a header field cannot; remove it.`,
    );
  }
  return text;
}

function simple(value: unknown, descriptor: ParameterDescriptor, where: string): string[] {
  if (Array.isArray(value)) {
    return value.map((item, index) => serializeScalar(item, `${where}, item ${index},`));
  }
  if (isPlainObject(value)) {
    const entries = entriesOf(value, where);
    return descriptor.explode ? entries.map(([k, v]) => `${k}=${v}`) : entries.flat();
  }
  return [serializeScalar(value, where)];
}

/**
 * Writes one path parameter (OpenAPI 3.1.1, section 4.8.12).
 *
 * @throws ConfigurationError - for a value that is missing, empty, `.` or `..`: each would call
 * another path than the one that was meant.
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
  const { style = "simple", explode = false, allowReserved = false } = descriptor;
  const encodeSegment = (text: string) => encodePathText(text, allowReserved);
  const parts = (
    descriptor.json ? [JSON.stringify(value)] : simple(value, descriptor, where)
  ).map(encodeSegment);
  const text = parts.join(style === "label" && explode ? "." : ",");
  if (text === "" || text === "." || text === "..") {
    throw new ConfigurationError(
      `${where} is ${JSON.stringify(text)}, which would call another path; give a value that is neither empty nor "." nor "..".`,
    );
  }
  if (style === "label") return `.${text}`;
  if (style !== "matrix") return text;
  const key = encodeSegment(name);
  return explode && Array.isArray(value)
    ? parts.map((part) => `;${key}=${part}`).join("")
    : `;${key}=${text}`;
}

function encodePathText(text: string, allowReserved: boolean): string {
  const encoded = encode(text, false);
  // The reserved characters that a path segment may hold (RFC 3986 section 3.3, pchar).
  return allowReserved
    ? encoded.replace(/%(3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/gi, decodeURIComponent)
    : encoded;
}
