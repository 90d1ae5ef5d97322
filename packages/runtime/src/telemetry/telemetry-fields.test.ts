import { describe, expect, it } from "vitest";
import { ConnectionError } from "../errors/errors.js";
import { createHeaderFields, errorCodeOf, errorTypeOf } from "./telemetry-fields.js";

describe("createHeaderFields", () => {
  const headers = new Headers({
    "X-Request-Id": "r",
    "Retry-After": "3",
    "X-RateLimit-Remaining": "0",
    "Set-Cookie": "canary",
    Location: "canary",
    Server: "nginx",
  });

  it("takes request ids, Retry-After and rate-limit fields where nothing else is asked for", () => {
    expect(createHeaderFields()(headers)).toEqual({
      "http.response.header.x-request-id": ["r"],
      "http.response.header.retry-after": ["3"],
      "http.response.header.x-ratelimit-remaining": ["0"],
    });
  });

  it("takes what is asked for, in any spelling, and nothing else", () => {
    expect(createHeaderFields(["SERVER", "x-none"])(headers)).toEqual({
      "http.response.header.server": ["nginx"],
    });
    expect(createHeaderFields([])(headers)).toEqual({});
  });
});

describe("errorTypeOf", () => {
  it.each([
    [new RangeError("m"), "RangeError"],
    [new DOMException("m", "AbortError"), "AbortError"],
    [new ConnectionError("m", { neverSent: true }), "ConnectionError"],
    [Object.assign(new Error("m"), { name: "sk_live_9f8e7d" }), "Error"],
    ["canary", "string"],
    [undefined, "undefined"],
  ])("says the kind of %s, and no text", (error, type) => {
    expect(errorTypeOf(error)).toBe(type);
  });
});

function coded(code: unknown, cause?: unknown): Error {
  return Object.assign(new Error("m", { cause }), { code });
}

describe("errorCodeOf", () => {
  it.each<[string, unknown, string | undefined]>([
    ["its own", coded("ECONNRESET"), "ECONNRESET"],
    ["that of a cause", new Error("m", { cause: coded("UND_ERR_SOCKET") }), "UND_ERR_SOCKET"],
    ["its own before that of a cause", coded("EPIPE", coded("ECONNRESET")), "EPIPE"],
    ["none that is no code", coded("sk-9f8e7d"), undefined],
    ["none that is a number", coded(500), undefined],
    ["none of what is no error", { code: "EPIPE" }, undefined],
  ])("is %s", (_name, error, code) => {
    expect(errorCodeOf(error)).toBe(code);
  });

  it("ends where causes go in a circle", () => {
    const error = new Error("m");
    error.cause = error;
    expect(errorCodeOf(error)).toBeUndefined();
  });
});
