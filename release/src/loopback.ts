import { isIPv4 } from "node:net";

/**
 * Refuses an address that is not on this machine: a rehearsal must not reach a registry that others
 * install from.
 *
 * @returns the address, with a slash at its end
 * @throws Error - it is another machine's, or no address.
 */
export function loopbackRegistry(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // 127.0.0.0/8 is RFC 1122 section 3.2.1.3; the URL parser has made numbers of every spelling.
  const isLoopback =
    url !== undefined &&
    (url.hostname === "localhost" ||
      url.hostname === "[::1]" ||
      (isIPv4(url.hostname) && url.hostname.startsWith("127.")));
  if (url === undefined || !isLoopback || !/^https?:$/.test(url.protocol) || url.username !== "") {
    throw new Error(
      `A rehearsal publishes to a registry on this machine only, and "${address}" is none; give http://127.0.0.1:<port>/.`,
    );
  }
  return url.href;
}
