// The server of the throughput benchmark, a process of its own: about a kilobyte for a GET, a short
// answer for a POST.
import { createServer } from "node:net";
import type { Kind } from "./report.ts";

const answers = {
  get: JSON.stringify({
    messages: Array.from({ length: 4 }, (_, index) => ({
      id: `01HVN8R5J3K7M9P2Q4S6T8W0X${index}`,
      direction: "TO_APP",
      contact_message: { text_message: { text: "See you tomorrow, and thank you for the note." } },
      channel_identity: { channel: "WHATSAPP", identity: "+15550100", app_id: "project-42" },
      accept_time: "2026-11-21T08:15:30.123Z",
      metadata: "",
    })),
    next_page_token: "token-2",
  }),
  post: JSON.stringify({ message_id: "01HVN8R5J3K7M9P2Q4S6T8W0X9", accepted_time: "2026-11-21" }),
};

// Answers made beforehand over plain sockets: a full HTTP server would itself be the bottleneck.
const responses = { get: responseOf(answers.get), post: responseOf(answers.post) };

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
      socket.write(last.startsWith("POST") ? responses.post : responses.get);
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
