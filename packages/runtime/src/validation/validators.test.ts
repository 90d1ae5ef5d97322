import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { bearer } from "../authentication/authenticate.js";
import { type ClientOptions, createClient } from "../client/create-client.js";
import type { ListMethod, OptionalMethod, PagePromise } from "../description/method.js";
import type { Operation, Provider, WebhookRules } from "../description/operation.js";
import {
  ApiError,
  ConfigurationError,
  ResponseFormatError,
  ValidationError,
} from "../errors/errors.js";
import type { CompiledError, CompiledValidator } from "../errors/validation-findings.js";
import { unwrapWebhook } from "../webhook/webhook.js";
import { createValidators, type Validators } from "./validators.js";

function failToWrite(): never {
  throw new Error("the worker has exited");
}

/** A validator as `parley generate` writes them: it leaves its errors at itself. */
function validator(judge: (value: unknown) => readonly CompiledError[]): CompiledValidator {
  const validate: CompiledValidator = (value) => {
    validate.errors = judge(value);
    return validate.errors.length === 0;
  };
  return validate;
}

/** That of an object whose `name` is text. */
const named = validator((value) => {
  const name: unknown = typeof value === "object" && value !== null && Reflect.get(value, "name");
  if (name === undefined) {
    return [{ instancePath: "", keyword: "required", params: { missingProperty: "name" } }];
  }
  if (typeof name === "string") return [];
  return [{ instancePath: "/name", keyword: "type", params: { type: "string" } }];
});

const text = validator((value) =>
  typeof value === "string"
    ? []
    : [{ instancePath: "", keyword: "type", params: { type: "string" } }],
);

const page = validator((value) =>
  typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items)
    ? value.items.flatMap((item: unknown, index): CompiledError[] =>
        typeof item === "number"
          ? []
          : [{ instancePath: `/items/${index}`, keyword: "type", params: { type: "number" } }],
      )
    : [{ instancePath: "", keyword: "type", params: { type: "object" } }],
);

const get: Operation = {
  id: "things.get",
  method: "GET",
  path: "/things/{id}",
  parameters: { id: "path", project: "query" },
  errors: { "404": "json" },
};
const save: Operation = {
  id: "things.save",
  method: "POST",
  path: "/things",
  body: "application/json",
};
const list: Operation = {
  id: "things.list",
  method: "GET",
  path: "/things",
  parameters: { cursor: "query" },
  pagination: { style: "token", items: "/items", next: "/next", parameter: "cursor" },
};
const upload: Operation = {
  id: "things.upload",
  method: "POST",
  path: "/files",
  body: "multipart/form-data",
};

const provider: Provider = {
  name: "example",
  servers: { production: "https://api.example.com" },
  parameters: { project: { option: "project" } },
};

const validators = createValidators({
  provider: "example",
  methods: {
    "things.get": {
      parameters: { id: text, project: text },
      responses: { "200": named, "4XX": named, default: text },
    },
    "things.save": { body: named, responses: { "200": named } },
    "things.list": { parameters: { cursor: text }, responses: { "200": page } },
    "things.upload": { body: named },
  },
  events: { created: named },
});

interface Resources {
  readonly things: {
    readonly get: OptionalMethod<object, unknown, never>;
    readonly save: OptionalMethod<object, unknown, never>;
    readonly list: ListMethod<object, unknown, unknown, never>;
    readonly upload: OptionalMethod<object, unknown, never>;
  };
}

interface Paths {
  "/things": {
    post: {
      requestBody: { content: { "application/json": { name: unknown } } };
      responses: { 200: { headers: object; content: { "application/json": { name: string } } } };
    };
  };
}

/** A client, what it has sent, and what it was warned of. */
function clientOf(answers: readonly [status: number, body: string, type?: string][], options = {}) {
  const sent: string[] = [];
  const warnings: [Readonly<Record<string, unknown>>, string][] = [];
  const logger = {
    info: () => {},
    warn: (fields: Readonly<Record<string, unknown>>, message: string) => {
      warnings.push([fields, message]);
    },
  };
  const all: ClientOptions & Record<string, unknown> = {
    validate: "error",
    validators,
    logger,
    retry: false,
    fetch: async (url) => {
      sent.push(url);
      const [status, body, type = "application/json"] = answers[sent.length - 1] ?? [500, ""];
      return new Response(body, { status, headers: { "content-type": type } });
    },
    ...options,
  };
  const client = createClient<Resources, Paths>({
    provider,
    operations: [get, save, list, upload],
    authenticator: bearer("token"),
    options: all,
  });
  return { ...client, client, sent, warnings };
}

