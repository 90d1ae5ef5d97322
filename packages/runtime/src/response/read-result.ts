import { readPointer } from "../description/json-pointer.js";
import type { Operation } from "../description/operation.js";
import {
  type ApiErrorInit,
  ApiError,
  NotFoundError,
  ResponseFormatError,
} from "../errors/errors.js";
import { maskText } from "../errors/mask-text.js";
import { mayHaveActedBefore } from "../errors/may-have-acted.js";
import { BufferedResponse } from "../http/buffered-response.js";
import { readRetryAfter } from "../http/retry-after.js";
import { SENT_ONCE, wasSentOnce } from "../http/sent-once.js";
import { parseJson } from "./parse-json.js";

// How much of an unexpected body a message quotes: enough to recognise a proxy's error page.
const QUOTED = 80;

// Of the message that a server gives: enough to be told what was wrong.
const EXPLAINED = 200;

// WHATWG MIME Sniffing, JSON MIME type. What follows a comma is a second field of the same name.
const JSON_TYPE = /^(?:(?:application|text)\/|[^;,]+\+)json\s*(?:[;,]|$)/i;

/**
 * Reads the result of a call from a successful answer.
 *
 * @throws ResponseFormatError - the body is not what the operation declares.
 * @throws NotFoundError - a look-up for one object found none.
 * @throws ApiError - the body says that the operation failed.
 */
export async function readResult(
  operation: Operation,
  response: Response,
  now: number,
): Promise<unknown> {
  if (operation.response === "binary") return response.blob();
  const given = textOf(response);
  const text = typeof given === "string" ? given : await given;
  if (operation.response === "text") return text;
  const { emptyResult, failure, first } = operation;
  const maybeEmpty =
    emptyResult !== undefined ||
    operation.method === "HEAD" ||
    [204, 205].includes(response.status);
  if (operation.response === "none" || (text === "" && maybeEmpty)) {
    // A copy: what a caller does to its result must not change the next caller's.
    return emptyResult === undefined ? undefined : structuredClone(emptyResult);
  }
  const data = parseBody(operation, response, text);
  if (failure !== undefined && readPointer(data, failure.pointer) === failure.equals) {
    throw failureError(operation, response, data, failure.message, now);
  }
  return first === undefined ? data : firstOf(operation, data, first);
}

/** The text at once where it is there already: waiting for it would cost a turn of every call. */
function textOf(response: Response): string | Promise<string> {
  return response instanceof BufferedResponse ? response.readText() : response.text();
}

