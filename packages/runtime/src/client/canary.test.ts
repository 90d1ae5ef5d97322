import { Console } from "node:console";
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import createOpenapiFetchClient from "openapi-fetch";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Authenticator,
  authenticate,
  authorizationScheme,
  basic,
  bearer,
  headerCredentials,
} from "../authentication/authenticate.js";
import { clientCredentials } from "../authentication/client-credentials.js";
import { type ApiError, ParleyError } from "../errors/errors.js";
import { openTelemetry } from "../opentelemetry.js";
import { createFetch } from "../pipeline/create-fetch.js";
import { retry } from "../retry/retry.js";
import { type Logger, logging } from "../telemetry/logging.js";
import { reportAttempts } from "../telemetry/telemetry.js";
import {
  type Answer,
  createTestClient,
  type TestClient,
} from "../test-helpers/create-test-client.js";
import { createFakeClock } from "../test-helpers/fake-clock.js";
import { listenHttp, listenNet, type Loopback, unusedUrl } from "../test-helpers/loopback.js";
import { createTestSdk } from "../test-helpers/opentelemetry.js";
import { unwrapWebhook } from "../webhook/webhook.js";
import type { ClientOptions } from "./create-client.js";

// What may never be printed is pushed through clients of every kind, and all that is ever printed
// (log lines, spans, metrics, errors with their causes, clients) is searched for it.

// As many as there are kinds of credentials: each meets every answer.
const ROUNDS = 6;
const LEAST_CANARIES = 1000;

/** Keeps what is written, each line once: stacks repeat themselves. */
function createSink() {
  const lines = new Set<string>();
  const add = (text: string) => {
    for (const line of text.split("\n")) lines.add(line);
  };
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      add(chunk.toString());
      done();
    },
  });
  return { add, stream, text: () => [...lines].join("\n") };
}

/** Makes secrets of the shapes that secrets have, no two alike, and remembers each. */
function createAviary() {
  const canaries: { readonly what: string; readonly forms: readonly string[] }[] = [];

  function hatch(what: string, shapeOf: (digest: string) => string): string {
    const digest = createHash("sha256").update(`${canaries.length}`).digest("hex");
    const secret = shapeOf(digest);
    canaries.push({
      what,
      forms: [...new Set([secret, encodeURIComponent(secret), btoa(secret)])],
    });
    return secret;
  }

  const shapes: readonly ((digest: string) => string)[] = [
    (digest) => `sk_live_${digest.slice(0, 32)}`,
    (digest) => digest.slice(0, 12),
    (digest) =>
      [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 28)].join(
        "-",
      ),
    (digest) => `jo.${digest.slice(0, 10)}@example.org`,
    (digest) =>
      `+99${BigInt(`0x${digest.slice(0, 12)}`)
        .toString()
        .padStart(12, "0")
        .slice(0, 12)}`,
    (digest) => `eyJ${digest.slice(0, 20)}.${digest.slice(20, 40)}.${digest.slice(40)}`,
  ];

  return {
    canaries,
    /** A token, key, identifier, address or number. */
    secret: (what: string): string =>
      hatch(what, (digest) => (shapes[canaries.length % shapes.length] ?? String)(digest)),
    /** One that is letters alone, as passwords and names are. */
    word: (what: string) =>
      hatch(what, (digest) =>
        digest.slice(0, 16).replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "g"),
      ),
    /** A value that is made of secrets, and as secret as they are. */
    also: (what: string, form: string) => void canaries.push({ what, forms: [form] }),
  };
}

const aviary = createAviary();
const { canaries, secret, word, also } = aviary;
const sink = createSink();
const printed = new Console(sink.stream);
const pinoLogger = pino({ level: "trace", base: null, timestamp: false }, sink.stream);

/** Both at once: a record goes to a pino logger and to a console. */
const logger: Logger = {
  debug: (fields, message) => both("debug", fields, message),
  info: (fields, message) => both("info", fields, message),
  warn: (fields, message) => both("warn", fields, message),
};

function both(level: "debug" | "info" | "warn", fields: object, message: string): void {
  pinoLogger[level](fields, message);
  printed[level](fields, message);
}

