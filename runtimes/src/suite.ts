// What the packages have to do on every runtime. Nothing here is Node's: it runs wherever they do,
// without a framework for tests, and against a server that keeps what arrived.
import { createAsapp } from "@parley/asapp";
import { createRapidPro } from "@parley/rapidpro";
import { createRespondIo, isApiError, webhooks as respondIoWebhooks } from "@parley/respond-io";
import {
  ApiError,
  type ApiPromise,
  bearer,
  ConfigurationError,
  ConnectionError,
  createClient,
  type Operation,
  RateLimitExceededError,
  ResponseFormatError,
  TimeoutError,
  WebhookVerificationError,
} from "@parley/runtime";
import { createSinch, webhooks as sinchWebhooks } from "@parley/sinch";
import type { Seen } from "./server.ts";

/** What the suite is run with. */
export interface Surroundings {
  /** Of the server. */
  readonly origin: string;
  /** Of a port at which nobody listens. */
  readonly closedOrigin: string;
  /** Tells this run's requests from others'. */
  readonly run: string;
  /** Whether RESPOND_IO_TOKEN is set in the environment, to `from-environment`. */
  readonly hasEnvironment: boolean;
  /** Whether a failed connection says that nothing was sent: browsers and Workers do not tell. */
  readonly tellsNeverSent: boolean;
  /** Whether where a redirect leads is not told to the page: what browsers do. */
  readonly hidesRedirects: boolean;
  /** Loads a package as CommonJS does, where the runtime has that. */
  readonly require?: (specifier: string) => unknown;
}

/** How a behaviour went. */
export interface Outcome {
  readonly behaviour: string;
  readonly state: "green" | "red" | "none";
  /** What was wrong. */
  readonly problem?: string;
}

/** Runs every behaviour, one after the other. */
export async function runSuite(surroundings: Surroundings): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [behaviour, run] of Object.entries(BEHAVIOURS)) {
    try {
      const state = await within(20_000, run(surroundings));
      outcomes.push({ behaviour, state: state ?? "green" });
    } catch (error) {
      const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      outcomes.push({ behaviour, state: "red", problem });
    }
  }
  return outcomes;
}

