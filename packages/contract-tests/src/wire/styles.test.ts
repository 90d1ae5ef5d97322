import { createClient } from "@parley/runtime";
import type { Operation, Provider } from "@parley/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRecordingServer } from "./recording-server.js";
import type { RecordingServer, WireRequest } from "./recording-server.js";

/**
 * What OpenAPI 3.1.1 can ask of a request, whether a provider of today asks it or not. The
 * expectations are written by hand from its Parameter Object and Encoding Object, from RFC 3986
 * and from RFC 7578.
 */

const provider: Provider = { name: "styles", servers: { default: "https://styles.example.com" } };

let server: RecordingServer;
beforeAll(async () => (server = await startRecordingServer("/v1")));
afterAll(() => server.close());

/** Calls a method that is made of this data, and gives the one request that it became. */
async function send(
  data: Partial<Operation>,
  parameters: Readonly<Record<string, unknown>>,
): Promise<WireRequest> {
  const operation: Operation = {
    id: "things.do",
    method: "GET",
    path: "/things",
    response: "none",
    ...data,
  };
  const client = createClient<{ things: { do: (parameters: object) => Promise<unknown> } }, object>(
    {
      provider,
      operations: [operation],
      authenticator: () => ({}),
      options: { baseUrl: server.url, retry: false },
    },
  );
  await client.things.do(parameters);
  const requests = server.take();
  expect(requests).toHaveLength(1);
  const [request] = requests;
  if (request === undefined) throw new Error("No request came.");
  return request;
}

const header = ({ headers }: WireRequest, name: string): string | undefined =>
  headers.find(([field]) => field.toLowerCase() === name)?.[1];

describe("query parameters", () => {
  test.for([
    ["an array repeats its name", "query", ["a", "b c"], "p=a&p=b%20c"],
    [
      "an array that is not exploded is a comma-separated value",
      { explode: false },
      ["a", "b,c"],
      "p=a,b%2Cc",
    ],
    ["a space-delimited array", { style: "spaceDelimited" }, ["a", "b"], "p=a%20b"],
    ["a pipe-delimited array", { style: "pipeDelimited" }, ["a", "b"], "p=a%7Cb"],
    ["an object is its own parameters", "query", { from: 1, "to&": "x" }, "from=1&to%26=x"],
    [
      "an object that is not exploded is keys and values",
      { explode: false },
      { r: 1, g: 2 },
      "p=r,1,g,2",
    ],
    [
      "a deep object has brackets",
      { style: "deepObject" },
      { from: "a", to: "b&c" },
      "p%5Bfrom%5D=a&p%5Bto%5D=b%26c",
    ],
    [
      "a parameter with content is JSON",
      { json: true },
      { a: ["b c"] },
      "p=%7B%22a%22%3A%5B%22b%20c%22%5D%7D",
    ],
    [
      "reserved characters are escaped",
      "query",
      ":/?#[]@!$&'()*+,;=%",
      "p=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25",
    ],
    [
      "with allowReserved they stay, but for those that mean something in a query",
      { allowReserved: true },
      "/a?b:c@d&e=f+g#h",
      "p=/a?b:c@d%26e%3Df%2Bg%23h",
    ],
    ["unreserved characters stay", "query", "aZ09-._~", "p=aZ09-._~"],
    ["beyond ASCII it is UTF-8", "query", "ü👋", "p=%C3%BC%F0%9F%91%8B"],
    ["booleans and zero are values", "query", [false, 0], "p=false&p=0"],
    ["an empty string is a value", "query", "", "p="],
  ] as const)("%s", async ([, written, value, expected]) => {
    const descriptor = written === "query" ? written : ({ in: "query", ...written } as const);
    const { target } = await send({ parameters: { p: descriptor } }, { p: value });
    expect(target).toBe(`/v1/things?${expected}`);
  });

  test("what is not given is not sent", async () => {
    const parameters = { a: "query", b: "query" } as const;
    expect((await send({ parameters }, { a: undefined })).target).toBe("/v1/things");
    expect((await send({ parameters }, { b: 1 })).target).toBe("/v1/things?b=1");
  });
});

describe("path parameters", () => {
  test.for([
    [
      "reserved characters are escaped",
      "path",
      "/things/{p}",
      "a/b?c#d@e+f%g:h",
      "/things/a%2Fb%3Fc%23d%40e%2Bf%25g%3Ah",
    ],
    [
      "with allowReserved a segment's own stay",
      { allowReserved: true },
      "/things/{p}",
      "a/b?c#d@e+f%g:h",
      "/things/a%2Fb%3Fc%23d@e+f%25g:h",
    ],
    [
      "a verb after a parameter stays as it is",
      "path",
      "/things/{p}:merge",
      "a:b",
      "/things/a%3Ab:merge",
    ],
    ["an array is comma-separated", "path", "/things/{p}", ["a", "b,c"], "/things/a,b%2Cc"],
    ["a label begins with a point", { style: "label" }, "/things/{p}", "a", "/things/.a"],
    ["a matrix has its name", { style: "matrix" }, "/things/{p}", "a", "/things/;p=a"],
    [
      "an exploded matrix repeats it",
      { style: "matrix", explode: true },
      "/things/{p}",
      ["a", "b"],
      "/things/;p=a;p=b",
    ],
    ["dots among other characters are no other path", "path", "/things/{p}", "..a", "/things/..a"],
  ] as const)("%s", async ([, written, path, value, expected]) => {
    const descriptor = written === "path" ? written : ({ in: "path", ...written } as const);
    const { target } = await send({ path, parameters: { p: descriptor } }, { p: value });
    expect(target).toBe(`/v1${expected}`);
  });

  test.for(["..", ".", "", undefined])(
    "%j would be another path, and nothing is sent",
    async (value) => {
      const call = send({ path: "/things/{p}", parameters: { p: "path" } }, { p: value });
      await expect(call).rejects.toThrow('things.do: path parameter "p"');
      expect(server.take()).toEqual([]);
    },
  );
});

