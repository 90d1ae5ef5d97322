import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createAsapp } from "./create-asapp.js";
import { createFakeClock, flush } from "./fake-clock.test-helpers.js";
import { bodyOf, eventStream, type FakeBody, message } from "./fake-event-stream.test-helpers.js";
import { ConfigurationError, ConnectionError, isApiError, type Middleware } from "./index.js";
import type { GenerativeAgentEventStream, StreamEventsOptions } from "./stream-events.js";

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly at: number;
}

/** What a request is answered with; a promise of nothing is an answer that never comes. */
type Answer = Response | Error | Promise<never>;

interface Script {
  /** For the calls for URLs, in order; after them each gets a URL. */
  readonly urls?: readonly (Answer | undefined)[];
  /** For the connections, in order; after them each stays open without a message. */
  readonly connections?: readonly (Answer | FakeBody)[];
  readonly random?: number;
  readonly middleware?: Middleware;
}

const NEVER = new Promise<never>(() => undefined);

function fakeAsapp({ urls = [], connections = [], random = 1, middleware }: Script = {}) {
  const clock = createFakeClock();
  const start = clock.now();
  const sent: Sent[] = [];
  const [restOfUrls, restOfConnections] = [[...urls], [...connections]];
  let token = 0;

  function urlFor(body: unknown): Response {
    const { streamId = "s-1" } = body as { streamId?: string };
    token += 1;
    const streamingUrl = `https://ws-1.example.com/push-api/connect/sse?token=canary-${token}`;
    return Response.json({ streamId, streamingUrl, messageTypes: ["generative-agent-message"] });
  }

  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    sent.push({ method: init.method ?? "", url, headers, body, at: clock.now() - start });
    const answer =
      init.method === "POST"
        ? (restOfUrls.shift() ?? urlFor(body))
        : (restOfConnections.shift() ?? bodyOf([], "open"));
    if (answer instanceof Error) throw answer;
    return "pulls" in answer ? eventStream(answer.body) : answer;
  };

  const asapp = createAsapp({
    apiId: "canary-id",
    apiSecret: "canary-secret",
    headers: { "x-tenant": "canary-tenant" },
    fetch,
    clock,
    random: () => random,
    middleware: middleware === undefined ? [] : [middleware],
  });
  const open = (options?: StreamEventsOptions) =>
    clock.settle(asapp.generativeAgent.streamEvents(options));
  return { asapp, clock, sent, open };
}

const of = (sent: readonly Sent[], method: string) => sent.filter((one) => one.method === method);

/** The messages' identifiers of the next events, so many of them; then the loop is left. */
async function idsOf(stream: GenerativeAgentEventStream, count: number) {
  const ids: unknown[] = [];
  if (count === 0) return ids;
  for await (const event of stream) {
    ids.push(event.generativeAgentMessageId ?? event);
    if (ids.length === count) break;
  }
  return ids;
}

const reply = (id: string) => ({
  type: "reply",
  generativeAgentMessageId: id,
  reply: { text: id },
});
const replies = (...ids: string[]) => ids.map((id) => message(reply(id)));

function unavailable() {
  const { body } = bodyOf([], "open");
  return new Response(body, { status: 503, headers: { "content-type": "text/event-stream" } });
}

/** When connections were tried, in milliseconds since the start. */
const timesOf = (sent: readonly Sent[]) => of(sent, "GET").map(({ at }) => at);
const dropped = () => bodyOf([], "end");

const refusal = (status: number) =>
  Response.json({ error: { requestId: "r-1", message: "no", code: `${status}-01` } }, { status });

