import { getEventListeners } from "node:events";
import {
  type ClientOptions,
  ConnectionError,
  ParleyError,
  type RetryOptions,
  TimeoutError,
} from "@parley/runtime";
import { createRespondIo } from "@parley/respond-io";
import { describe, expect, test } from "vitest";
import { type Fault, type FaultServer, listenFaults } from "./fault-server.js";
import { answering, type FaultName, faults, limited, RESULT } from "./faults.js";
import {
  createFaultClient,
  createSteppedClock,
  START,
  TOKEN,
  transports,
  turn,
  until,
} from "./test-client.js";

type Outcome = Readonly<Record<string, unknown>>;

const broken: Outcome = { name: "ConnectionError", neverSent: false, mayHaveActed: true };
const late: Outcome = { name: "TimeoutError", limit: "timeout", mayHaveActed: true };
const unreadable: Outcome = { name: "ResponseFormatError", status: 200, mayHaveActed: true };
const tooLarge: Outcome = { ...unreadable, message: expect.stringContaining("larger than") };
const answered = (status: number): Outcome => ({
  name: "ApiError",
  status,
  mayHaveActed: ![307, 308, 404, 429].includes(status),
});
const fine: Outcome = { value: RESULT };

/** What becomes of a call, and whether a GET and a POST that is not safe are sent again. */
const expectations: Readonly<
  Record<FaultName, readonly [outcome: Outcome, repeated: "both" | "GET" | "neither"]>
> = {
  none: [fine, "neither"],
  "a reset before the body is read": [broken, "GET"],
  "a reset after the body": [broken, "GET"],
  "a reset after headers": [broken, "GET"],
  "a reset in the body": [broken, "GET"],
  "an end without an answer": [broken, "GET"],
  "no headers": [late, "GET"],
  "no body": [late, "GET"],
  "a body that stops": [late, "GET"],
  "a body byte by byte": [fine, "neither"],
  "JSON that is cut off": [unreadable, "neither"],
  "HTML with 200": [unreadable, "neither"],
  "an empty body": [unreadable, "neither"],
  "a length that is too long": [broken, "GET"],
  "a length that is too short": [unreadable, "neither"],
  "two lengths": [broken, "GET"],
  "chunks that are none": [broken, "GET"],
  "a gzip bomb": [tooLarge, "neither"],
  gzip: [fine, "neither"],
  "gzip that is none": [broken, "GET"],
  "gzip that is cut off": [broken, "GET"],
  "a 408": [answered(408), "GET"],
  "a 500": [answered(500), "GET"],
  "a 503 with HTML": [answered(503), "GET"],
  "a 404": [answered(404), "neither"],
  "interim answers": [fine, "neither"],
  "a 100 that nobody asked for": [broken, "GET"],
  "many headers": [fine, "neither"],
  "a flood of headers": [broken, "GET"],
  "headers without an end": [late, "GET"],
  "a 204 with a body": [{ value: undefined }, "neither"],
  "no HTTP": [broken, "GET"],
  "a 429 at once": [answered(429), "both"],
  "a 429 in a while": [answered(429), "both"],
  "a 429 with a negative Retry-After": [answered(429), "both"],
  "a 429 with a past date": [answered(429), "both"],
  "a 429 with garbage": [answered(429), "both"],
  "a 429 for years": [answered(429), "neither"],
  "a 429 for a century": [answered(429), "neither"],
};

/** How long the wait before the second attempt is, where the server has a say in it. */
const waits: Partial<Record<FaultName, number>> = {
  "a 429 at once": 0,
  "a 429 in a while": 2000,
  "a 429 with a negative Retry-After": 250,
  "a 429 with a past date": 0,
  "a 429 with garbage": 250,
  // The timeout of the attempt, then the first back-off.
  "no headers": 30_250,
  "a body that stops": 30_250,
  "a reset after the body": 250,
};

// The platform takes gzip that ends too early for what has come of it: JSON, cut off.
const platformOnly: Partial<typeof expectations> = {
  "gzip that is cut off": [unreadable, "neither"],
};

