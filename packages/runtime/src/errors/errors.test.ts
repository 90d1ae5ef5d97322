import { inspect, types } from "node:util";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import type { ListMethod, Method, MethodErrors } from "../description/method.js";
import type { Operation } from "../description/operation.js";
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  isApiError,
  NotFoundError,
  ParleyError,
  RateLimitExceededError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
  WebhookVerificationError,
  errorKindOf,
  withMayHaveActed,
} from "./errors.js";

const operation: Operation = { id: "things.get", method: "GET", path: "/things/{id}" };

function apiError(changed: Partial<ConstructorParameters<typeof ApiError>[0]> = {}): ApiError {
  return new ApiError({
    status: 404,
    body: { message: "canary-body" },
    headers: new Headers({ "x-canary": "canary-header" }),
    message: "things.get: 404",
    operation,
    declared: true,
    ...changed,
  });
}

const SAMPLES = {
  ParleyError: new ParleyError("m"),
  ApiError: apiError(),
  ConnectionError: new ConnectionError("m", { neverSent: true }),
  TimeoutError: new TimeoutError("m", { limit: "deadline" }),
  RateLimitExceededError: new RateLimitExceededError("m", { retryAfter: 5 }),
  ResponseFormatError: new ResponseFormatError("m", { status: 200 }),
  ConfigurationError: new ConfigurationError("m"),
  WebhookVerificationError: new WebhookVerificationError("m"),
  NotFoundError: new NotFoundError("m"),
};
const names = Object.keys(SAMPLES) as (keyof typeof SAMPLES)[];

/** Another installed copy of this package: the same code, loaded anew. */
async function otherCopy() {
  vi.resetModules();
  const copy = await import("./errors.js");
  expect(copy.ApiError).not.toBe(ApiError);
  return copy;
}

/** As libraries make them: with the URL in the message, and the request beside it. */
function quoting(cause?: unknown): Error {
  return Object.assign(new Error("request to https://a.b/canary?canary failed", { cause }), {
    code: "canary 1",
    config: { headers: { authorization: "canary" } },
  });
}

describe("one tree of errors", () => {
  it.each(names)("a %s is an Error, a ParleyError, itself, and nothing else", (name) => {
    const error: ParleyError = SAMPLES[name];
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(Object.prototype.toString.call(error)).toBe("[object Error]");
    const classes = {
      ParleyError,
      ApiError,
      ConnectionError,
      TimeoutError,
      RateLimitExceededError,
      ResponseFormatError,
      ConfigurationError,
      WebhookVerificationError,
      NotFoundError,
    };
    for (const [other, constructor] of Object.entries(classes)) {
      expect(error instanceof constructor).toBe(other === name || other === "ParleyError");
    }
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ["ApiError"],
    [404],
    [{}],
    [new Error("m")],
    [{ name: "ApiError", status: 404 }],
    [Object.create(null)],
    [ApiError],
    [JSON.parse(JSON.stringify(apiError()))],
  ])("%o is no error of ours", (value) => {
    expect(value instanceof ParleyError).toBe(false);
    expect(value instanceof ApiError).toBe(false);
    expect(isApiError(value)).toBe(false);
  });

  it("says of which kind it is, as nothing else does", () => {
    class Own extends TimeoutError {}
    expect(errorKindOf(apiError())).toBe("ApiError");
    expect(errorKindOf(new Own("m", { limit: "timeout" }))).toBe("TimeoutError");
    expect(errorKindOf(new TypeError("m"))).toBeUndefined();
    expect(errorKindOf("ApiError")).toBeUndefined();
  });

  it("says its name and message, and keeps its cause", () => {
    const cause = Object.assign(new TypeError("socket"), { code: "ECONNRESET" });
    const error = new ConnectionError("things.get: reset", { neverSent: false, cause });
    expect(String(error)).toBe("ConnectionError: things.get: reset");
    expect(inspect(error)).toMatch(/^ConnectionError: things\.get: reset\n/);
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error.cause).toEqual(cause);
    expect(inspect(error.cause)).toContain("errors.test");
    expect("cause" in new ConfigurationError("m")).toBe(false);
  });

  it("keeps of what others threw nothing that could be secret, however deep", () => {
    const circular = quoting();
    circular.name = "canary 2";
    circular.cause = circular;
    for (const cause of [
      quoting(),
      quoting(quoting()),
      quoting({ token: "canary" }),
      new AggregateError([quoting(), "Bearer canary1"], "Bearer canary1"),
      circular,
      "Bearer canary1",
      { canary: "canary" },
    ]) {
      const error = new ConnectionError("things.get: reset", { neverSent: false, cause });
      expect(inspect(error, { depth: Infinity })).not.toContain("canary");
    }
    const own = new ConfigurationError("m");
    expect(new ParleyError("n", { cause: own }).cause).toBe(own);
  });
});