/** Prints something in every way in which things are printed. */
function print(value: unknown): void {
  printed.log(value);
  sink.add(inspect(value, { depth: Infinity, showHidden: false }));
  sink.add(JSON.stringify(value) ?? "");
  sink.add(String(value));
}

/** Prints an error, and the chain of its causes, as loggers and error reporters do. */
function printError(error: unknown): void {
  pinoLogger.error(error);
  pinoLogger.error({ err: error }, "failed");
  for (let one = error, depth = 0; one !== undefined && depth < 10; depth++) {
    print(one);
    if (!(one instanceof Error)) return;
    sink.add(`${one.name}\n${one.message}\n${one.stack}`);
    for (const key in one) sink.add(String(Reflect.get(one, key)));
    one = one.cause;
  }
}

const sdk = createTestSdk({ register: true });
let refusing = "";
let resetting: Loopback | undefined;
let echoing: Loopback | undefined;

beforeAll(async () => {
  refusing = await unusedUrl();
  resetting = await listenNet((socket) => socket.resetAndDestroy());
  echoing = await listenHttp((request, response) => {
    response.writeHead(502, { "content-type": "application/json", "set-cookie": "sid=1" });
    response.end(JSON.stringify({ message: `upstream refused ${request.headers.authorization}` }));
  });
});

afterAll(async () => {
  await resetting?.[Symbol.asyncDispose]();
  await echoing?.[Symbol.asyncDispose]();
  await sdk[Symbol.asyncDispose]();
});

const { tracerProvider, meterProvider } = sdk;
const watched = () => ({ logger, telemetry: openTelemetry({ tracerProvider, meterProvider }) });

/** Every kind of credentials, each with secrets of its own. */
function authenticators(): readonly Authenticator[] {
  const user = secret("basic user");
  const password = word("basic password");
  also("Basic credentials", btoa(`${user}:${password}`));
  const id = secret("client id");
  const key = word("client secret");
  also("client credentials", btoa(`${id}:${key}`));
  const accessToken = secret("access token");
  const rotating = secret("token of a function");
  return [
    bearer(secret("bearer token")),
    bearer(async () => rotating),
    authorizationScheme("Token", word("token of a scheme")),
    basic(user, password),
    headerCredentials({ "X-Key": secret("header key"), "X-Secret": word("header secret") }),
    clientCredentials({
      tokenUrl: "https://auth.example.com/token",
      clientId: id,
      clientSecret: key,
      fetch: async () =>
        Response.json({
          access_token: accessToken,
          refresh_token: secret("refresh token"),
          token_type: "bearer",
          expires_in: 3600,
        }),
    }),
  ];
}

/** Headers of an answer, as proxies and servers set them. */
const answerHeaders = () => ({
  "set-cookie": `session=${secret("cookie")}; HttpOnly`,
  "x-internal-token": secret("response header"),
});

const quoting = (what: string) => `${what}: Authorization was Bearer ${secret("echoed token")}`;

