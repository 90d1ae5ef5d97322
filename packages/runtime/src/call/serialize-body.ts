import { ConfigurationError } from "../errors/errors.js";
import { isStream } from "../http/is-stream.js";
import { serializeJson } from "./serialize-json.js";
import { serializeScalar } from "./serialize-parameter.js";

/** A body as `fetch` takes it, and the content type that goes with it. */
export interface SerializedBody {
  readonly body: BodyInit;
  /** Absent for multipart: the platform writes it, boundary included. */
  readonly contentType: string | undefined;
}

function isBinary(value: unknown): value is Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  return value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * Writes a request body for its media type.
 *
 * @param value - The body as the caller gave it.
 * @param mediaType - The operation's media type, parameters (`; charset=utf-8`) allowed.
 * @param where - For messages: `messages.send: body`.
 * @throws ConfigurationError - when the value has no form in that media type.
 */
export function serializeBody(value: unknown, mediaType: string, where: string): SerializedBody {
  const essence = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json")) {
    return { body: serializeJson(value, where), contentType: mediaType };
  }
  if (essence === "multipart/form-data") {
    return { body: toFormData(value, where), contentType: undefined };
  }
  if (essence === "application/x-www-form-urlencoded") {
    return { body: toUrlEncoded(value, where), contentType: mediaType };
  }
  if (typeof value === "string" || isBinary(value) || isStream(value)) {
    return { body: value, contentType: mediaType };
  }
  throw new ConfigurationError(
    `${where} has to be a string, Blob, ArrayBuffer, typed array or ReadableStream, as ${essence} is sent as it is.`,
  );
}

/** The fields of a form: a pair for each property, or for each item of an array. */
function fieldsOf(value: unknown, where: string): [name: string, item: unknown][] {
  // A Blob, a Map or the other kind of form is an object too, but without properties.
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw new ConfigurationError(`${where} has to be an object whose properties are the fields.`);
  }
  // An object, as its tag says.
  return Object.entries(value as object).flatMap(([name, inner]: [string, unknown]) => {
    const items: unknown[] = Array.isArray(inner) ? inner : [inner];
    if (items.length === 0) {
      throw new ConfigurationError(
        `${where}, field "${name}", is an empty array, which would send nothing; leave it out instead.`,
      );
    }
    return inner === undefined ? [] : items.map((item): [string, unknown] => [name, item]);
  });
}

/** An object inside a form is written as JSON (OpenAPI 3.1.1, section 4.8.15.1, default contentType). */
function formValue(value: unknown, where: string): string {
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? serializeJson(value, where)
    : serializeScalar(value, where);
}

function toUrlEncoded(value: unknown, where: string): string {
  if (value instanceof URLSearchParams) return value.toString();
  const form = new URLSearchParams();
  for (const [name, item] of fieldsOf(value, where)) {
    form.append(name, formValue(item, `${where}, field "${name}",`));
  }
  return form.toString();
}

function toFormData(value: unknown, where: string): FormData {
  if (value instanceof FormData) return value;
  const form = new FormData();
  for (const [name, item] of fieldsOf(value, where)) {
    if (item instanceof Blob) form.append(name, item);
    else if (isBinary(item)) form.append(name, new Blob([item]));
    else form.append(name, formValue(item, `${where}, field "${name}",`));
  }
  return form;
}
