import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createNetServer, type Server, type Socket } from "node:net";

/** A plain server on this machine's loopback interface. */
export interface Loopback extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** How many connections were made so far. */
  readonly connections: number;
  /** How many of them are open. */
  readonly openConnections: number;
}

async function listen(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return connections;
    },
    get openConnections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // The platform keeps sockets for later requests; the server would wait for them.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers as the listener says. */
export function listenHttp(listener: RequestListener): Promise<Loopback> {
  return listen(createHttpServer(listener));
}

/** Hands over each socket once a request's first bytes have come. */
export function listenNet(onRequest: (socket: Socket) => void): Promise<Loopback> {
  return listen(
    createNetServer((socket) => {
      // A client that goes away is no failure of the test.
      socket.on("error", () => undefined);
      socket.once("data", () => onRequest(socket));
    }),
  );
}

/** The URL of a port at which nobody listens. */
export async function unusedUrl(): Promise<string> {
  await using server = await listenNet(() => undefined);
  return server.url;
}
