import type { FlatParameters } from "../call/build-request.js";
import { CallPromise } from "../call/call-promise.js";
import type { Caller } from "../call/caller.js";
import { type ClientParameters, withClientParameters } from "../call/client-parameters.js";
import { PaginatedCall } from "../call/paginate.js";
import type { Operation } from "../description/operation.js";
import { ConfigurationError, ValidationError } from "../errors/errors.js";
import { mayHaveActedBefore } from "../errors/may-have-acted.js";
import {
  type CompiledValidator,
  findingsOf,
  tooDeep,
  type ValidationFinding,
} from "../errors/validation-findings.js";
import type { Middleware } from "../pipeline/middleware.js";
import type { Logger } from "../telemetry/logging.js";
import { writeRecord } from "../telemetry/write-record.js";
import { jsonValue } from "./validation-value.js";

/** The validators of a method, as `parley generate` writes them. What says nothing has none. */
export interface MethodValidators {
  readonly parameters?: Readonly<Record<string, CompiledValidator>>;
  readonly body?: CompiledValidator;
  /** By status (`"404"`), range (`"5XX"`) or `"default"`. */
  readonly responses?: Readonly<Record<string, CompiledValidator>>;
}

/** The validators of a provider, as `parley generate` writes them. */
export interface CompiledValidators {
  /** The provider's name. */
  readonly provider: string;
  /** By the method's id; for a route of several methods also by that (`POST /contacts`). */
  readonly methods: Readonly<Record<string, MethodValidators>>;
  /** By the event's name. */
  readonly events?: Readonly<Record<string, CompiledValidator>>;
}

/** What happens where something breaks the description: it is logged, or thrown. */
export type ValidationMode = "warn" | "error";

/** What {@link Validators.connect} takes of the options of a client, or of a webhook. */
export interface ValidationSettings {
  readonly validate: ValidationMode | undefined;
  /** Takes what `warn` has to say. Default: `console.warn`. */
  readonly logger: Logger | undefined;
  /** Whose validators they have to be; undefined where that is not known. */
  readonly provider: string | undefined;
}

/** Validates what passes. Each part throws a ValidationError where findings are errors. */
export interface Validation {
  /** Checks the parameters of a call. */
  readonly checkParameters: (operation: Operation, parameters: FlatParameters) => void;
  /** Checks the parameters of each call before it is made. */
  readonly guard: (caller: Caller, clientParameters: ClientParameters) => Caller;
  /** Checks each answer as it arrives, each page and each declared error included. */
  readonly middleware: Middleware;
  /** Checks the payload of a webhook. */
  readonly checkEvent: (type: string, payload: unknown) => void;
}

/**
 * Judges what is sent to and received from a provider by its description. Each provider's package
 * has one under `/validators`, to be given to its client.
 */
export interface Validators {
  /** The provider's name. */
  readonly provider: string;
  /** In what a call's parameters, the body among them, break the description. */
  request(operation: Operation, parameters: FlatParameters): readonly ValidationFinding[];
  /** In what the JSON body of an answer breaks the description; none for a status that it does not declare. */
  response(operation: Operation, status: number, body: unknown): readonly ValidationFinding[];
  /** In what a webhook's payload breaks the description; none for an event that it does not have. */
  event(type: string, payload: unknown): readonly ValidationFinding[];
  /**
   * Makes what a client runs; the client does that itself.
   *
   * @throws ConfigurationError - the validators are another provider's, or the mode is none.
   */
  connect(settings: ValidationSettings): Validation;
}

/** Makes a provider's {@link Validators} of their code. Generated modules call it. */
export function createValidators(compiled: CompiledValidators): Validators {
  const { provider, methods, events = {} } = compiled;

  const validators: Validators = {
    provider,
    request(operation, parameters) {
      const own = ownValue(methods, operation.id);
      const body = own?.body;
      return [
        ...Object.entries(parameters).flatMap(([name, value]) => {
          const validate = ownValue(own?.parameters, name);
          if (validate === undefined || value === undefined) return [];
          return judge(validate, value, false, `/${escaped(name)}`);
        }),
        ...(body === undefined ? [] : bodyFindings(body, operation, parameters["body"])),
      ];
    },
    response(operation, status, body) {
      const validate = responseValidator(ownValue(methods, operation.id), status);
      return validate === undefined ? [] : judge(validate, body, false, "");
    },
    event(type, payload) {
      const validate = ownValue(events, type);
      return validate === undefined ? [] : judge(validate, payload, false, "");
    },
    connect: (settings) => connect(validators, methods, settings),
  };
  return validators;
}

