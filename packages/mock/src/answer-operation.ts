import type { Decision } from "./decision.js";
import { dereference } from "./document.js";
import type { OpenApiDocument, Schema } from "./document.js";
import type { IncomingRequest } from "./incoming-request.js";
import { declaredResponse, successStatus } from "./operation-table.js";
import type { MockOperation } from "./operation-table.js";
import { pageExample } from "./page-example.js";
import type { PlannedAnswer } from "./planned-answers.js";
import { parsePrefer } from "./preference.js";
import { parsedForm } from "./prism.js";
import type { Preference, Prism, PrismAnswer } from "./prism.js";
import { absentObjectParameters, undeclaredParameters } from "./query-parameters.js";
import { isForm, isJson } from "./request-body.js";
import type { RequestBody } from "./request-body.js";
import { withoutWriteOnly } from "./write-only.js";

/** A request whose operation is known and whose body is read. */
export interface OperationRequest {
  readonly incoming: IncomingRequest;
  readonly operation: MockOperation;
  /** The method that it is a call of: `contacts.get`. */
  readonly method: string;
  /** The path below the server's URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query parameters that carry a credential. */
  readonly queryCredentials: ReadonlySet<string>;
  readonly body: RequestBody;
  readonly planned: PlannedAnswer | undefined;
}

/** Asks Prism about a request, and mends what it says. */
export async function answerOperation(
  document: OpenApiDocument,
  prism: Prism,
  request: OperationRequest,
): Promise<Decision> {
  const { operation, query, planned } = request;
  const preference = preferenceOf(document, request);
  const found = await prism({
    method: operation.method.toLowerCase(),
    template: operation.path,
    path: request.path,
    query: groupedQuery(query),
    headers: prismHeaders(request, preference),
    body: request.body.value,
    ignoredQueryParameters: absentObjectParameters(document, operation, query),
    preference,
  });
  const mended = mend(document, operation, found);
  return {
    ...(planned === undefined || isRefused(mended)
      ? mended
      : applyPlan(operation, planned, mended)),
    violations: [
      ...found.violations,
      ...undeclaredParameters(document, operation, query, request.queryCredentials),
    ],
  };
}

/** Whether the request was refused because it breaks the description. */
export function isRefused({ violations }: Pick<Decision, "violations">): boolean {
  return violations.some(
    ({ location, code }) => location[0] === "request" && code !== "undeclared",
  );
}

/** Which declared answer is wanted: the planned one, the header's, the page's, or the method's. */
function preferenceOf(document: OpenApiDocument, request: OperationRequest): Preference {
  const { operation, method, query, body, planned, incoming } = request;
  const wanted = planned
    ? plannedPreference(operation, planned)
    : parsePrefer(incoming.headers["prefer"]);
  const status = operation.methods[method]?.status;
  const code = wanted.code ?? (status === undefined ? undefined : Number(status));
  const isSuccess = code === undefined || code === successStatus(operation);
  const example =
    wanted.example ??
    (isSuccess ? pageExample(document, operation, { query, body: body.value }) : undefined);
  return {
    ...wanted,
    ...(code === undefined ? {} : { code }),
    ...(example === undefined ? {} : { example }),
  };
}

/** A planned answer with its own body needs no declared one, and Prism only checks the request. */
function plannedPreference(
  operation: MockOperation,
  { status, example, body }: PlannedAnswer,
): Preference {
  return {
    ...(status === undefined || (body !== undefined && !declaredResponse(operation, status))
      ? {}
      : { code: status }),
    ...(example === undefined ? {} : { example }),
  };
}

function groupedQuery(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      const [only = ""] = values;
      return [name, values.length === 1 ? only : values];
    }),
  );
}

function prismHeaders(
  { incoming, operation, body }: OperationRequest,
  preference: Preference,
): Record<string, string> {
  const { accept: asked, ...headers } = incoming.headers;
  const accept = acceptFor(operation, preference) ?? asked;
  const isParsedForm =
    body.mediaType !== undefined &&
    isForm(body.mediaType) &&
    body.mediaType in (operation.requestBody?.content ?? {});
  return {
    ...headers,
    // A chunked request has none, and without one Prism looks at no content type.
    "content-length": String(incoming.body.length),
    ...(accept === undefined ? {} : { accept }),
    ...(isParsedForm && body.mediaType ? { "content-type": parsedForm(body.mediaType) } : {}),
  };
}

/**
 * The media type that Prism must be asked for, so that it finds the wanted answer: of an answer
 * with several media types it takes the first one that is accepted, and answers a success in
 * place of an error that is not; real servers send their error pages whatever was accepted.
 */
function acceptFor(operation: MockOperation, { code, example }: Preference): string | undefined {
  const status = code ?? successStatus(operation);
  const content = (status && declaredResponse(operation, status)?.content) || {};
  const mediaTypes = Object.keys(content);
  if (example !== undefined) {
    return mediaTypes.find((mediaType) => example in (content[mediaType]?.examples ?? {}));
  }
  if (code === undefined || code < 400) return undefined;
  return mediaTypes.find((mediaType) => mediaType === "application/json") ?? mediaTypes[0] ?? "*/*";
}

/** Prism's answer without what it should not say. */
function mend(
  document: OpenApiDocument,
  operation: MockOperation,
  { status, headers, body, violations }: PrismAnswer,
): Decision {
  const { "content-type": contentType = "", ...rest } = headers;
  // Prism names text/plain where there is no body.
  if (body === undefined) return { status, headers: rest, body, violations };
  const schema = declaredResponse(operation, status)?.content?.[contentType]?.schema;
  return {
    status,
    headers,
    body: withoutWriteOnly(document, body, schema),
    isJson: isJson(contentType) && !isWrittenAsText(document, body, schema),
    violations,
  };
}

/** Whether an example is the text of a JSON object or array, and not the string that it looks like. */
function isWrittenAsText(
  document: OpenApiDocument,
  body: unknown,
  schema: Schema | undefined,
): boolean {
  if (typeof body !== "string" || !/^\s*[[{]/.test(body)) return false;
  const { type = [] } = schema === undefined ? {} : dereference<Schema>(document, schema);
  if ([type].flat().includes("string")) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function applyPlan(operation: MockOperation, planned: PlannedAnswer, answer: Decision): Decision {
  const { status = answer.status, body = answer.body } = planned;
  const headers = Object.fromEntries(
    Object.entries(planned.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    ...answer,
    status,
    body,
    // A planned string goes out as it is: a test may want JSON that is none.
    isJson: planned.body === undefined && answer.isJson === true,
    headers: {
      ...answer.headers,
      ...(planned.body === undefined
        ? {}
        : { "content-type": plannedContentType(operation, status, planned.body) }),
      ...headers,
    },
  };
}

function plannedContentType(operation: MockOperation, status: number, body: unknown): string {
  if (typeof body !== "string") return "application/json";
  const declared = Object.keys(declaredResponse(operation, status)?.content ?? {});
  return declared.find((mediaType) => mediaType.startsWith("text/")) ?? "text/plain";
}
