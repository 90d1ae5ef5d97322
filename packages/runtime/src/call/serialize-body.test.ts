import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors/errors.js";
import { anyText } from "../test-helpers/any-text.js";
import { serializeBody } from "./serialize-body.js";

const WHERE = "things.create: body";
const URL_ENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

function form(value: unknown): FormData {
  const { body } = serializeBody(value, MULTIPART, WHERE);
  if (body instanceof FormData) return body;
  throw new Error("The body is no FormData.");
}

function urlEncoded(value: unknown): string {
  const { body } = serializeBody(value, URL_ENCODED, WHERE);
  if (typeof body === "string") return body;
  throw new Error("The body is no string.");
}

describe("JSON", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/merge-patch+json",
    "application/vnd.api+json;v=1",
  ])("%s is written as JSON, with the media type as declared", (mediaType) => {
    expect(serializeBody({ a: [1, "x", null] }, mediaType, WHERE)).toEqual({
      body: '{"a":[1,"x",null]}',
      contentType: mediaType,
    });
  });

  it("a string is a JSON string, and null is null", () => {
    expect(serializeBody("a", "application/json", WHERE).body).toBe('"a"');
    expect(serializeBody(null, "application/json", WHERE).body).toBe("null");
  });

  it("what JSON cannot say is refused by the name of the body", () => {
    for (const value of [new Blob(["x"]), new ReadableStream(), new FormData(), { a: 1n }]) {
      expect(() => serializeBody(value, "application/json", WHERE)).toThrow(ConfigurationError);
      expect(() => serializeBody(value, "application/json", WHERE)).toThrow(WHERE);
    }
  });
});

describe("application/x-www-form-urlencoded", () => {
  it("arrays are repeated, objects are JSON, dates are ISO 8601, undefined is left out", () => {
    const value = { a: ["1", 2], b: { c: [1] }, d: new Date(0), e: undefined, f: true };
    expect(urlEncoded(value)).toBe(
      "a=1&a=2&b=%7B%22c%22%3A%5B1%5D%7D&d=1970-01-01T00%3A00%3A00.000Z&f=true",
    );
  });

  it("a value cannot add a field", () => {
    const value = anyText();
    fc.assert(
      fc.property(fc.dictionary(value, fc.array(value, { minLength: 1 })), (fields) => {
        const expected = Object.entries(fields).flatMap(([name, items]) =>
          items.map((item) => [name, item]),
        );
        expect([...new URLSearchParams(urlEncoded(fields))]).toEqual(expected);
      }),
    );
  });

  it("URLSearchParams are sent as they are", () => {
    expect(urlEncoded(new URLSearchParams("b=2&a=1&a=%20"))).toBe("b=2&a=1&a=+");
  });
});

describe("multipart/form-data", () => {
  it("leaves the content type, with its boundary, to the platform", () => {
    expect(serializeBody({ a: 1 }, MULTIPART, WHERE).contentType).toBeUndefined();
  });

  it("arrays are repeated, objects are JSON, files and bytes are parts of their own", async () => {
    const file = new File(["x"], "x.txt", { type: "text/plain" });
    const bytes = new Uint8Array([1, 2, 3]).subarray(1);
    const body = form({ a: ["1", 2], b: { c: 1 }, file, files: [file, file], bytes });
    expect(body.getAll("a")).toEqual(["1", "2"]);
    expect(body.get("b")).toBe('{"c":1}');
    expect(body.get("file")).toEqual(file);
    expect(body.getAll("files")).toHaveLength(2);
    const part = body.get("bytes");
    expect(part instanceof Blob && new Uint8Array(await part.arrayBuffer())).toEqual(
      Uint8Array.of(2, 3),
    );
  });

  it("a FormData is sent as it is", () => {
    const value = new FormData();
    expect(form(value)).toBe(value);
  });
});

describe("forms refuse what would vanish in silence or arrive as something else", () => {
  it.each<[string, unknown]>([
    ["a string", "a=1"],
    ["null", null],
    ["an array", [["a", "1"]]],
    ["a Blob", new Blob(["a=1"])],
    ["bytes", new Uint8Array(1)],
    ["a Map", new Map([["a", "1"]])],
    ["a stream", new ReadableStream()],
    ["null in a field", { a: null }],
    ["an empty array in a field", { a: [] }],
    ["a symbol in a field", { a: [Symbol("s")] }],
    ["a NaN", { a: Number.NaN }],
    ["half a surrogate pair", { a: "\ud800" }],
  ])("%s", (_what, value) => {
    for (const mediaType of [URL_ENCODED, MULTIPART]) {
      expect(() => serializeBody(value, mediaType, WHERE)).toThrow(ConfigurationError);
      expect(() => serializeBody(value, mediaType, WHERE)).toThrow(WHERE);
    }
  });

  it("the one kind of form in place of the other", () => {
    const params = new URLSearchParams("a=1");
    const data = new FormData();
    expect(() => serializeBody(params, MULTIPART, WHERE)).toThrow(ConfigurationError);
    expect(() => serializeBody(data, URL_ENCODED, WHERE)).toThrow(ConfigurationError);
  });

  it("a file in a urlencoded form", () => {
    expect(() => urlEncoded({ file: new Blob(["x"]) })).toThrow(ConfigurationError);
    expect(() => urlEncoded({ bytes: new Uint8Array(1) })).toThrow(ConfigurationError);
  });
});

describe("other media types", () => {
  it.each(["text", new Blob(["x"]), new ArrayBuffer(1), new Uint8Array(1), new ReadableStream()])(
    "a body of type %o is sent as it is",
    (value) => {
      const { body, contentType } = serializeBody(value, "application/octet-stream", WHERE);
      expect(body).toBe(value);
      expect(contentType).toBe("application/octet-stream");
    },
  );

  it.each([[{ a: 1 }], [null], [1], [[1]], [new URLSearchParams()]])("%o is refused", (value) => {
    expect(() => serializeBody(value, "text/plain; charset=utf-8", WHERE)).toThrow(
      `${WHERE} has to be a string, Blob, ArrayBuffer, typed array or ReadableStream, as text/plain is sent as it is.`,
    );
  });
});