/** How a request can end, each with secrets of its own. */
function answers(): Readonly<Record<string, () => Answer>> {
  const json = (status: number) => (): Answer => {
    const body = {
      message: quoting("refused"),
      error: { message: quoting("refused") },
      detail: secret("body of an error"),
    };
    const headers = answerHeaders();
    return () => Response.json(body, { status, headers });
  };
  const html = (status: number) => (): Answer => {
    const body = `<b>${quoting("proxy")} for ${secret("proxy page")}</b>`;
    const headers = { ...answerHeaders(), "content-type": "text/html" };
    return () => new Response(body, { status, headers });
  };
  const redirect = (status: number, origin: string) => (): Answer => {
    const path = `${origin}/${secret("redirect path")}?code=${secret("redirect query")}`;
    return () => new Response(null, { status, headers: { ...answerHeaders(), location: path } });
  };
  const failure = (code: string) => (): Answer => {
    const url = `https://us.api.example.com/${secret("path in a cause")}?key=${word("query in a cause")}`;
    const inner = Object.assign(new Error(`request to ${url} failed`), {
      code,
      headers: { authorization: `Bearer ${word("header in a cause")}` },
    });
    const sum = new AggregateError([inner], `tried Bearer ${secret("credential in a cause")}`);
    const error = new TypeError(`fetch failed: ${url}`, { cause: sum });
    return () => error;
  };
  return {
    success: () => {
      const body = { id: 7, name: secret("body of a success"), items: [] };
      const headers = answerHeaders();
      return () => Response.json(body, { headers });
    },
    "400": json(400),
    "401": json(401),
    "403": json(403),
    "404": json(404),
    "409": json(409),
    "422": json(422),
    "429": json(429),
    "500": json(500),
    "502 with a page": html(502),
    "404 with a page": html(404),
    "200 with a page": html(200),
    "redirect away": redirect(302, "https://evil.example.net"),
    "redirect here": redirect(307, "https://us.api.example.com"),
    "redirect with a user in it": redirect(302, "https://user:pass@evil.example.net"),
    "cut off": () => {
      const text = `{"id": "${secret("cut-off body")}`;
      const headers = { ...answerHeaders(), "content-type": "application/json" };
      return () => new Response(text, { headers });
    },
    "too large": () => {
      const text = JSON.stringify({ name: secret("large body"), rest: "x".repeat(5000) });
      return () => new Response(text, { headers: answerHeaders() });
    },
    reset: failure("ECONNRESET"),
    refused: failure("ECONNREFUSED"),
    "no code at all": failure(`code ${secret("code")}`),
    "no answer": () => () =>
      new Promise<Response>(() => {
        // Until the timeout.
      }),
  };
}

async function outcome(made: TestClient, call: PromiseLike<unknown>): Promise<void> {
  try {
    await made.clock.settle(call);
  } catch (error) {
    printError(error);
  }
}

/** Calls methods of every kind, all with secrets in whatever takes a value. */
async function callAll(made: TestClient, answered: string): Promise<void> {
  const { client } = made;
  const get = {
    id: secret("path value"),
    since: secret("query value"),
    filter: { name: word("deep query value") },
    "X-Trace": secret("header value"),
  };
  const headers = { "x-own": secret("header of a call") };
  await outcome(made, client.things.get(get, { headers, timeout: 1000 }));
  await outcome(made, client.things.create({ body: { name: secret("body value") } }));
  await outcome(made, client.things.list({ cursor: secret("cursor") }));
  const path = { id: word("path value of the path style") };
  const params = { path };
  const byPath = client.api.GET("/projects/{project_id}/things/{id}", { params });
  await outcome(
    made,
    byPath.then(({ error }) => error instanceof ParleyError && printError(error)),
  );
  // A client has nothing in it that an answer could change, but credentials of each kind.
  if (answered !== "success") return;
  print(client);
  print(client.things);
  print(client.things.get);
  print(client.things.get.operation);
  print(client.api);
}

async function withBareClient(authenticator: Authenticator, answer: Answer): Promise<void> {
  const clock = createFakeClock();
  const { telemetry } = watched();
  const origins = ["https://api.example.com"];
  const client = createOpenapiFetchClient<Record<string, Record<"get", object>>>({
    baseUrl: "https://api.example.com",
    fetch: createFetch(
      [
        telemetry.call,
        logging(logger, { clock }),
        retry({ clock, random: () => 1 }),
        authenticate(authenticator, { origins, clock }),
        reportAttempts({ clock }),
        telemetry.attempt,
      ],
      {
        clock,
        timeout: 1000,
        maxResponseBytes: 4096,
        fetch: async () => {
          const given = await answer();
          if (given instanceof Error) throw given;
          return given;
        },
      },
    ),
  });
  const path = `/${word("path of a bare client")}?q=${secret("query of a bare client")}`;
  try {
    await clock.settle(client.GET(path, {}));
  } catch (error) {
    printError(error);
  }
  print(client);
}

/** Does what has to fail, and prints the error. */
async function attempt(action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    printError(error);
    return;
  }
  throw new Error("It should have failed.");
}