async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("it was fulfilled"),
    (error: unknown) => error,
  );
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("options", () => {
  test.each<[object, string]>([
    [{ validators: undefined }, 'import { validators } from the "/validators" entry'],
    [{ validate: undefined }, 'set that to "warn" or "error"'],
    [{ validate: "on" }, 'set that to "warn" or "error"'],
    [
      { validators: createValidators({ provider: "other", methods: {} }) },
      "given to a client of example",
    ],
  ])("%# are refused with what mends them", (options, remedy) => {
    const create = () => clientOf([], options);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(remedy);
  });

  test("without them nothing is validated", async () => {
    const none = { validate: undefined, validators: undefined };
    const { things, warnings } = clientOf([[200, '{"name":1}']], none);
    expect(await things.get({ id: 1 })).toEqual({ name: 1 });
    expect(warnings).toEqual([]);
  });
});

describe("a request that breaks the description", () => {
  test("is not sent, and says where and how, without the value", async () => {
    const { things, sent } = clientOf([]);
    const error = await rejection(things.save({ body: { name: 4711 } }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      direction: "request",
      operationId: "things.save",
      status: undefined,
      findings: [{ pointer: "/body/name", expected: "string", type: "number" }],
    });
    expect(error).toHaveProperty(
      "message",
      "things.save: the request breaks the description at /body/name: string expected, number given. Nothing was sent; correct the call.",
    );
    expect(sent).toEqual([]);
    expect(inspect(error) + JSON.stringify(error)).not.toContain("4711");
  });

  test("is found in parameters, those that the client gives included", async () => {
    const { things, sent } = clientOf([], { project: 1 });
    const error = await rejection(things.get({ id: 2 }));
    expect(error).toHaveProperty("findings", [
      { pointer: "/id", expected: "string", type: "number" },
      { pointer: "/project", expected: "string", type: "number" },
    ]);
    expect(sent).toEqual([]);
  });

  test("fails a list in each of its forms", async () => {
    const { things, sent } = clientOf([]);
    const call = (): PagePromise<unknown, unknown> => things.list({ cursor: 1 });
    expect(await rejection(call())).toBeInstanceOf(ValidationError);
    expect(await rejection(call().withResponse())).toBeInstanceOf(ValidationError);
    expect(await rejection(call()[Symbol.asyncIterator]().next())).toBeInstanceOf(ValidationError);
    expect(sent).toEqual([]);
  });

  test("is not sent by path either", async () => {
    const { client, sent } = clientOf([[200, '{"name":"a"}']]);
    expect(await rejection(client.api.POST("/things", { body: { name: 1 } }))).toBeInstanceOf(
      ValidationError,
    );
    expect(sent).toEqual([]);
    expect(await client.api.POST("/things", { body: { name: "a" } })).toMatchObject({
      data: { name: "a" },
    });
  });

  test("is sent with a warning, where that is asked for", async () => {
    const { things, sent, warnings } = clientOf([[200, '{"name":"a"}']], { validate: "warn" });
    expect(await things.save({ body: {} })).toEqual({ name: "a" });
    expect(sent).toHaveLength(1);
    expect(warnings).toEqual([
      [
        {
          "parley.operation": "things.save",
          "parley.validation.direction": "request",
          "parley.validation.findings": [
            { pointer: "/body", expected: 'property "name"', type: "object" },
          ],
          "http.response.status_code": undefined,
        },
        'things.save: the request breaks the description at /body: property "name" expected, object given.',
      ],
    ]);
  });

  test("of what the client refuses anyway is refused as before", async () => {
    const { things } = clientOf([]);
    expect(await rejection(things.save({ bdy: {} }))).toBeInstanceOf(ConfigurationError);
  });

  test("a form may be given ready-made, with files, and with what is undefined", async () => {
    const { things, sent } = clientOf([
      [200, "{}"],
      [200, "{}"],
    ]);
    await things.upload({ body: new FormData() });
    await things.upload({ body: { name: new Blob(["a"]), more: undefined } });
    expect(sent).toHaveLength(2);
    expect(await rejection(things.upload({ body: { name: 1 } }))).toBeInstanceOf(ValidationError);
  });
});

