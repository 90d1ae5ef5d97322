import type { MethodData } from "../description/method.js";
import type { Operation } from "../description/operation.js";
import { isErrorLabel } from "./error-label.js";
import { maskText } from "./mask-text.js";
import { mayActAndAnswer } from "./may-have-acted.js";
import type { ValidationFinding } from "./validation-findings.js";

// Symbol.for, so that errors of two installed copies of this package know each other.
const brand = Symbol.for("@parley/runtime.error");

/** Which error of ours something is, by the mark that all installed copies share; undefined for any other. */
export function errorKindOf(error: unknown): string | undefined {
  const mark: unknown = error instanceof Error ? Reflect.get(error, brand) : undefined;
  return typeof mark === "string" ? mark : undefined;
}

/** What every error of ours may be made with. */
export interface ParleyErrorOptions extends ErrorOptions {
  /** The method that was called, in dots. */
  readonly operationId?: string | undefined;
  /** See {@link ParleyError.mayHaveActed}. Default: what the class knows, else true. */
  readonly mayHaveActed?: boolean | undefined;
}

/**
 * The root of everything that Parley throws on purpose.
 *
 * `instanceof` goes by a mark that all installed copies of this package share.
 */
export class ParleyError extends Error {
  /** The class's name, which is also its mark. */
  protected static readonly kind: string = "ParleyError";
  /** Whether such an error says that the server may have acted, where nothing else is known. */
  protected static readonly inDoubt: boolean = true;
  /** The method that was called, in dots; absent where no call was being made. */
  readonly operationId: string | undefined;
  /**
   * Whether the server may have acted on the call, on any of its attempts.
   *
   * False where nothing was sent (no connection, no room within a limit, a deadline that passed
   * before, no token, a call that cannot be meant) or where the server refused (4xx but for 408, RFC
   * 9110 section 15.5; 307, 308; what the description calls refused). True for all that is in doubt,
   * and for what was done: a timeout or a broken connection after sending, a 5xx, an answer that
   * cannot be read.
   */
  readonly mayHaveActed: boolean;

  constructor(message: string, options: ParleyErrorOptions = {}) {
    super(message, "cause" in options ? { cause: printableCause(options.cause) } : undefined);
    hidden(this, "name", new.target.kind);
    hidden(this, brand, new.target.kind);
    this.operationId = options.operationId;
    this.mayHaveActed = options.mayHaveActed ?? new.target.inDoubt;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    if (typeof value !== "object" || value === null || !(brand in value)) return false;
    // A consumer's own subclass has inherited its mark: for it, instanceof is what it always was.
    return this === ParleyError || (Object.hasOwn(this, "kind") && value[brand] === this.kind);
  }

  /** What may be logged: never a body, never a header. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...Object.fromEntries(Object.entries(this)) };
  }
}

/**
 * What caused an error, as it may be printed: what prints an error prints its causes, and those of
 * platforms and of injected functions quote URLs and headers. Kept are kind, code, place, and what
 * of the message is neither secret nor personal.
 */
function printableCause(cause: unknown, depth = 0): unknown {
  if (cause instanceof ParleyError) return cause;
  if (typeof cause === "string") return maskText(cause);
  // Causes can be circular; four levels is one more than any platform nests.
  if (!(cause instanceof Error) || depth > 4) return undefined;
  const message = maskText(cause.message);
  const inner = (error: unknown) => printableCause(error, depth + 1);
  const options = cause.cause === undefined ? undefined : { cause: inner(cause.cause) };
  const copy =
    cause instanceof AggregateError
      ? new AggregateError(cause.errors.map(inner), message, options)
      : cause instanceof TypeError
        ? new TypeError(message, options)
        : new Error(message, options);
  if (isErrorLabel(cause.name)) hidden(copy, "name", cause.name);
  const frames = cause.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  hidden(copy, "stack", [String(copy), ...frames].join("\n"));
  const code = "code" in cause ? cause.code : undefined;
  return isErrorLabel(code) ? Object.assign(copy, { code }) : copy;
}

// Kept out of enumeration, so that util.inspect, JSON.stringify and error reporters print neither
// bodies nor headers: both may hold personal data or echo a secret.
function hidden(error: Error, name: string | symbol, value: unknown): void {
  Object.defineProperty(error, name, { value, enumerable: false });
}

/** What {@link ApiError} is made of. */
export interface ApiErrorInit<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;
  readonly headers: Headers;
  readonly message: string;
  /** The method that was called: what {@link isApiError} goes by. */
  readonly operation?: Operation | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly declared?: boolean;
  /** Default: what the status says. */
  readonly mayHaveActed?: boolean | undefined;
}

/**
 * The server answered with an error status.
 *
 * `body`, `headers` and `operation` are not enumerable, so that printing the error prints none.
 */
export class ApiError<Status extends number = number, Body = unknown> extends ParleyError {
  protected static override readonly kind: string = "ApiError";
  readonly status: Status;
  /** The body as the description declares it; a string where the server sent something else. */
  declare readonly body: Body;
  declare readonly headers: Headers;
  /** The method that was called. */
  declare readonly operation: Operation | undefined;
  /** The server's name for the request, for its support. */
  readonly requestId: string | undefined;
  /** Milliseconds after which the server says to try again. */
  readonly retryAfter: number | undefined;
  /** Whether the operation declares this status and the body came in the declared form. */
  readonly declared: boolean;

  constructor(init: ApiErrorInit<Status, Body>) {
    const { status, operation } = init;
    const mayHaveActed = init.mayHaveActed ?? mayActAndAnswer(status, operation?.retry);
    super(init.message, { operationId: operation?.id, mayHaveActed });
    this.status = init.status;
    this.requestId = init.requestId;
    this.retryAfter = init.retryAfter;
    this.declared = init.declared ?? false;
    hidden(this, "body", init.body);
    hidden(this, "headers", init.headers);
    hidden(this, "operation", init.operation);
  }
}

