import { getEventListeners } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Operation } from "../description/operation.js";
import {
  ConfigurationError,
  ConnectionError,
  ResponseFormatError,
  TimeoutError,
} from "../errors/errors.js";
import { BufferedResponse } from "../http/buffered-response.js";
import { createDeferred } from "../test-helpers/deferred.js";
import { createFakeClock, flush, START } from "../test-helpers/fake-clock.js";
import { ForeignPromise } from "../test-helpers/foreign-promise.js";
import { listenHttp, listenNet, unusedUrl } from "../test-helpers/loopback.js";
import type { HttpRequest } from "./middleware.js";
import { createTransport, type Fetch } from "./transport.js";

const URL_OF_THINGS = "https://api.example.com/v1/things?secret=1";

function requestWith(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: URL_OF_THINGS, headers: {}, ...overrides };
}

const operation: Operation = { id: "things.get", method: "GET", path: "/things" };

/** Never answers, whatever the signal says. */
const deafFetch: Fetch = () => new Promise(() => undefined);

/** Answers only by failing, when its signal fires: as the platform does while it waits for headers. */
const obedientFetch: Fetch = (_url, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

function answering(response: Response): Fetch {
  return () => Promise.resolve(response);
}

/** A body in the given chunks, and what became of it. */
function bodyOf(chunks: readonly Uint8Array[], end: "close" | "stall" = "close") {
  const state = { pulled: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[state.pulled];
        if (chunk === undefined) {
          if (end === "close") controller.close();
          return;
        }
        state.pulled += 1;
        controller.enqueue(chunk);
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, state };
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("It should have failed.");
    },
    (error: unknown) => error,
  );
}

async function connectionErrorOf(promise: Promise<unknown>): Promise<ConnectionError> {
  const error = await errorOf(promise);
  if (!(error instanceof ConnectionError)) throw error;
  return error;
}

describe("what is handed to fetch", () => {
  it("is the request's method, URL, headers and body, with redirects left to us", async () => {
    const fetch = vi.fn<Fetch>(answering(new Response()));
    const send = createTransport({ fetch, clock: createFakeClock() });
    await send(requestWith({ method: "POST", headers: { accept: "text/plain" }, body: "hello" }));
    expect(fetch).toHaveBeenCalledExactlyOnceWith(URL_OF_THINGS, {
      method: "POST",
      headers: { accept: "text/plain" },
      body: "hello",
      signal: expect.any(AbortSignal) as AbortSignal,
      redirect: "manual",
    });
  });

  it("says half duplex for a stream, without which the platform refuses it", async () => {
    const fetch = vi.fn<Fetch>(answering(new Response()));
    const send = createTransport({ fetch, clock: createFakeClock() });
    const { body } = bodyOf([bytes("hello")]);
    await send(requestWith({ method: "POST", body }));
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ body, duplex: "half" });
  });

  it("reaches a server byte for byte, a stream too", async () => {
    const received: string[] = [];
    await using server = await listenHttp((incoming, answer) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("end", () => {
        received.push(`${incoming.method} ${incoming.url} ${text}`);
        answer.end();
      });
    });
    const send = createTransport();
    const url = `${server.url}/a%2Fb?c=%20`;
    await send(requestWith({ method: "PUT", url, body: "größe" }));
    const { body } = bodyOf([bytes("gr"), bytes("öße")]);
    await send(requestWith({ method: "PUT", url, body }));
    expect(received).toEqual(["PUT /a%2Fb?c=%20 größe", "PUT /a%2Fb?c=%20 größe"]);
  });

  it("goes to globalThis.fetch, looked up at each call, where no other fetch is given", async () => {
    const send = createTransport({ clock: createFakeClock() });
    const platform = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation(() => Promise.resolve(new Response("from the replacement")));
    try {
      expect(await (await send(requestWith())).text()).toBe("from the replacement");
    } finally {
      platform.mockRestore();
    }
  });
});

