import { describe, expect, test } from "vitest";
import { createRepeatedEvents } from "./repeated-events.js";

const reply = { type: "reply", generativeAgentMessageId: "m-1" };

describe("a repeated event", () => {
  test("has the identifier and the type of one from an earlier connection", () => {
    const isRepeated = createRepeatedEvents();
    expect(isRepeated(reply, 1)).toBe(false);
    expect(isRepeated(reply, 2)).toBe(true);
    expect(isRepeated({ ...reply, generativeAgentMessageId: "m-2" }, 2)).toBe(false);
    expect(isRepeated({ ...reply, type: "processingEnd" }, 2)).toBe(false);
  });

  test("is known by either of the identifier's two names", () => {
    const isRepeated = createRepeatedEvents();
    expect(isRepeated({ type: "reply", webhookMessageId: "m-1" }, 1)).toBe(false);
    expect(isRepeated(reply, 2)).toBe(true);
  });

  test("is none within one connection, nor without an identifier", () => {
    const isRepeated = createRepeatedEvents();
    expect([isRepeated(reply, 1), isRepeated(reply, 1)]).toEqual([false, false]);
    const bare = { type: "reply" };
    expect([isRepeated(bare, 1), isRepeated(bare, 2)]).toEqual([false, false]);
  });

  test("is still one when the server sends it a third time", () => {
    const isRepeated = createRepeatedEvents();
    const answers = [1, 2, 3].map((connection) => isRepeated(reply, connection));
    expect(answers).toEqual([false, true, true]);
  });

  test("is forgotten after a thousand later ones", () => {
    const isRepeated = createRepeatedEvents();
    isRepeated(reply, 1);
    for (let number = 2; number <= 1000; number++) {
      isRepeated({ ...reply, generativeAgentMessageId: `m-${number}` }, 1);
    }
    expect(isRepeated(reply, 2)).toBe(true);
    isRepeated({ ...reply, generativeAgentMessageId: "m-1001" }, 1);
    expect(isRepeated(reply, 2)).toBe(false);
  });
});