describe.each(Object.entries(transports))("over %s", (name, createTransport) => {
  /** Runs a test with a client of a server that has these faults, one after another, the last for good. */
  async function withFaults(
    script: readonly Fault[],
    run: (tools: {
      readonly client: ReturnType<typeof createFaultClient>;
      readonly server: FaultServer;
      readonly elapsed: () => number;
      /** What becomes of a call. */
      readonly outcomeOf: (call: PromiseLike<unknown>) => Promise<Outcome>;
    }) => Promise<void>,
    options: ClientOptions = {},
  ): Promise<void> {
    let next = 0;
    const none = { act: answering(200) };
    await using server = await listenFaults(
      () => script[Math.min(next++, script.length - 1)] ?? none,
    );
    await using transport = createTransport();
    const clock = createSteppedClock();
    let active = 0;
    let timeouts = 0;
    const client = createFaultClient({
      baseUrl: server.url,
      fetch: transport.fetch,
      clock,
      ...options,
      middleware: [
        ...(options.middleware ?? []),
        async (request, send) => {
          active += 1;
          try {
            return await send(request);
          } catch (error) {
            if (error instanceof TimeoutError) timeouts += 1;
            throw error;
          } finally {
            active -= 1;
          }
        },
      ],
    });
    await run({
      client,
      server,
      elapsed: () => clock.now() - START,
      // Time helps where nothing is under way, or where the server has stopped to answer.
      outcomeOf: (call) =>
        clock.settle(
          Promise.resolve(call).then(
            (value) => ({ value }),
            (error: unknown) => {
              if (!(error instanceof ParleyError)) throw error;
              return { ...error.toJSON(), error };
            },
          ),
          () => active === 0 || server.stalls > timeouts,
        ),
    });
    expect(clock.pending).toBe(0);
  }

  const names = Object.keys(faults) as FaultName[];
  const expectationOf = (fault: FaultName) =>
    (name === "fetch" ? platformOnly[fault] : undefined) ?? expectations[fault];
  const twice: RetryOptions = { attempts: 2 };

  describe.each(names)("%s", (fault) => {
    const how = faults[fault];
    const [outcome, repeated] = expectationOf(fault);

    test("once, a GET: what is sent again succeeds, and all else is its typed end", async () => {
      await withFaults(
        [how, faults.none],
        async ({ client, server, outcomeOf, elapsed }) => {
          const { signal } = new AbortController();
          const isRepeated = repeated !== "neither";
          const ended = await outcomeOf(client.things.get({ id: 1 }, { signal }));
          expect(ended).toMatchObject(isRepeated ? fine : outcome);
          expect(server.begun).toBe(isRepeated ? 2 : 1);
          expect(elapsed()).toBe(isRepeated ? (waits[fault] ?? elapsed()) : 0);
          expect(getEventListeners(signal, "abort")).toHaveLength(0);
        },
        { retry: twice },
      );
    });

    test("once, a POST that is not safe: it is sent again only where it was refused", async () => {
      await withFaults(
        [how, faults.none],
        async ({ client, server, outcomeOf }) => {
          const isRepeated = repeated === "both";
          const ended = await outcomeOf(client.things.send({ body: { text: "Hello" } }));
          expect(ended).toMatchObject(isRepeated ? fine : outcome);
          expect(server.begun).toBe(isRepeated ? 2 : 1);
          expect(server.received.filter(({ refused }) => !refused).length).toBeLessThanOrEqual(1);
        },
        { retry: twice },
      );
    });

    test("for good: the typed end, and the same client goes on once it is over", async () => {
      const attempts = repeated === "neither" ? 1 : 3;
      const script = [...Array.from({ length: attempts }, () => how), faults.none];
      await withFaults(script, async ({ client, server, outcomeOf }) => {
        expect(await outcomeOf(client.things.get({ id: 1 }))).toMatchObject(outcome);
        expect(server.begun).toBe(attempts);
        // A fresh turn: what the server has closed is seen to be closed.
        for (let turns = 0; turns < 5; turns++) await turn();
        expect(await outcomeOf(client.things.get({ id: 2 }))).toMatchObject(fine);
        await until(() => server.openConnections <= attempts + 1);
      });
    });
  });

  test("a connection that is refused: nothing was sent, so that even a POST is sent again", async () => {
    await using closed = await listenFaults(() => faults.none);
    const { port } = new URL(closed.url);
    await closed[Symbol.asyncDispose]();
    let refusals = 2;
    await withFaults(
      [faults.none],
      async ({ client, server, outcomeOf }) => {
        expect(await outcomeOf(client.things.send({ body: {} }))).toMatchObject(fine);
        expect(server.begun).toBe(1);
        refusals = Infinity;
        const failed = await outcomeOf(client.things.send({ body: {} }));
        expect(failed).toMatchObject({
          name: "ConnectionError",
          neverSent: true,
          mayHaveActed: false,
        });
        expect(server.begun).toBe(1);
      },
      {
        middleware: [
          (request, next) => {
            if (refusals-- <= 0) return next(request);
            const url = new URL(request.url);
            url.port = port;
            return next({ ...request, url: url.href });
          },
        ],
      },
    );
  });

  /** How a call of two attempts ends, and whether the server may have acted on it. */
  const histories: readonly (readonly [
    first: FaultName,
    last: FaultName,
    name: string,
    mayHaveActed: boolean,
  ])[] = [
    ["a reset after the body", "a 404", "ApiError", true],
    ["a reset after the body", "a 429 at once", "ApiError", true],
    ["a 500", "a 429 for years", "ApiError", true],
    ["no headers", "a 404", "ApiError", true],
    ["a 429 at once", "a 404", "ApiError", false],
    ["a 429 at once", "a 429 for years", "ApiError", false],
    ["a 429 at once", "a 500", "ApiError", true],
    ["a 429 at once", "a reset after the body", "ConnectionError", true],
    ["a 429 at once", "HTML with 200", "ResponseFormatError", true],
  ];

  test.each(histories)(
    "after %s, %s is an %s by which the server may have acted: %j",
    async (first, last, error, mayHaveActed) => {
      const script = [faults[first], faults[last]];
      const run = (call: (client: ReturnType<typeof createFaultClient>) => PromiseLike<unknown>) =>
        withFaults(
          script,
          async ({ client, outcomeOf }) => {
            const ended = await outcomeOf(call(client));
            expect(ended).toMatchObject({ name: error, mayHaveActed });
          },
          { retry: twice },
        );
      await run((client) => client.things.get({ id: 1 }));
      await run((client) => client.things.replace({ body: {} }));
    },
  );

  test("a HEAD that is answered with a body succeeds, and what follows is read right", async () => {
    const withBody: Fault = {
      act: ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong"),
    };
    await withFaults([withBody, faults.none], async ({ client, outcomeOf }) => {
      expect(await outcomeOf(client.things.exists({ id: 1 }))).toEqual({ value: undefined });
      expect(await outcomeOf(client.things.get({ id: 1 }))).toMatchObject(fine);
    });
  });

  test.each([301, 302, 303, 307, 308])(
    "a %d to another origin ends as the answer that it is: nothing goes there",
    async (status) => {
      await using other = await listenFaults(() => faults.none);
      const away: Fault = { act: answering(status, "", { location: `${other.url}/things/1` }) };
      await withFaults([away], async ({ client, outcomeOf, server }) => {
        for (const call of [client.things.get({ id: 1 }), client.things.send({ body: {} })]) {
          const ended = await outcomeOf(call);
          expect(ended).toMatchObject(answered(status));
          expect(String(ended["message"])).toContain(`Location: ${other.url}`);
        }
        expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
          `Bearer ${TOKEN}`,
          `Bearer ${TOKEN}`,
        ]);
      });
      expect(other.begun).toBe(0);
    },
  );

  test("a redirect to another origin behind one to our own goes no further either", async () => {
    await using other = await listenFaults(() => faults.none);
    const script: Fault[] = [
      { act: answering(307, "", { location: "/things/2" }) },
      { act: answering(307, "", { location: `${other.url}/` }) },
    ];
    await withFaults(script, async ({ client, outcomeOf, server }) => {
      expect(await outcomeOf(client.things.get({ id: 1 }))).toMatchObject(answered(307));
      expect(server.begun).toBe(2);
    });
    expect(other.begun).toBe(0);
  });

  test.each([301, 302, 303])("a %d after a POST is not made a GET of", async (status) => {
    const redirect: Fault = { act: answering(status, "", { location: "/things/1" }) };
    await withFaults([redirect, faults.none], async ({ client, outcomeOf, server }) => {
      expect(await outcomeOf(client.things.send({ body: {} }))).toMatchObject(answered(status));
      expect(server.begun).toBe(1);
    });
  });

  test("a circle of redirects ends after five, as the answer that it is", async () => {
    const circle: Fault = { act: answering(308, "", { location: "/things/1" }) };
    await withFaults([circle], async ({ client, outcomeOf, server }) => {
      expect(await outcomeOf(client.things.send({ body: {} }))).toMatchObject(answered(308));
      expect(server.begun).toBe(6);
    });
  });

  test("pages without end are asked for only as long as somebody reads them", async () => {
    let page = 0;
    const endless: Fault = {
      act: (exchange) =>
        answering(200, JSON.stringify({ items: [page], next: `/things?page=${++page}` }))(exchange),
    };
    await withFaults([endless], async ({ client, outcomeOf, server }) => {
      const read: number[] = [];
      const walk = async () => {
        for await (const item of client.things.list()) {
          read.push(item);
          if (read.length === 25) break;
        }
      };
      expect(await outcomeOf(walk())).toEqual({ value: undefined });
      expect(read).toEqual(Array.from({ length: 25 }, (_, index) => index));
      expect(server.begun).toBe(25);
      await turn();
      expect(server.begun).toBe(25);
    });
  });

  test.each([
    ["by URL", "list", ["/things?page=2", "/things?page=3", "/things?page=2"]],
    ["by token", "listByToken", ["a", "b", "a"]],
  ] as const)("pages in a circle end with a typed error: %s", async (_how, method, nexts) => {
    const script = nexts.map((next): Fault => ({
      act: answering(200, JSON.stringify({ items: [1], next })),
    }));
    await withFaults(script, async ({ client, outcomeOf, server }) => {
      const items: number[] = [];
      const walk = async () => {
        for await (const item of client.things[method]()) items.push(item);
      };
      expect(await outcomeOf(walk())).toMatchObject({ name: "ParleyError" });
      expect(items).toEqual([1, 1, 1]);
      expect(server.begun).toBe(3);
    });
  });

  test("a next page at another origin is not asked for", async () => {
    await using other = await listenFaults(() => faults.none);
    const page = JSON.stringify({ items: [1], next: `${other.url}/things` });
    await withFaults([{ act: answering(200, page) }], async ({ client, outcomeOf, server }) => {
      const walk = async () => {
        for await (const item of client.things.list()) expect(item).toBe(1);
      };
      expect(await outcomeOf(walk())).toMatchObject({ name: "ParleyError" });
      expect(server.begun).toBe(1);
    });
    expect(other.begun).toBe(0);
  });

  test("a storm of 429: each call makes its attempts, until the budget of all is spent", async () => {
    const calls = 60;
    await withFaults([limited("1")], async ({ client, outcomeOf, server }) => {
      const ended = await Promise.all(
        Array.from({ length: calls }, () => outcomeOf(client.things.send({ body: {} }))),
      );
      for (const one of ended) {
        expect(one).toMatchObject({ name: "ApiError", status: 429, retryAfter: 1000 });
      }
      // 500 tokens, 5 a retry: 100 retries, where 60 calls of three attempts would make 120.
      expect(server.begun).toBe(calls + 100);
    });
  });

  test("an error says when to come again where that is later than the deadline", async () => {
    await withFaults([limited("3600")], async ({ client, outcomeOf, elapsed }) => {
      const ended = await outcomeOf(client.things.send({ body: {} }));
      expect(ended).toMatchObject({ name: "ApiError", status: 429, retryAfter: 3_600_000 });
      expect(elapsed()).toBe(0);
    });
  });

  test("a provider's own client behaves no other way", async () => {
    const contact = JSON.stringify({ id: 1, firstName: "Zoë" });
    const script = [faults["a reset in the body"], { act: answering(200, contact) }];
    let next = 0;
    await using server = await listenFaults(() => script[next++ % script.length] ?? faults.none);
    await using transport = createTransport();
    const clock = createSteppedClock();
    let active = 0;
    const respond = createRespondIo({
      baseUrl: server.url,
      token: "test",
      fetch: transport.fetch,
      clock,
      middleware: [
        (request, send) => {
          active += 1;
          return send(request).finally(() => (active -= 1));
        },
      ],
    });
    const get = respond.contacts.get({ identifier: "id:1" });
    const ended = await clock.settle(get, () => active === 0);
    expect(ended).toMatchObject({ firstName: "Zoë" });
    expect(server.begun).toBe(2);
    const message = { message: { type: "text", text: "Hello" } } as const;
    const send = respond.messages.send({ identifier: "id:1", body: message }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const failed = await clock.settle(send, () => active === 0);
    expect(failed).toBeInstanceOf(ConnectionError);
    expect(failed).toMatchObject({ neverSent: false, operationId: "messages.send" });
    expect(server.begun).toBe(3);
  });
});