function connect(
  validators: Validators,
  methods: CompiledValidators["methods"],
  { validate, logger, provider }: ValidationSettings,
): Validation {
  const fail = (problem: string): never => {
    throw new ConfigurationError(`${validators.provider}: option ${problem}`);
  };
  if (provider !== undefined && provider !== validators.provider) {
    return fail(
      `"validators" is given to a client of ${provider}; import that of its own package, under "/validators".`,
    );
  }
  if (validate !== "warn" && validate !== "error") {
    return fail(
      '"validators" does nothing without "validate"; set that to "warn" or "error", or leave out both.',
    );
  }
  const report: Report = { validate, logger };

  function checkParameters(operation: Operation, parameters: FlatParameters): void {
    tell(report, {
      findings: validators.request(operation, parameters),
      where: operation.id,
      direction: "request",
      operationId: operation.id,
    });
  }
  return {
    checkParameters,
    guard: (caller, clientParameters) => (operation, parameters, options) => {
      try {
        checkParameters(
          operation,
          withClientParameters(operation, parameters ?? {}, clientParameters),
        );
      } catch (error) {
        return rejected(operation, error);
      }
      return caller(operation, parameters, options);
    },
    async middleware(request, next) {
      const response = await next(request);
      const { operation } = request;
      if (operation === undefined) return response;
      const { status } = response;
      if (responseValidator(ownValue(methods, operation.id), status) === undefined) return response;
      const body = await jsonOf(response);
      if (body === undefined) return response;
      tell(report, {
        findings: validators.response(operation, status, body),
        where: operation.id,
        direction: "response",
        operationId: operation.id,
        status,
        mayHaveActed: mayHaveActedBefore(response),
      });
      return response;
    },
    checkEvent(type, payload) {
      tell(report, {
        findings: validators.event(type, payload),
        where: `webhook ${JSON.stringify(type)}`,
        direction: "webhook",
      });
    },
  };
}

/** A call that fails before anything is sent. */
function rejected(operation: Operation, error: unknown): ReturnType<Caller> {
  const { pagination } = operation;
  if (pagination === undefined) return new CallPromise(Promise.reject(error));
  return new PaginatedCall(
    Promise.reject(error),
    () => Promise.reject(error),
    pagination,
    operation,
  );
}

/** What is in an answer; undefined where that is no JSON, which those who read it will say better. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.clone().text();
  try {
    // Rounded integers are integers still.
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function responseValidator(
  own: MethodValidators | undefined,
  status: number,
): CompiledValidator | undefined {
  const responses = own?.responses;
  return (
    ownValue(responses, String(status)) ??
    ownValue(responses, `${Math.floor(status / 100)}XX`) ??
    ownValue(responses, "default")
  );
}

function bodyFindings(
  validate: CompiledValidator,
  operation: Operation,
  body: unknown,
): readonly ValidationFinding[] {
  if (body === undefined) return [];
  const isForm = !/[/+]json\s*(?:;|$)/i.test(operation.body ?? "");
  // Ready-made forms have nothing but text and files.
  if (isForm && (body instanceof FormData || body instanceof URLSearchParams)) return [];
  return judge(validate, body, isForm, "/body");
}

function judge(
  validate: CompiledValidator,
  value: unknown,
  isForm: boolean,
  at: string,
): readonly ValidationFinding[] {
  let json: unknown;
  try {
    json = jsonValue(value, isForm);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [tooDeep(at, value)];
  }
  return findingsOf(validate, json, at);
}

interface Report {
  readonly validate: ValidationMode;
  readonly logger: Logger | undefined;
}

interface Verdict {
  readonly findings: readonly ValidationFinding[];
  readonly where: string;
  readonly direction: "request" | "response" | "webhook";
  readonly operationId?: string;
  readonly status?: number;
  /** Whether the server may have acted, where more is known of that than the status. */
  readonly mayHaveActed?: boolean | undefined;
}

const SUBJECTS = { request: "the request", response: "the answer", webhook: "the payload" };

function tell({ validate, logger }: Report, verdict: Verdict): void {
  const { findings, where, direction, status } = verdict;
  const [first] = findings;
  if (first === undefined) return;
  const place = first.pointer === "" ? "the whole" : first.pointer;
  const more = findings.length === 1 ? "" : ` (and ${findings.length - 1} more)`;
  const subject = status === undefined ? SUBJECTS[direction] : `${SUBJECTS[direction]} (${status})`;
  const message = `${where}: ${subject} breaks the description at ${place}: ${first.expected} expected, ${first.type} given${more}.`;
  if (validate === "error") {
    const effect =
      direction === "request"
        ? " Nothing was sent; correct the call."
        : ' Set validate to "warn" to go on with it.';
    throw new ValidationError(message + effect, verdict);
  }
  if (logger === undefined) {
    // Who asks for warnings and gives no logger has no other place for them.
    // oxlint-disable-next-line eslint/no-console
    console.warn(message);
    return;
  }
  const fields = {
    "parley.operation": verdict.operationId,
    "parley.validation.direction": direction,
    "parley.validation.findings": findings,
    "http.response.status_code": status,
  };
  writeRecord(logger, "warn", fields, message);
}

/** What is inherited is nobody's validator. */
function ownValue<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
