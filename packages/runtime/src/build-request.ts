import { ConfigurationError } from "./errors.js";
import type { HttpRequest } from "./middleware.js";
import type { CallOptions } from "./method.js";
import type { Operation, ParameterDescriptor, ParameterLocation } from "./operation.js";
import { serializeBody } from "./serialize-body.js";
import {
  checkFieldValue,
  serializeHeaderParameter,
  serializePathParameter,
  serializeQueryParameter,
} from "./serialize-parameter.js";

/** Flat parameters, the body among them, as a caller gives them. */
export type FlatParameters = Readonly<Record<string, unknown>>;

/** One description of a parameter, whichever of its two forms the descriptor has. */
function descriptorOf(parameter: ParameterLocation | ParameterDescriptor): ParameterDescriptor {
  return typeof parameter === "string" ? { in: parameter } : parameter;
}

function whereOf(operation: Operation, location: string, name: string): string {
  return `${operation.id}: ${location} parameter "${name}"`;
}

/**
 * Fills an operation's path template.
 *
 * @throws ConfigurationError - for a parameter that is missing, empty, `.` or `..`, or lacks its prefix.
 */
export function buildPath(operation: Operation, parameters: FlatParameters): string {
  return operation.path.replace(/\{([^{}]+)\}/g, (_match, name: string) => {
    const descriptor = descriptorOf(operation.parameters?.[name] ?? "path");
    const where = whereOf(operation, "path", name);
    const value = parameters[name];
    checkPrefix(value, descriptor, where);
    return serializePathParameter(name, value, descriptor, where);
  });
}

/**
 * Writes an operation's query, without the question mark.
 *
 * @throws ConfigurationError - for null, empty arrays, and values that a query cannot say.
 */
export function buildQuery(operation: Operation, parameters: FlatParameters): string {
  const pairs: string[] = [];
  for (const name in operation.parameters) {
    const descriptor = descriptorOf(operation.parameters[name] ?? "query");
    const value = parameters[name];
    if (descriptor.in !== "query" || value === undefined) continue;
    const where = whereOf(operation, "query", name);
    checkPrefix(value, descriptor, where);
    pairs.push(...serializeQueryParameter(name, value, descriptor, where));
  }
  return pairs.join("&");
}

/** The headers that come from parameters, with field names in lower case. */
export function buildHeaders(
  operation: Operation,
  parameters: FlatParameters,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in operation.parameters) {
    const descriptor = descriptorOf(operation.parameters[name] ?? "query");
    const value = parameters[name];
    if (descriptor.in !== "header" || value === undefined) continue;
    const where = whereOf(operation, "header", name);
    checkPrefix(value, descriptor, where);
    headers[name.toLowerCase()] = serializeHeaderParameter(value, descriptor, where);
  }
  return headers;
}

function checkPrefix(value: unknown, descriptor: ParameterDescriptor, where: string): void {
  const { prefixes } = descriptor;
  if (prefixes === undefined || value === undefined || value === null) return;
  if (typeof value === "string" && prefixes.some((p) => value.startsWith(p) && value !== p)) return;
  throw new ConfigurationError(
    `${where} has to start with one of ${prefixes.map((p) => `"${p}"`).join(", ")} and go on after it.`,
  );
}

/** Refuses, before anything is sent, what cannot be meant. */
function checkParameters(operation: Operation, parameters: FlatParameters): void {
  for (const name of operation.required ?? []) {
    if (parameters[name] !== undefined) continue;
    throw new ConfigurationError(
      `${operation.id}: parameter "${name}" is missing; the operation requires it.`,
    );
  }
  const { exactlyOneOf } = operation;
  if (exactlyOneOf !== undefined) {
    const given = exactlyOneOf.filter((name) => parameters[name] !== undefined);
    if (given.length !== 1) {
      throw new ConfigurationError(
        `${operation.id}: give exactly one of ${exactlyOneOf.map((name) => `"${name}"`).join(", ")}; ${given.length} were given.`,
      );
    }
  }
  for (const name in parameters) {
    if (name === "body" ? operation.body !== undefined : knows(operation, name)) continue;
    throw new ConfigurationError(
      `${operation.id}: there is no parameter "${name}"; it has ${parameterNames(operation)}.`,
    );
  }
}

function knows(operation: Operation, name: string): boolean {
  return operation.parameters !== undefined && Object.hasOwn(operation.parameters, name);
}

function parameterNames(operation: Operation): string {
  const names = [
    ...Object.keys(operation.parameters ?? {}),
    ...(operation.body === undefined ? [] : ["body"]),
  ];
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

/**
 * Makes the request of a call.
 *
 * @param operation - The method's data.
 * @param baseUrl - Where the operation's path begins, without a slash at its end.
 * @param parameters - Flat parameters; `body` is the body.
 * @param options - The call's options.
 * @throws ConfigurationError - for whatever is wrong with the parameters, before anything is sent.
 */
export function buildRequest(
  operation: Operation,
  baseUrl: string,
  parameters: FlatParameters,
  options: CallOptions,
): HttpRequest {
  checkParameters(operation, parameters);
  const query = buildQuery(operation, parameters);
  const headers: Record<string, string> = {
    accept: acceptOf(operation),
    ...buildHeaders(operation, parameters),
  };
  const { body: value } = parameters;
  let body: BodyInit | undefined;
  if (operation.body !== undefined && value !== undefined) {
    const serialized = serializeBody(value, operation.body, `${operation.id}: body`);
    body = serialized.body;
    if (serialized.contentType !== undefined) headers["content-type"] = serialized.contentType;
  }
  for (const name in options.headers) {
    const field = options.headers[name];
    if (field === undefined) continue;
    headers[name.toLowerCase()] = checkFieldValue(field, `${operation.id}: header "${name}"`);
  }
  return {
    method: operation.method,
    url: `${baseUrl}${buildPath(operation, parameters)}${query === "" ? "" : `?${query}`}`,
    headers,
    body,
    signal: options.signal,
    operation,
    options,
  };
}

function acceptOf(operation: Operation): string {
  return operation.response === "text" || operation.response === "binary"
    ? "*/*"
    : "application/json";
}
