import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors/errors.js";
import { serializeJson } from "./serialize-json.js";

class Contact {
  readonly firstName = "Ada";
}

class Money {
  readonly #cents = 250;
  readonly [Symbol.toStringTag] = "Money";
  toJSON() {
    return (this.#cents / 100).toFixed(2);
  }
}

describe("serializeJson", () => {
  it("writes every JSON value so that it is read again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(serializeJson(value, "body")).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each<[unknown, string]>([
    [null, "null"],
    ["a", '"a"'],
    [false, "false"],
    [[], "[]"],
    [Object.create(null), "{}"],
    [new Contact(), '{"firstName":"Ada"}'],
    [new Money(), '"2.50"'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [new URL("https://example.com"), '"https://example.com/"'],
  ])("%o is written as %s", (value, expected) => {
    expect(serializeJson(value, "body")).toBe(expected);
  });

  it.each<[string, unknown]>([
    ["Blob", new Blob(["x"])],
    ["File", new File(["x"], "x.txt")],
    ["ArrayBuffer", new ArrayBuffer(1)],
    ["Uint8Array", new Uint8Array(1)],
    ["Uint8Array", Buffer.from("x")],
    ["URLSearchParams", new URLSearchParams("a=1")],
    ["FormData", new FormData()],
    ["ReadableStream", new ReadableStream()],
    ["Map", new Map([["a", 1]])],
    ["Set", new Set([1])],
    ["Error", new Error("x")],
    ["Promise", Promise.resolve(1)],
    ["Undefined", undefined],
    ["Function", () => 1],
    ["Symbol", Symbol("s")],
    ["BigInt", 1n],
  ])("a %s is refused, of which JSON.stringify would make something else", (type, value) => {
    expect(() => serializeJson(value, "messages.send: body")).toThrow(ConfigurationError);
    expect(() => serializeJson(value, "messages.send: body")).toThrow(
      `messages.send: body is of type ${type}, which JSON cannot say; give plain data.`,
    );
  });

  it("a cycle or a bigint inside is refused with the reason", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(() => serializeJson(cycle, "body")).toThrow(
      "body cannot be written as JSON (Converting circular structure to JSON); give plain data without cycles and bigints.",
    );
    expect(() => serializeJson({ id: 1n }, "body")).toThrow(ConfigurationError);
  });

  it("a toJSON that gives nothing is refused", () => {
    expect(() => serializeJson({ toJSON: () => undefined }, "body")).toThrow(ConfigurationError);
  });
});