type Behaviour = (surroundings: Surroundings) => Promise<"none" | void>;

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  "GET and its result": async (around) => {
    const { respond, seen } = serverFor(around, "contact");
    const contact = await respond.contacts.get({ identifier: "phone:+60123456789" });
    equal(contact.firstName, "Amina");
    const { response } = await respond.contacts.get({ identifier: "id:1" }).withResponse();
    equal(response.headers.get("content-type"), "application/json");
    const [first] = await seen();
    equal(first?.path, "/contact/phone:+60123456789");
    equal(first?.headers["authorization"], "Bearer secret");
  },

  "GET by its path": async (around) => {
    const { respond } = serverFor(around, "contact.path");
    const params = { path: { identifier: "id:42" } } as const;
    const { data, error } = await respond.api.GET("/contact/{identifier}", { params });
    equal(error, undefined);
    equal(data?.firstName, "Amina");
  },

  "POST with JSON": async (around) => {
    const { respond, seen } = serverFor(around, "sent");
    const body = { message: { type: "text", text: "Grüße, 世界 👋" } } as const;
    const { messageId } = await respond.messages.send({ identifier: "id:42", body });
    equal(messageId, 7);
    const [request] = await seen();
    equal(request?.method, "POST");
    equal(request?.headers["content-type"], "application/json");
    equal(utf8(request?.body ?? ""), JSON.stringify(body));
  },

  "lists by link": async (around) => {
    const { rapidPro } = serverFor(around, "pages");
    const names: (string | null)[] = [];
    for await (const { name } of rapidPro.contacts.list()) names.push(name);
    equal(names, ["a1", "b1", "a2", "b2", "a3", "b3"]);
    const second = await (await rapidPro.contacts.list()).next();
    equal(
      second?.items.map(({ name }) => name),
      ["a2", "b2"],
    );
  },

  "lists by token, one OAuth2 token": async (around) => {
    const { baseUrl, seen } = serverFor(around, "tokens");
    const sinch = createSinch({
      baseUrl,
      tokenUrl: `${baseUrl}/token`,
      projectId: "p",
      keyId: "key",
      keySecret: "secret",
    });
    const walk = async () => {
      const ids: (string | undefined)[] = [];
      for await (const { id } of sinch.messages.list({ app_id: "a" })) ids.push(id);
      return ids.join(" ");
    };
    equal(await Promise.all([walk(), walk(), walk()]), ["m1 m2", "m1 m2", "m1 m2"]);
    const requests = await seen();
    const [token, ...more] = requests.filter(({ path }) => path === "/token");
    equal(token?.headers["authorization"], `Basic ${btoa("key:secret")}`);
    equal(more.length, 0);
  },

  "an OAuth2 token at its end is renewed": async (around) => {
    const { baseUrl, seen } = serverFor(around, "renews");
    const sinch = createSinch({
      baseUrl,
      tokenUrl: `${baseUrl}/token`,
      projectId: "p",
      keyId: "key",
      keySecret: "secret",
    });
    await sinch.messages.list({ app_id: "a" });
    // As long as the server says that it lasts.
    await pause(1000);
    await sinch.messages.list({ app_id: "a" });
    const requests = await seen();
    const basic = `Basic ${btoa("key:secret")}`;
    equal(
      requests.map(({ headers }) => headers["authorization"]),
      [basic, "Bearer token-1", basic, "Bearer token-2"],
    );
    equal(requests[0]?.method, "POST");
    equal(requests[0]?.body, "grant_type=client_credentials");
  },

  "an answer that is compressed": async (around) => {
    const { respond } = serverFor(around, "packed");
    equal((await respond.contacts.get({ identifier: "id:1" })).firstName, "Grüezi");
  },

  "download of bytes": async (around) => {
    const { raw } = serverFor(around, "bytes");
    const blob = await raw.things.fetch({});
    if (!(blob instanceof Blob)) throw new Error(`not a Blob, but ${typeof blob}`);
    equal([...new Uint8Array(await blob.arrayBuffer())], [0, 255, 13, 10, 128]);
  },

  "HEAD and 204": async (around) => {
    const { rapidPro, seen } = serverFor(around, "nothing");
    equal(await rapidPro.contacts.delete({ uuid: "u" }), undefined);
    equal((await seen())[0]?.method, "DELETE");
    const { raw, seen: seenHead } = serverFor(around, "head");
    const { response } = await raw.things.look({}).withResponse();
    equal(response.headers.get("x-total"), "12");
    equal((await seenHead())[0]?.method, "HEAD");
  },

  "retry after a 503": async (around) => {
    const { respond, seen } = serverFor(around, "fails-once");
    equal((await respond.contacts.get({ identifier: "id:1" })).id, 42);
    equal((await seen()).length, 2);
  },

  "retry after a 429, when it says": async (around) => {
    const { respond, seen } = serverFor(around, "too-many");
    await respond.contacts.get({ identifier: "id:1" });
    const [first, second] = await seen();
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    // A timer may be early by a millisecond.
    holds(waited >= 995 && waited < 3000, `1 s was asked for, ${waited} ms were waited`);
  },

  "no message is sent twice": async (around) => {
    const { respond, seen } = serverFor(around, "fails");
    const body = { message: { type: "text", text: "Hello" } } as const;
    const error = await fails(respond.messages.send({ identifier: "id:1", body }), ApiError);
    equal(error.status, 503);
    equal((await seen()).length, 1);
  },

  "limits: queue and reject": async (around) => {
    const { rapidPro, seen } = serverFor(around, "nothing.limited", {
      rateLimit: { limits: { v2: { requests: 2, interval: 300 } } },
    });
    await Promise.all(["a", "b", "c", "d", "e"].map((uuid) => rapidPro.labels.delete({ uuid })));
    const times = (await seen()).map(({ at }) => at);
    equal(times.length, 5);
    const total = (times[4] ?? 0) - (times[0] ?? 0);
    holds(total >= 590, `five calls of two in 300 ms took ${total} ms`);
    const { rapidPro: rejecting } = serverFor(around, "nothing.rejected", {
      rateLimit: { mode: "reject", limits: { v2: { requests: 1, interval: 60_000 } } },
    });
    await rejecting.labels.delete({ uuid: "a" });
    await fails(rejecting.labels.delete({ uuid: "b" }), RateLimitExceededError);
  },

  abort: async (around) => {
    for (const scenario of ["hangs", "hangs-later"] as const) {
      const { respond, seen } = serverFor(around, scenario);
      const controller = new AbortController();
      const call = respond.contacts.get({ identifier: "id:1" }, { signal: controller.signal });
      const outcome = call.then(
        () => "answered",
        (reason: unknown) => reason,
      );
      await until(async () => (await seen()).length === 1, `${scenario}: no request came`);
      const reason = new Error("the user has left");
      controller.abort(reason);
      holds((await outcome) === reason, `${scenario}: not rejected with the signal's reason`);
      await until(
        async () => (await seen())[0]?.hungUp === true,
        `${scenario}: the connection stays open`,
      );
    }
  },

  "timeout and deadline": async (around) => {
    const { respond } = serverFor(around, "hangs.timeout");
    const once = { timeout: 150, retry: { attempts: 1 } };
    const slow = await fails(respond.contacts.get({ identifier: "id:1" }, once), TimeoutError);
    equal(slow.limit, "timeout");
    const { respond: later } = serverFor(around, "hangs-later.deadline");
    const call = later.contacts.get({ identifier: "id:1" }, { deadline: 200 });
    equal((await fails(call, TimeoutError)).limit, "deadline");
  },

  "upload of a form": async (around) => {
    const { rapidPro, seen } = serverFor(around, "contact.form");
    const file = new File([new Uint8Array([0, 255, 13, 10, 65])], "a b.png", { type: "image/png" });
    await rapidPro.media.create({ body: { file } });
    const [request] = await seen();
    const [, boundary = ""] =
      /^multipart\/form-data; *boundary="?([^"]+)"?$/.exec(
        String(request?.headers["content-type"]),
      ) ?? [];
    holds(boundary !== "", `no boundary in ${String(request?.headers["content-type"])}`);
    const [head = "", content] = (request?.body ?? "").split("\r\n\r\n");
    holds(head.startsWith(`--${boundary}\r\n`), "the form does not begin with its boundary");
    holds(/name="file"; filename="a b\.png"/i.test(head), `no file in ${head}`);
    holds(/content-type: image\/png/i.test(head), `no media type in ${head}`);
    equal(content, `\0\xff\r\nA\r\n--${boundary}--${content?.endsWith("\r\n") ? "\r\n" : ""}`);
  },

  "upload of bytes and Blobs": async (around) => {
    const bytes = new Uint8Array([0, 128, 255, 10]);
    const { raw, seen } = serverFor(around, "contact.bytes");
    for (const body of [bytes, bytes.buffer, new Blob([bytes])]) await raw.things.put({ body });
    for (const { body, headers } of await seen()) {
      equal(body, "\0\x80\xff\n");
      equal(headers["content-type"], "application/octet-stream");
    }
  },

  "event stream": async (around) => {
    const { asapp, seen } = serverFor(around, "events");
    const stream = await asapp.generativeAgent.streamEvents({ retry: { baseDelay: 1 } });
    equal(stream.streamId, "s-1");
    const texts: (string | undefined)[] = [];
    for await (const { type, reply } of stream) {
      texts.push(reply?.text);
      if (type === "processingEnd") break;
    }
    // The second comes over a new connection.
    equal(texts, ["Grüezi", "again", undefined]);
    const connections = async () =>
      (await seen()).filter(({ path }) => path.startsWith("/stream?"));
    await until(
      async () => (await connections())[1]?.hungUp === true,
      "leaving the loop leaves the connection open",
    );
    equal((await connections())[0]?.headers["asapp-api-secret"], undefined);
  },

  "abort of an event stream": async (around) => {
    const { asapp, seen } = serverFor(around, "streams");
    const controller = new AbortController();
    const reason = new Error("the user has left");
    const { signal } = controller;
    const texts: (string | undefined)[] = [];
    let thrown: unknown;
    try {
      for await (const { reply } of await asapp.generativeAgent.streamEvents({ signal })) {
        texts.push(reply?.text);
        controller.abort(reason);
      }
    } catch (error) {
      thrown = error;
    }
    equal(texts, ["Hello"]);
    holds(thrown === reason, `not thrown is the signal's reason, but ${String(thrown)}`);
    await until(
      async () => (await seen()).find(({ path }) => path === "/stream")?.hungUp === true,
      "the connection stays open",
    );
  },

  "webhooks of Sinch": async () => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ app_id: "a", contact_create_notification: { contact: {} } });
    const headers = {
      "x-sinch-webhook-signature": await hmac(`${body}.nonce.${timestamp}`, "secret"),
      "x-sinch-webhook-signature-nonce": "nonce",
      "x-sinch-webhook-signature-timestamp": timestamp,
    };
    const secret = ["old", "secret"];
    equal((await sinchWebhooks.unwrap({ body, headers, secret })).type, "CONTACT_CREATE");
    const raw = { body: new TextEncoder().encode(body), headers: new Headers(headers), secret };
    equal((await sinchWebhooks.unwrap(raw)).type, "CONTACT_CREATE");
    const changed = body.replace('"a"', '"b"');
    await fails(sinchWebhooks.unwrap({ body: changed, headers, secret }), WebhookVerificationError);
    const old = { ...headers, "x-sinch-webhook-signature-timestamp": "1634579353" };
    await fails(sinchWebhooks.unwrap({ body, headers: old, secret }), WebhookVerificationError);
  },

  "webhooks of respond.io": async () => {
    const body = '{"event":"message","data":"test"}';
    // The vector that the vendor publishes.
    const headers = { "x-webhook-signature": "UtAE5LaeNjrL33PUEQfh69YKw7UhrrkOL9tQN0+xIrI=" };
    const event = await respondIoWebhooks.unwrap({ body, headers, secret: "secret" });
    equal(event.type, "unknown");
    await fails(
      respondIoWebhooks.unwrap({ body, headers, secret: "secreT" }),
      WebhookVerificationError,
    );
  },

  "errors by status": async (around) => {
    const { respond } = serverFor(around, "missing");
    const call = respond.contacts.get({ identifier: "id:404" });
    const error = await fails(call, ApiError);
    if (!isApiError(error, respond.contacts.get) || error.status !== 404)
      throw new Error("not recognised as the method's own 404");
    equal(error.body.message, "no such contact");
    const { respond: proxied } = serverFor(around, "page");
    await fails(proxied.contacts.get({ identifier: "id:1" }), ResponseFormatError);
  },

  "errors of connections": async (around) => {
    const once = { retry: { attempts: 1 } };
    const nowhere = createRespondIo({ baseUrl: around.closedOrigin, token: "secret" });
    const refused = nowhere.contacts.get({ identifier: "id:1" }, once);
    equal((await fails(refused, ConnectionError)).neverSent, around.tellsNeverSent);
    const { respond } = serverFor(around, "breaks");
    const broken = respond.contacts.get({ identifier: "id:1" }, once);
    equal((await fails(broken, ConnectionError)).neverSent, false);
  },

  "no redirect to another origin": async (around) => {
    const { respond, seen } = serverFor(around, "elsewhere");
    const once = { retry: { attempts: 1 } };
    // Browsers hide what was answered; it is an error all the same.
    const error = await fails(respond.contacts.get({ identifier: "id:1" }, once), Error);
    holds(/^(ApiError|ResponseFormatError)$/.test(error.name), `${error.name}: ${error.message}`);
    equal((await seen()).length, 1);
  },

  "a redirect within the origin": async (around) => {
    const { respond, seen } = serverFor(around, "moved");
    const call = respond.contacts.get({ identifier: "id:1" }, { retry: { attempts: 1 } });
    // Browsers do not say where it leads, so that nothing can be followed.
    if (around.hidesRedirects) await fails(call, Error);
    else equal((await call).id, 42);
    const requests = await seen();
    equal(
      requests.map(({ path }) => path),
      around.hidesRedirects ? ["/contact/id:1"] : ["/contact/id:1", "/moved/contact/id:1"],
    );
    equal(requests.at(-1)?.headers["authorization"], "Bearer secret");
  },

  "large integers": async (around) => {
    const { respond } = serverFor(around, "large");
    const contact = await respond.contacts.get({ identifier: "id:1" });
    // The type says number, as no provider is known to send one like this.
    equal(contact.id, 12345678901234567890n);
    // None is written: no provider takes one, and what a consumer means by it is not known.
    const { raw, seen } = serverFor(around, "sent.large");
    await fails(raw.things.tell({ body: { id: contact.id } }), ConfigurationError);
    equal((await seen()).length, 0);
  },

  "credentials from the environment": async (around) => {
    const { baseUrl, seen } = serverFor(around, "contact.environment");
    if (!around.hasEnvironment) {
      await fails(
        (async () => createRespondIo({ baseUrl }).contacts.get({ identifier: "id:1" }))(),
        ConfigurationError,
      );
      return;
    }
    await createRespondIo({ baseUrl }).contacts.get({ identifier: "id:1" });
    equal((await seen())[0]?.headers["authorization"], "Bearer from-environment");
  },

  "require() of the ESM": async ({ require }) => {
    if (require === undefined) return "none";
    // What it has is looked at below.
    const required = require("@parley/respond-io") as { readonly isApiError?: unknown };
    holds(required.isApiError === isApiError, "it is not the same module that import gives");
    return undefined;
  },
};