describe("the attempt's timeout", () => {
  it.each([
    ["the call's own wins", { call: 5, operation: 60_000, client: 7 }, 5],
    ["the client's wins over the description's", { operation: 60_000, client: 7 }, 7],
    ["the description's is taken where nobody says otherwise", { operation: 60_000 }, 60_000],
    ["the client's is taken where nothing else is said", { client: 7 }, 7],
    ["it is 30 s where nobody says", {}, 30_000],
  ])("%s", async (_name, given: { call?: number; operation?: number; client?: number }, limit) => {
    const clock = createFakeClock();
    const send = createTransport({ fetch: deafFetch, timeout: given.client, clock });
    const failed = errorOf(
      send(
        requestWith({
          ...(given.call !== undefined && { options: { timeout: given.call } }),
          ...(given.operation !== undefined && {
            operation: { ...operation, timeout: given.operation },
          }),
        }),
      ),
    );
    let over = false;
    void failed.finally(() => {
      over = true;
    });
    await clock.advance(limit - 1);
    expect(over).toBe(false);
    await clock.advance(1);
    expect(over).toBe(true);
    expect(await failed).toMatchObject({ name: "TimeoutError", limit: "timeout" });
    expect((await failed) as Error).toHaveProperty(
      "message",
      expect.stringContaining(`no complete answer within ${limit} ms`),
    );
    expect(clock.pending).toBe(0);
  });

  it.each([
    ["a fetch that heeds its signal", obedientFetch],
    ["a fetch that ignores its signal", deafFetch],
  ])("ends %s", async (_name, fetch) => {
    const clock = createFakeClock();
    const failed = errorOf(createTransport({ fetch, timeout: 100, clock })(requestWith()));
    await clock.advance(100);
    expect(await failed).toBeInstanceOf(TimeoutError);
    expect(clock.pending).toBe(0);
  });

  it("ends a body that stalls, and cancels it", async () => {
    const clock = createFakeClock();
    const { body, state } = bodyOf([bytes("half a b")], "stall");
    const fetch = answering(new Response(body, { headers: { "content-type": "text/plain" } }));
    const failed = errorOf(createTransport({ fetch, timeout: 100, clock })(requestWith()));
    await clock.advance(99);
    expect(state).toEqual({ pulled: 1, cancelled: false });
    await clock.advance(1);
    expect(await failed).toBeInstanceOf(TimeoutError);
    await flush();
    expect(state.cancelled).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("ends a body of known length that stalls", async () => {
    const clock = createFakeClock();
    const { body } = bodyOf([bytes("half")], "stall");
    const headers = { "content-type": "application/json", "content-length": "8" };
    const fetch = answering(new Response(body, { headers }));
    const failed = errorOf(createTransport({ fetch, timeout: 100, clock })(requestWith()));
    await clock.advance(100);
    expect(await failed).toBeInstanceOf(TimeoutError);
    expect(clock.pending).toBe(0);
  });

  it("ends a real answer whose body stalls, and its socket", async () => {
    const clock = createFakeClock();
    const closed = createDeferred<void>();
    const stalled = createDeferred<void>();
    await using server = await listenNet((socket) => {
      socket.on("close", () => closed.resolve());
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf");
      stalled.resolve();
    });
    const failed = errorOf(
      createTransport({ timeout: 100, clock })(requestWith({ url: server.url })),
    );
    await stalled.promise;
    await clock.advance(100);
    expect(await failed).toBeInstanceOf(TimeoutError);
    await closed.promise;
  });

  it("cancels an answer that comes after it", async () => {
    const clock = createFakeClock();
    const late = createDeferred<Response>();
    const send = createTransport({ fetch: () => late.promise, timeout: 100, clock });
    const failed = errorOf(send(requestWith()));
    await clock.advance(100);
    expect(await failed).toBeInstanceOf(TimeoutError);
    const { body, state } = bodyOf([bytes("too late")]);
    late.resolve(new Response(body));
    await flush();
    expect(state.cancelled).toBe(true);
  });

  it("is no unhandled rejection when fetch fails after it", async () => {
    const clock = createFakeClock();
    const late = createDeferred<Response>();
    const send = createTransport({ fetch: () => late.promise, timeout: 100, clock });
    const failed = errorOf(send(requestWith()));
    await clock.advance(100);
    late.reject(new Error("too late"));
    await flush();
    expect(await failed).toBeInstanceOf(TimeoutError);
  });

  it("names the operation, else method and origin, and never path or query", async () => {
    const clock = createFakeClock();
    const send = createTransport({ fetch: deafFetch, timeout: 100, clock });
    const named = errorOf(send(requestWith({ operation })));
    const bare = errorOf(send(requestWith()));
    await clock.advance(100);
    expect(await named).toMatchObject({ operationId: "things.get" });
    expect(String(await named)).toContain("things.get: no complete answer");
    expect(String(await bare)).toContain("GET https://api.example.com: no complete answer");
    expect(String(await bare)).not.toContain("secret");
    expect(String(await bare)).not.toContain("/v1/things");
  });
});

describe("the call's deadline", () => {
  it.each([
    ["earlier than the timeout", 50, 100, 50, "deadline"],
    ["at the same time as the timeout", 100, 100, 100, "timeout"],
    ["later than the timeout", 101, 100, 100, "timeout"],
  ])("that is %s decides what the error says", async (_name, deadline, timeout, at, limit) => {
    const clock = createFakeClock();
    const send = createTransport({ fetch: deafFetch, timeout, clock });
    const failed = errorOf(send(requestWith({ expiresAt: START + deadline })));
    await clock.advance(at);
    expect(await failed).toMatchObject({ name: "TimeoutError", limit, mayHaveActed: true });
    expect(clock.pending).toBe(0);
  });

  it.each([0, -1])("that is over (by %d ms) sends nothing", async (left) => {
    const clock = createFakeClock();
    const fetch = vi.fn<Fetch>(deafFetch);
    const failed = errorOf(
      createTransport({ fetch, clock })(requestWith({ expiresAt: START + left })),
    );
    expect(await failed).toMatchObject({
      name: "TimeoutError",
      limit: "deadline",
      mayHaveActed: false,
    });
    expect(fetch).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});

describe("the caller's signal", () => {
  it("that has fired already sends nothing", async () => {
    const fetch = vi.fn<Fetch>(deafFetch);
    const send = createTransport({ fetch, clock: createFakeClock() });
    const reason = new Error("not any more");
    expect(await errorOf(send(requestWith({ signal: AbortSignal.abort(reason) })))).toBe(reason);
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ["a fetch that heeds its signal", obedientFetch],
    ["a fetch that ignores its signal", deafFetch],
  ])("ends %s before headers, with the signal's own reason", async (_name, fetch) => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const failed = errorOf(
      createTransport({ fetch, clock })(requestWith({ signal: controller.signal })),
    );
    await flush();
    expect(clock.pending).toBe(1);
    controller.abort("enough");
    expect(await failed).toBe("enough");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("is seen when it fires while fetch is being called", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const fetch: Fetch = () => {
      controller.abort("enough");
      return new Promise(() => undefined);
    };
    const failed = errorOf(
      createTransport({ fetch, clock })(requestWith({ signal: controller.signal })),
    );
    await flush();
    expect(clock.pending).toBe(0);
    expect(await failed).toBe("enough");
  });

  it("is seen when it fires as soon as the headers are there", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const { body, state } = bodyOf([], "stall");
    const fetch: Fetch = () => {
      queueMicrotask(() => controller.abort("enough"));
      return Promise.resolve(new Response(body));
    };
    const failed = errorOf(
      createTransport({ fetch, clock })(requestWith({ signal: controller.signal })),
    );
    await flush();
    expect(clock.pending).toBe(0);
    expect(await failed).toBe("enough");
    expect(state.cancelled).toBe(true);
  });

  it("ends the reading of a body, and cancels it", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const { body, state } = bodyOf([bytes("half")], "stall");
    const send = createTransport({ fetch: answering(new Response(body)), clock });
    const failed = errorOf(send(requestWith({ signal: controller.signal })));
    await flush();
    expect(state.pulled).toBe(1);
    controller.abort("enough");
    expect(await failed).toBe("enough");
    await flush();
    expect(state.cancelled).toBe(true);
    expect(clock.pending).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it.each([
    ["an answer", answering(new Response("fine"))],
    ["a failure", () => Promise.reject(new Error("broken"))],
  ])("has no listener of ours left after %s, and no timer runs", async (_name, fetch: Fetch) => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    const send = createTransport({ fetch, clock });
    await send(requestWith({ signal })).catch(() => undefined);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(clock.pending).toBe(0);
  });

  it("is not burdened with a listener for each chunk of a long body", async () => {
    const { body } = bodyOf(Array.from({ length: 200 }, () => bytes("chunk")));
    let signal: AbortSignal | null | undefined;
    const fetch: Fetch = (_url, init) => {
      ({ signal } = init);
      return Promise.resolve(new Response(body));
    };
    await createTransport({ fetch, clock: createFakeClock() })(requestWith());
    if (!signal) throw new Error("fetch got no signal.");
    expect(getEventListeners(signal, "abort").length).toBeLessThan(5);
  });
});

const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code }, more);
const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause });

/** Deno has no codes: what happened is in the cause's message alone. */
const denoFailed = (what: string, path = "") =>
  fetchFailed(
    new Error(`error sending request for url (http://127.0.0.1:9${path}): client error (${what}`),
  );

const circular = coded("ECONNREFUSED");
circular.cause = circular;

describe("an error that cannot be read", () => {
  it("ends the attempt all the same", async () => {
    const unreadable = Object.defineProperty(new Error("m"), "code", {
      get: () => {
        throw new Error("no code");
      },
    });
    const clock = createFakeClock();
    const send = createTransport({ fetch: () => Promise.reject(unreadable), clock });
    await expect(send(requestWith())).rejects.toThrow("no code");
    expect(clock.pending).toBe(0);
  });
});

describe("a failure to connect", () => {
  it("is told apart from other failures: nobody listens", async () => {
    const url = await unusedUrl();
    const error = await connectionErrorOf(createTransport()(requestWith({ url, operation })));
    expect(error.neverSent).toBe(true);
    expect(error.operationId).toBe("things.get");
    expect(error.message).toBe(
      `things.get: no connection to ${url} could be made (ECONNREFUSED); nothing was sent; check host, port and network.`,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it.each<[name: string, error: unknown, neverSent: boolean]>([
    ["Node: refused", fetchFailed(coded("ECONNREFUSED")), true],
    ["Node: no such host", fetchFailed(coded("ENOTFOUND")), true],
    ["Node: resolver is busy", fetchFailed(coded("EAI_AGAIN")), true],
    ["Node: no route", fetchFailed(coded("EHOSTUNREACH")), true],
    ["Node: no network", fetchFailed(coded("ENETUNREACH")), true],
    ["undici: no connection in time", fetchFailed(coded("UND_ERR_CONNECT_TIMEOUT")), true],
    ["TLS: certificate of another host", fetchFailed(coded("ERR_TLS_CERT_ALTNAME_INVALID")), true],
    ["TLS: expired certificate", fetchFailed(coded("CERT_HAS_EXPIRED")), true],
    ["TLS: self-signed", fetchFailed(coded("DEPTH_ZERO_SELF_SIGNED_CERT")), true],
    ["Bun: refused", coded("ConnectionRefused"), true],
    [
      "Deno: refused",
      denoFailed("Connect): tcp connect error: Connection refused (os error 111)"),
      true,
    ],
    ["Deno: no such host", denoFailed("Connect): dns error: Name or service not known"), true],
    ["a cause of a cause", fetchFailed(new Error("outer", { cause: coded("ECONNREFUSED") })), true],
    [
      "every address refused",
      fetchFailed(new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")])),
      true,
    ],
    [
      "no address connected in time, as Node tries several",
      fetchFailed(
        Object.assign(
          new AggregateError([
            coded("ETIMEDOUT", { syscall: "connect" }),
            coded("ENETUNREACH", { syscall: "connect" }),
          ]),
          { code: "ETIMEDOUT" },
        ),
      ),
      true,
    ],
    ["a cause that is its own cause", fetchFailed(circular), true],
    [
      "one address reset",
      fetchFailed(new AggregateError([coded("ECONNREFUSED"), coded("ECONNRESET")])),
      false,
    ],
    ["reset", fetchFailed(coded("ECONNRESET")), false],
    [
      "timed out on an open connection",
      fetchFailed(coded("ETIMEDOUT", { syscall: "read" })),
      false,
    ],
    // What an open connection is told of a lost route, once it has tried for long enough.
    ["no route any more", fetchFailed(coded("EHOSTUNREACH", { syscall: "read" })), false],
    ["no network any more", fetchFailed(coded("ENETUNREACH", { syscall: "write" })), false],
    ["Deno: reset", fetchFailed(new Error("Connection reset by peer (os error 104)")), false],
    ["Deno: broken off", denoFailed("SendRequest): connection closed"), false],
    [
      "Deno: broken off, at a URL that sounds otherwise",
      denoFailed("SendRequest): connection closed", "/):%20client%20error%20(Connect):%20"),
      false,
    ],
    ["broken pipe", fetchFailed(coded("EPIPE")), false],
    ["undici: other side closed", fetchFailed(coded("UND_ERR_SOCKET")), false],
    ["undici: headers in no time", fetchFailed(coded("UND_ERR_HEADERS_TIMEOUT")), false],
    ["a code that only begins like one", fetchFailed(coded("ECONNREFUSED_LATER")), false],
    ["a browser, which says nothing", new TypeError("Failed to fetch"), false],
    ["no Error at all", "broken", false],
    ["an empty summary", fetchFailed(new AggregateError([])), false],
  ])("%s", async (_name, error, neverSent) => {
    const fetch: Fetch = () => Promise.reject(error);
    const send = createTransport({ fetch, clock: createFakeClock() });
    const made = await connectionErrorOf(send(requestWith()));
    expect(made.neverSent).toBe(neverSent);
    expect(String(made.cause)).toBe(String(error));
    expect(made.message).toContain(neverSent ? "nothing was sent" : "the server may have seen");
  });

  it("is not supposed once headers have come: the server has seen the request", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(coded("ECONNREFUSED")),
    });
    const send = createTransport({
      fetch: answering(new Response(body)),
      clock: createFakeClock(),
    });
    const error = await connectionErrorOf(send(requestWith()));
    expect(error.neverSent).toBe(false);
    expect(error.message).toContain("the answer of https://api.example.com broke off");
  });
});

describe("a connection that breaks", () => {
  it("before headers may have been seen by the server", async () => {
    await using server = await listenNet((socket) => socket.resetAndDestroy());
    const error = await connectionErrorOf(createTransport()(requestWith({ url: server.url })));
    expect(error.neverSent).toBe(false);
    expect(error.message).toContain(`the connection to ${server.url} failed before an answer came`);
  });

  it("in the middle of a body of known length is an answer that broke off", async () => {
    await using server = await listenNet((socket) => {
      const head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
      socket.write(`${head}{"half":`, () => socket.end());
    });
    const error = await connectionErrorOf(createTransport()(requestWith({ url: server.url })));
    expect(error.neverSent).toBe(false);
    expect(error.message).toContain(`the answer of ${server.url} broke off`);
  });

  it("in the middle of a chunked body is an answer that broke off", async () => {
    await using server = await listenNet((socket) => {
      const head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n";
      socket.write(`${head}4\r\nhalf\r\n`, () => socket.end());
    });
    const error = await connectionErrorOf(createTransport()(requestWith({ url: server.url })));
    expect(error.neverSent).toBe(false);
    expect(error.message).toContain(`the answer of ${server.url} broke off`);
  });

  it("while TLS was expected was made, but said something else", async () => {
    // A server that speaks no TLS: the connection stands, so that it cannot be called never sent.
    const plain = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => {
      plain.listen(0, "127.0.0.1", resolve);
    });
    const address = plain.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const url = `https://127.0.0.1:${port}`;
    const error = await connectionErrorOf(createTransport()(requestWith({ url })));
    plain.close();
    expect(error.neverSent).toBe(false);
  });
});