/** What goes wrong before or beside a call. */
async function misuse(): Promise<void> {
  const password = word("password in a URL");
  await attempt(() => createTestClient({ baseUrl: `https://u:${password}@api.example.com` }));
  await attempt(() => createTestClient({ baseUrl: `https://a.b/?key=${secret("key in a URL")}` }));
  await attempt(() => createTestClient({ region: `u:${word("password in a host")}@h` }));
  await attempt(() => createTestClient({ headers: { "x-a": `${secret("header option")}\n` } }));
  await attempt(() => bearer(`${secret("token with a line break")}\n`));
  await attempt(() => basic(`${word("user with a colon")}:`, word("password of it")));
  const tokenUrl = `https://u:${word("password in a token URL")}@auth.example.com`;
  await attempt(() => clientCredentials({ tokenUrl, clientId: "a", clientSecret: "b" }));
  const made = createTestClient(watched());
  const { client } = made;
  await attempt(() => client.things.get({ id: "1", "X-Trace": `${secret("bad header")}\n` }));
  const headers = { "x-a": `${secret("bad header of a call")}\n` };
  await attempt(() => client.things.get({ id: "1" }, { headers }));
  const circular: Record<string, unknown> = { name: secret("circular body") };
  circular["self"] = circular;
  await attempt(() => client.forms.send({ body: circular }));
  const elsewhere = [
    () => Response.json({ items: [], next: `https://evil.net/?token=${secret("next link")}` }),
    () => Response.json({ items: [], next: `https://u:${word("user in a next link")}@evil.net/` }),
    () => Response.json({ items: { name: secret("items that are no list") } }),
  ];
  for (const answer of elsewhere) {
    const walk = createTestClient(watched(), [answer]);
    await attempt(async () => {
      for await (const item of walk.client.links.list()) print(item);
    });
  }
  const full = createTestClient({ ...watched(), rateLimit: { mode: "reject" } });
  await attempt(() =>
    Promise.all(["1", "2", "3"].map(() => full.client.things.get({ id: secret("queued path") }))),
  );
  const expired = createTestClient(watched());
  await attempt(() => expired.client.things.get({ id: secret("late path") }, { deadline: -1 }));
}

function own(what: string): Error {
  return Object.assign(new Error(secret(what)), { name: secret(what) });
}

/** Errors of the consumer's own, which pass through as they are: they may be in no record or span. */
async function errorsOfOthers(): Promise<void> {
  const middleware = [() => Promise.reject(own("error of a middleware"))];
  const aborted = AbortSignal.abort(own("reason of an abort"));
  const unreadable = bearer(() => Promise.reject(own("error of a vault")));
  const calls = [
    createTestClient({ ...watched(), middleware }).client.things.get({ id: "1" }),
    createTestClient(watched()).client.things.get({ id: "1" }, { signal: aborted }),
    createTestClient(watched(), [], unreadable).client.things.get({ id: "1" }),
  ];
  for (const call of calls) {
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(ParleyError);
    expect(error).toBeInstanceOf(Error);
  }
}

