import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createAnswerer } from "./answerer.js";
import { CROSS_ORIGIN_HEADERS, preflightHeaders } from "./cross-origin.js";
import { readRequest } from "./incoming-request.js";
import { listen } from "./listen.js";
import { loadDescription } from "./load-description.js";
import type { MockSource } from "./load-description.js";
import type { PlannedAnswer } from "./planned-answers.js";
import type { RecordedRequest } from "./recorded-request.js";

/** What {@link startMock} takes: whose API, and where to listen. */
export type MockOptions = MockSource & {
  /** The port to listen on. Default: 0, which takes any that is free. */
  readonly port?: number;
  /** The address to listen on. Default: `127.0.0.1`, which only this machine reaches. */
  readonly host?: string;
  /** Called with each request once it has been answered. */
  readonly onRequest?: (request: RecordedRequest) => void;
};

/** A mock that is listening. */
export interface Mock {
  /** What a client takes as `baseUrl`: the origin and the base path of the description's server. */
  readonly url: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** What a client takes as `tokenUrl`; undefined where the description has no client credentials. */
  readonly tokenUrl: string | undefined;
  /** The requests that were answered since the start or the last {@link Mock.reset}, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /**
   * Plans the answers of the next requests of a method, in order; after them the description's
   * examples answer again. A request that breaks the description is refused and uses none up.
   *
   * @param method The name of the method: `contacts.list`.
   * @throws Error when the description has no such method, or no such answer.
   */
  respondWith(method: string, ...answers: readonly PlannedAnswer[]): void;
  /** Forgets the requests and the planned answers. */
  reset(): void;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves a provider's description on this machine: requests are checked against it and answered
 * with its examples, the same way every time. Prism does both.
 *
 * - A request that breaks the description gets the declared 400 or 422, else a problem document
 *   (RFC 9457); one without credentials gets a 401.
 * - A paginated operation's examples are its pages, in order: following `next` walks them.
 * - URLs in examples that point to the real server point to the mock.
 * - `Prefer: code=404` and `Prefer: example=name` pick another declared answer.
 * - The token endpoint of an OAuth 2 client credentials flow is served at its own path.
 * - Pages of any origin may call it, from a browser.
 *
 * @throws Error when the description cannot be read or the port is taken.
 *
 * @example
 * const mock = await startMock({ provider: "respond-io" });
 * const respond = createRespondIo({ token: "any", baseUrl: mock.url });
 * mock.respondWith("contacts.get", { status: 429, headers: { "retry-after": "1" } }, {});
 * await respond.contacts.get({ identifier: "id:1" }); // the 429 is retried
 * await mock.close();
 */
export async function startMock(options: MockOptions): Promise<Mock> {
  const description = await loadDescription(options);
  const answerer = createAnswerer(description);
  const { port = 0, host = "127.0.0.1", onRequest } = options;
  let requests: RecordedRequest[] = [];

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const preflight = preflightHeaders(incoming.method, incoming.headers);
    if (preflight !== undefined) {
      outgoing.writeHead(204, preflight).end();
      return;
    }
    const { answer, record } = await answerer.answer(await readRequest(incoming), origin);
    requests.push(record);
    onRequest?.(record);
    outgoing
      .writeHead(answer.status, { ...answer.headers, ...CROSS_ORIGIN_HEADERS })
      .end(answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      // Whatever it is, the client must not wait for it.
      const reason = error instanceof Error ? error.message : String(error);
      outgoing.writeHead(500, { "content-type": "application/problem+json" });
      outgoing.end(JSON.stringify({ title: "The mock failed", status: 500, detail: reason }));
    });
  });
  const origin = await listen(server, port, host);

  return {
    url: origin + answerer.basePath,
    origin,
    tokenUrl: answerer.tokenPath === undefined ? undefined : origin + answerer.tokenPath,
    get requests() {
      return requests;
    },
    respondWith: (method, ...answers) => answerer.planned.add(method, answers),
    reset() {
      requests = [];
      answerer.planned.clear();
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