function parseBody(operation: Operation, response: Response, text: string): unknown {
  const contentType = response.headers.get("content-type") ?? undefined;
  let problem = "the content type is not JSON";
  if (contentType === undefined || JSON_TYPE.test(contentType)) {
    try {
      return parseJson(text);
    } catch {
      problem = text === "" ? "the body is empty" : "the body does not parse";
    }
  }
  const beginning = text.slice(0, QUOTED);
  // What begins like JSON is an answer about people or secrets, cut off or mislabelled; what is no
  // text may be one too, packed or in another encoding.
  const isAnswer = /^\s*["[{]|[^\P{Cc}\s]|\ufffd/u.test(beginning);
  const quoted = isAnswer ? "" : ` It begins ${JSON.stringify(maskText(beginning))}.`;
  throw new ResponseFormatError(
    `${operation.id}: ${response.status} with ${contentType ?? "no content type"}, but JSON was due: ${problem}.${quoted} Check the base URL, and proxies on the way.`,
    { status: response.status, contentType, operationId: operation.id },
  );
}

function firstOf(operation: Operation, data: unknown, pointer: string): unknown {
  const items = readPointer(data, pointer);
  if (!Array.isArray(items) || items.length === 0) {
    throw new NotFoundError(`${operation.id}: the server found no such object.`, {
      operationId: operation.id,
    });
  }
  return items[0];
}

function failureError(
  operation: Operation,
  response: Response,
  body: unknown,
  pointer: string | undefined,
  now: number,
): ApiError {
  const reason = explanation(body, pointer === undefined ? [] : [pointer]);
  return new ApiError({
    ...commonOf(operation, response, body, now),
    status: response.status,
    body,
    // Its verdict is part of the description.
    declared: true,
    message: `${operation.id}: the server answered ${response.status}, but says that the operation failed${reason}`,
  });
}

/**
 * Makes the error of an answer with an error status.
 *
 * @param now - Milliseconds since the epoch, for a Retry-After that is a date.
 */
export async function readError(
  operation: Operation | undefined,
  response: Response,
  now: number,
): Promise<ApiError> {
  const { status } = response;
  const text = await response.text();
  const contentType = response.headers.get("content-type");
  const declared = declaredForm(operation, status);
  let body: unknown = text;
  let isJson = false;
  // Without a type it is what the description says.
  if (contentType === null ? declared !== "text" : JSON_TYPE.test(contentType)) {
    try {
      body = parseJson(text);
      isJson = true;
    } catch {
      // What was announced as JSON is none: the text is all there is to show.
    }
  }
  if (declared === "none" && text === "") body = undefined;
  const inDeclaredForm =
    declared === "none" || (declared === "json" ? isJson : declared === "text" && !isJson);
  return new ApiError({
    ...commonOf(operation, response, body, now),
    status,
    body,
    declared: inDeclaredForm,
    mayHaveActed: mayHaveActedBefore(response),
    message: errorMessage(operation, response, body),
  });
}

function declaredForm(operation: Operation | undefined, status: number): string | undefined {
  const errors = operation?.errors;
  return errors?.[status] ?? errors?.[`${Math.floor(status / 100)}XX`] ?? errors?.["default"];
}

// Where servers put their name for a request; the first that is there counts.
const REQUEST_ID_FIELDS = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
const REQUEST_ID_POINTERS = ["/error/requestId", "/requestId", "/request_id"];

function commonOf(
  operation: Operation | undefined,
  response: Response,
  body: unknown,
  now: number,
): Pick<ApiErrorInit, "headers" | "operation" | "requestId" | "retryAfter"> {
  const fields = REQUEST_ID_FIELDS.map((field) => response.headers.get(field));
  const values = REQUEST_ID_POINTERS.map((pointer) => readPointer(body, pointer));
  return {
    headers: response.headers,
    operation,
    requestId: [...fields, ...values].find(isText),
    retryAfter: readRetryAfter(response.headers, now),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

// Where servers explain themselves, in the order of preference.
const EXPLANATIONS = ["/error/message", "/message", "/detail", "/error"];

function errorMessage(operation: Operation | undefined, response: Response, body: unknown): string {
  const { status } = response;
  const where =
    operation === undefined
      ? String(status)
      : `${operation.id}: ${status} (${operation.method} ${operation.path})`;
  return `${where}${explain(body, response)}${wasSentOnce(response) ? `.${SENT_ONCE}` : ""}`;
}

function explain(body: unknown, { status, headers, url }: Response): string {
  // Servers like to quote the credential that they refuse: what they say to 401 and 403 stays in
  // `body`, which nothing prints.
  if (status === 401) return ": the credentials were refused; check that they are current.";
  if (status === 403) return ": refused; check the credentials and what they are allowed to do.";
  if (status >= 300 && status < 400) {
    return `: a redirect that is not followed; check the base URL. Location: ${originOf(headers.get("location"), url)}`;
  }
  return explanation(body, EXPLANATIONS);
}

function explanation(body: unknown, pointers: readonly string[]): string {
  const said = pointers.map((pointer) => readPointer(body, pointer)).find(isText);
  return said === undefined ? "" : `: ${maskText(said.slice(0, EXPLAINED))}`;
}

/** The rest of a location may hold a secret. */
function originOf(location: string | null, from: string): string {
  if (location === null) return "none";
  // An injected fetch may not say where an answer is from.
  const base = from === "" ? undefined : from;
  return URL.canParse(location, base) ? new URL(location, base).origin : "no absolute URL";
}
