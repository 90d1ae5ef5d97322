// The server that every runtime calls: it fails, waits and streams on demand, and keeps what arrived.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  /** Below the scenario's own URL, query included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Each character is a byte. */
  readonly body: string;
  /** Milliseconds, by the server's clock: that of some runtimes stands still while code runs. */
  readonly at: number;
  /** Whether the client went away before it had its answer. */
  hungUp: boolean;
}

/** What a scenario is asked with: the request, and how many of its kind came before. */
interface Asked extends Seen {
  readonly earlier: number;
  /** The scenario's own URL. */
  readonly baseUrl: string;
}

type Scenario = (asked: Asked, response: ServerResponse) => void;

/** Paths are `/<run>/<scenario>/…`; a run sees nothing of another. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  contact: json(200, { id: 42, firstName: "Amina" }),
  sent: json(200, { messageId: 7 }),
  pages: ({ path, baseUrl }, response) => {
    const page = Number(new URL(path, baseUrl).searchParams.get("cursor") ?? 1);
    const next = page < 3 ? `${baseUrl}/contacts.json?cursor=${page + 1}` : null;
    const results = [{ name: `a${page}` }, { name: `b${page}` }];
    answer(response, 200, { next, previous: null, results });
  },
  tokens: ({ path, baseUrl }, response) => {
    if (path === "/token") {
      answer(response, 200, { access_token: "secret", expires_in: 3600, token_type: "bearer" });
      return;
    }
    const second = new URL(path, baseUrl).searchParams.get("page_token") === "two";
    const messages = [{ id: second ? "m2" : "m1" }];
    answer(response, 200, second ? { messages } : { messages, next_page_token: "two" });
  },
  nothing: (_asked, response) => {
    response.writeHead(204).end();
  },
  head: (_asked, response) => {
    response.writeHead(200, { "content-type": "application/json", "x-total": "12" }).end();
  },
  "fails-once": ({ earlier }, response) => {
    if (earlier === 0) answer(response, 503, { message: "soon" });
    else answer(response, 200, { id: 42, firstName: "Amina" });
  },
  fails: json(503, { message: "down" }),
  "too-many": ({ earlier }, response) => {
    if (earlier === 0) answer(response, 429, { message: "slowly" }, { "retry-after": "1" });
    else answer(response, 200, { id: 42, firstName: "Amina" });
  },
  missing: json(404, { code: 404, message: "no such contact" }),
  page: (_asked, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>A proxy's page</h1>");
  },
  hangs: () => undefined,
  "hangs-later": (_asked, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
  },
  breaks: (_asked, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"id":', () => response.destroy());
  },
  // The same server by another name is another origin: what is followed there arrives, and is seen.
  elsewhere: ({ baseUrl }, response) => {
    const target = `${baseUrl.replace("127.0.0.1", "localhost")}/leaked`;
    response.writeHead(302, { location: target }).end();
  },
  moved: ({ path, baseUrl }, response) => {
    if (path.startsWith("/moved/")) answer(response, 200, { id: 42, firstName: "Amina" });
    else response.writeHead(307, { location: `${baseUrl}/moved${path}` }).end();
  },
  packed: (_asked, response) => {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    response.writeHead(200, headers).end(gzipSync('{"id":42,"firstName":"Grüezi"}'));
  },
  bytes: (_asked, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    // In two pieces, none of them text.
    response.write(Buffer.from([0, 255, 13]), () => response.end(Buffer.from([10, 128])));
  },
  renews: ({ path, earlier }, response) => {
    if (path === "/token") {
      const access_token = `token-${earlier + 1}`;
      answer(response, 200, { access_token, expires_in: 1, token_type: "bearer" });
    } else answer(response, 200, { messages: [{ id: "m1" }] });
  },
  streams: ({ path, baseUrl }, response) => {
    if (path === "/generativeagent/v1/streams") {
      const streamingUrl = `${baseUrl}/stream`;
      answer(response, 200, { streamId: "s-1", streamingUrl, messageTypes: ["reply"] });
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event("e1", "reply", "Hello"));
  },
  large: (_asked, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"id":12345678901234567890,"firstName":"Amina"}');
  },
  events: ({ path, earlier, baseUrl }, response) => {
    if (path === "/generativeagent/v1/streams") {
      const streamingUrl = `${baseUrl}/stream?token=${earlier}`;
      answer(response, 200, { streamId: "s-1", streamingUrl, messageTypes: ["reply"] });
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const first = path.endsWith("=0");
    const events = first ? [event("e1", "reply", "Grüezi"), ": alive\n\n"] : [];
    if (!first) events.push(event("e2", "reply", "again"), event("e3", "processingEnd"));
    for (const text of events) {
      const bytes = Buffer.from(text);
      // In pieces, as networks do, and through the middle of a character.
      for (let start = 0; start < bytes.length; start += 7)
        response.write(bytes.subarray(start, start + 7));
    }
    // The first connection breaks off; the second stays open until the client has enough.
    if (first) response.end();
  },
};

function event(id: string, type: string, text?: string): string {
  const data = JSON.stringify({ type, generativeAgentEventId: id, reply: { text } });
  return `event: generative-agent-message\nid: ${id}\ndata: ${data}\n\n`;
}

function json(status: number, body: unknown): Scenario {
  return (_asked, response) => answer(response, status, body);
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A server that runs. */
export interface Server {
  readonly origin: string;
  /** The origin of a port at which nobody listens. */
  readonly closedOrigin: string;
  close(): void;
}

/**
 * Starts the server.
 *
 * @param files - What a browser loads, by path: a page of the server's own origin, and its script.
 */
export async function startServer(
  files: ReadonlyMap<string, { readonly type: string; readonly text: string }>,
): Promise<Server> {
  const seen = new Map<string, Seen[]>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "/";
    const file = files.get(url);
    if (file !== undefined) {
      response.writeHead(200, { "content-type": file.type }).end(file.text);
      return;
    }
    const [, run = "", name = "", rest = ""] = /^\/([^/]+)\/([^/]+)(.*)$/.exec(url) ?? [];
    const key = `${run}/${name}`;
    const requests = seen.get(key) ?? [];
    seen.set(key, requests);
    if (rest === "/seen") {
      answer(response, 200, requests);
      return;
    }
    const at = performance.now();
    const chunks: Buffer[] = [];
    // A request without encoding gives buffers.
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one: Seen = {
      method: request.method ?? "",
      path: rest,
      headers: request.headers,
      body: Buffer.concat(chunks).toString("latin1"),
      at,
      hungUp: false,
    };
    const pathname = rest.split("?", 1)[0];
    const earlier = requests.filter(({ path }) => path.split("?", 1)[0] === pathname).length;
    requests.push(one);
    response.on("close", () => {
      one.hungUp = !response.writableFinished;
    });
    // A name may go on after a dot: each behaviour that counts has requests of its own.
    const scenario = SCENARIOS[name.split(".", 1)[0] ?? ""];
    if (scenario === undefined) answer(response, 500, { message: `no scenario "${name}"` });
    else scenario({ ...one, earlier, baseUrl: `${origin}/${key}` }, response);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const origin = await listen(server);
  const closed = createServer();
  const closedOrigin = await listen(closed);
  closed.close();
  return {
    origin,
    closedOrigin,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}
