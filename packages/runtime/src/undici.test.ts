import { createCipheriv } from "node:crypto";
import { getEventListeners } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import type { LookupFunction } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { Agent as Agent8 } from "undici-8";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectionError, ResponseFormatError } from "./errors/errors.js";
import type { HttpRequest } from "./pipeline/middleware.js";
import { createTransport, type Fetch, type TransportOptions } from "./pipeline/transport.js";
import { createDeferred } from "./test-helpers/deferred.js";
import { flush } from "./test-helpers/fake-clock.js";
import { listenHttp, listenNet, unusedUrl } from "./test-helpers/loopback.js";
import { createUndiciFetch } from "./undici.js";

/** What a server saw of a request. */
interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // A request without an encoding gives buffers.
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A server whose listener may take its time. */
function listenAsync(listener: (...of: Parameters<RequestListener>) => Promise<void>) {
  return listenHttp((incoming, answer) => {
    listener(incoming, answer).catch((error: unknown) => answer.destroy(error as Error));
  });
}

/** A server that keeps what it sees and answers `{}`. */
async function listenRecording() {
  const seen: Seen[] = [];
  const server = await listenAsync(async (incoming, answer) => {
    const body = await bodyOf(incoming);
    const { method, url, rawHeaders, headers } = incoming;
    seen.push({ method, url, rawHeaders, headers, body });
    answer.setHeader("content-type", "application/json");
    answer.end("{}");
  });
  return Object.assign(server, { seen });
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

function requestWith(overrides: Partial<HttpRequest>): HttpRequest {
  return { method: "GET", url: "http://127.0.0.1", headers: {}, ...overrides };
}

/** Listeners on a signal, all told. */
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

/** A dispatcher that only says where a request would go. */
function recordingDispatcher() {
  const targets: string[] = [];
  const dispatcher = {
    dispatch(
      { origin, path }: Dispatcher.DispatchOptions,
      handler: Dispatcher.DispatchHandler,
    ): boolean {
      targets.push(`${String(origin)} ${path}`);
      // What a request begins with is not what is looked at.
      handler.onResponseError?.(undefined as never, new Error("recorded"));
      return false;
    },
  };
  // Nothing else of it is used.
  return { targets, dispatcher: dispatcher as unknown as Dispatcher };
}

/** A server that answers with these fields and this body. */
const serve = (headers: Record<string, string>, body: Uint8Array | string) =>
  listenHttp((_incoming, answer) => {
    answer.writeHead(200, { "content-type": "application/json", ...headers });
    answer.end(body);
  });

/** Waits, turn by turn of the event loop, for what another socket has to do. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await flush();
}

/** A resolver that knows no host. */
const findNoHost: LookupFunction = (_host, _options, done) =>
  done(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "", 4);

interface AgentOptions {
  readonly connections?: number;
  readonly connect?: buildConnector.connector | buildConnector.BuildOptions;
}

const versions: readonly [string, (options?: AgentOptions) => Dispatcher][] = [
  ["undici 7", (options) => new Agent(options)],
  // The types of the two differ in what this transport does not use.
  ["undici 8", (options) => new Agent8(options) as unknown as Dispatcher],
];

describe.each(versions)("with %s", (_version, createAgent) => {
  let dispatcher: Dispatcher;
  let fetch: Fetch;
  beforeAll(() => {
    dispatcher = createAgent();
    fetch = createUndiciFetch({ dispatcher });
  });
  afterAll(() => dispatcher.destroy());

  const transport = (options: TransportOptions = {}) => createTransport({ fetch, ...options });

  /** Runs a test against an agent of its own, so that its connections can be counted. */
  async function withAgent(
    options: AgentOptions,
    test: (fetch: Fetch, agent: Dispatcher) => Promise<void>,
  ): Promise<void> {
    const agent = createAgent(options);
    try {
      await test(createUndiciFetch({ dispatcher: agent }), agent);
    } finally {
      await agent.destroy();
    }
  }

  /** The error of a request for which the connection fails in this way. */
  async function failing(connect: AgentOptions["connect"], url: string): Promise<unknown> {
    let error: unknown;
    await withAgent(connect ? { connect } : {}, async (send) => {
      const request = requestWith({ method: "POST", body: "x", url });
      error = await errorOf(createTransport({ fetch: send })(request));
    });
    return error;
  }

  describe("a request body", () => {
    const padded = Uint8Array.from([9, 9, 0, 0xff, 0x80, 0x41, 9, 9]);
    const part = padded.subarray(2, 6);

    it.each<[string, BodyInit, Uint8Array, string | undefined]>([
      ["a string", "größe 😀", bytes("größe 😀"), "text/plain;charset=UTF-8"],
      ["an empty string", "", bytes(""), "text/plain;charset=UTF-8"],
      ["bytes, part of a larger buffer", part, part, undefined],
      ["a DataView", new DataView(padded.buffer, 2, 4), part, undefined],
      ["16-bit numbers", new Uint16Array(padded.buffer, 2, 2), part, undefined],
      ["an ArrayBuffer", part.slice().buffer, part, undefined],
      ["no bytes", new Uint8Array(0), new Uint8Array(0), undefined],
      ["a Blob with a type", new Blob([part], { type: "image/png" }), part, "image/png"],
      ["a Blob without one", new Blob([part]), part, undefined],
      [
        "URLSearchParams",
        new URLSearchParams([
          ["a", "1 2"],
          ["a", "ä"],
        ]),
        bytes("a=1+2&a=%C3%A4"),
        "application/x-www-form-urlencoded;charset=UTF-8",
      ],
    ])("arrives byte for byte, with its type and length: %s", async (_name, body, sent, type) => {
      await using server = await listenRecording();
      const { seen } = server;
      await fetch(server.url, { method: "POST", body });
      expect(new Uint8Array(seen[0]?.body ?? [])).toEqual(new Uint8Array(sent));
      expect(seen[0]?.headers["content-type"]).toBe(type);
      expect(seen[0]?.headers["content-length"]).toBe(String(sent.length));
    });

    it("a FormData arrives with its fields, its file, and the boundary in the type", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      const form = new FormData();
      form.append("name", "Zoë");
      form.append("file", new File([part], "a b.bin", { type: "image/png" }));
      await fetch(server.url, { method: "POST", body: form });
      const type = seen[0]?.headers["content-type"] ?? "";
      expect(type).toMatch(/^multipart\/form-data; boundary=/);
      const read = await new Response(new Uint8Array(seen[0]?.body ?? []), {
        headers: { "content-type": type },
      }).formData();
      expect(read.get("name")).toBe("Zoë");
      const file = read.get("file");
      if (!(file instanceof File)) throw new Error("There is no file.");
      expect([file.name, file.type]).toEqual(["a b.bin", "image/png"]);
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(part));
    });

    it("a stream arrives in chunks, pulled no faster than it is sent", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      let left = 100;
      const body = new ReadableStream({
        pull(controller) {
          if (left === 0) controller.close();
          else controller.enqueue(new Uint8Array(10_000).fill(left--));
        },
      });
      await fetch(server.url, { method: "POST", body });
      expect(seen[0]?.headers["transfer-encoding"]).toBe("chunked");
      expect(seen[0]?.body.length).toBe(1_000_000);
      expect(seen[0]?.body[0]).toBe(100);
      expect(seen[0]?.body.at(-1)).toBe(1);
    });

    it("a stream that breaks ends the request, which the server never sees whole", async () => {
      let whole = 0;
      await using server = await listenHttp((incoming) => {
        bodyOf(incoming).then(
          () => (whole += 1),
          () => undefined,
        );
      });
      let pulled = 0;
      const body = new ReadableStream({
        pull(controller) {
          if (pulled++ > 2) throw new Error("The file is gone.");
          controller.enqueue(bytes("some"));
        },
      });
      const error = await errorOf(
        transport()(requestWith({ method: "POST", url: server.url, body })),
      );
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ neverSent: false, cause: { message: "The file is gone." } });
      await until(() => server.openConnections === 0);
      expect(whole).toBe(0);
    });

    /** A stream that gives one chunk and then waits, and what became of it. */
    function stalledStream() {
      const state = { cancelled: false };
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(bytes("some")),
        cancel() {
          state.cancelled = true;
        },
      });
      return { body, state };
    }

    it("a stream that is not sent, as nobody listens, is cancelled", async () => {
      const { body, state } = stalledStream();
      await errorOf(fetch(await unusedUrl(), { method: "POST", body }));
      expect(state.cancelled).toBe(true);
    });

    it("a stream that waits for its source is cancelled with the request, and looks cut off to the server", async () => {
      const { body, state } = stalledStream();
      let outcome = "waiting";
      let begun = false;
      await using server = await listenHttp((incoming) => {
        begun = true;
        bodyOf(incoming).then(
          () => (outcome = "whole"),
          () => (outcome = "cut off"),
        );
      });
      const controller = new AbortController();
      const call = fetch(server.url, { method: "POST", body, signal: controller.signal });
      const failed = errorOf(call);
      await until(() => begun);
      controller.abort(new Error("enough"));
      expect(await failed).toMatchObject({ message: "enough" });
      expect(state.cancelled).toBe(true);
      await until(() => outcome !== "waiting");
      expect(outcome).toBe("cut off");
    });
  });

  describe("a request's head", () => {
    it("has the defaults of the platform where nothing else is said", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      await fetch(server.url, {});
      expect(seen[0]).toMatchObject({ method: "GET", url: "/" });
      expect(seen[0]?.headers).toMatchObject({
        accept: "*/*",
        "accept-encoding": "gzip, br",
        "user-agent": "node",
      });
      expect(seen[0]?.headers).not.toHaveProperty("content-type");
      expect(seen[0]?.headers).not.toHaveProperty("content-length");
    });

    it.each<[string, HeadersInit]>([
      ["an object", { ACCEPT: "application/json", "Content-Type": "a/b", "X-One": "1" }],
      ["Headers", new Headers({ Accept: "application/json", "CONTENT-type": "a/b", "x-one": "1" })],
      [
        "a list",
        [
          ["Accept", "application/json"],
          ["Content-Type", "a/b"],
          ["X-One", "1"],
        ],
      ],
    ])(
      "has each field once, the caller's before a default, whatever its case: %s",
      async (_n, headers) => {
        await using server = await listenRecording();
        const { seen } = server;
        await fetch(server.url, { method: "POST", body: "text", headers });
        const names = seen[0]?.rawHeaders.filter((_text, index) => index % 2 === 0) ?? [];
        const lower = names.map((name) => name.toLowerCase());
        expect(new Set(lower).size).toBe(lower.length);
        expect(seen[0]?.headers).toMatchObject({
          accept: "application/json",
          "content-type": "a/b",
          "x-one": "1",
        });
      },
    );

    it("has the method, HEAD and PATCH too", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]) {
        await (await fetch(server.url, { method })).text();
      }
      expect(seen.map(({ method }) => method)).toEqual([
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
      ]);
    });

    it("that no request can have is refused before anything is sent", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      const { signal } = new AbortController();
      await errorOf(fetch(server.url, { headers: { "x-a": "1\r\nx-b: 2" }, signal }));
      await errorOf(fetch(server.url, { method: "GET /other", signal }));
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
      await expect(fetch(server.url.replace("//", "//user:pass@"), {})).rejects.toThrow(TypeError);
      expect(seen).toHaveLength(0);
    });
  });

  describe("an answer's head", () => {
    it("is read line by line: repeated fields, cookies, bytes that are no ASCII", async () => {
      await using server = await listenNet((socket) => {
        socket.end(
          Buffer.from(
            "HTTP/1.1 200 Gr\u00fcn\r\nSet-Cookie: a=1, x\r\nSET-COOKIE: b=2\r\nX-List: 1\r\nx-list: 2\r\n" +
              "X-Latin: \u00e9\r\nconstructor: c\r\ncontent-length: 0\r\n\r\n",
            "latin1",
          ),
        );
      });
      for (const send of [fetch, globalThis.fetch]) {
        const { headers, status } = await send(server.url, {});
        expect(status).toBe(200);
        expect(headers.getSetCookie()).toEqual(["a=1, x", "b=2"]);
        expect(headers.get("Set-Cookie")).toBe("a=1, x, b=2");
        expect(headers.get("x-list")).toBe("1, 2");
        expect(headers.get("X-LATIN")).toBe("\u00e9");
        expect(headers.get("constructor")).toBe("c");
        expect(headers.get("valueOf")).toBeNull();
        expect(headers.has("toString")).toBe(false);
        expect([...headers.keys()]).toEqual([
          "constructor",
          "content-length",
          "set-cookie",
          "set-cookie",
          "x-latin",
          "x-list",
        ]);
        expect(headers).toBeInstanceOf(Headers);
        expect(new Headers(headers).getSetCookie()).toEqual(["a=1, x", "b=2"]);
      }
    });

    it("has status, text and URL", async () => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(418, "Short and Stout").end();
      });
      const response = await fetch(`${server.url}/pot?a=1#rest`, {});
      expect(response).toMatchObject({
        status: 418,
        statusText: "Short and Stout",
        url: `${server.url}/pot?a=1`,
        ok: false,
        redirected: false,
        type: "basic",
      });
      expect(response).toBeInstanceOf(Response);
      // What every object has is no field.
      expect(response.headers.get("constructor")).toBeNull();
      await response.text();
    });

    it.each(["102 Processing", "103 Early Hints", "199 Odd"])(
      "is not that of an interim answer: %s",
      async (interim) => {
        await using server = await listenNet((socket) => {
          socket.end(
            `HTTP/1.1 ${interim}\r\nlink: </a>\r\n\r\nHTTP/1.1 ${interim}\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}`,
          );
        });
        const response = await fetch(server.url, {});
        expect(response.status).toBe(201);
        expect(response.headers.get("link")).toBeNull();
        expect(await response.text()).toBe("{}");
      },
    );

    it("may be a redirect, which is left to the pipeline", async () => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(302, { location: "/other" }).end();
      });
      const response = await fetch(server.url, {});
      expect([response.status, response.headers.get("location")]).toEqual([302, "/other"]);
    });
  });

  describe("an answer without a body", () => {
    it.each([204, 205, 304])(
      "%d: empty text, whatever the fields say, and the socket is free again",
      async (status) => {
        await using server = await listenHttp((_incoming, answer) => {
          answer.writeHead(status, { "content-encoding": "gzip", "x-one": "1" }).end();
        });
        await withAgent({ connections: 1 }, async (send) => {
          for (let count = 0; count < 3; count++) {
            const response = await createTransport({ fetch: send })(
              requestWith({ url: server.url }),
            );
            expect([response.status, await response.text()]).toEqual([status, ""]);
            expect(await (await send(server.url, {})).text()).toBe("");
          }
        });
        expect(server.connections).toBe(1);
      },
    );

    it.each([200, 404])("to a HEAD, %d: the length is that of another's", async (status) => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(status, { "content-encoding": "gzip", "content-length": 1000 }).end();
      });
      const response = await transport()(requestWith({ method: "HEAD", url: server.url }));
      expect([response.status, await response.text()]).toEqual([status, ""]);
      expect(response.headers.get("content-length")).toBe("1000");
      // undici closes what has carried a HEAD, as some servers send a body nevertheless.
      await until(() => server.openConnections === 0);
    });

    it.each(["204 No Content", "304 Not Modified"])(
      "a %s that says how long it would be, or sends it nevertheless, is empty",
      async (status) => {
        for (const body of ["", "x".repeat(1000)]) {
          await using server = await listenNet((socket) => {
            socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 1000\r\n\r\n${body}`);
          });
          const response = await transport()(requestWith({ url: server.url }));
          expect(await response.text()).toBe("");
        }
      },
    );

    it("a 205 with a large body lets go of its socket when its text is asked for", async () => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(205, { "content-length": 1_000_000 }).end(Buffer.alloc(1_000_000));
      });
      const response = await fetch(server.url, {});
      expect(await response.text()).toBe("");
      await until(() => server.openConnections === 0);
    });
  });

  describe("an answer's body", () => {
    const text = JSON.stringify({ name: "größe", list: Array.from({ length: 500 }, (_, i) => i) });

    it.each<[string, Record<string, string>, Uint8Array]>([
      ["gzip", { "content-encoding": "gzip" }, gzipSync(text)],
      ["gzip in capitals", { "content-encoding": "GZIP" }, gzipSync(text)],
      ["x-gzip", { "content-encoding": "x-gzip" }, gzipSync(text)],
      ["brotli", { "content-encoding": "br" }, brotliCompressSync(text)],
      ["identity", { "content-encoding": "identity" }, bytes(text)],
      ["no coding", {}, bytes(text)],
      ["a coding that nobody knows", { "content-encoding": "own" }, bytes(text)],
    ])("is unpacked: %s", async (_name, headers, body) => {
      await using server = await serve(headers, body);
      expect(await (await fetch(server.url, {})).text()).toBe(text);
      expect(await (await transport()(requestWith({ url: server.url }))).text()).toBe(text);
    });

    it("in a coding that it has not asked for is handed on as it came", async () => {
      const packed = gzipSync(text);
      await using server = await serve({ "content-encoding": "zstd" }, packed);
      expect(await (await fetch(server.url, {})).bytes()).toEqual(new Uint8Array(packed));
    });

    it("of no bytes is empty, though it is said to be packed", async () => {
      for (const coding of ["gzip", "br"]) {
        await using server = await serve({ "content-encoding": coding }, "");
        expect(await (await fetch(server.url, {})).text()).toBe("");
      }
    });

    it.each([
      ["is cut off", gzipSync(text).subarray(0, -20)],
      ["is none", bytes(text)],
    ])("whose gzip %s is an answer that broke off", async (_name, packed) => {
      await using server = await serve({ "content-encoding": "gzip" }, packed);
      const error = await errorOf(transport()(requestWith({ url: server.url })));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ neverSent: false });
      expect(String(error)).toContain("broke off");
    });

    it("that is a gzip bomb is stopped at maxResponseBytes, long before it is unpacked", async () => {
      const bomb = gzipSync(Buffer.alloc(300_000_000));
      await using server = await serve({ "content-encoding": "gzip" }, bomb);
      const before = process.memoryUsage().arrayBuffers;
      const send = transport({ maxResponseBytes: 1_000_000 });
      const error = await errorOf(send(requestWith({ url: server.url })));
      expect(error).toBeInstanceOf(ResponseFormatError);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
      await until(() => server.openConnections === 0);
    });

    it("that is a gzip bomb and that nobody reads is not unpacked ahead", async () => {
      const bomb = gzipSync(Buffer.alloc(300_000_000));
      await using server = await serve({ "content-encoding": "gzip" }, bomb);
      const before = process.memoryUsage().arrayBuffers;
      const response = await fetch(server.url, {});
      let quiet = 0;
      for (let last = -1; quiet < 1000;) {
        await flush();
        const now = process.memoryUsage().arrayBuffers;
        quiet = last === now ? quiet + 1 : 0;
        last = now;
        expect(now - before).toBeLessThan(20_000_000);
      }
      await response.body?.cancel();
      await until(() => server.openConnections === 0);
    });

    it.each(["gzip", "identity"])(
      "that nobody reads holds the server back in place of filling memory: %s",
      async (coding) => {
        // Noise, which packs to no less than it is.
        const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16));
        const noise = cipher.update(Buffer.alloc(1_000_000));
        const size = 40;
        const packed = coding === "gzip" ? gzipSync(noise, { level: 1 }) : noise;
        let sent = 0;
        await using server = await listenHttp((_incoming, answer) => {
          answer.writeHead(200, { "content-encoding": coding });
          const write = () => {
            if (sent === size) {
              answer.end();
              return;
            }
            sent += 1;
            answer.write(packed, write);
          };
          write();
        });
        const response = await fetch(server.url, {});
        let quiet = 0;
        for (let last = -1; quiet < 500; last = sent) {
          await flush();
          quiet = last === sent ? quiet + 1 : 0;
        }
        // The kernel's own buffers hold a few.
        expect(sent).toBeLessThan(size * 0.6);
        expect((await response.arrayBuffer()).byteLength).toBe(size * noise.length);
        expect(sent).toBe(size);
      },
    );

    it("is the same however it is cut", async () => {
      const whole = Buffer.from(text);
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(200, { "content-type": "application/json" });
        let at = 0;
        const write = () => {
          if (at >= whole.length) answer.end();
          else answer.write(whole.subarray(at, (at += 7)), write);
        };
        write();
      });
      expect(await (await transport()(requestWith({ url: server.url }))).text()).toBe(text);
    });

    it.each<[string, (response: Response) => Promise<unknown>]>([
      ["text", (response) => response.text()],
      ["json", (response) => response.json()],
      ["bytes", async (response) => [...(await response.bytes())]],
      ["arrayBuffer", async (response) => [...new Uint8Array(await response.arrayBuffer())]],
      [
        "blob",
        async (response) => {
          const blob = await response.blob();
          return [blob.type, await blob.text()];
        },
      ],
      [
        "body",
        async ({ body }) => {
          const chunks: number[] = [];
          for await (const chunk of body ?? []) chunks.push(...(chunk as Uint8Array));
          return chunks;
        },
      ],
      [
        "clone",
        async (response) => {
          const clone = response.clone();
          const { status, url, headers } = clone;
          return [status, url, [...headers.keys()], await clone.text(), await response.text()];
        },
      ],
      [
        "bodyUsed",
        async (response) => {
          const before = response.bodyUsed;
          await response.text();
          return [before, response.bodyUsed];
        },
      ],
      [
        "a second text",
        async (response) => {
          await response.text();
          return (await errorOf(response.text())) instanceof TypeError;
        },
      ],
    ])("is read as the platform's is: %s", async (_name, read) => {
      await using server = await serve({}, text);
      const theirs = await read(await globalThis.fetch(server.url));
      expect(await read(await fetch(server.url, {}))).toEqual(theirs);
    });

    it("is read as a form, as the platform does", async () => {
      await using server = await serve(
        { "content-type": "application/x-www-form-urlencoded" },
        "a=1&a=2&b=%C3%A4",
      );
      const form = await (await fetch(server.url, {})).formData();
      expect([form.getAll("a"), form.get("b")]).toEqual([["1", "2"], "ä"]);
    });

    it("is still there for the pipeline after a fetch around this one has cloned it", async () => {
      await using server = await serve({}, text);
      const copies: string[] = [];
      const around: Fetch = async (url, init) => {
        const response = await fetch(url, init);
        copies.push(await response.clone().text());
        return response;
      };
      const response = await createTransport({ fetch: around })(requestWith({ url: server.url }));
      expect(await response.text()).toBe(text);
      expect(copies).toEqual([text]);
    });

    it("that is an event stream is handed on while it goes on", async () => {
      const more = createDeferred<undefined>();
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(200, { "content-type": "text/event-stream" });
        answer.write("data: 1\n\n");
        void more.promise.then(() => answer.end("data: 2\n\n"));
      });
      const response = await transport()(requestWith({ url: server.url }));
      const reader = response.body?.getReader();
      expect((await reader?.read())?.value).toEqual(bytes("data: 1\n\n"));
      more.resolve(undefined);
      expect((await reader?.read())?.value).toEqual(bytes("data: 2\n\n"));
      expect((await reader?.read())?.done).toBe(true);
    });

    it.each([
      ["shorter than its length", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"],
      ["without its last chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n"],
      ["in chunks of no length", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n{\r\n"],
    ])("%s has broken off", async (_name, answer) => {
      await using server = await listenNet((socket) => void socket.end(answer));
      const error = await errorOf(transport()(requestWith({ url: server.url })));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ neverSent: false });
    });
  });

  describe("an abort", () => {
    const reason = new Error("enough");

    it.each([reason, "a string", undefined])(
      "that came before sends nothing, and gives its own reason: %s",
      async (given) => {
        await using server = await listenRecording();
        const { seen } = server;
        const signal = AbortSignal.abort(given);
        expect(await errorOf(fetch(server.url, { signal }))).toBe(signal.reason);
        expect([seen.length, server.connections]).toEqual([0, 0]);
      },
    );

    it("while the connection is made sends nothing, also when it stands at last", async () => {
      await using server = await listenRecording();
      const { seen } = server;
      const asked = createDeferred<() => void>();
      const build = buildConnector({});
      let held = false;
      const connector: buildConnector.connector = (options, callback) => {
        if (held) build(options, callback);
        else asked.resolve(() => build(options, callback));
        held = true;
      };
      await withAgent({ connect: connector }, async (send) => {
        const controller = new AbortController();
        const call = errorOf(
          send(server.url, { method: "POST", body: "x", signal: controller.signal }),
        );
        const connectNow = await asked.promise;
        controller.abort(reason);
        expect(await call).toBe(reason);
        expect(listeners(controller.signal)).toBe(0);
        connectNow();
        await until(() => server.connections === 1);
        // What is sent now comes after what would have been sent before.
        await send(server.url, { method: "PUT", body: "y" });
      });
      expect(seen.map(({ method }) => method)).toEqual(["PUT"]);
    });

    it("while waiting for a connection sends nothing, and keeps nobody from its turn", async () => {
      const release = createDeferred<undefined>();
      const seen: (string | undefined)[] = [];
      await using server = await listenHttp((incoming, answer) => {
        seen.push(incoming.url);
        void release.promise.then(() => answer.end("{}"));
      });
      await withAgent({ connections: 1 }, async (send) => {
        const controller = new AbortController();
        const first = send(`${server.url}/1`, {});
        const second = errorOf(
          send(`${server.url}/2`, { method: "POST", body: "x", signal: controller.signal }),
        );
        const third = send(`${server.url}/3`, {});
        await until(() => seen.length === 1);
        controller.abort(reason);
        expect(await second).toBe(reason);
        expect(listeners(controller.signal)).toBe(0);
        release.resolve(undefined);
        await (await first).text();
        expect(await (await third).text()).toBe("{}");
      });
      expect(seen).toEqual(["/1", "/3"]);
    });

    it.each([reason, "a string"])(
      "before headers gives its reason and closes the socket: %s",
      async (given) => {
        let asked = false;
        await using server = await listenHttp(() => {
          asked = true;
        });
        const controller = new AbortController();
        const call = errorOf(fetch(server.url, { signal: controller.signal }));
        await until(() => asked);
        controller.abort(given);
        expect(await call).toBe(given);
        expect(listeners(controller.signal)).toBe(0);
        await until(() => server.openConnections === 0);
      },
    );

    it.each(["identity", "gzip"])(
      "in the body fails the reading and closes the socket: %s",
      async (coding) => {
        await using server = await listenHttp((_incoming, answer) => {
          answer.writeHead(200, { "content-encoding": coding });
          answer.write(coding === "gzip" ? gzipSync("some").subarray(0, 12) : "some");
        });
        const controller = new AbortController();
        const response = await fetch(server.url, { signal: controller.signal });
        const read = errorOf(response.text());
        controller.abort(reason);
        expect(await read).toBe(reason);
        expect(listeners(controller.signal)).toBe(0);
        await until(() => server.openConnections === 0);
      },
    );

    it("in a body that nobody reads is no unhandled rejection", async () => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(200).write("some");
      });
      const controller = new AbortController();
      await fetch(server.url, { signal: controller.signal });
      controller.abort(reason);
      await until(() => server.openConnections === 0);
      expect(listeners(controller.signal)).toBe(0);
    });

    it("after the end changes nothing, and finds no listener", async () => {
      await using server = await listenRecording();
      const controller = new AbortController();
      const response = await fetch(server.url, { signal: controller.signal });
      expect(await response.text()).toBe("{}");
      expect(listeners(controller.signal)).toBe(0);
      controller.abort(reason);
      await flush();
      const failed = errorOf(fetch(await unusedUrl(), { signal: new AbortController().signal }));
      expect(await failed).toMatchObject({ code: "ECONNREFUSED" });
    });

    it("leaves no listener where no connection could be made", async () => {
      const { signal } = new AbortController();
      await errorOf(fetch(await unusedUrl(), { signal }));
      expect(listeners(signal)).toBe(0);
    });

    it("is not needed by who cancels the body: its socket is closed", async () => {
      await using server = await listenHttp((_incoming, answer) => {
        answer.writeHead(200).write("some");
      });
      const { signal } = new AbortController();
      const response = await fetch(server.url, { signal });
      await response.body?.cancel();
      await until(() => server.openConnections === 0);
      expect(listeners(signal)).toBe(0);
    });
  });

  describe("connections", () => {
    it("are used again: after answers of every kind, read by the pipeline", async () => {
      await using server = await listenHttp((incoming, answer) => {
        const status = Number(incoming.url?.slice(1));
        answer.writeHead(status, { "content-type": "application/json" });
        answer.end(status === 204 || status === 304 ? undefined : "x".repeat(100_000));
      });
      await withAgent({ connections: 1 }, async (send) => {
        const attempt = createTransport({ fetch: send });
        for (let count = 0; count < 3; count++) {
          for (const status of [200, 201, 204, 304, 400, 401, 404, 429, 500, 503]) {
            for (const method of ["GET", "POST"]) {
              const body = method === "POST" ? "text" : undefined;
              await attempt(requestWith({ method, body, url: `${server.url}/${status}` }));
            }
          }
        }
      });
      expect(server.connections).toBe(1);
    });

    it("are closed by an answer that is too large, and made anew", async () => {
      let requests = 0;
      await using server = await listenHttp((_incoming, answer) => {
        requests += 1;
        answer.end(Buffer.alloc(1_000_000));
      });
      await withAgent({}, async (send) => {
        const attempt = createTransport({ fetch: send, maxResponseBytes: 100_000 });
        for (let count = 0; count < 3; count++) {
          const error = await errorOf(attempt(requestWith({ url: server.url })));
          expect(error).toBeInstanceOf(ResponseFormatError);
        }
      });
      await until(() => server.openConnections === 0);
      expect(requests).toBe(3);
    });

    it("that the server closes while they are idle: no POST is sent twice, or called unsent when it was sent", async () => {
      // Counts whole bodies, and closes each connection after its answer without saying so.
      const whole = new Map<string, number>();
      await using server = await listenAsync(async (incoming, answer) => {
        const id = (await bodyOf(incoming)).toString();
        whole.set(id, (whole.get(id) ?? 0) + 1);
        const { socket } = incoming;
        answer.end("{}", () => (whole.size % 2 === 0 ? socket.end() : socket.resetAndDestroy()));
      });
      const wrong: string[] = [];
      let failures = 0;
      await withAgent({ connections: 2 }, async (send) => {
        const attempt = createTransport({ fetch: send });
        for (let count = 0; count < 200; count++) {
          const id = `id-${count}`;
          const request = requestWith({ method: "POST", body: id, url: server.url });
          const error = await attempt(request).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined) failures += 1;
          const times = whole.get(id) ?? 0;
          const isRight =
            error === undefined
              ? times === 1
              : error instanceof ConnectionError && times <= (error.neverSent ? 0 : 1);
          if (!isRight) wrong.push(`${id}, ${times} times: ${String(error)}`);
        }
      });
      expect(wrong).toEqual([]);
      // Most find the connection closed, and make another.
      expect(failures).toBeLessThan(200);
    });

    it("that breaks once a POST is written: it fails once, and may have been seen", async () => {
      let requests = 0;
      await using server = await listenNet((socket) => {
        requests += 1;
        socket.resetAndDestroy();
      });
      const error = await errorOf(
        transport()(requestWith({ method: "POST", url: server.url, body: "x" })),
      );
      expect(error).toMatchObject({ neverSent: false });
      await flush();
      expect(requests).toBe(1);
    });
  });

  describe("a failure to connect", () => {
    it("is told apart: nobody listens", async () => {
      expect(await failing(undefined, await unusedUrl())).toMatchObject({ neverSent: true });
    });

    it("is told apart: no such host", async () => {
      // undici hands it to net.connect, which its types do not say.
      const options: buildConnector.BuildOptions & { lookup: LookupFunction } = {
        lookup: findNoHost,
      };
      const error = await failing(options, "http://nowhere.example");
      expect(error).toMatchObject({ neverSent: true, cause: { code: "ENOTFOUND" } });
    });

    it.each([
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "CERT_HAS_EXPIRED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UND_ERR_CONNECT_TIMEOUT",
      "EHOSTUNREACH",
    ])("is told apart: %s", async (code) => {
      const connector: buildConnector.connector = (_options, callback) =>
        callback(Object.assign(new Error("no"), { code }), null);
      const error = await failing(connector, "https://api.example.com");
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ neverSent: true });
    });

    it("is not what a server is that speaks no TLS", async () => {
      await using server = await listenNet((socket) => void socket.end("HTTP/1.1 400 No\r\n\r\n"));
      const error = await failing(undefined, server.url.replace("http:", "https:"));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ neverSent: false });
    });
  });
});

describe("where a request goes", () => {
  it("is where the platform would send it: same origin, same request target", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "%2e",
        "%2E%2e",
        ".a",
        "",
        "a b",
        "ä",
        "'",
        '"',
        "<",
        "{",
        "|",
        "^",
        "\\",
        "`",
        "[",
        "]",
        "@",
        ":",
        ";",
        "%",
        "%zz",
        "%C3%A4",
        "+",
        "&",
        "=",
        "*",
        "~",
        "\t",
        "😀",
      ),
      fc.string({ maxLength: 5 }),
    );
    const origin = fc.constantFrom(
      "http://127.0.0.1:8080",
      "https://api.example.com",
      "https://API.example.com:443",
      "http://[::1]:80",
      "http://a_b.example",
    );
    const url = fc
      .tuple(
        origin,
        fc.array(piece, { maxLength: 4 }),
        fc.option(fc.array(piece, { maxLength: 3 })),
      )
      .map(
        ([base, path, query]) => `${base}/${path.join("/")}${query ? `?${query.join("&")}` : ""}`,
      )
      .filter((text) => URL.canParse(text));
    await fc.assert(
      fc.asyncProperty(url, async (text) => {
        const { targets, dispatcher } = recordingDispatcher();
        await errorOf(createUndiciFetch({ dispatcher })(text, {}));
        const { origin: there, pathname, search } = new URL(text);
        const [where = "", path = ""] = targets[0]?.split(" ") ?? [];
        expect([new URL(where).origin, path]).toEqual([there, `${pathname}${search}`]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused where the URL has a user or a password in it, as the platform does", async () => {
    for (const user of ["user@", "user:pass@", ":pass@"]) {
      const { targets, dispatcher } = recordingDispatcher();
      const error = await errorOf(
        createUndiciFetch({ dispatcher })(`https://${user}api.example.com/a`, {}),
      );
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).not.toContain("pass@");
      expect(targets).toEqual([]);
    }
  });

  it("with a stream that is let go of never looks complete to who still reads it", async () => {
    const bodies: Dispatcher.DispatchOptions["body"][] = [];
    const dispatcher = {
      dispatch(options: Dispatcher.DispatchOptions): boolean {
        bodies.push(options.body);
        return true;
      },
    };
    const controller = new AbortController();
    // Nothing else of it is used.
    const call = createUndiciFetch({ dispatcher: dispatcher as unknown as Dispatcher })(
      "http://127.0.0.1",
      { method: "POST", body: new ReadableStream(), signal: controller.signal },
    );
    const failed = errorOf(call);
    await flush();
    // A stream is handed on as what gives its chunks.
    const [body] = bodies as unknown as AsyncGenerator[];
    const read = errorOf(Promise.resolve(body?.next()));
    controller.abort(new Error("enough"));
    expect(await failed).toMatchObject({ message: "enough" });
    expect(await read).toMatchObject({ message: "The body was cancelled." });
  });

  it("is by connections of its own where no dispatcher is given", async () => {
    await using server = await listenHttp((_incoming, answer) => answer.end("{}"));
    const fetch = createUndiciFetch();
    for (let count = 0; count < 10; count++) await (await fetch(server.url, {})).text();
    // undici frees a connection a turn after its answer: who asks at once gets a second one.
    expect(server.connections).toBeLessThanOrEqual(2);
  });
});
