import { getEventListeners } from "node:events";
import type { HttpRequest } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { createFakeClock } from "./fake-clock.test-helpers.js";
import { bodyOf, eventStream, message } from "./fake-event-stream.test-helpers.js";
import { openEventStream } from "./open-event-stream.js";

const URL_OF_STREAM = "https://ws-1.example.com/push-api/connect/sse?token=canary";

function opening(answer: Response, signal: AbortSignal = new AbortController().signal) {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest) => {
    sent.push(request);
    return answer;
  };
  const clock = createFakeClock();
  const options = { send, signal, idleTimeout: 1000, onRetry: () => undefined, clock };
  return { sent, opened: openEventStream(URL_OF_STREAM, options), openedAt: clock.now() };
}

describe("openEventStream", () => {
  test("asks for an event stream, and hands on its messages", async () => {
    const { sent, opened, openedAt } = opening(
      eventStream(bodyOf([message({ type: "reply" })], "end").body),
    );
    const connection = await opened;
    expect(connection.openedAt).toBe(openedAt);
    expect(await connection.messages.next()).toEqual({
      done: false,
      value: { event: "generative-agent-message", data: '{"type":"reply"}', id: undefined },
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: "GET",
      url: URL_OF_STREAM,
      headers: { accept: "text/event-stream" },
    });
    expect(Object.keys(sent[0]?.headers ?? {})).toEqual(["accept"]);
  });

  test("sends nothing when the signal has fired already", async () => {
    const fired = AbortSignal.abort(new Error("enough"));
    const { sent, opened } = opening(eventStream(bodyOf([], "open").body), fired);
    await expect(opened).rejects.toThrow("enough");
    expect(sent).toHaveLength(0);
  });

  test("closes when it is told to, more than once if need be, and leaves no listener", async () => {
    const { signal } = new AbortController();
    const body = bodyOf([], "open");
    const { sent, opened } = opening(eventStream(body.body), signal);
    const connection = await opened;
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    connection.close();
    connection.close();
    expect(body.cancelled).toBe(true);
    expect(sent[0]?.signal?.aborted).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect((await connection.messages.next()).done).toBe(true);
  });

  test.each([
    ["an error", 503, "text/event-stream", "503 with text/event-stream"],
    ["another success", 206, "text/event-stream", "206 with text/event-stream"],
    ["a page", 200, "text/html; charset=utf-8", "200 with text/html; charset=utf-8"],
    ["a type that only begins so", 200, "text/event-streams", "200 with text/event-streams"],
    ["no type", 200, undefined, "200 with no content type"],
  ])("refuses %s at once, and lets go of it", async (_name, status, type, said) => {
    const { signal } = new AbortController();
    const body = bodyOf([], "open");
    const headers = type === undefined ? undefined : { "content-type": type };
    const answer = new Response(body.body, { status, ...(headers && { headers }) });
    await expect(opening(answer, signal).opened).rejects.toThrow(
      `generativeAgent.streamEvents: ${said}, but an event stream was due.`,
    );
    expect(body.cancelled).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("refuses an answer without a body", async () => {
    const answer = new Response(null, { headers: { "content-type": "text/event-stream" } });
    await expect(opening(answer).opened).rejects.toThrow("an event stream was due");
  });
});
