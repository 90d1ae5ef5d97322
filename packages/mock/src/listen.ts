import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts a server and gives its origin. Rejects when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port} of ${host} is taken. Give another one, or 0 for any that is free.`,
            )
          : error,
      ),
    );
    // A server that listens on a port has an address with one.
    server.listen(port, host, () => resolve(originOf(server.address() as AddressInfo)));
  });
}

/** The origin of a server at an address: IPv6 addresses stand in brackets (RFC 3986, section 3.2.2). */
export function originOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