describe("an answer that breaks the description", () => {
  test("is an error that says where, how and with which status, and is not tried again", async () => {
    const { things, sent } = clientOf([[200, '{"name":true}']], { retry: { attempts: 3 } });
    const error = await rejection(things.get({ id: "a" }));
    expect(error).toMatchObject({
      name: "ValidationError",
      direction: "response",
      status: 200,
      findings: [{ pointer: "/name", expected: "string", type: "boolean" }],
    });
    expect(error).toHaveProperty("message", expect.stringContaining('Set validate to "warn"'));
    expect(sent).toHaveLength(1);
  });

  test("passes with a warning, where that is asked for", async () => {
    const { things, warnings } = clientOf([[200, '{"name":1}']], { validate: "warn" });
    expect(await things.get({ id: "a" })).toEqual({ name: 1 });
    expect(warnings.map(([, message]) => message)).toEqual([
      "things.get: the answer (200) breaks the description at /name: string expected, number given.",
    ]);
  });

  test("passes where the warning cannot be written", async () => {
    const logger = { info: failToWrite, warn: failToWrite };
    const options = { validate: "warn", logger };
    const { things } = clientOf([[200, '{"name":1}']], options);
    expect(await things.get({ id: "a" })).toEqual({ name: 1 });
  });

  test("is told to the console where there is no logger", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const options = { validate: "warn", logger: undefined };
    const { things } = clientOf([[200, '{"name":1}']], options);
    await things.get({ id: "a" });
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("things.get: the answer"));
  });

  test("may be an error's, by its status, its range or the default", async () => {
    const { things } = clientOf([
      [404, '{"name":1}'],
      [500, "{}"],
      [409, '{"name":"taken"}'],
    ]);
    expect(await rejection(things.get({ id: "a" }))).toHaveProperty("status", 404);
    expect(await rejection(things.get({ id: "a" }))).toMatchObject({
      name: "ValidationError",
      findings: [{ pointer: "", expected: "string", type: "object" }],
    });
    const taken = await rejection(things.get({ id: "a" }));
    expect(taken).toBeInstanceOf(ApiError);
    expect(taken).not.toBeInstanceOf(ValidationError);
  });

  test("is found on whichever page it is", async () => {
    const { things, sent } = clientOf([
      [200, '{"items":[1],"next":"b"}'],
      [200, '{"items":[2,"three"]}'],
    ]);
    const seen: unknown[] = [];
    const walk = async (): Promise<void> => {
      for await (const item of things.list({})) seen.push(item);
    };
    expect(await rejection(walk())).toHaveProperty("findings", [
      { pointer: "/items/1", expected: "number", type: "string" },
    ]);
    expect(seen).toEqual([1]);
    expect(sent).toHaveLength(2);
  });

  test("is found by path too", async () => {
    const { client } = clientOf([[200, '{"name":1}']]);
    const call = client.api.POST("/things", { body: { name: "a" } });
    expect(await rejection(call)).toBeInstanceOf(ValidationError);
  });

  test("is not one that is no JSON, which is told as before", async () => {
    const { things } = clientOf([
      [200, "<html>", "text/html"],
      [502, "<html>", "text/html"],
    ]);
    expect(await rejection(things.get({ id: "a" }))).toBeInstanceOf(ResponseFormatError);
    expect(await rejection(things.get({ id: "a" }))).toBeInstanceOf(ApiError);
  });

  test("is not one with integers beyond 2^53", async () => {
    const { things } = clientOf([[200, '{"items":[9223372036854775807]}']]);
    expect((await things.list({})).items).toEqual([9223372036854775807n]);
  });
});

