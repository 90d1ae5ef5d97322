import { describe, expect, it } from "vitest";
import { isStream } from "./is-stream.js";

describe("isStream", () => {
  it("is true for a stream, also for one that is read already", async () => {
    const stream = new Response("a").body;
    expect(isStream(stream)).toBe(true);
    await new Response(stream).text();
    expect(isStream(stream)).toBe(true);
    expect(isStream(new ReadableStream())).toBe(true);
    expect(isStream(new TransformStream().readable)).toBe(true);
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ["text"],
    [new Blob(["a"])],
    [new Uint8Array(1)],
    [new ArrayBuffer(1)],
    [new FormData()],
    [new URLSearchParams()],
    [new WritableStream()],
    [{}],
  ])("is false for %o, which can be sent twice", (body) => {
    expect(isStream(body)).toBe(false);
  });
});