/** A stream of one event and then silence, and everything that must be let go. */
async function opened(more: Script = {}) {
  const body = bodyOf(replies("1"), "open");
  const controller = new AbortController();
  const { signal } = controller;
  const fake = fakeAsapp({ connections: [body], ...more });
  const stream = await fake.open({ signal });
  const expectClosed = () => {
    expect(body.cancelled).toBe(true);
    expect(fake.clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  };
  return { ...fake, body, controller, signal, stream, expectClosed };
}

describe("generativeAgent.streamEvents", () => {
  test("asks for a URL and opens it at once, before anything is iterated", async () => {
    const { sent, open } = fakeAsapp();
    const stream = await open();
    expect(stream.streamId).toBe("s-1");
    expect(stream.messageTypes).toEqual(["generative-agent-message"]);
    expect(sent.map(({ method, url, body, at }) => ({ method, url, body, at }))).toEqual([
      {
        method: "POST",
        url: "https://api.sandbox.asapp.com/generativeagent/v1/streams",
        body: {},
        at: 0,
      },
      {
        method: "GET",
        url: "https://ws-1.example.com/push-api/connect/sse?token=canary-1",
        body: undefined,
        at: 0,
      },
    ]);
  });

  test("sends neither credentials nor the client's headers to the stream's host", async () => {
    const { sent, open } = fakeAsapp();
    await open();
    expect(sent[0]?.headers["asapp-api-secret"]).toBe("canary-secret");
    expect(sent[0]?.headers["x-tenant"]).toBe("canary-tenant");
    expect(sent[1]?.headers).toEqual({ accept: "text/event-stream" });
  });

  test("resumes the stream that it is given", async () => {
    const { sent, open } = fakeAsapp();
    const stream = await open({ streamId: "s-7" });
    expect(stream.streamId).toBe("s-7");
    expect(sent[0]?.body).toEqual({ streamId: "s-7" });
  });

  test("yields the events in order, however they are cut into chunks", async () => {
    const text = [...replies("1", "2"), ": here\n\n", ...replies("3")].join("");
    const half = Math.floor(text.length / 2);
    const body = bodyOf([text.slice(0, half), text.slice(half)], "open");
    const { open } = fakeAsapp({ connections: [body] });
    expect(await idsOf(await open(), 3)).toEqual(["1", "2", "3"]);
  });

  test("passes over signs of life, and yields what is no event as unknown without ending", async () => {
    const noise = 'event: status\ndata: ping\n\nevent: generative-agent-message\ndata: {"ty\n\n';
    const { sent, open } = fakeAsapp({
      connections: [bodyOf([noise, ...replies("1")], "open")],
    });
    expect(await idsOf(await open(), 2)).toEqual([{ type: "unknown", raw: '{"ty' }, "1"]);
    expect(sent).toHaveLength(2);
  });

  test("reads nothing ahead of its consumer", async () => {
    const body = bodyOf([replies("1", "2").join(""), ...replies("3")], "open");
    const { open } = fakeAsapp({ connections: [body] });
    const iterator = (await open())[Symbol.asyncIterator]();
    await flush();
    expect(body.pulls).toBe(0);
    await iterator.next();
    await iterator.next();
    await flush();
    expect(body.pulls).toBe(1);
  });

  test("goes on in a second loop where the first one stands, for as long as it is not left", async () => {
    const { open } = fakeAsapp({ connections: [bodyOf(replies("1", "2"), "open")] });
    const stream = await open();
    await stream[Symbol.asyncIterator]().next();
    expect(await idsOf(stream, 1)).toEqual(["2"]);
    expect(await idsOf(stream, 1)).toEqual([]);
  });
});

describe("a connection is made anew, by a new URL for the same stream,", () => {
  const html = new Response("<h1>Bad gateway</h1>", {
    status: 502,
    headers: { "content-type": "text/html" },
  });
  const overlong = ["data: ", ...Array.from({ length: 17 }, () => "x".repeat(65_536))];

  test.each<[string, Answer | FakeBody]>([
    ["when the server ends it", bodyOf([], "end")],
    ["when it breaks off", bodyOf(["data: {"], new TypeError("terminated"))],
    ["when an event is too long", bodyOf(overlong, "open")],
    ["when nothing comes for too long", bodyOf([], "open")],
    ["when it cannot be made", new TypeError("fetch failed")],
    ["when nobody answers", NEVER],
    ["when the answer is 502", html],
    ["when the URL is used up", new Response(null, { status: 401 })],
    ["when the answer is no event stream", Response.json({})],
    ["when the answer has no body", new Response(null, { status: 204 })],
    ["when an event stream comes with an error status", unavailable()],
  ])("%s", async (_name, connection) => {
    const connections = [connection, bodyOf(replies("1"), "open")];
    const { clock, sent, open } = fakeAsapp({ connections });
    expect(await clock.settle(idsOf(await open(), 1))).toEqual(["1"]);
    expect(of(sent, "POST").map(({ body }) => body)).toEqual([{}, { streamId: "s-1" }]);
    expect(of(sent, "GET").map(({ url }) => new URL(url).search)).toEqual([
      "?token=canary-1",
      "?token=canary-2",
    ]);
    expect(clock.pending).toBe(0);
  });

  test("and the one before is closed already", async () => {
    const [tooLong, silent] = [bodyOf(overlong, "open"), bodyOf([], "open")];
    const connections = [tooLong, silent, bodyOf(replies("1"), "open")];
    const { clock, open } = fakeAsapp({ connections });
    const iterator = (await open())[Symbol.asyncIterator]();
    expect(await clock.settle(iterator.next())).toMatchObject({ value: reply("1") });
    expect([tooLong.cancelled, silent.cancelled]).toEqual([true, true]);
  });

  test("though asking for the URL fails with 5xx, is lost, or is answered by a proxy", async () => {
    const failures = [
      undefined,
      new TypeError("fetch failed"),
      ...[500, 500, 500, 500].map((status) => Response.json({}, { status })),
      new Response("<p>hello", { headers: { "content-type": "text/html" } }),
    ];
    const { clock, sent, open } = fakeAsapp({
      urls: failures,
      connections: [bodyOf([], "end"), bodyOf(replies("1"), "open")],
    });
    expect(await clock.settle(idsOf(await open(), 1))).toEqual(["1"]);
    // One call by its own retries: lost, 500, 500, 500. The stream's turn: 500, HTML; and again.
    const times = of(sent, "POST").map(({ at }) => at);
    expect(times).toEqual([0, 250, 500, 1000, 2000, 2500, 2750, 3750]);
  });

  test("without an event that an earlier connection brought already", async () => {
    const connections = [
      bodyOf(replies("1", "2", "2"), "end"),
      bodyOf([...replies("2"), message({ ...reply("2"), type: "processingEnd" })], "end"),
      bodyOf(replies("1", "2", "3"), "open"),
    ];
    const { clock, open } = fakeAsapp({ connections });
    expect(await clock.settle(idsOf(await open(), 5))).toEqual(["1", "2", "2", "2", "3"]);
  });

  test("after the idle timeout that was given", async () => {
    const { clock, sent, open } = fakeAsapp({ random: 0 });
    const next = (await open({ idleTimeout: 5000 }))[Symbol.asyncIterator]().next();
    next.catch(() => undefined);
    await clock.advance(4999);
    expect(of(sent, "GET")).toHaveLength(1);
    await clock.advance(1);
    expect(of(sent, "GET")).toHaveLength(2);
  });

  test("after five minutes of silence where none was given, and never with Infinity", async () => {
    const { clock, sent, open } = fakeAsapp({ random: 0 });
    void (await open())[Symbol.asyncIterator]().next();
    await clock.advance(299_999);
    expect(of(sent, "GET")).toHaveLength(1);
    await clock.advance(1);
    expect(of(sent, "GET")).toHaveLength(2);
    const patient = fakeAsapp();
    void (await patient.open({ idleTimeout: Infinity }))[Symbol.asyncIterator]().next();
    await flush();
    expect(patient.clock.pending).toBe(0);
  });

  test("but not because its consumer takes long", async () => {
    const { clock, sent, open } = fakeAsapp({
      connections: [bodyOf(replies("1", "2"), "open")],
    });
    const iterator = (await open({ idleTimeout: 1000 }))[Symbol.asyncIterator]();
    await iterator.next();
    await clock.advance(100_000);
    expect(await iterator.next()).toMatchObject({ value: reply("2") });
    expect(of(sent, "GET")).toHaveLength(1);
  });
});

describe("between two connections", () => {
  test("the wait doubles from 250 ms, until five in a row brought no event", async () => {
    const { clock, sent, open } = fakeAsapp({ connections: Array.from({ length: 9 }, dropped) });
    const failed = clock.settle(idsOf(await open(), 1));
    await expect(failed).rejects.toThrow(ConnectionError);
    await expect(failed).rejects.toThrow(
      "generativeAgent.streamEvents: 5 connections in a row brought no event; of the last one: the server ended it. To go on later, call it with the same streamId.",
    );
    expect(timesOf(sent)).toEqual([0, 250, 750, 1750, 3750]);
    expect(clock.pending).toBe(0);
  });

  test("the wait is a random part of that", async () => {
    const none = fakeAsapp({ connections: [dropped(), dropped(), dropped()], random: 0 });
    void (await none.open())[Symbol.asyncIterator]().next();
    await flush();
    await none.clock.advance(0);
    expect(timesOf(none.sent)).toEqual([0, 0, 0, 0]);
    const half = fakeAsapp({ connections: [dropped(), dropped(), dropped()], random: 0.5 });
    void (await half.open())[Symbol.asyncIterator]().next();
    await half.clock.advance(1000);
    expect(timesOf(half.sent)).toEqual([0, 125, 375, 875]);
  });

  test("an event begins the count and the wait anew; a sign of life and a repetition do not", async () => {
    const connections = [
      dropped(),
      dropped(),
      bodyOf(replies("1"), "end"),
      bodyOf(["event: status\ndata: ping\n\n"], "end"),
      bodyOf(replies("1"), "end"),
      ...Array.from({ length: 9 }, dropped),
    ];
    const { clock, sent, open } = fakeAsapp({ connections });
    const stream = await open();
    await expect(clock.settle(idsOf(stream, 2))).rejects.toThrow("5 connections in a row");
    expect(timesOf(sent)).toEqual([0, 250, 750, 1000, 1250, 1750, 2750, 4750]);
  });

  test("a connection that stood for 20 seconds begins the count anew, though it was quiet", async () => {
    // Each is silent until its idle timeout.
    const { clock, sent, open } = fakeAsapp({ random: 0 });
    const quiet = (await open({ idleTimeout: 20_000 }))[Symbol.asyncIterator]().next();
    await clock.advance(200_000);
    expect(timesOf(sent)).toHaveLength(11);
    const short = fakeAsapp({ random: 0 });
    const restless = idsOf(await short.open({ idleTimeout: 19_999 }), 1);
    await expect(short.clock.settle(restless)).rejects.toThrow("nothing came for 19999 ms");
    expect(await Promise.race([quiet, flush()])).toBeUndefined();
  });

  test("the server's retry field lengthens the wait, up to the longest one", async () => {
    const connections = [
      bodyOf(["retry: 3000\n\n"], "end"),
      bodyOf(["retry: 3600000\n\n"], "end"),
      dropped(),
    ];
    const { clock, sent, open } = fakeAsapp({ connections });
    void (await open())[Symbol.asyncIterator]().next();
    await clock.advance(60_000);
    const [first, second, third] = [3250, 3250 + 20_500, 3250 + 20_500 + 21_000];
    expect(timesOf(sent)).toEqual([0, first, second, third]);
  });

  test("other attempts and waits may be asked for", async () => {
    const { clock, sent, open } = fakeAsapp({ connections: Array.from({ length: 9 }, dropped) });
    const retry = { attempts: 4, baseDelay: 1000, maxDelay: 1500 };
    const failed = clock.settle(idsOf(await open({ retry }), 1));
    await expect(failed).rejects.toThrow("4 connections in a row");
    expect(timesOf(sent)).toEqual([0, 1000, 2500, 4000]);
  });

  test.each([1, 0, Number.NaN])("there is none with %s attempts", async (attempts) => {
    const { clock, sent, open } = fakeAsapp({ connections: [dropped()] });
    const failed = clock.settle(idsOf(await open({ retry: { attempts } }), 1));
    await expect(failed).rejects.toThrow(ConnectionError);
    expect(timesOf(sent)).toEqual([0]);
  });
});

describe("it fails", () => {
  test("as any call when there is no first URL", async () => {
    const { asapp, open } = fakeAsapp({ urls: [refusal(401)] });
    const error: unknown = await open().catch((reason: unknown) => reason);
    if (!isApiError(error, asapp.generativeAgent.createStream)) throw error;
    expect(error).toMatchObject({ status: 401, requestId: "r-1" });
  });

  test("with the API's own error when a later URL is refused", async () => {
    const { asapp, clock, sent, open } = fakeAsapp({
      urls: [undefined, refusal(400)],
      connections: [bodyOf(replies("1"), "end")],
    });
    const failed = clock.settle(idsOf(await open(), 2));
    const error: unknown = await failed.catch((reason: unknown) => reason);
    expect(isApiError(error, asapp.generativeAgent.createStream) && error.status).toBe(400);
    expect(sent).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test("with the API's own error as cause when no URL comes for long enough", async () => {
    const { clock, open } = fakeAsapp({
      urls: [undefined, ...Array.from({ length: 40 }, () => refusal(503))],
      connections: [bodyOf(replies("1"), "end")],
    });
    const failed = clock.settle(idsOf(await open(), 2));
    const error: unknown = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain("generativeAgent.createStream: 503");
    expect((error as Error).cause).toMatchObject({ status: 503 });
  });

  test.each([
    ["fails with an error of its own", () => Promise.reject(new RangeError("sealed")), RangeError],
    ["gives none", () => "", ConfigurationError],
  ])("at once when a function for a key %s", async (_name, key, expected) => {
    const clock = createFakeClock();
    const keys = [() => "secret", key];
    let posts = 0;
    const asapp = createAsapp({
      apiId: "id",
      apiSecret: async () => (keys.shift() ?? (() => "secret"))(),
      clock,
      fetch: async (_url, init) => {
        if (init.method !== "POST") return eventStream(bodyOf([], "end").body);
        posts += 1;
        const streamingUrl = "https://ws-1.example.com/sse?token=canary";
        return Response.json({ streamId: "s-1", streamingUrl, messageTypes: [] });
      },
    });
    const stream = await asapp.generativeAgent.streamEvents();
    await expect(clock.settle(idsOf(stream, 1))).rejects.toThrow(expected);
    expect(posts).toBe(1);
  });

  test("after the client's timeout when nobody answers", async () => {
    const { clock, open } = fakeAsapp({ connections: [NEVER] });
    const opening = open({ retry: { attempts: 1 } });
    await expect(opening).rejects.toThrow("no complete answer within 30000 ms");
    expect(clock.pending).toBe(0);
  });

  test.each([0, -1, Number.NaN])(
    "before anything is sent with an idle timeout of %s",
    async (idleTimeout) => {
      const { sent, open } = fakeAsapp();
      await expect(open({ idleTimeout })).rejects.toThrow(
        `generativeAgent.streamEvents: option "idleTimeout" is ${idleTimeout}; give milliseconds above 0, or Infinity.`,
      );
      expect(sent).toHaveLength(0);
    },
  );

  test.each(["", "/sse?token=canary", "ftp://ws/?token=canary", "https://u:canary@ws/", 7, null])(
    "without a request when the URL is %j, and does not quote it",
    async (streamingUrl) => {
      const answer = () => Response.json({ streamId: "s-1", streamingUrl, messageTypes: [] });
      const { sent, open } = fakeAsapp({ urls: Array.from({ length: 5 }, answer) });
      const error: unknown = await open().catch((reason: unknown) => reason);
      expect((error as Error).message).toContain("is no http or https URL. To go on");
      expect(inspect(error)).not.toContain("canary");
      expect(of(sent, "GET")).toHaveLength(0);
    },
  );

  test("without the URL, its token or a credential in the error", async () => {
    const url = "https://ws-1.example.com/push-api/connect/sse?token=canary-1";
    const quoting = () => new TypeError(`request to ${url} failed`, { cause: new Error(url) });
    const script = { connections: Array.from({ length: 5 }, quoting) };
    const error: unknown = await fakeAsapp(script)
      .open()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain("https://ws-1.example.com failed");
    const printed = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)];
    expect(printed.join()).not.toContain("canary");
  });
});

describe("it is closed", () => {
  test("by break, at once", async () => {
    const { stream, sent, expectClosed } = await opened();
    for await (const event of stream) {
      expect(event).toEqual(reply("1"));
      break;
    }
    expectClosed();
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(sent).toHaveLength(2);
  });

  test("by a throw in the loop", async () => {
    const { stream, expectClosed } = await opened();
    const looping = (async () => {
      for await (const event of stream) throw new Error(event.type);
    })();
    await expect(looping).rejects.toThrow("reply");
    expectClosed();
  });

  test("by return() before anything was read", async () => {
    const { stream, body, expectClosed } = await opened();
    const iterator = stream[Symbol.asyncIterator]();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expectClosed();
    expect(body.pulls).toBe(0);
    expect((await iterator.next()).done).toBe(true);
  });

  test("by return() while somebody waits for an event, who then is told that it is done", async () => {
    const { stream, expectClosed } = await opened();
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    await flush();
    expect((await iterator.return?.())?.done).toBe(true);
    expect((await waiting).done).toBe(true);
    expectClosed();
  });

  test("by the signal, before anything was read", async () => {
    const { stream, controller, expectClosed } = await opened();
    controller.abort(new Error("enough"));
    expectClosed();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow("enough");
    expect((await stream[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  test("by the signal while somebody waits for an event, who then gets the signal's reason", async () => {
    const { stream, controller, expectClosed } = await opened();
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    await flush();
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expectClosed();
  });

  test("by the signal in the loop, which then gets no event that was there already", async () => {
    const { open } = fakeAsapp({ connections: [bodyOf([replies("1", "2").join("")], "open")] });
    const controller = new AbortController();
    const seen: unknown[] = [];
    const stream = await open({ signal: controller.signal });
    const looping = (async () => {
      for await (const event of stream) {
        seen.push(event);
        controller.abort(new Error("enough"));
      }
    })();
    await expect(looping).rejects.toThrow("enough");
    expect(seen).toEqual([reply("1")]);
  });

  test.each([
    ["the wait for the next connection", {}],
    ["the call for the next URL", { urls: [undefined, NEVER], random: 0 }],
    ["the next connection", { connections: [bodyOf([], "end"), NEVER], random: 0 }],
  ])("by the signal during %s", async (_name, script) => {
    const controller = new AbortController();
    const { signal } = controller;
    const { clock, open } = fakeAsapp({ connections: [bodyOf([], "end")], ...script });
    const waiting = (await open({ signal }))[Symbol.asyncIterator]().next();
    await flush();
    await clock.advance(0);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test.each([
    ["the first URL", { urls: [NEVER] }],
    ["the first connection", { connections: [NEVER] }],
    ["the wait after the first connection", { connections: [new TypeError("fetch failed")] }],
  ])("by the signal during %s, with the signal's reason", async (_name, script) => {
    const controller = new AbortController();
    const { signal } = controller;
    const { asapp, clock } = fakeAsapp(script);
    const opening = asapp.generativeAgent.streamEvents({ signal });
    await flush();
    controller.abort(new Error("enough"));
    await expect(opening).rejects.toThrow("enough");
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("by a signal that has fired already, before anything is sent", async () => {
    const { sent, open } = fakeAsapp();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(open({ signal })).rejects.toThrow("enough");
    expect(sent).toHaveLength(0);
  });

  test("when it fails, first call included", async () => {
    const { clock, stream, signal } = await opened({
      urls: [undefined, Response.json({}, { status: 400 })],
      connections: [bodyOf([], "end")],
    });
    await expect(clock.settle(idsOf(stream, 1))).rejects.toThrow("400");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(clock.pending).toBe(0);
    const failing = fakeAsapp({ urls: [Response.json({}, { status: 400 })] });
    await expect(failing.open({ signal })).rejects.toThrow("400");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("without a listener left of any connection or wait that there was", async () => {
    const signals = new Set<AbortSignal | null | undefined>();
    const connections = Array.from({ length: 20 }, (_, index) =>
      bodyOf(replies(`${index}`), "end"),
    );
    const { signal, clock, stream, sent } = await opened({
      connections,
      // The stream's own signal, which each call for a URL has.
      middleware: (request, next) => {
        signals.add(request.signal);
        return next(request);
      },
    });
    const iterator = stream[Symbol.asyncIterator]();
    for (let index = 0; index < 20; index++) await clock.settle(iterator.next());
    expect(of(sent, "GET")).toHaveLength(20);
    expect(signals.size).toBe(1);
    for (const own of signals) expect(own && getEventListeners(own, "abort")).toHaveLength(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
  });
});
