import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createRapidPro } from "./create-rapidpro.js";

const media = {
  uuid: "1a7a0f6e-3c35-4e0a-9d11-0000000000aa",
  content_type: "image/png",
  url: "https://textit.com/media/photo.png",
  filename: "photo.png",
  size: 10,
};

/** A server on this machine that keeps one request's bytes and answers 201. */
async function listen() {
  const requests: { url: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse) {
    requests.push({ url: request.url, headers: request.headers, body: await buffer(request) });
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(media));
  }
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    requests,
    baseUrl: `http://127.0.0.1:${address.port}/api/v2`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

// Not UTF-8, and with line breaks that no transfer may touch.
const content = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);

test.for<[string, Blob, string]>([
  [
    "a File with its name and type",
    new File([content], "photo.png", { type: "image/png" }),
    'filename="photo.png"\r\nContent-Type: image/png',
  ],
  [
    "a name that is not ASCII, as UTF-8",
    new File([content], "fôto ☀.png", { type: "image/png" }),
    'filename="fôto ☀.png"\r\nContent-Type: image/png',
  ],
  [
    "a name with a quote and a line break, which could end the header",
    new File([content], 'a"b\r\nc.png', { type: "image/png" }),
    'filename="a%22b%0D%0Ac.png"\r\nContent-Type: image/png',
  ],
  [
    "a Blob, which has a type and no name",
    new Blob([content], { type: "audio/mp4" }),
    'filename="blob"\r\nContent-Type: audio/mp4',
  ],
])("media.create sends %s", async ([, file, header]) => {
  await using server = await listen();
  const { requests, baseUrl } = server;
  const rapidpro = createRapidPro({ token: "t", baseUrl });
  expect(await rapidpro.media.create({ body: { file } })).toEqual(media);

  expect(requests).toHaveLength(1);
  const { url, headers, body } = requests[0] ?? { url: "", headers: {}, body: Buffer.alloc(0) };
  expect(url).toBe("/api/v2/media.json");
  expect(headers.authorization).toBe("Token t");
  const [, boundary = ""] =
    /^multipart\/form-data; boundary=(.+)$/.exec(headers["content-type"] ?? "") ?? [];
  const expected = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; ${header}\r\n\r\n`),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  expect(boundary).not.toBe("");
  expect(body.toString("latin1")).toBe(expected.toString("latin1"));
});

test("a file is a Blob: a path or a URL is a type error, and not what RapidPro takes", async () => {
  await using server = await listen();
  const { requests, baseUrl } = server;
  const rapidpro = createRapidPro({ token: "t", baseUrl });
  // @ts-expect-error a Blob or a File
  await rapidpro.media.create({ body: { file: "./photo.png" } });
  expect(requests[0]?.body.toString()).not.toContain("filename");
});
