import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createAsapp } from "./create-asapp.js";

interface Loopback extends AsyncDisposable {
  readonly url: string;
}

/** A plain server on this machine's loopback interface. */
async function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Loopback> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Writes each piece on its own, once the one before has left. */
async function writePieces(response: ServerResponse, pieces: readonly Uint8Array[]): Promise<void> {
  response.socket?.setNoDelay(true);
  for (const piece of pieces) {
    await new Promise<void>((resolve) => {
      response.write(piece, () => setImmediate(resolve));
    });
  }
}

/** An API and, on another port, the host of its streams, which answers connections in turn. */
async function listenAsapp(
  ...connections: readonly ((response: ServerResponse) => Promise<void> | void)[]
) {
  const posts: unknown[] = [];
  const gets: IncomingMessage[] = [];
  const rest = [...connections];
  const streams = await listen((request, response) => {
    gets.push(request);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    void rest.shift()?.(response);
  });
  const api = await listen((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on("end", () => {
      posts.push(JSON.parse(text));
      const streamingUrl = `${streams.url}/push-api/connect/sse?token=t-${posts.length}`;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          streamId: "s-1",
          streamingUrl,
          messageTypes: ["generative-agent-message"],
        }),
      );
    });
  });
  const asapp = createAsapp({
    apiId: "id",
    apiSecret: "secret",
    baseUrl: api.url,
    // No wait between two connections.
    random: () => 0,
  });
  return {
    asapp,
    posts,
    gets,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await streams[Symbol.asyncDispose]();
    },
  };
}

/** Resolves when the last request's socket is closed. */
async function closingOf(requests: readonly IncomingMessage[]): Promise<void> {
  const socket = requests.at(-1)?.socket;
  if (socket === undefined) throw new Error("No request has come.");
  await once(socket, "close");
}

/** What a promise is rejected with. */
function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** Turns of the event loop enough for a drain that is going to come. */
async function idle(): Promise<false> {
  for (let turn = 0; turn < 1000; turn++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  return false;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe("an event stream over a socket", () => {
  test("is read whole when its bytes are cut within lines, characters and line endings", async () => {
    const text = [
      "\uFEFF: welcome",
      "retry: 10",
      "",
      "event: status",
      "data: ping",
      "",
      "event: generative-agent-message",
      'data: {"type":"reply",',
      'data: "reply":{"text":"日本語"}}',
      "",
      ": still here",
      'data: {"type":"processingEnd"}',
      "",
      "",
    ].join("\r\n");
    const single = Array.from(bytes(text), (byte) => Uint8Array.of(byte));
    await using server = await listenAsapp((response) => writePieces(response, single));
    const seen: unknown[] = [];
    for await (const event of await server.asapp.generativeAgent.streamEvents()) {
      seen.push(event);
      if (event.type === "processingEnd") break;
    }
    expect(seen).toEqual([{ type: "reply", reply: { text: "日本語" } }, { type: "processingEnd" }]);
  });

  test("is resumed by the same streamId when its socket is destroyed, or ended in an event", async () => {
    await using server = await listenAsapp(
      async (response) => {
        await writePieces(response, [bytes('data: {"type":"processingStart"}\n\ndata: {"ty')]);
        response.socket?.destroy();
      },
      (response) => void response.end('data: {"type":"reply"}\n\ndata: {"type":"lost"}\n'),
      (response) => writePieces(response, [bytes('data: {"type":"processingEnd"}\n\n')]),
    );
    const types: string[] = [];
    for await (const event of await server.asapp.generativeAgent.streamEvents()) {
      types.push(event.type);
      if (event.type === "processingEnd") break;
    }
    expect(types).toEqual(["processingStart", "reply", "processingEnd"]);
    expect(server.posts).toEqual([{}, { streamId: "s-1" }, { streamId: "s-1" }]);
    expect(server.gets.map(({ url }) => url)).toEqual([
      "/push-api/connect/sse?token=t-1",
      "/push-api/connect/sse?token=t-2",
      "/push-api/connect/sse?token=t-3",
    ]);
  });

  test("carries no credential", async () => {
    await using server = await listenAsapp((response) =>
      writePieces(response, [bytes('data: {"type":"reply"}\n\n')]),
    );
    for await (const event of await server.asapp.generativeAgent.streamEvents()) {
      expect(event.type).toBe("reply");
      break;
    }
    const [request] = server.gets;
    expect(request?.headers.accept).toBe("text/event-stream");
    expect(Object.keys(request?.headers ?? {}).filter((name) => /asapp|auth/.test(name))).toEqual(
      [],
    );
  });

  test("closes its socket when the loop is left", async () => {
    await using server = await listenAsapp((response) =>
      writePieces(response, [bytes('data: {"type":"reply"}\n\n')]),
    );
    const stream = await server.asapp.generativeAgent.streamEvents();
    const closed = closingOf(server.gets);
    for await (const event of stream) if (event.type === "reply") break;
    await closed;
    expect(server.posts).toHaveLength(1);
  });

  test("closes its socket when the signal fires, whether somebody waits or not", async () => {
    await using server = await listenAsapp();
    for (const waits of [true, false]) {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = await server.asapp.generativeAgent.streamEvents({ signal });
      const iterator = stream[Symbol.asyncIterator]();
      const waiting = waits ? reasonOf(iterator.next()) : undefined;
      const closed = closingOf(server.gets);
      controller.abort(new Error("enough"));
      await closed;
      expect(await (waiting ?? reasonOf(iterator.next()))).toBe(signal.reason);
    }
  });
});

test("a slow consumer slows the server down", async () => {
  const event = bytes(`data: ${JSON.stringify({ type: "reply", text: "x".repeat(60_000) })}\n\n`);
  let written = 0;
  let drained = true;
  await using server = await listenAsapp(async (response) => {
    // As much as the sockets take: 32 MB is far more than the buffers of both ends hold.
    for (; written < 512 && drained; written++) {
      drained = response.write(event);
      if (!drained)
        drained = await Promise.race([once(response, "drain").then(() => true), idle()]);
    }
  });
  const stream = await server.asapp.generativeAgent.streamEvents();
  for await (const { type } of stream) {
    expect(type).toBe("reply");
    await idle();
    await idle();
    break;
  }
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(512);
});
