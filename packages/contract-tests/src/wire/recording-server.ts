import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it went over the wire, before anything was decoded. */
export interface WireRequest {
  readonly method: string;
  /** The request target as it came: path and query. */
  readonly target: string;
  /** Field names as they were written, and values, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer<ArrayBuffer>;
}

/** A plain loopback server that keeps what it gets. It knows nothing of any description. */
export interface RecordingServer {
  readonly url: string;
  /** Takes the requests that came since the last call. */
  take(): readonly WireRequest[];
  /** What the next requests are answered with. */
  answer: { readonly status: number; readonly contentType: string; readonly body: string };
  close(): Promise<void>;
}

/** Starts a recording server. */
export async function startRecordingServer(basePath: string): Promise<RecordingServer> {
  let requests: WireRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const raw = incoming.rawHeaders;
      requests.push({
        method: incoming.method ?? "",
        target: incoming.url ?? "",
        headers: raw.flatMap((name, index) =>
          index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : [],
        ),
        body: Buffer.concat(chunks),
      });
      const { status, contentType, body } = recorder.answer;
      outgoing.writeHead(status, body === "" ? {} : { "content-type": contentType }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port, so that it has an address.
  const { port } = server.address() as AddressInfo;

  const recorder: RecordingServer = {
    url: `http://127.0.0.1:${port}${basePath}`,
    answer: { status: 204, contentType: "", body: "" },
    take() {
      const taken = requests;
      requests = [];
      return taken;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  return recorder;
}
