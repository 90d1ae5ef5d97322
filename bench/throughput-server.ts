// The server of the throughput benchmarks, a process of its own.
import { createServer } from "node:net";
import { answers } from "./answers.ts";
import type { Kind } from "./report.ts";

// Answers made beforehand over plain sockets: a full HTTP server would itself be the bottleneck.
const responses = { get: responseOf(answers.get), post: responseOf(answers.post) };

// For clients that ask for a token by themselves: the one that it is started with.
const token = responseOf(
  JSON.stringify({ access_token: process.argv[2], expires_in: 3600, token_type: "bearer" }),
);

function responseOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`,
  );
}

/** What the server says when it listens. */
export interface Started {
  readonly url: string;
  readonly answers: Readonly<Record<Kind, string>>;
}

/** What the benchmark checks of a request. */
export interface LastRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string | undefined;
  readonly authorization: string | undefined;
}

let last = "";
const server = createServer((socket) => {
  let pending = "";
  socket.setNoDelay(true).setEncoding("latin1");
  socket.on("error", () => undefined);
  socket.on("data", (chunk: string) => {
    pending += chunk;
    for (;;) {
      const end = pending.indexOf("\r\n\r\n");
      if (end === -1) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(pending.slice(0, end))?.[1] ?? 0);
      const total = end + 4 + length;
      if (pending.length < total) return;
      last = pending.slice(0, total);
      pending = pending.slice(total);
      if (last.startsWith("POST /oauth2/token ")) socket.write(token);
      else socket.write(last.startsWith("POST") ? responses.post : responses.get);
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  process.send?.({ url: `http://127.0.0.1:${address.port}`, answers } satisfies Started);
});
process.on("message", () => process.send?.(read(last)));
process.on("disconnect", () => process.exit(0));

function read(request: string): LastRequest {
  const [head = "", body] = request.split("\r\n\r\n");
  const [method, url] = head.split(" ");
  return { method, url, body, authorization: /\r\nauthorization: *(.*)/i.exec(head)?.[1] };
}