describe("errors of our own that an injected fetch throws", () => {
  it("pass untouched, as they say already what is wrong", async () => {
    const own = new ConfigurationError("no proxy is set; set one.");
    const send = createTransport({ fetch: () => Promise.reject(own), clock: createFakeClock() });
    expect(await errorOf(send(requestWith()))).toBe(own);
  });

  it("a fetch that throws before it returns a promise is a failed connection", async () => {
    const clock = createFakeClock();
    const fetch = vi.fn<Fetch>().mockImplementation(() => {
      throw new TypeError("bad");
    });
    const error = await connectionErrorOf(createTransport({ fetch, clock })(requestWith()));
    expect(error.neverSent).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe("an answer that is too large", () => {
  it("by its content-length is refused, and not read to its end", async () => {
    const { body, state } = bodyOf(Array.from({ length: 100 }, () => new Uint8Array(100)));
    const headers = { "content-length": "10000", "content-type": "application/json" };
    const fetch = answering(new Response(body, { status: 201, headers }));
    const send = createTransport({ fetch, maxResponseBytes: 1000, clock: createFakeClock() });
    const error = await errorOf(send(requestWith({ operation })));
    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(error).toMatchObject({
      status: 201,
      contentType: "application/json",
      operationId: "things.get",
      message: `things.get: the answer is larger than 1000 bytes; raise "maxResponseBytes" if that is expected.`,
    });
    await flush();
    expect(state.cancelled).toBe(true);
    expect(state.pulled).toBeLessThanOrEqual(11);
  });

  it.each([
    [999, true],
    [1000, true],
    [1001, false],
  ])("of unknown length, %d bytes where 1000 are allowed: read %s", async (size, fits) => {
    const { body, state } = bodyOf([new Uint8Array(500), new Uint8Array(size - 500)]);
    const send = createTransport({
      fetch: answering(new Response(body)),
      maxResponseBytes: 1000,
      clock: createFakeClock(),
    });
    const outcome = await send(requestWith()).then(
      (response) => response.bytes(),
      (error: unknown) => error,
    );
    await flush();
    expect(outcome instanceof Uint8Array && outcome.length === size).toBe(fits);
    expect(outcome instanceof ResponseFormatError).toBe(!fits);
    expect(state.cancelled).toBe(!fits);
  });

  it("when unpacked is refused too: a compressed body says nothing about its size", async () => {
    const bomb = gzipSync(new Uint8Array(5_000_000));
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(200, {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "content-length": bomb.length,
      });
      answer.end(bomb);
    });
    const send = createTransport({ maxResponseBytes: 1_000_000 });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await errorOf(send(requestWith({ url: server.url })))).toBeInstanceOf(
      ResponseFormatError,
    );
  });

  it("to a HEAD is none: its content-length is that of a body which does not come", async () => {
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(200, { "content-length": 10_000 });
      answer.end();
    });
    const send = createTransport({ maxResponseBytes: 1000 });
    const response = await send(requestWith({ method: "HEAD", url: server.url }));
    expect(await response.text()).toBe("");
  });
});

