import type { CallOptions } from "../description/method.js";
import type {
  Operation,
  ParameterDescriptor,
  ParameterLocation,
} from "../description/operation.js";
import { ConfigurationError } from "../errors/errors.js";
import type { HttpRequest } from "../pipeline/middleware.js";
import { serializeBody } from "./serialize-body.js";
import {
  checkFieldName,
  checkFieldValue,
  serializeHeaderParameter,
  serializePathParameter,
  serializeQueryParameter,
} from "./serialize-parameter.js";

/** Flat parameters, the body among them, as a caller gives them. */
export type FlatParameters = Readonly<Record<string, unknown>>;

/** A parameter of an operation, with all that is known before a call. */
interface Slot {
  readonly name: string;
  readonly descriptor: ParameterDescriptor;
  /** For messages. */
  readonly where: string;
}

/** An operation's parameters by their places. */
interface RequestPlan {
  /** The path template's text before, between and after its parameters. */
  readonly literals: readonly string[];
  readonly path: readonly Slot[];
  readonly query: readonly Slot[];
  readonly header: readonly Slot[];
}

// Made at an operation's first call: taking its template apart each time would cost more than
// filling it.
const plans = new WeakMap<Operation, RequestPlan>();

function planOf(operation: Operation): RequestPlan {
  let plan = plans.get(operation);
  if (plan === undefined) {
    plan = createPlan(operation);
    plans.set(operation, plan);
  }
  return plan;
}

function createPlan(operation: Operation): RequestPlan {
  const { id, parameters = {} } = operation;
  const slotOf = (name: string, fallback: ParameterLocation): Slot => {
    const parameter = parameters[name] ?? fallback;
    const descriptor = typeof parameter === "string" ? { in: parameter } : parameter;
    return { name, descriptor, where: `${id}: ${descriptor.in} parameter "${name}"` };
  };
  // Every other part is the name between two braces.
  const parts = operation.path.split(/\{([^{}]+)\}/);
  const slots = Object.keys(parameters).map((name) => slotOf(name, "query"));
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    path: parts.filter((_, index) => index % 2 === 1).map((name) => slotOf(name, "path")),
    query: slots.filter(({ descriptor }) => descriptor.in === "query"),
    header: slots.filter(({ descriptor }) => descriptor.in === "header"),
  };
}

/**
 * Fills an operation's path template.
 *
 * @throws ConfigurationError - for a parameter that is missing, empty, `.` or `..`, or lacks its prefix.
 */
export function buildPath(operation: Operation, parameters: FlatParameters): string {
  const { literals, path } = planOf(operation);
  let filled = literals[0] ?? "";
  for (const [index, { name, descriptor, where }] of path.entries()) {
    const value = parameters[name];
    checkPrefix(value, descriptor, where);
    filled += serializePathParameter(name, value, descriptor, where) + literals[index + 1];
  }
  return filled;
}

/**
 * Writes an operation's query, without the question mark.
 *
 * @throws ConfigurationError - for null, empty arrays, and values that a query cannot say.
 */
export function buildQuery(operation: Operation, parameters: FlatParameters): string {
  let query = "";
  for (const { name, descriptor, where } of planOf(operation).query) {
    const value = parameters[name];
    if (value === undefined) continue;
    checkPrefix(value, descriptor, where);
    for (const pair of serializeQueryParameter(name, value, descriptor, where)) {
      query += query === "" ? pair : `&${pair}`;
    }
  }
  return query;
}

/** The headers that come from parameters, with field names in lower case. */
export function buildHeaders(
  operation: Operation,
  parameters: FlatParameters,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, descriptor, where } of planOf(operation).header) {
    const value = parameters[name];
    if (value === undefined) continue;
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

function isTimeAbove(least: number, value: unknown): boolean {
  return value === undefined || (typeof value === "number" && value > least);
}

/** A NaN would be no bound at all, or one that has passed. */
function checkBounds({ id }: Operation, { timeout, deadline }: CallOptions): void {
  const isTimeout = isTimeAbove(0, timeout);
  // A deadline that is over already is no mistake: the call ends before it is sent.
  if (isTimeout && isTimeAbove(-Infinity, deadline)) return;
  const what = isTimeout ? `"deadline" is ${String(deadline)}` : `"timeout" is ${String(timeout)}`;
  throw new ConfigurationError(`${id}: option ${what}; give milliseconds.`);
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
  checkBounds(operation, options);
  const query = buildQuery(operation, parameters);
  const headers = buildHeaders(operation, parameters);
  headers["accept"] ??= acceptOf(operation);
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
    checkFieldName(name, operation.id);
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
