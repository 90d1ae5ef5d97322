import { childPointer, type Pointer } from "../description/json-pointer.js";
import {
  isHttpMethod,
  type HttpMethod,
  type MethodSettings,
  type PathItem,
} from "../description/openapi.js";
import { resolve } from "../description/references.js";
import { documentationOf } from "./documentation.js";
import { methodPage } from "./documentation-site.js";
import type { ModelContext } from "./model-context.js";
import type { ErrorModel, MethodModel, ParameterModel } from "./model.js";
import { camelCase, pascalCase } from "./names.js";
import { itemType, paginationOf } from "./pagination.js";
import { parametersOf, type LocatedOperation } from "./parameters.js";
import { bodyOf } from "./request-body.js";
import { errorsOf, responsesOf, resultOf, type LocatedResponse } from "./responses.js";
import { isSafe, retryModel } from "./retry.js";
import { serverOf, type ServerRegistry } from "./servers.js";

/** A method, and where the description names it. */
export interface LocatedMethod {
  readonly method: MethodModel;
  readonly pointer: Pointer;
  readonly tags: readonly string[];
}

/** The methods of every operation, in the order of the description. */
export function methodsOf(context: ModelContext, servers: ServerRegistry): LocatedMethod[] {
  return operationsOf(context).flatMap(({ httpMethod, ...operation }) =>
    operationMethods(context, servers, httpMethod, operation),
  );
}

function operationsOf({
  document,
}: ModelContext): (LocatedOperation & { readonly httpMethod: HttpMethod })[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, written]) => {
    const located = resolve<PathItem>(document, written, childPointer("#", "paths", path));
    if (located === undefined) return [];
    const { value: pathItem, pointer: pathItemPointer } = located;
    return Object.keys(pathItem).flatMap((httpMethod) => {
      if (!isHttpMethod(httpMethod)) return [];
      const operation = pathItem[httpMethod];
      const id = operation?.operationId;
      if (operation === undefined || id === undefined) return [];
      const pointer = childPointer(pathItemPointer, httpMethod);
      return [{ id, path, pathItem, pathItemPointer, operation, pointer, httpMethod }];
    });
  });
}

function operationMethods(
  context: ModelContext,
  servers: ServerRegistry,
  httpMethod: HttpMethod,
  operation: LocatedOperation,
): LocatedMethod[] {
  const settings = Object.entries(operation.operation["x-parley-methods"] ?? {});
  const pointer = childPointer(operation.pointer, "x-parley-methods");
  const parts = operationParts(context, servers, httpMethod, operation);
  const tags = operation.operation.tags ?? [];
  if (settings.length === 0) {
    const method = methodModel(context, httpMethod, operation, parts, {
      id: operation.id,
      settings: {},
      pointer: operation.pointer,
    });
    return [{ method, tags, pointer: childPointer(operation.pointer, "operationId") }];
  }
  return settings.map(([id, setting]) => {
    const place = childPointer(pointer, id);
    const method = methodModel(context, httpMethod, operation, parts, {
      id,
      settings: setting,
      pointer: place,
    });
    return { method, tags, pointer: place };
  });
}

/** What the methods of an operation have in common. */
interface OperationParts {
  readonly server: string | undefined;
  readonly parameters: readonly ParameterModel[];
  readonly successes: readonly LocatedResponse[];
  readonly errors: readonly ErrorModel[];
  readonly rateLimits: readonly string[];
}

function operationParts(
  context: ModelContext,
  servers: ServerRegistry,
  httpMethod: HttpMethod,
  operation: LocatedOperation,
): OperationParts {
  const { successes, failures } = responsesOf(context, operation);
  return {
    server: serverOf(context, servers, operation),
    parameters: parametersOf(context, operation),
    // RFC 9110, section 9.3.2: an answer to HEAD never has a body.
    successes: httpMethod === "head" ? successes.map(withoutBody) : successes,
    errors: errorsOf(context, operation, failures),
    rateLimits: rateLimitsOf(context, operation),
  };
}

function withoutBody({ status, pointer }: LocatedResponse): LocatedResponse {
  return { status, pointer, response: {} };
}