describe("what is read", () => {
  const plain = { "content-type": "text/plain" };
  const json = { "content-type": "application/json" };

  it("keeps status, status text, headers and URL", async () => {
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(418, "Short and Stout", { "x-pot": "tea", "content-type": "text/plain" });
      answer.end("no coffee");
    });
    const response = await createTransport()(requestWith({ url: `${server.url}/pot` }));
    expect(response).toBeInstanceOf(BufferedResponse);
    expect(response.status).toBe(418);
    expect(response.statusText).toBe("Short and Stout");
    expect(response.headers.get("x-pot")).toBe("tea");
    expect(response.url).toBe(`${server.url}/pot`);
    expect(await response.text()).toBe("no coffee");
  });

  it.each([
    ["JSON", json],
    ["text", plain],
    ["no content type", {}],
  ])(
    "is the text that the platform's own text() gives, however the bytes are cut: %s",
    async (_name, headers) => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: "grapheme", maxLength: 40 }),
          fc.boolean(),
          fc.array(fc.nat(), { maxLength: 4 }),
          async (text, withMark, cuts) => {
            const whole = bytes(withMark ? `\uFEFF${text}` : text);
            const places = [...cuts.map((cut) => cut % (whole.length + 1)), 0, whole.length];
            places.sort((a, b) => a - b);
            const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end));
            const { body } = bodyOf(chunks);
            const send = createTransport({
              fetch: answering(new Response(body, { headers })),
              clock: createFakeClock(),
            });
            const expected = await new Response(whole).text();
            expect(await (await send(requestWith())).text()).toBe(expected);
          },
        ),
      );
    },
  );

  it.each<[string, Record<string, string>, Operation | undefined]>([
    ["no content type", {}, undefined],
    ["application/octet-stream", { "content-type": "application/octet-stream" }, undefined],
    ["an image", { "content-type": "image/png" }, undefined],
    ["text in another encoding", { "content-type": "text/csv; charset=utf-16le" }, undefined],
    [
      "XML, whose declaration may name an encoding",
      { "content-type": "application/xml" },
      undefined,
    ],
    ["JSON of an operation that gives a file", json, { ...operation, response: "binary" }],
  ])(
    "is byte for byte what was sent, with or without its length: %s",
    async (_name, headers, of) => {
      // A byte order mark, bytes that are no UTF-8, and a zero.
      const sent = Uint8Array.from([0xef, 0xbb, 0xbf, 0x41, 0xff, 0xfe, 0xe4, 0x00, 0x80]);
      const { body } = bodyOf([sent.subarray(0, 5), sent.subarray(5)]);
      const withLength = { ...headers, "content-length": String(sent.length) };
      for (const response of [
        new Response(body, { headers }),
        new Response(sent, { headers: withLength }),
      ]) {
        const send = createTransport({ fetch: answering(response), clock: createFakeClock() });
        const read = await send(requestWith({ operation: of }));
        expect(await read.bytes()).toEqual(sent);
        expect(new Uint8Array(await (await read.blob()).arrayBuffer())).toEqual(sent);
      }
    },
  );

  it.each([
    ["a body of no bytes", new Response("", { headers: json })],
    ["no body", new Response(null, { headers: json })],
    ["204", new Response(null, { status: 204 })],
    ["a content-length of 0", new Response("", { headers: { ...json, "content-length": "0" } })],
  ])("is empty: %s", async (_name, response) => {
    const send = createTransport({ fetch: answering(response), clock: createFakeClock() });
    const read = await send(requestWith());
    expect(await read.text()).toBe("");
    expect(await read.bytes()).toHaveLength(0);
  });

  it("was unpacked by the platform", async () => {
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(200, { ...json, "content-encoding": "gzip" });
      answer.end(gzipSync(`{"name":"größe"}`));
    });
    const response = await createTransport()(requestWith({ url: server.url }));
    expect(await response.json()).toEqual({ name: "größe" });
  });

  it("is not read again when it is buffered already", async () => {
    const ready = new BufferedResponse({ status: 200, headers: new Headers() }, "ready");
    const send = createTransport({ fetch: answering(ready), clock: createFakeClock() });
    expect(await send(requestWith())).toBe(ready);
  });
});

