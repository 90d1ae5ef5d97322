import { dereference } from "./document.js";
import type { OpenApiDocument, Schema } from "./document.js";
import type { IncomingRequest } from "./incoming-request.js";
import type { MockOperation } from "./operation-table.js";

/** A request body as the mock understood it. */
export interface RequestBody {
  /** The media type without parameters, in lower case; undefined when none was given. */
  readonly mediaType: string | undefined;
  /** JSON and forms are parsed, the rest is text; null when there is none. */
  readonly value: unknown;
}

/** Reads a body by its content type. `malformed` says why it cannot be read. */
export async function readBody(
  document: OpenApiDocument,
  operation: MockOperation,
  { body: bytes, headers }: IncomingRequest,
): Promise<RequestBody | { readonly malformed: string }> {
  const contentType = headers["content-type"];
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (bytes.length === 0) return { mediaType, value: null };
  if (mediaType !== undefined && isJson(mediaType)) {
    try {
      return { mediaType, value: JSON.parse(new TextDecoder().decode(bytes)) };
    } catch (error) {
      return { malformed: `The body is not JSON: ${(error as SyntaxError).message}.` };
    }
  }
  const declared = operation.requestBody?.content ?? {};
  // A form that the operation does not take is left as it came: Prism answers with 415.
  if (mediaType !== undefined && isForm(mediaType) && mediaType in declared) {
    try {
      const form = await new Response(bytes, {
        headers: { "content-type": contentType ?? "" },
      }).formData();
      return { mediaType, value: await formValue(document, form, declared[mediaType]?.schema) };
    } catch (error) {
      return { malformed: `The body is not ${mediaType}: ${(error as Error).message}.` };
    }
  }
  return { mediaType, value: new TextDecoder().decode(bytes) };
}

/** Whether a media type is JSON, by its name or its suffix (RFC 6839). */
export function isJson(mediaType: string): boolean {
  return /^application\/(.+\+)?json\s*(;|$)/i.test(mediaType);
}

/** Whether a media type is one of HTML's two form encodings. */
export function isForm(mediaType: string): boolean {
  return ["multipart/form-data", "application/x-www-form-urlencoded"].includes(mediaType);
}

/** What the fields of a form say by the schema: all of them are text on the wire. */
async function formValue(
  document: OpenApiDocument,
  form: FormData,
  schema: Schema | undefined,
): Promise<Record<string, unknown>> {
  const properties = follow(document, schema).properties ?? {};
  const names = [...new Set(form.keys())];
  const entries = names.map(async (name) => {
    const property = follow(document, properties[name]);
    const isList = types(property).includes("array");
    const field = isList ? follow(document, property.items) : property;
    const values = await Promise.all(form.getAll(name).map((value) => fieldValue(value, field)));
    // A list is a repeated field, or one part that holds a JSON array.
    return [name, isList ? values.flat() : values.at(-1)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function fieldValue(value: FormDataEntryValue, schema: Schema): Promise<unknown> {
  if (typeof value === "string") return isText(schema) ? value : parsed(value);
  if (value.type === "application/json") return parsed(await value.text());
  // One character a byte, so that maxLength counts bytes.
  return Buffer.from(await value.arrayBuffer()).toString("latin1");
}

/** The value that a text is the JSON of, or the text itself, which validation then reports. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isText(schema: Schema): boolean {
  return types(schema).length === 0 || types(schema).includes("string");
}

function types({ type }: Schema): readonly string[] {
  return type === undefined ? [] : typeof type === "string" ? [type] : type;
}

function follow(document: OpenApiDocument, schema: Schema | boolean | undefined): Schema {
  return typeof schema === "object" ? dereference<Schema>(document, schema) : {};
}
