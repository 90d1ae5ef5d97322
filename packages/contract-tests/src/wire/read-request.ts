import type { Call } from "../calls/calls.js";
import type { DescribedMethod, DescribedParameter } from "../description/described-method.js";
import { isObject, objectOf } from "../description/json.js";
import {
  asText,
  decoded,
  isWrittenFor,
  rawPairs,
  rawPathParameters,
  takeQueryParameter,
} from "./read-target.js";
import type { WireRequest } from "./recording-server.js";

/** What a request says, read back from its bytes. */
export interface ReadRequest {
  readonly method: string;
  /** By name, from path, query and headers. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Path parameters with characters that have to be escaped. */
  readonly unescaped: readonly string[];
  /** Pairs of the query that no parameter accounts for. */
  readonly unknownPairs: readonly unknown[];
  /** Headers that are there for no reason, or twice. */
  readonly unknownHeaders: readonly string[];
  /** Without the parameters: a form's boundary follows it. */
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** What Node's own fetch adds to a request. */
const TRANSPORT = [
  "host",
  "connection",
  "accept-language",
  "sec-fetch-mode",
  "user-agent",
  "accept-encoding",
  "content-length",
];

/**
 * Reads a request by the description alone.
 *
 * @param given The parameters that it was made of: the wire does not say whether text was a number.
 * @param credentials The names of the headers that carry credentials, in lower case.
 */
export async function readRequest(
  request: WireRequest,
  method: DescribedMethod,
  given: Call["given"],
  basePath: string,
  credentials: readonly string[],
): Promise<ReadRequest> {
  const [path = "", query = ""] = request.target.split(/\?(.*)/s);
  const inPath = rawPathParameters(path, basePath, method.path);
  const pairs = rawPairs(query);
  const fields = request.headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = new Map(fields);

  const read = ({ in: place, ...parameter }: DescribedParameter): unknown => {
    const { name } = parameter;
    const value = given[name];
    if (place === "query") return takeQueryParameter(pairs, { in: place, ...parameter }, value);
    if (place === "header") {
      // What nobody gave is Node's own: `accept-language: *`.
      const isOwn = value === undefined && TRANSPORT.includes(name.toLowerCase());
      return isOwn ? undefined : readHeader(headers.get(name.toLowerCase()), parameter, value);
    }
    // A client parameter that the call leaves out is in the path all the same.
    return value === undefined ? undefined : decoded(inPath[name] ?? "");
  };
  const parameters = Object.fromEntries(
    method.parameters.map((parameter) => [parameter.name, read(parameter)]),
  );
  const expected = new Set([
    ...TRANSPORT,
    ...credentials,
    ...method.parameters.filter((p) => p.in === "header").map(({ name }) => name.toLowerCase()),
    "accept",
    ...("body" in given ? ["content-type"] : []),
  ]);
  return {
    method: request.method,
    parameters,
    unescaped: method.parameters
      .filter((parameter) => parameter.name in inPath)
      .filter((parameter) => !isWrittenFor(parameter, inPath[parameter.name] ?? ""))
      .map(({ name }) => name),
    unknownPairs: pairs,
    unknownHeaders: fields
      .map(([name]) => name)
      .filter((name, index, names) => !expected.has(name) || names.indexOf(name) !== index),
    contentType: headers.get("content-type")?.split(";")[0],
    body: await readBody(request.body, headers.get("content-type")),
  };
}

/** What a call has to say, once it has been on the wire. */
export async function expectedRequest(
  method: DescribedMethod,
  given: Call["given"],
): Promise<ReadRequest> {
  const hasBody = "body" in given;
  return {
    method: method.httpMethod,
    parameters: Object.fromEntries(
      method.parameters.map(({ name, isJson }) => {
        const value = given[name];
        return [name, value === undefined || isJson ? value : asText(value)];
      }),
    ),
    unescaped: [],
    unknownPairs: [],
    unknownHeaders: [],
    contentType: hasBody ? method.body?.mediaType : undefined,
    body:
      hasBody && method.body?.mediaType !== "application/json"
        ? await formFields(Object.entries(objectOf(given["body"])))
        : given["body"],
  };
}

function readHeader(
  text: string | undefined,
  { isJson, explode }: Pick<DescribedParameter, "isJson" | "explode">,
  value: unknown,
): unknown {
  if (text === undefined || (typeof value !== "object" && !isJson)) return text;
  if (isJson) return JSON.parse(text);
  const parts = text.split(",");
  if (!isObject(value)) return parts;
  const pairs = explode
    ? parts.map((part) => part.split("="))
    : parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]]] : []));
  return Object.fromEntries(pairs) as unknown;
}

/** JSON and forms are read; undefined is no bytes at all. */
async function readBody(
  bytes: Buffer<ArrayBuffer>,
  contentType: string | undefined,
): Promise<unknown> {
  if (bytes.length === 0) return undefined;
  const text = new TextDecoder("utf-8", { fatal: true });
  if (contentType === "application/json") return JSON.parse(text.decode(bytes)) as unknown;
  const headers = { "content-type": contentType ?? "" };
  return formFields([...(await new Response(bytes, { headers }).formData())]);
}

/** The fields of a form in their order; of files the bytes. */
function formFields(entries: readonly (readonly [string, unknown])[]): Promise<unknown> {
  return Promise.all(
    entries.map(async ([name, value]) => [
      name,
      value instanceof Blob ? [...new Uint8Array(await value.arrayBuffer())] : asText(value),
    ]),
  );
}
