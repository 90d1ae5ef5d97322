import type { EventSourceMessage } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock, flush } from "./fake-clock.test-helpers.js";
import { bodyOf, type FakeBody } from "./fake-event-stream.test-helpers.js";
import { readServerSentEvents } from "./read-server-sent-events.js";

function reading(
  fake: FakeBody,
  options: { clock?: FakeClock; idleTimeout?: number; onRetry?: (delay: number) => void } = {},
) {
  const { clock = createFakeClock(), idleTimeout = 1000, onRetry = () => undefined } = options;
  return readServerSentEvents(fake.body.getReader(), { clock, idleTimeout, onRetry });
}

/** Every message, and why there were no more. */
async function readAll(messages: AsyncGenerator<EventSourceMessage, string, undefined>) {
  const read: EventSourceMessage[] = [];
  for (;;) {
    const { done, value } = await messages.next();
    if (done === true) return { read, reason: value };
    read.push(value);
  }
}

async function dataOf(chunks: readonly (string | Uint8Array<ArrayBuffer>)[]): Promise<string[]> {
  const { read } = await readAll(reading(bodyOf(chunks, "end")));
  return read.map(({ data }) => data);
}

/** Cuts bytes into chunks at these places. */
function cut(text: string, places: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const bytes = new TextEncoder().encode(text);
  const inside = places.map((place) => place % bytes.length).toSorted((a, b) => a - b);
  const borders = [0, ...inside, bytes.length];
  return borders.slice(1).map((border, index) => bytes.slice(borders[index], border));
}

describe("the messages of an event stream", () => {
  test("are the same wherever the bytes are cut, whichever line endings there are", async () => {
    // A line of data has no line ending in it, and a NUL would make no difference.
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, " "));
    const event = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      newline: fc.constantFrom("\n", "\r\n"),
      comment: fc.boolean(),
    });
    const places = fc.array(fc.nat(), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1 }), places, async (events, cuts) => {
        const text = events.map(({ lines, newline, comment }) =>
          [
            ...(comment ? [": still here"] : []),
            ...lines.map((one) => `data: ${one}`),
            newline,
          ].join(newline),
        );
        const expected = events.map(({ lines }) => lines.join("\n"));
        expect(await dataOf(cut(text.join(""), cuts))).toEqual(expected);
      }),
    );
  });

  test("come whole when a character is cut in two", async () => {
    const bytes = new TextEncoder().encode("data: 日本\n\n");
    expect(await dataOf([bytes.slice(0, 7), bytes.slice(7, 11), bytes.slice(11)])).toEqual([
      "日本",
    ]);
  });

  test("begin after a byte order mark, cut or not", async () => {
    const bytes = new TextEncoder().encode("\uFEFFdata: 1\n\n");
    expect(await dataOf([bytes])).toEqual(["1"]);
    expect(await dataOf([bytes.slice(0, 1), bytes.slice(1, 2), bytes.slice(2)])).toEqual(["1"]);
  });

  test("keep a replacement character for what is no UTF-8", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode("data: "), 0xff, 0x0a, 0x0a]);
    expect(await dataOf([bytes])).toEqual(["\uFFFD"]);
  });

  test("have the name that their event field gives, and are none without data", async () => {
    const text = "event: a\ndata: 1\n\nevent: b\n\nid: 7\ndata: 2\n\ndata: cut off";
    const { read } = await readAll(reading(bodyOf([text], "end")));
    expect(read.map(({ event, data }) => [event, data])).toEqual([
      ["a", "1"],
      [undefined, "2"],
    ]);
  });

  test("go on after fields that the standard does not know", async () => {
    expect(await dataOf(["colour: blue\nretry: soon\ndata: 1\n\n"])).toEqual(["1"]);
  });

  test("report the retry field when it is a number", async () => {
    const delays: number[] = [];
    const fake = bodyOf(["retry: 1500\n\nretry: -1\nretry: 1e3\nretry:0\ndata: 1\n\n"], "end");
    await readAll(reading(fake, { onRetry: (delay) => delays.push(delay) }));
    expect(delays).toEqual([1500, 0]);
  });

  test("are read as they are asked for, and nothing ahead", async () => {
    const fake = bodyOf(["data: 1\n\ndata: 2\n\n", "data: 3\n\n"], "end");
    const messages = reading(fake);
    await flush();
    expect(fake.pulls).toBe(0);
    await messages.next();
    await messages.next();
    await flush();
    expect(fake.pulls).toBe(1);
    await messages.next();
    expect(fake.pulls).toBe(2);
  });
});

describe("there are no more messages", () => {
  test("when the server ends the stream", async () => {
    expect(await readAll(reading(bodyOf([], "end")))).toEqual({
      read: [],
      reason: "the server ended it",
    });
  });

  test("when the connection breaks off, with the error's code and nothing else of it", async () => {
    const cause = Object.assign(new Error("other side closed /sse?token=canary"), {
      code: "UND_ERR_SOCKET",
    });
    const failures = [
      new TypeError("terminated /sse?token=canary", { cause }),
      cause,
      new Error("/sse?token=canary"),
    ];
    const reasons = failures.map(async (failure) => {
      const { read, reason } = await readAll(reading(bodyOf(["data: 1\n\n"], failure)));
      expect(read).toHaveLength(1);
      return reason;
    });
    expect(await Promise.all(reasons)).toEqual([
      "it broke off (UND_ERR_SOCKET)",
      "it broke off (UND_ERR_SOCKET)",
      "it broke off",
    ]);
  });

  test.each([
    ["in one line without end", "data: ", "x"],
    ["in lines without a blank one", "data: x\n", `data: ${"x".repeat(1000)}\n`],
  ])("when an event grows beyond a mebibyte %s", async (_name, first, more) => {
    const chunk = more.repeat(Math.ceil(65_536 / more.length));
    const chunks = ["data: 1\n\n", first, ...Array.from({ length: 17 }, () => chunk)];
    const fake = bodyOf(chunks, "open");
    const { read, reason } = await readAll(reading(fake));
    expect(read).toHaveLength(1);
    expect(reason).toBe("an event was longer than 1048576 characters");
    expect(fake.pulls).toBeLessThanOrEqual(chunks.length);
  });

  test("but there are, when events of less than a mebibyte add up to more", async () => {
    const event = `data: ${"x".repeat(500_000)}\n\n`;
    expect(await dataOf([event, event, event])).toHaveLength(3);
  });

  test("when nothing came for the idle timeout; any byte starts it anew", async () => {
    const clock = createFakeClock();
    const fake = bodyOf([": still here\n\n"], "open");
    const all = readAll(reading(fake, { clock }));
    await clock.advance(999);
    expect(fake.pulls).toBe(2);
    await clock.advance(1);
    expect((await all).reason).toBe("nothing came for 1000 ms");
    expect(fake.cancelled).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("but no timer runs without an idle timeout, nor while nobody asks", async () => {
    const clock = createFakeClock();
    const patient = reading(bodyOf([], "open"), { clock, idleTimeout: Infinity });
    void patient.next();
    const busy = reading(bodyOf(["data: 1\n\n"], "open"), { clock });
    await busy.next();
    await flush();
    expect(clock.pending).toBe(0);
  });

  test("when somebody cancels the reader, and then at once", async () => {
    const clock = createFakeClock();
    const reader = bodyOf([], "open").body.getReader();
    const messages = readServerSentEvents(reader, {
      clock,
      idleTimeout: 1000,
      onRetry: () => undefined,
    });
    const next = messages.next();
    await flush();
    await reader.cancel();
    expect((await next).done).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