describe("a webhook's payload that breaks the description", () => {
  const rules: WebhookRules = { discriminator: { property: "type" }, events: ["created", "gone"] };
  const unwrap = (payload: object, options = {}) =>
    unwrapWebhook(rules, {
      body: JSON.stringify(payload),
      headers: {},
      validate: "error",
      validators,
      ...options,
    });

  test("is an error, or a warning", async () => {
    expect(await rejection(unwrap({ type: "created", name: 1 }))).toMatchObject({
      name: "ValidationError",
      direction: "webhook",
      findings: [{ pointer: "/name", expected: "string", type: "number" }],
    });
    const warn = vi.fn<() => void>();
    const options = { validate: "warn", logger: { info: warn, warn } };
    await unwrap({ type: "created", name: 1 }, options);
    expect(warn).toHaveBeenCalledOnce();
  });

  test("is not one of an event that is not known, or has no schema", async () => {
    expect(await unwrap({ type: "new" })).toMatchObject({ type: "unknown" });
    expect(await unwrap({ type: "gone" })).toMatchObject({ type: "gone" });
  });

  test("needs both options", async () => {
    const error = await rejection(unwrap({ type: "created" }, { validators: undefined }));
    expect(error).toBeInstanceOf(ConfigurationError);
  });
});

function findingsOf(errors: readonly CompiledError[], value: unknown) {
  const events = { one: validator(() => errors) };
  return createValidators({ provider: "example", methods: {}, events }).event("one", value);
}

function typeError(instancePath: string, type: string): CompiledError {
  return { instancePath, keyword: "type", params: { type } };
}

describe("findings", () => {
  test("have no key that the description leaves open, and the type of what is under it", () => {
    const instancePath = "/fields/\0a~1secret/deep/\0~0b";
    const value = { fields: { "a/secret": { deep: { "~b": [1] } } } };
    expect(
      findingsOf([{ instancePath, keyword: "type", params: { type: "string" } }], value),
    ).toEqual([{ pointer: "/fields/*/deep/*", expected: "string", type: "array" }]);
  });

  test("of one place are one; the deepest comes first, and a summary only where nothing else is", () => {
    const errors: CompiledError[] = [
      typeError("/a", "string"),
      typeError("/a/b", "number"),
      typeError("/a", "number"),
      { instancePath: "/a", keyword: "oneOf", params: {} },
      { instancePath: "", keyword: "anyOf", params: {} },
    ];
    expect(findingsOf(errors, { a: { b: null } })).toEqual([
      { pointer: "/a/b", expected: "number", type: "null" },
      { pointer: "/a", expected: "string or number", type: "object" },
      { pointer: "", expected: "one of the alternatives", type: "object" },
    ]);
  });

  test.each<[string, object, string]>([
    ["type", { type: ["string", "null"] }, "string or null"],
    ["enum", { allowedValues: ["a", 1, null] }, 'one of "a", 1, null'],
    ["enum", { allowedValues: Array.from({ length: 30 }, () => 1) }, "…"],
    ["const", { allowedValue: { a: 1 } }, '{"a":1}'],
    ["pattern", { pattern: "^a\n$" }, 'text that matches "^a\\n$"'],
    ["minLength", { limit: 3 }, "at least 3 characters"],
    ["minimum", { comparison: ">=", limit: 3 }, ">= 3"],
    ["additionalProperties", { additionalProperty: "secret" }, "no property that is not described"],
    ["propertyNames", { propertyName: "secret" }, "other names of properties"],
    ["uniqueItems", { i: 1, j: 2 }, "items that differ"],
    ["newKeyword", {}, 'what "newKeyword" says'],
  ])("say what %s with %j expects", (keyword, params, expected) => {
    const [finding] = findingsOf([{ instancePath: "", keyword, params: { ...params } }], {});
    expect(finding?.expected).toContain(expected);
    expect(finding?.expected).not.toContain("secret");
  });

  test("name the property that may not be there by itself", () => {
    const errors = [{ instancePath: "", keyword: "absent", params: { absent: "a/b" } }];
    expect(findingsOf(errors, { "a/b": 1 })).toEqual([
      { pointer: "/a~1b", expected: "nothing", type: "number" },
    ]);
  });

  test("are one where a value is nested too deeply to be looked at", () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    const deep: Validators = createValidators({
      provider: "example",
      methods: {},
      events: { one: named },
    });
    expect(deep.event("one", value)).toEqual([
      { pointer: "", expected: "a value that is nested less deeply", type: "array" },
    ]);
  });

  test("are none for what is not described, inherited names included", () => {
    expect(validators.event("toString", 1)).toEqual([]);
    expect(validators.response({ ...get, id: "constructor" }, 200, 1)).toEqual([]);
    expect(validators.request({ ...get, id: "things.none" }, { id: 1 })).toEqual([]);
  });
});
