import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec, ProblemJsonError } from "@stoplight/prism-http";
import type { IHttpConfig, IHttpRequest } from "@stoplight/prism-http";
import type { OpenApiDocument } from "./document.js";
import { prismDocument } from "./prism-document.js";

/**
 * The only module that knows Prism. Prism decides whether a request fits the description and which
 * example answers it; everything about HTTP is done around it, because its own server hangs on
 * malformed JSON, cuts violations off at 8 kB, and knows no base path.
 * Which release, and why: `docs/adr/0003-which-prism.md`.
 */

/** What is asked of Prism about one request. */
interface PrismRequest {
  /** In lower case. */
  readonly method: string;
  /** The path template of the operation that the request was found to be for. */
  readonly template: string;
  /** The path of the request, below the server's URL, percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON or a form; null when there is none. */
  readonly body: unknown;
  /** Optional query parameters that Prism must not look at. */
  readonly ignoredQueryParameters: readonly string[];
  readonly preference: Preference;
}

/** Which of the declared answers is wanted: the `Prefer` header's own words. */
export interface Preference {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
}

/** A point in which a request, or the answer to it, breaks the description. */
export interface Violation {
  /** Where: `["request", "body", "name"]`. */
  readonly location: readonly string[];
  /** Which rule: a JSON Schema keyword such as `required`, or a status such as `401`. */
  readonly code: string;
  readonly message: string;
}

/** What Prism makes of one request. */
export interface PrismAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when the answer has no body. */
  readonly body: unknown;
  readonly violations: readonly Violation[];
}

/** Prism, ready for one description. */
export type Prism = (request: PrismRequest) => Promise<PrismAnswer>;

/**
 * The media type under which Prism gets a form that has been parsed already: its own parser keeps
 * the last of a repeated field, and takes a part that holds JSON for a string.
 */
export function parsedForm(mediaType: string): string {
  return `${mediaType}+parsed`;
}

const FORMS = ["multipart/form-data", "application/x-www-form-urlencoded"];

const CONFIGURATION: IHttpConfig = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};

/** Prepares Prism for a description. */
export async function createPrism(document: OpenApiDocument): Promise<Prism> {
  const prepared = prismDocument(document);
  const made = await getHttpOperationsFromSpec(prepared.document);
  const operations = made.map((operation) => prepared.restore(operation));
  for (const content of operations.flatMap(
    (operation) => operation.request?.body?.contents ?? [],
  )) {
    if (FORMS.includes(content.mediaType)) content.mediaType = parsedForm(content.mediaType);
  }
  const prism = createInstance(CONFIGURATION, { logger: createLogger("mock", { enabled: false }) });

  return async function ask(request) {
    const operation = operations.find(
      ({ method, path }) => method === request.method && path === request.template,
    );
    if (operation === undefined) {
      throw new Error(`Prism does not know ${request.method} ${request.template}.`);
    }
    const query = operation.request?.query?.filter(
      ({ name }) => !request.ignoredQueryParameters.includes(name),
    );
    const { code, example, dynamic, seed } = request.preference;
    const outcome = await prism.request(
      {
        // Prism names the methods of an operation by the same words, in lower case.
        method: request.method as IHttpRequest["method"],
        url: { path: request.path, query: { ...request.query } },
        headers: { ...request.headers },
        body: request.body,
      },
      [
        query === undefined
          ? operation
          : { ...operation, request: { ...operation.request, query } },
      ],
      {
        ...CONFIGURATION,
        mock: {
          dynamic: dynamic ?? false,
          ...(code === undefined ? {} : { code }),
          ...(example === undefined ? {} : { exampleKey: example }),
          ...(seed === undefined ? {} : { seed }),
        },
      },
    )();
    if ("left" in outcome) return refusal(outcome.left);

    const { output, validations } = outcome.right;
    return {
      status: output.statusCode,
      headers: textHeaders(output.headers ?? {}),
      body: output.body,
      violations: [
        ...validations.input.filter(isError).map((found) => violation("request", found)),
        ...validations.output.filter(isError).map((found) => violation("response", found)),
      ],
    };
  };
}

/** The answer to a request for which the description declares no error of its own. */
function refusal(error: Error): PrismAnswer {
  if (!(error instanceof ProblemJsonError)) throw error;
  const { headers, ...additional } = error.additional ?? {};
  const details = additional["validation"];
  return {
    status: error.status,
    headers: {
      // Prism hands over WWW-Authenticate in this way.
      ...textHeaders((headers ?? {}) as Record<string, unknown>),
      "content-type": "application/problem+json",
    },
    body: {
      type: error.name,
      title: error.message,
      status: error.status,
      detail: error.detail,
      ...additional,
    },
    violations: Array.isArray(details)
      ? details.map((detail: Diagnostic) => violation("request", detail))
      : [violation("request", { code: error.status, message: error.detail })],
  };
}

/** The use of something deprecated is a warning (1), and no violation (0). */
function isError(diagnostic: { readonly severity: number }): boolean {
  return diagnostic.severity === 0;
}

/**
 * Headers that say how a message is sent. A description may have those of the real server, and the
 * mock sends its own bodies in its own way: nobody could read them by another's.
 */
const FRAMING: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers as HTTP has them: an example may be a number, and a header without one comes as null. */
function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(
        ([name, value]) =>
          value !== null && value !== undefined && !FRAMING.has(name.toLowerCase()),
      )
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/** Prism calls the place `path` in what it returns and `location` in what it throws. */
interface Diagnostic {
  readonly path?: readonly string[];
  readonly location?: readonly string[];
  readonly code?: string | number;
  readonly message: string;
}

function violation(side: "request" | "response", diagnostic: Diagnostic): Violation {
  return {
    location: [side, ...(diagnostic.path ?? diagnostic.location ?? [])],
    code: String(diagnostic.code ?? ""),
    message: FORMS.reduce(
      (message, form) => message.replaceAll(parsedForm(form), form),
      diagnostic.message,
    ),
  };
}