describe("two installed copies", () => {
  it.each(names)("know each other's %s", async (name) => {
    const copy = await otherCopy();
    const error: unknown = SAMPLES[name];
    for (const other of names) {
      expect(error instanceof copy[other]).toBe(other === name || other === "ParleyError");
    }
    expect(copy.isApiError(error)).toBe(name === "ApiError");
  });

  it("know what the other one's consumers have derived", async () => {
    const copy = await otherCopy();
    class Gone extends copy.ApiError {}
    const gone = new Gone({ status: 410, body: 1, headers: new Headers(), message: "m" });
    expect(gone).toBeInstanceOf(ApiError);
    expect(gone).toBeInstanceOf(ParleyError);
    expect(gone).not.toBeInstanceOf(NotFoundError);
  });
});

describe("a consumer's own subclass", () => {
  class Gone extends ApiError<410, string> {}
  class Special extends Gone {}
  class Named extends ApiError {
    // What a consumer may come upon, as TypeScript allows it.
    protected static override readonly kind = "Named";
  }
  const init = { status: 410, body: "x", headers: new Headers(), message: "m" } as const;

  it("holds what was made by it and by those derived from it, and nothing else", () => {
    expect(new Gone(init)).toBeInstanceOf(Gone);
    expect(new Special(init)).toBeInstanceOf(Gone);
    expect(new Gone(init)).not.toBeInstanceOf(Special);
    expect(apiError()).not.toBeInstanceOf(Gone);
    expect({}).not.toBeInstanceOf(Gone);
  });

  it("is an ApiError and a ParleyError, with a kind of its own too", () => {
    for (const error of [new Gone(init), new Special(init), new Named(init)]) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toBeInstanceOf(ParleyError);
      expect(error).not.toBeInstanceOf(ConnectionError);
    }
    expect(new Named(init)).toBeInstanceOf(Named);
    expect(apiError()).not.toBeInstanceOf(Named);
  });
});

describe("nothing of body and headers is printed", () => {
  it("by util.inspect, JSON.stringify, spreading or Object.keys", () => {
    const error = apiError();
    expect(error.body).toEqual({ message: "canary-body" });
    expect(error.headers.get("x-canary")).toBe("canary-header");
    for (const text of [
      inspect(error, { depth: 9 }),
      inspect({ nested: [error] }, { depth: 9 }),
      JSON.stringify(error),
      JSON.stringify({ nested: [error] }),
      JSON.stringify(Object.assign({}, error)),
      String(error),
      error.stack ?? "",
      Object.keys(error).join(),
    ]) {
      expect(text).not.toContain("canary");
      expect(text).not.toContain("body");
      expect(text).not.toContain("headers");
    }
  });

  it("nor the operation, but all else", () => {
    const error = apiError({ requestId: "r-1", retryAfter: 5 });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "ApiError",
      message: "things.get: 404",
      operationId: "things.get",
      status: 404,
      requestId: "r-1",
      retryAfter: 5,
      declared: true,
      mayHaveActed: false,
    });
    expect(inspect(error, { depth: 9 })).not.toContain("/things/{id}");
  });
});

const ofStatus = (status: number) => apiError({ status });
const unreadable = (status: number) => new ResponseFormatError("m", { status });
const invalid = (direction: "request" | "response" | "webhook", status?: number) =>
  new ValidationError("m", { direction, findings: [], status });

describe("mayHaveActed", () => {
  it.each<[name: string, error: ParleyError, mayHaveActed: boolean]>([
    ["of nothing in particular", new ParleyError("m"), true],
    ["of what says it", new ParleyError("m", { mayHaveActed: false }), false],
    ["no connection", new ConnectionError("m", { neverSent: true }), false],
    ["a broken connection", new ConnectionError("m", { neverSent: false }), true],
    ["a timeout", new TimeoutError("m", { limit: "timeout" }), true],
    ["no room in a limit", new RateLimitExceededError("m"), false],
    ["a call that cannot be meant", new ConfigurationError("m"), false],
    ["a webhook", new WebhookVerificationError("m"), false],
    ["an object that was not found", new NotFoundError("m"), true],
    ...[0, 200, 301, 302, 303, 408, 499, 500, 501, 503, 599, 600].map(
      (status): [string, ParleyError, boolean] => [`a ${status}`, ofStatus(status), status !== 499],
    ),
    ...[307, 308, 400, 401, 403, 404, 409, 421, 422, 425, 429, 449].map(
      (status): [string, ParleyError, boolean] => [`a ${status}`, ofStatus(status), false],
    ),
    ["a success that cannot be read", unreadable(200), true],
    ["a refusal that cannot be read", unreadable(404), false],
    ["a request that breaks the description", invalid("request"), false],
    ["a webhook that does", invalid("webhook"), false],
    ["a success that does", invalid("response", 200), true],
    ["a refusal that does", invalid("response", 404), false],
  ])("%s", (_name, error, mayHaveActed) => {
    expect(error.mayHaveActed).toBe(mayHaveActed);
  });

  it.each([
    [503, [503], false],
    [429, [503], true],
    [404, [503], false],
  ])("of a %d where the description calls %j refusals is %j", (status, rejected, expected) => {
    const error = apiError({ status, operation: { ...operation, retry: { rejected } } });
    expect(error.mayHaveActed).toBe(expected);
  });

  it("is changed in a copy, which is the same in everything else", () => {
    const error = apiError({ requestId: "r-1" });
    const changed = withMayHaveActed(error, true);
    expect(changed).not.toBe(error);
    expect(error.mayHaveActed).toBe(false);
    expect(changed).toBeInstanceOf(ApiError);
    expect(isApiError(changed, get)).toBe(true);
    expect(types.isNativeError(changed)).toBe(true);
    expect(changed).toMatchObject({ body: error.body, headers: error.headers, name: "ApiError" });
    expect(JSON.parse(JSON.stringify(changed))).toEqual({ ...error.toJSON(), mayHaveActed: true });
    expect(inspect(changed, { showHidden: false })).not.toContain("canary");
    expect((changed as Error).stack).toBe(error.stack);
  });

  it("of what is no error of ours, or says so already, is left alone", () => {
    for (const error of [new Error("m"), "text", undefined, ofStatus(500)]) {
      expect(withMayHaveActed(error, true)).toBe(error);
    }
  });
});