describe("header parameters", () => {
  test.for([
    ["text", "header", "a b", "a b"],
    ["an array is comma-separated", "header", [1, 2], "1,2"],
    ["an object is keys and values", "header", { r: 1, g: 2 }, "r,1,g,2"],
    ["an exploded object is pairs", { explode: true }, { r: 1, g: 2 }, "r=1,g=2"],
    ["a header with content is JSON", { json: true }, { a: 1 }, '{"a":1}'],
  ] as const)("%s", async ([, written, value, expected]) => {
    const descriptor = written === "header" ? written : ({ in: "header", ...written } as const);
    const request = await send({ parameters: { "X-P": descriptor } }, { "X-P": value });
    expect(header(request, "x-p")).toBe(expected);
  });
});

const post = (body: string): Partial<Operation> => ({ method: "POST", body });

/** One character a byte. */
const latin1 = (value: string | Uint8Array): string => Buffer.from(value).toString("latin1");

describe("bodies", () => {
  test.for([
    [
      "JSON is compact UTF-8",
      "application/json",
      { a: ["ü", null], b: undefined },
      '{"a":["ü",null]}',
    ],
    ["JSON may be any value", "application/json", ["a"], '["a"]'],
    ["a JSON type of one's own is JSON", "application/merge-patch+json", { a: null }, '{"a":null}'],
    [
      "a form repeats the names of arrays",
      "application/x-www-form-urlencoded",
      { b: "x y&z", a: ["1", "2"] },
      "b=x+y%26z&a=1&a=2",
    ],
    [
      "an object in a form is JSON",
      "application/x-www-form-urlencoded",
      { a: { b: 1 } },
      "a=%7B%22b%22%3A1%7D",
    ],
    ["text is sent as it is", "text/plain", '"ü"', '"ü"'],
  ] as const)("%s", async ([, mediaType, body, expected]) => {
    const request = await send(post(mediaType), { body });
    expect(request.body.toString("utf8")).toBe(expected);
    expect(header(request, "content-type")).toBe(mediaType);
    expect(header(request, "content-length")).toBe(String(Buffer.byteLength(expected)));
  });

  test("bytes are sent as they are", async () => {
    const bytes = Uint8Array.from([0, 255, 13, 10, 128]);
    for (const body of [bytes, bytes.buffer, new Blob([bytes])]) {
      const request = await send(post("application/octet-stream"), { body });
      expect([...request.body]).toEqual([...bytes]);
      expect(header(request, "content-type")).toBe("application/octet-stream");
    }
  });

  test("the parts of a multipart body are in the caller's order, files with their type and bytes", async () => {
    const bytes = Uint8Array.from([0, 255, 13, 10]);
    const request = await send(post("multipart/form-data"), {
      body: {
        note: "ü",
        file: new File([bytes], "a.png", { type: "image/png" }),
        tags: ["x", "y"],
      },
    });
    const [, boundary = ""] =
      /^multipart\/form-data; ?boundary=(.+)$/.exec(header(request, "content-type") ?? "") ?? [];
    expect(boundary).not.toBe("");
    const expected = [
      'Content-Disposition: form-data; name="note"\r\n\r\n' + latin1("ü"),
      'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' +
        latin1(bytes),
      'Content-Disposition: form-data; name="tags"\r\n\r\nx',
      'Content-Disposition: form-data; name="tags"\r\n\r\ny',
    ];
    const delimiter = `--${boundary}\r\n`;
    expect(request.body.toString("latin1").trimEnd()).toBe(
      `${expected.map((part) => `${delimiter}${part}\r\n`).join("")}--${boundary}--`,
    );
  });

  test.for(["GET", "DELETE", "POST"] as const)(
    "a %s without a body has no content type",
    async (method) => {
      const request = await send({ method }, {});
      expect(request.body).toHaveLength(0);
      expect(header(request, "content-type")).toBeUndefined();
    },
  );

  test("a DELETE may have a body", async () => {
    const request = await send({ method: "DELETE", body: "application/json" }, { body: ["a"] });
    expect([request.method, request.body.toString("utf8")]).toEqual(["DELETE", '["a"]']);
  });
});
