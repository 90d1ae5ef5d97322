import { ConfigurationError } from "./errors.js";
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

function toJson(value: unknown, where: string): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new ConfigurationError(
      `${where} cannot be written as JSON (${cause instanceof Error ? cause.message.split("\n", 1)[0] : "unknown reason"}); give plain data without cycles and bigints.`,
      { cause },
    );
  }
  throw new ConfigurationError(`${where} is a ${typeof value}; give plain data.`);
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
    if (isBinary(value) || value instanceof URLSearchParams || value instanceof FormData) {
      throw new ConfigurationError(
        `${where} is a ${value.constructor.name}, but the operation takes JSON; give plain data.`,
      );
    }
    return { body: toJson(value, where), contentType: mediaType };
  }
  if (essence === "multipart/form-data") {
    return { body: toFormData(value, where), contentType: undefined };
  }
  if (essence === "application/x-www-form-urlencoded") {
    return { body: toUrlEncoded(value, where), contentType: mediaType };
  }
  if (typeof value === "string" || isBinary(value) || value instanceof ReadableStream) {
    return { body: value, contentType: mediaType };
  }
  throw new ConfigurationError(
    `${where} has to be a string, Blob, ArrayBuffer, typed array or ReadableStream, as ${essence} is sent as it is.`,
  );
}

function propertiesOf(value: unknown, where: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigurationError(`${where} has to be an object whose properties are the fields.`);
  }
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}

/** An object inside a form is written as JSON (OpenAPI 3.1.1, section 4.8.15.1, default contentType). */
function formValue(value: unknown, where: string): string {
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? toJson(value, where)
    : serializeScalar(value, where);
}

function toUrlEncoded(value: unknown, where: string): string {
  if (value instanceof URLSearchParams) return value.toString();
  const form = new URLSearchParams();
  for (const [name, inner] of propertiesOf(value, where)) {
    for (const item of Array.isArray(inner) ? inner : [inner]) {
      form.append(name, formValue(item, `${where}, field "${name}",`));
    }
  }
  return form.toString();
}

function toFormData(value: unknown, where: string): FormData {
  if (value instanceof FormData) return value;
  const form = new FormData();
  for (const [name, inner] of propertiesOf(value, where)) {
    for (const item of Array.isArray(inner) ? inner : [inner]) {
      if (item instanceof Blob) form.append(name, item);
      else if (isBinary(item)) form.append(name, new Blob([item]));
      else form.append(name, formValue(item, `${where}, field "${name}",`));
    }
  }
  return form;
}