/** Beyond what the providers have: a HEAD, and bodies as they are. */
const RAW_OPERATIONS: readonly Operation[] = [
  { id: "things.look", method: "HEAD", path: "/things", response: "none" },
  { id: "things.fetch", method: "GET", path: "/things", response: "binary" },
  { id: "things.put", method: "PUT", path: "/things", body: "application/octet-stream" },
  { id: "things.tell", method: "POST", path: "/things", body: "application/json" },
];

interface RawResources {
  readonly things: Readonly<
    Record<"fetch" | "look" | "put" | "tell", (parameters: object) => ApiPromise<unknown>>
  >;
}

/** Clients of one of the server's scenarios, and what it has seen. */
function serverFor(
  { origin, run }: Surroundings,
  scenario: string,
  options: Parameters<typeof createRapidPro>[0] = {},
) {
  const baseUrl = `${origin}/${run}/${scenario}`;
  // Fast, so that what is waited for is what the server says.
  const shared = { baseUrl, retry: { baseDelay: 10 } };
  return {
    baseUrl,
    respond: createRespondIo({ token: "secret", ...shared }),
    rapidPro: createRapidPro({ token: "secret", ...shared, ...options }),
    asapp: createAsapp({ apiId: "id", apiSecret: "secret", ...shared }),
    raw: createClient<RawResources, object>({
      provider: { name: "raw", servers: { default: baseUrl } },
      operations: RAW_OPERATIONS,
      authenticator: bearer("secret"),
      options: { baseUrl },
    }),
    seen: async () => {
      const response = await fetch(`${baseUrl}/seen`);
      // The server is the suite's own.
      return (await response.json()) as Seen[];
    },
  };
}

function holds(condition: boolean, problem: string): void {
  if (!condition) throw new Error(problem);
}

function equal(actual: unknown, expected: unknown): void {
  const [one, other] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "bigint" ? `${inner}n` : inner,
    ),
  );
  holds(one === other, `${String(one)} is not ${String(other)}`);
}

/** The error that a call fails with, which has to be of a kind. */
async function fails<Kind extends Error>(
  call: PromiseLike<unknown>,
  kind: abstract new (...parameters: never[]) => Kind,
): Promise<Kind> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`not a ${kind.name}, but an answer: ${JSON.stringify(value)}`);
}

/** Asks until it holds. */
async function until(condition: () => Promise<boolean>, problem: string): Promise<void> {
  for (let count = 0; count < 100; count++) {
    if (await condition()) return;
    await pause(20);
  }
  throw new Error(problem);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not done after ${milliseconds} ms`)),
      milliseconds,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function hmac(text: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = encoder.encode(secret);
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** The text of bytes that are held one a character. */
function utf8(bytes: string): string {
  return new TextDecoder().decode(
    Uint8Array.from(bytes, (character) => character.codePointAt(0) ?? 0),
  );
}