interface Missing {
  readonly message: string;
}
interface Busy {
  readonly seconds: number;
}
type ThingsGetErrors = ApiError<404, Missing> | ApiError<429, Busy> | ApiError<503, undefined>;

/** A method that is never called: isApiError reads its type and its operation. */
function uncalled(data: Operation) {
  const call = () => {
    throw new Error(`${data.id} was called.`);
  };
  return Object.assign(call, { operation: data });
}

const get: Method<{ id: string }, unknown, ThingsGetErrors> = uncalled(operation);
const list: ListMethod<{ id: string }, unknown, unknown, ApiError<400, string>> = uncalled({
  id: "things.list",
  method: "GET",
  path: "/things",
});

describe("isApiError", () => {
  it("is true for every ApiError where no method is given", () => {
    expect(isApiError(apiError())).toBe(true);
    expect(isApiError(apiError({ declared: false }))).toBe(true);
    expect(isApiError(SAMPLES.ConnectionError)).toBe(false);
  });

  it("is true for what the method declares", () => {
    expect(isApiError(apiError(), get)).toBe(true);
  });

  it("is false for a status or a body that the method does not declare", () => {
    expect(isApiError(apiError({ declared: false }), get)).toBe(false);
    const unsaid = new ApiError({
      status: 404,
      body: 1,
      headers: new Headers(),
      message: "m",
      operation,
    });
    expect(isApiError(unsaid, get)).toBe(false);
  });

  it("is false for another method's error", () => {
    expect(isApiError(apiError(), list)).toBe(false);
    expect(isApiError(apiError({ operation: undefined }), get)).toBe(false);
  });

  it("is false for a method of the same name of another provider", () => {
    const foreign = { ...operation };
    expect(isApiError(apiError({ operation: foreign }), get)).toBe(false);
  });

  it("is true for a declared error of another installed copy of the runtime", async () => {
    const copy = await otherCopy();
    expect(copy.isApiError(apiError(), get)).toBe(true);
    expect(copy.isApiError(apiError(), list)).toBe(false);
  });
});

describe("types", () => {
  const error: unknown = apiError();

  it("without a method, status is a number and body unknown", () => {
    if (!isApiError(error)) throw new Error("It is one.");
    expectTypeOf(error).toEqualTypeOf<ApiError>();
    expectTypeOf(error.status).toEqualTypeOf<number>();
    expectTypeOf(error.body).toEqualTypeOf<unknown>();
    // @ts-expect-error nothing is known of the body
    expect(error.body.message).toBeDefined();
  });

  it("with a method, the status narrows the body", () => {
    if (!isApiError(error, get)) throw new Error("It is one.");
    expectTypeOf(error).toEqualTypeOf<ThingsGetErrors>();
    expectTypeOf(error.status).toEqualTypeOf<404 | 429 | 503>();
    switch (error.status) {
      case 404:
        expectTypeOf(error.body).toEqualTypeOf<Missing>();
        break;
      case 429:
        expectTypeOf(error.body).toEqualTypeOf<Busy>();
        expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>();
        break;
      case 503:
        expectTypeOf(error.body).toEqualTypeOf<undefined>();
        break;
      default:
        expectTypeOf(error).toEqualTypeOf<never>();
    }
    // @ts-expect-error the method does not declare 418
    expect(error.status === 418).toBe(false);
    // @ts-expect-error not every declared body has a message
    expect(error.body?.message).toBe("canary-body");
  });

  it("a list method's errors are its own", () => {
    if (isApiError(error, list)) {
      expectTypeOf(error).toEqualTypeOf<ApiError<400, string>>();
    }
    expectTypeOf<MethodErrors<typeof get>>().toEqualTypeOf<ThingsGetErrors>();
    expectTypeOf<MethodErrors<typeof list>>().toEqualTypeOf<ApiError<400, string>>();
  });

  it("what is no method cannot be given", () => {
    // @ts-expect-error an operation's id is no method
    expect(isApiError(error, "things.get")).toBe(false);
  });
});
