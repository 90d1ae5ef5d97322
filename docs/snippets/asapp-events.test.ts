import { createAsapp } from "@parley/asapp";
import { expect, test, vi } from "vitest";
import { answer, resume } from "./asapp-events.js";
import { standIn } from "./providers.test-helpers.js";

const STREAMS = "https://streams.example.com/sse";

/** ASAPP's API as the mock has it, with a host of streams beside it that sends these events. */
async function serveEvents(...events: readonly Record<string, unknown>[]) {
  const mock = await standIn("asapp");
  const { fetch } = globalThis;
  const opened: (AbortSignal | null | undefined)[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (!url.startsWith(STREAMS)) return fetch(url, init);
    opened.push(init.signal);
    const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  mock.respondWith("generativeAgent.createStream", {
    body: { streamId: "s-1", streamingUrl: `${STREAMS}?token=t`, messageTypes: [] },
  });
  return { mock, opened };
}

test("replies are told, transfers handed over, and the end of processing closes the stream", async () => {
  const { mock } = await serveEvents(
    { type: "reply", conversationId: "C1", reply: { text: "It ships today." } },
    { type: "transferToAgent", conversationId: "C1" },
    { type: "processingEnd", conversationId: "C1" },
    { type: "reply", conversationId: "C1", reply: { text: "too late" } },
  );
  const told: unknown[] = [];
  await answer(
    createAsapp(),
    "C1",
    async (...reply) => void told.push(reply),
    async (conversation) => void told.push(conversation),
  );
  expect(told).toEqual([["C1", "It ships today."], "C1"]);
  expect(mock.requests.map(({ operation, body }) => [operation, body])).toEqual([
    ["generativeAgent.createStream", {}],
    ["generativeAgent.analyze", { conversationId: "C1", streamId: "s-1" }],
  ]);
  expect(mock.requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test("a stream is resumed by its identifier, and a signal ends it", async () => {
  const { mock } = await serveEvents({ type: "reply", conversationId: "C1" });
  const controller = new AbortController();
  const stream = await resume(createAsapp(), "s-1", controller.signal);
  expect(mock.requests[0]?.body).toEqual({ streamId: "s-1" });
  const events = stream[Symbol.asyncIterator]();
  expect((await events.next()).value).toMatchObject({ type: "reply" });
  controller.abort(new Error("shutting down"));
  await expect(events.next()).rejects.toThrow("shutting down");
});
