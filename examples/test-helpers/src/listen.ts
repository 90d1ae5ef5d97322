import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";

/** A server on this machine, for what a mock cannot show: silence, a broken connection, a page held back. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
}

/** Starts a server that is closed, with its connections, when `await using` leaves its block. */
export async function listen(listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