describe("an event stream", () => {
  it.each(["text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream"])(
    "(%s) is handed on unread, and no timer runs",
    async (contentType) => {
      const clock = createFakeClock();
      const { body, state } = bodyOf([bytes("data: 1\n\n")], "stall");
      const response = new Response(body, { headers: { "content-type": contentType } });
      const read = await createTransport({ fetch: answering(response), clock })(requestWith());
      expect(read).toBe(response);
      expect(state.pulled).toBe(0);
      expect(clock.pending).toBe(0);
    },
  );

  it.each(["text/event-streams", "text/event", "application/json; a=text/event-stream"])(
    "is not what %s is",
    async (contentType) => {
      const response = new Response("data", { headers: { "content-type": contentType } });
      const send = createTransport({ fetch: answering(response), clock: createFakeClock() });
      expect(await send(requestWith())).toBeInstanceOf(BufferedResponse);
    },
  );

  it("still ends when the caller's signal fires", async () => {
    await using server = await listenHttp((_incoming, answer) => {
      answer.writeHead(200, { "content-type": "text/event-stream" });
      answer.write("data: 1\n\n");
    });
    const controller = new AbortController();
    const send = createTransport();
    const response = await send(requestWith({ url: server.url, signal: controller.signal }));
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value).toEqual(bytes("data: 1\n\n"));
    controller.abort(new Error("enough"));
    await expect(reader?.read()).rejects.toThrow("enough");
  });
});

describe("a platform of another realm, as Jest has it", () => {
  it("gives promises that are none of ours: the body is read to its end", async () => {
    const chunks = [
      { done: false, value: new TextEncoder().encode("whole") },
      { done: true, value: undefined },
    ];
    const response = new Response("");
    const getReader = () => ({ read: () => ForeignPromise.resolve(chunks.shift()) });
    Object.defineProperty(response, "body", { value: { getReader } });
    const next = createTransport({ fetch: answering(response) });
    expect(await (await next(requestWith())).text()).toBe("whole");
  });
});
