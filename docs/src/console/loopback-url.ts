/**
 * The address of a mock on this machine, without a slash at its end.
 *
 * @throws Error - it is no URL, or not one of this machine: the console sends nothing elsewhere.
 */
export function loopbackUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (url === null) throw new Error(`“${text}” is no address; write http://127.0.0.1:4010.`);
  const isLoopback = ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url.protocol !== "http:" || !isLoopback) {
    throw new Error("The console sends to this machine only: write http://127.0.0.1:4010.");
  }
  return url.origin;
}