/** What a token endpoint can answer, with the client's secret in it. */
async function tokenEndpoints(): Promise<void> {
  const endpoints: readonly ((key: string) => Response | Error)[] = [
    (key) => Response.json({ error: `invalid key ${key}`, message: key }, { status: 400 }),
    (key) => Response.json({ error: key }, { status: 401 }),
    (key) => new Response(`<p>${key}</p>`, { status: 503, headers: answerHeaders() }),
    (key) => new Response(`access_token=${key}`),
    (key) => Response.json({ access_token: `${key}\n`, token_type: "bearer" }),
    (key) => new TypeError(`fetch failed: Basic ${key}`),
  ];
  for (const endpoint of endpoints) {
    const clock = createFakeClock();
    const key = secret("client secret that is echoed");
    const id = secret("client id");
    also("client credentials", btoa(`${id}:${key}`));
    const authenticator = clientCredentials({
      tokenUrl: "https://auth.example.com/token",
      clientId: id,
      clientSecret: key,
      clock,
      fetch: async () => {
        const answer = endpoint(key);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const made = createTestClient({ ...watched(), clock }, [], authenticator);
    const call = made.client.things.get({ id: secret("path before a token") });
    const error: unknown = await clock.settle(
      call.then(
        () => undefined,
        (reason: unknown) => reason,
      ),
    );
    expect(error).toBeInstanceOf(ParleyError);
    printError(error);
    await withBareClient(authenticator, () => new Response());
  }
}

/** The platform's own fetch, with the errors that it makes. */
async function realNetwork(): Promise<void> {
  for (const url of [refusing, resetting?.url ?? "", echoing?.url ?? ""]) {
    const options: ClientOptions & Readonly<Record<string, unknown>> = {
      ...watched(),
      baseUrl: `${url}/base`,
      fetch: (target, init) => globalThis.fetch(target, init),
      retry: false,
    };
    const { client } = createTestClient(options, [], bearer(secret("token over the network")));
    const calls = [
      client.things.get({ id: secret("path over the network"), since: secret("query") }),
      client.things.create({ body: { name: secret("body over the network") } }),
    ];
    for (const call of calls) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ParleyError);
      printError(error);
    }
  }
}

async function webhooks(): Promise<void> {
  const rules = {
    discriminator: { property: "type" },
    events: ["greeting"],
    verification: {
      encoding: "hex",
      signatureHeader: "x-signature",
      signed: ["body"],
      separator: ".",
    },
  } as const;
  for (const signature of ["00ff", "no hex"]) {
    const event = unwrapWebhook(rules, {
      body: JSON.stringify({ type: "greeting", text: secret("webhook body") }),
      headers: { "x-signature": signature, "x-other": secret("webhook header") },
      secret: [word("webhook secret"), secret("old webhook secret")],
    });
    printError(await event.catch((reason: unknown) => reason));
  }
  const { discriminator, events } = rules;
  const bad = unwrapWebhook(
    { discriminator, events },
    {
      body: `{"text": "${secret("webhook body that is no JSON")}`,
      headers: {},
    },
  );
  printError(await bad.catch((reason: unknown) => reason));
}

/** What was printed, spans and metrics included. */
async function everythingPrinted(): Promise<string> {
  const spans = sdk.spans();
  for (const { name, attributes, events, links, status } of spans) {
    sink.add(JSON.stringify({ name, attributes, events, links, status }));
  }
  const metrics = await sdk.metrics();
  sink.add(inspect([...metrics], { depth: Infinity }));
  return sink.text();
}

describe("a thousand secrets", () => {
  it("go through every kind of client, and none is ever printed", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const kinds = Object.entries(answers());
      for (const [index, [name, answerOf]] of kinds.entries()) {
        const all = authenticators();
        const authenticator = all[(index + round) % all.length] ?? bearer("token");
        const answer = answerOf();
        const options: ClientOptions & Readonly<Record<string, unknown>> = {
          ...watched(),
          projectId: secret("client parameter"),
          headers: { "x-client": secret("header of a client") },
          maxResponseBytes: 4096,
        };
        // As many answers of the kind as there can be attempts.
        const made = createTestClient(options, Array(40).fill(answer), authenticator);
        await callAll(made, name);
        await withBareClient(authenticator, answer);
      }
      await misuse();
      await errorsOfOthers();
      await tokenEndpoints();
      await realNetwork();
      await webhooks();
    }

    const text = await everythingPrinted();
    const distinct = new Set(canaries.map(({ forms }) => forms[0]));
    expect(distinct.size).toBeGreaterThanOrEqual(LEAST_CANARIES);
    // The search is over something: each way of printing has left its mark.
    for (const mark of [
      '"msg":"call answered"',
      "'http.response.status_code': 502",
      "attempt failed",
      "token asked for",
      '"name":"things.get","attributes"',
      "http.client.request.duration",
      "ApiError: things.get: 400",
      "ConnectionError: things.create",
      "caused by",
      "WebhookVerificationError",
      "RateLimitExceededError",
      "[Function: method]",
    ]) {
      expect(text).toContain(mark);
    }
    const found = canaries.filter(({ forms }) => forms.some((form) => text.includes(form)));
    expect(found).toEqual([]);
  }, 120_000);

  it("are there where they are asked for: what is not printed is not lost", async () => {
    const body = { message: quoting("refused") };
    const headers = answerHeaders();
    const { client } = createTestClient({}, [() => Response.json(body, { status: 400, headers })]);
    const error: unknown = await client.things.get({ id: "1" }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, body });
    const { headers: kept } = error as ApiError;
    expect(kept.get("set-cookie")).toBe(headers["set-cookie"]);
  });
});