/**
 * No answer came: the connection was refused, reset, or broke while the answer was read.
 */
export class ConnectionError extends ParleyError {
  protected static override readonly kind: string = "ConnectionError";
  /** Whether the request never left: no connection was made, so the server has not seen it. */
  readonly neverSent: boolean;

  constructor(
    message: string,
    options: ParleyErrorOptions & {
      readonly neverSent: boolean;
    },
  ) {
    super(message, { ...options, mayHaveActed: options.mayHaveActed ?? !options.neverSent });
    this.neverSent = options.neverSent;
  }
}

/**
 * An attempt took longer than `timeout`, or the whole call longer than `deadline`; `mayHaveActed`
 * tells whether the request had been sent by then.
 */
export class TimeoutError extends ParleyError {
  protected static override readonly kind: string = "TimeoutError";
  /** Which of the two it was. */
  readonly limit: "timeout" | "deadline";

  constructor(
    message: string,
    options: ParleyErrorOptions & {
      readonly limit: "timeout" | "deadline";
    },
  ) {
    super(message, options);
    this.limit = options.limit;
  }
}

/** The request was not sent, because a declared limit has no room for it in time. */
export class RateLimitExceededError extends ParleyError {
  protected static override readonly kind: string = "RateLimitExceededError";
  protected static override readonly inDoubt: boolean = false;
  /** Milliseconds after which there is room; absent where that is not known. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    options: ParleyErrorOptions & {
      readonly retryAfter?: number | undefined;
    } = {},
  ) {
    super(message, options);
    this.retryAfter = options.retryAfter;
  }
}

/** The answer is not what it has to be: HTML where JSON was due, JSON that does not parse, too large. */
export class ResponseFormatError extends ParleyError {
  protected static override readonly kind: string = "ResponseFormatError";
  readonly status: number;
  readonly contentType: string | undefined;

  constructor(
    message: string,
    options: ParleyErrorOptions & {
      readonly status: number;
      readonly contentType?: string | undefined;
    },
  ) {
    super(message, {
      ...options,
      mayHaveActed: options.mayHaveActed ?? mayActAndAnswer(options.status),
    });
    this.status = options.status;
    this.contentType = options.contentType;
  }
}

/** The caller's mistake, found before anything was sent: a bad option, a missing token, a bad parameter. */
export class ConfigurationError extends ParleyError {
  protected static override readonly kind: string = "ConfigurationError";
  protected static override readonly inDoubt: boolean = false;
}

/** A webhook is not what its sender signed, is too old, or was seen before. */
export class WebhookVerificationError extends ParleyError {
  protected static override readonly kind: string = "WebhookVerificationError";
  protected static override readonly inDoubt: boolean = false;
}

/**
 * A request, an answer or a webhook breaks the description, found by `validate: "error"`.
 *
 * It says where, and what is there by its type alone: never a value, nor a key that the description
 * leaves open.
 */
export class ValidationError extends ParleyError {
  protected static override readonly kind: string = "ValidationError";
  /** What was looked at. A request that fails is not sent. */
  readonly direction: "request" | "response" | "webhook";
  /** Where and how; of several alternatives that do not fit, one for each place. */
  readonly findings: readonly ValidationFinding[];
  /** The status of the answer; absent for requests and webhooks. */
  readonly status: number | undefined;

  constructor(
    message: string,
    options: ParleyErrorOptions & {
      readonly direction: "request" | "response" | "webhook";
      readonly findings: readonly ValidationFinding[];
      readonly status?: number | undefined;
    },
  ) {
    const { status } = options;
    super(message, {
      ...options,
      mayHaveActed:
        options.mayHaveActed ?? (status === undefined ? false : mayActAndAnswer(status)),
    });
    this.direction = options.direction;
    this.findings = options.findings;
    this.status = options.status;
  }
}

/** The server answered a look-up for one object with an empty list. */
export class NotFoundError extends ParleyError {
  protected static override readonly kind: string = "NotFoundError";
}

/**
 * The same error, but for what it says of the server: it may be an error of several calls, of which
 * another one was sent before. What is no error of ours stays as it is.
 */
export function withMayHaveActed(error: unknown, mayHaveActed: boolean): unknown {
  if (!(error instanceof ParleyError) || error.mayHaveActed === mayHaveActed) return error;
  // An error that is made as one: what is made by Object.create is none to inspectors and loggers.
  const copy = new Error(error.message);
  Reflect.setPrototypeOf(copy, Reflect.getPrototypeOf(error));
  return Object.defineProperties(copy, {
    ...Object.getOwnPropertyDescriptors(error),
    // Where it is an accessor it says where the copy was made.
    stack: { value: error.stack, enumerable: false },
    mayHaveActed: { value: mayHaveActed, enumerable: true },
  });
}

/**
 * Whether something is an {@link ApiError}; given a method, whether it is one that the method
 * declares, so that `status` narrows `body`.
 *
 * @example
 * ```ts
 * try {
 *   await respond.contacts.get({ identifier: "id:42" });
 * } catch (error) {
 *   if (!isApiError(error, respond.contacts.get)) throw error;
 *   if (error.status === 404) console.log(error.body.message);
 * }
 * ```
 */
export function isApiError(error: unknown): error is ApiError;
export function isApiError<Errors>(error: unknown, method: MethodData<Errors>): error is Errors;
export function isApiError(error: unknown, method?: MethodData<unknown>): boolean {
  if (!(error instanceof ApiError)) return false;
  // Not by its id: two providers may both have a `contacts.get`.
  return method === undefined || (error.declared && error.operation === method.operation);
}