/** The limits of the nearest object that names some; an empty list says that there are none. */
function rateLimitsOf(
  { document }: ModelContext,
  { operation, pathItem }: LocatedOperation,
): readonly string[] {
  const owner = [operation, pathItem, document].find((each) => each["x-parley-rate-limit"]);
  return owner?.["x-parley-rate-limit"] ?? [];
}

function methodModel(
  context: ModelContext,
  httpMethod: HttpMethod,
  operation: LocatedOperation,
  parts: OperationParts,
  {
    id,
    settings,
    pointer,
  }: {
    readonly id: string;
    readonly settings: MethodSettings;
    readonly pointer: Pointer;
  },
): MethodModel {
  const { document } = context;
  const description = operation.operation;
  const failure = description["x-parley-failure"];
  const retry = retryModel(description["x-parley-retry"], settings.retry);
  const providerRetry = retryModel(document["x-parley-retry"]);
  const alreadyDone = retry?.alreadyDone ?? providerRetry?.alreadyDone ?? [];

  const parameters = parts.parameters.filter(
    ({ name }) => settings.parameters?.includes(name) ?? true,
  );
  checkAlternatives(context, parameters, settings, pointer);
  const own = parts.successes.filter(({ status }) => status === settings.status);
  const successes = own.length === 0 ? parts.successes : own;
  const result = resultOf(context, operation, successes, alreadyDone.length > 0);
  const { first } = settings;

  return {
    id,
    constantName: camelCase(id),
    typeName: pascalCase(id),
    httpMethod: httpMethod.toUpperCase(),
    path: operation.path,
    server: parts.server,
    documentation: documentationOf(settings, description, operation.pathItem),
    link:
      context.documentationSite === undefined
        ? undefined
        : methodPage(context.documentationSite, document["x-parley-provider"]?.name ?? "", id),
    ...alternatives(parameters, settings),
    body: bodyOf(context, operation, httpMethod, settings.body),
    results: result.types,
    unverifiedResult: result.unverified,
    response: result.kind,
    errors: [
      ...(failure === undefined ? [] : failedSuccesses(context, operation, successes)),
      ...parts.errors,
    ],
    // A method that gives one item is no list, whatever its operation is.
    pagination: first === undefined ? paginationOf(context, operation, result) : undefined,
    rateLimits: parts.rateLimits,
    retry,
    isSafe: isSafe(httpMethod, retry, providerRetry),
    timeout: description["x-parley-timeout"] ?? document["x-parley-timeout"],
    first:
      first === undefined ? undefined : { pointer: first, item: itemType(context, result, first) },
    emptyResult: description["x-parley-empty-result"],
    failure,
  };
}

/** What of one alternative alone is left to say is that it is required. */
function alternatives(
  parameters: readonly ParameterModel[],
  { exactlyOneOf: names }: MethodSettings,
): Pick<MethodModel, "parameters" | "exactlyOneOf"> {
  if (names?.length !== 1) return { parameters, exactlyOneOf: names };
  return {
    parameters: parameters.map((parameter) =>
      names.includes(parameter.name) ? asRequired(parameter) : parameter,
    ),
    exactlyOneOf: undefined,
  };
}

function asRequired(parameter: ParameterModel): ParameterModel {
  return { ...parameter, required: true };
}

function checkAlternatives(
  { report }: ModelContext,
  parameters: readonly ParameterModel[],
  { exactlyOneOf: names = [] }: MethodSettings,
  pointer: Pointer,
): void {
  names.forEach((name, index) => {
    if (!parameters.some((parameter) => parameter.name === name && parameter.clientOption)) return;
    report(
      childPointer(pointer, "exactlyOneOf", index),
      `The client gives "${name}" with every call, so it is no alternative to others: leave it out of the list.`,
    );
  });
}

/** The successes that say in their bodies that the operation failed: each is an error of its own. */
function failedSuccesses(
  context: ModelContext,
  operation: LocatedOperation,
  successes: readonly LocatedResponse[],
): ErrorModel[] {
  const withBody = successes.filter(
    ({ response }) => Object.keys(response.content ?? {}).length > 0,
  );
  for (const { status, pointer } of withBody) {
    if (/^[0-9]+$/.test(status)) continue;
    context.report(
      pointer,
      `A success that x-parley-failure may turn into an error needs a status of its own: write one such as "200" in place of "${status}".`,
    );
  }
  return errorsOf(context, operation, withBody);
}
