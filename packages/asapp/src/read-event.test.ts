import { describe, expect, test } from "vitest";
import { readEvent } from "./read-event.js";

describe("readEvent", () => {
  test("gives an event as it is, with types and fields that it does not know", () => {
    const event = { type: "transferToMoon", conversationId: "01X", orbit: { altitude: 3 } };
    const name = "generative-agent-message";
    expect(readEvent({ event: name, data: JSON.stringify(event) })).toEqual(event);
  });

  test.each([undefined, "message", "a-name-of-tomorrow"])(
    "reads a message whose own name is %s",
    (name) => {
      expect(readEvent({ event: name, data: '{"type":"reply"}' })).toEqual({ type: "reply" });
    },
  );

  test.each(["ping", '{"type":"reply"}'])("passes over status messages: %s", (data) => {
    expect(readEvent({ event: "status", data })).toBeUndefined();
  });

  test.each([
    ["no JSON", '{"type":"rep', '{"type":"rep'],
    ["nothing", "", ""],
    ["JSON without a type", '{"kind":"reply"}', { kind: "reply" }],
    ["a type that is no string", '{"type":1}', { type: 1 }],
    ["a list", "[1]", [1]],
    ["null", "null", null],
    ["a string", '"type"', "type"],
  ])("calls an event unknown whose data is %s", (_name, data, raw) => {
    expect(readEvent({ data })).toEqual({ type: "unknown", raw });
  });
});
