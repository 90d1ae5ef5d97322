import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A request that has come, and what it may be answered by. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly socket: Socket;
  /** Told when nothing more will be sent: the client has to end it. */
  readonly stall: () => void;
}

/** One way to answer, or not to. */
export interface Fault {
  readonly act: (exchange: Exchange) => void;
  /** Acts on the request's head: its body is never taken in. */
  readonly beforeBody?: boolean;
  /** Says that the request was not acted on. */
  readonly refuses?: boolean;
}

/** A request that was taken in whole. */
interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Whether the server said, or will say, that it does nothing. */
  readonly refused: boolean;
}

/** A loopback server that fails on demand. */
export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What was taken in whole, in the order of its coming. */
  readonly received: readonly Received[];
  /** How many requests have begun, whole or not. */
  readonly begun: number;
  /** How many answers have stopped for good, so far: only their clients can end them. */
  readonly stalls: number;
  /** How many connections are open. */
  readonly openConnections: number;
}

/** Starts a server that answers each request by the fault that is chosen for it. */
export async function listenFaults(
  choose: (incoming: IncomingMessage) => Fault,
): Promise<FaultServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let begun = 0;
  let stalls = 0;
  const server = createServer((incoming, answer) => {
    begun += 1;
    const { socket } = incoming;
    // A client that goes away is no failure of the test.
    for (const one of [incoming, answer]) one.on("error", () => undefined);
    const fault = choose(incoming);
    const act = () => fault.act({ incoming, answer, socket, stall: () => void (stalls += 1) });
    if (fault.beforeBody) {
      act();
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    // Emitted only where the whole body has come.
    incoming.on("end", () => {
      const { method, url, headers } = incoming;
      const body = Buffer.concat(chunks).toString();
      received.push({ method, url, headers, body, refused: fault.refuses === true });
      act();
    });
  });
  // Longer than any test: no connection closes by itself.
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    get begun() {
      return begun;
    },
    get stalls() {
      return stalls;
    },
    get openConnections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
