/** A body whose reads a test can count, and see cancelled. */
export interface FakeBody {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** How often somebody wanted more. */
  pulls: number;
  cancelled: boolean;
}

/**
 * A body of these chunks, each given only when it is asked for.
 *
 * @param ending - How it goes on after the last one: it stays open, ends, or breaks off with an error.
 */
export function bodyOf(
  chunks: readonly (string | Uint8Array<ArrayBuffer>)[],
  ending: "open" | "end" | Error,
): FakeBody {
  const rest = chunks.map((chunk) =>
    typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk,
  );
  const fake: FakeBody = {
    pulls: 0,
    cancelled: false,
    body: new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          fake.pulls += 1;
          const chunk = rest.shift();
          if (chunk !== undefined) controller.enqueue(chunk);
          else if (ending === "end") controller.close();
          else if (ending !== "open") controller.error(ending);
          else return new Promise(() => undefined);
          return undefined;
        },
        cancel() {
          fake.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    ),
  };
  return fake;
}

/** The answer that opens an event stream. */
export function eventStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): Response {
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

/** An event of GenerativeAgent as ASAPP's stream writes it. */
export function message(event: Readonly<Record<string, unknown>>): string {
  return `event: generative-agent-message\ndata: ${JSON.stringify(event)}\n\n`;
}
