import { dereference, HTTP_METHODS } from "./document.js";
import type {
  MethodRule,
  OpenApiDocument,
  OperationObject,
  Pagination,
  Parameter,
  PathItem,
  RequestBody,
  Response,
} from "./document.js";

/** An operation of the description with its references followed. */
export interface MockOperation {
  /** The operationId, or `GET /path` where the description has none. */
  readonly id: string;
  /** `GET`. */
  readonly method: string;
  /** The path template, below the server's URL. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  /** By status, status range, or `default`. */
  readonly responses: Readonly<Record<string, Response>>;
  readonly pagination: Pagination | undefined;
  /** The methods that a consumer calls, by name; usually one. */
  readonly methods: Readonly<Record<string, MethodRule>>;
}

/** Every operation of a description. */
export function operationTable(document: OpenApiDocument): readonly MockOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, written]) => {
    const item = dereference<PathItem>(document, written);
    return HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined
        ? []
        : [readOperation(document, path, method, operation, item.parameters ?? [])];
    });
  });
}

function readOperation(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OperationObject,
  shared: NonNullable<OperationObject["parameters"]>,
): MockOperation {
  const id = operation.operationId ?? `${method.toUpperCase()} ${path}`;
  // An operation's own parameter replaces the path item's of the same name and place.
  const parameters = new Map<string, Parameter>();
  for (const written of [...shared, ...(operation.parameters ?? [])]) {
    const parameter = dereference<Parameter>(document, written);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return {
    id,
    method: method.toUpperCase(),
    path,
    parameters: [...parameters.values()],
    requestBody: operation.requestBody && dereference<RequestBody>(document, operation.requestBody),
    responses: Object.fromEntries(
      Object.entries(operation.responses ?? {}).map(([status, response]) => [
        status,
        dereference<Response>(document, response),
      ]),
    ),
    pagination: operation["x-parley-pagination"],
    methods: operation["x-parley-methods"] ?? { [id]: {} },
  };
}

/** The declared answer of a status: its own, its range's (`5XX`), or the default one. */
export function declaredResponse(operation: MockOperation, status: number): Response | undefined {
  const { responses } = operation;
  return (
    responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses["default"]
  );
}

/** The lowest declared success, which answers unless another one is asked for. */
export function successStatus(operation: MockOperation): number | undefined {
  return Object.keys(operation.responses)
    .filter((status) => /^2\d\d$/.test(status))
    .map(Number)
    .toSorted((a, b) => a - b)[0];
}
