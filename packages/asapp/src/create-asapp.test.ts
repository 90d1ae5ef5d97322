import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Asapp, type AsappOptions, createAsapp } from "./create-asapp.js";
import { createFakeClock } from "./fake-clock.test-helpers.js";
import { ConfigurationError, isApiError, operations, TimeoutError } from "./index.js";

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | undefined;
  /** Milliseconds since the client was made. */
  readonly at: number;
}

/** What a request is answered with; undefined: never. */
type Answer = Response | Error | undefined;

/** A client whose requests are kept, and answered in turn; after that with 200 and `{}`. */
function fakeAsapp(answers: readonly Answer[] = [], options: AsappOptions = {}) {
  const clock = createFakeClock();
  const start = clock.now();
  const sent: Sent[] = [];
  const rest = [...answers];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method = "" } = init;
    const body = typeof init.body === "string" ? init.body : undefined;
    const headers = new Headers(init.headers);
    sent.push({ method, url: new URL(url), headers, body, at: clock.now() - start });
    const answer = rest.length === 0 ? Response.json({}) : rest.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? new Promise<never>(() => undefined);
  };
  const keys = { apiId: "canary-id", apiSecret: "canary-secret" };
  const asapp = createAsapp({ ...keys, fetch, clock, random: () => 1, ...options });
  return { asapp, clock, sent, timesOf: () => sent.map(({ at }) => at) };
}

function failure(status: number): Response {
  const error = { requestId: "r-1", message: "ASAPP says why", code: `${status}-01` };
  return Response.json({ error }, { status });
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("It did not fail.");
    },
    (error: unknown) => error,
  );
}

/** A method by its name in dots. */
function methodOf(client: Asapp, id: string) {
  const found = id
    .split(".")
    .reduce<unknown>((resource, name) => Reflect.get(Object(resource), name), client);
  // Resources and operations are made from one description.
  return found as (parameters: Record<string, unknown>) => Promise<unknown>;
}

const conversationId = "01JD8Q3F6Z6T2V9K4M7N1P5R8S";
const messageBody = {
  text: "Hello",
  sender: { role: "customer", externalId: "c-1" },
  timestamp: "2026-11-21T08:00:00Z",
} as const;
const conversationBody = {
  externalId: "order-1138",
  customer: { externalId: "c-1" },
  timestamp: "2026-11-21T08:00:00Z",
};

describe("createAsapp", () => {
  beforeEach(() => {
    vi.stubEnv("ASAPP_API_ID", "");
    vi.stubEnv("ASAPP_API_SECRET", "");
  });
  afterEach(() => vi.unstubAllEnvs());

  test("names the option and the environment variable of a key that is missing", () => {
    expect(() => createAsapp()).toThrow(
      'createAsapp: "apiId" is missing; pass it as an option (a string or a function) or set ASAPP_API_ID.',
    );
    expect(() => createAsapp({ apiId: "id" })).toThrow(
      'createAsapp: "apiSecret" is missing; pass it as an option (a string or a function) or set ASAPP_API_SECRET.',
    );
    expect(() => createAsapp({ apiSecret: "secret" })).toThrow(ConfigurationError);
  });

  test("takes each key from the environment, and from its option before that", async () => {
    vi.stubEnv("ASAPP_API_ID", "id-from-environment");
    vi.stubEnv("ASAPP_API_SECRET", "secret-from-environment");
    const sent: string[][] = [];
    const fetch = async (_url: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      sent.push([headers.get("asapp-api-id") ?? "", headers.get("asapp-api-secret") ?? ""]);
      return Response.json({});
    };
    await createAsapp({ fetch }).health.get();
    await createAsapp({ fetch, apiSecret: "secret-from-option" }).health.get();
    expect(sent).toEqual([
      ["id-from-environment", "secret-from-environment"],
      ["id-from-environment", "secret-from-option"],
    ]);
  });

  test("asks functions for the keys at every call, so that keys can change", async () => {
    let count = 0;
    const { asapp, sent } = fakeAsapp([], {
      apiId: async () => `id-${++count}`,
      apiSecret: () => `secret-${count}`,
    });
    await asapp.health.get();
    await asapp.health.get();
    const keys = sent.map(({ headers }) => [
      headers.get("asapp-api-id"),
      headers.get("asapp-api-secret"),
    ]);
    expect(keys).toEqual([
      ["id-1", "secret-1"],
      ["id-2", "secret-2"],
    ]);
  });

  test("sends both keys with each of the 81 operations, and to the sandbox", async () => {
    const { asapp, sent, clock } = fakeAsapp();
    for (const operation of operations) {
      const parameters = Object.fromEntries(
        [...Object.keys(operation.parameters ?? {}), ...(operation.required ?? [])].map((name) => [
          name,
          name === "body" ? {} : "X1",
        ]),
      );
      // The answer `{}` is no page: what it is read as does not matter here.
      await clock.settle(methodOf(asapp, operation.id)(parameters)).catch(() => undefined);
    }
    expect(sent).toHaveLength(81);
    for (const { headers, url } of sent) {
      expect(url.origin).toBe("https://api.sandbox.asapp.com");
      expect(headers.get("asapp-api-id")).toBe("canary-id");
      expect(headers.get("asapp-api-secret")).toBe("canary-secret");
    }
  });

  test("talks to production when it is told to", async () => {
    const { asapp, sent } = fakeAsapp([], { environment: "production" });
    await asapp.health.get();
    expect(sent[0]?.url.href).toBe("https://api.asapp.com/v1/health");
  });

  test("refuses an environment that is none, before anything is sent", () => {
    const keys = { apiId: "id", apiSecret: "secret" };
    // @ts-expect-error the environments are sandbox and production
    expect(() => createAsapp({ ...keys, environment: "staging" })).toThrow(
      'asapp: option "environment" is "staging"; give one of "sandbox", "production".',
    );
  });

  test("gives the path style the same pipeline", async () => {
    const { asapp, sent } = fakeAsapp();
    const { response } = await asapp.api.GET("/conversation/v1/conversations/{conversationId}", {
      params: { path: { conversationId } },
    });
    expect(response.status).toBe(200);
    expect(sent[0]?.url.pathname).toBe(`/conversation/v1/conversations/${conversationId}`);
    expect(sent[0]?.headers.get("asapp-api-secret")).toBe("canary-secret");
  });

  test("keeps the resource's own methods beside streamEvents", () => {
    const { generativeAgent } = fakeAsapp().asapp;
    expect(generativeAgent.analyze.operation.id).toBe("generativeAgent.analyze");
    expect(generativeAgent.callTransfers.get.operation.id).toBe(
      "generativeAgent.callTransfers.get",
    );
  });

  test("shows no key when the client or an error is printed", async () => {
    const { asapp, clock } = fakeAsapp([failure(401)]);
    const error = await errorOf(clock.settle(asapp.health.get()));
    for (const value of [asapp, asapp.generativeAgent, asapp.api, error]) {
      expect(inspect(value, { depth: 9, showHidden: true })).not.toContain("canary");
      expect(JSON.stringify(value)).not.toContain("canary");
    }
  });
});

describe("by its description, a call", () => {
  test("that is safe is tried again 250, 500 and 1000 ms after a 5xx, as the vendor asks", async () => {
    const { asapp, clock, timesOf } = fakeAsapp(Array.from({ length: 9 }, () => failure(503)));
    const error = await errorOf(clock.settle(asapp.conversations.get({ conversationId })));
    expect(timesOf()).toEqual([0, 250, 750, 1750]);
    expect(isApiError(error, asapp.conversations.get) && error.status).toBe(503);
  });

  test("of any kind is tried again 1000, 2000 and 4000 ms after a 429", async () => {
    const { asapp, clock, timesOf } = fakeAsapp(Array.from({ length: 9 }, () => failure(429)));
    const call = asapp.conversations.messages.create({ conversationId, body: messageBody });
    const error = await errorOf(clock.settle(call));
    expect(timesOf()).toEqual([0, 1000, 3000, 7000]);
    expect(isApiError(error, asapp.conversations.messages.create) && error.status).toBe(429);
  });

  test("that adds a message is not sent again after a 5xx, as the message may be there", async () => {
    const { asapp, clock, sent } = fakeAsapp([failure(503)]);
    const call = asapp.conversations.messages.create({ conversationId, body: messageBody });
    const error = await errorOf(clock.settle(call));
    expect(isApiError(error, asapp.conversations.messages.create) && error.status).toBe(503);
    expect(sent).toHaveLength(1);
  });

  test("that adds a message fails on a 409 at first, and has succeeded on one after a 429", async () => {
    const { asapp, clock, sent } = fakeAsapp([failure(409), failure(429), failure(409)]);
    const create = () =>
      clock.settle(asapp.conversations.messages.create({ conversationId, body: messageBody }));
    const error = await errorOf(create());
    expect(isApiError(error, asapp.conversations.messages.create) && error.status).toBe(409);
    expect(sent).toHaveLength(1);
    expect(await create()).toEqual({});
    expect(sent).toHaveLength(3);
  });

  test("that creates a conversation has succeeded when a retry is told that it is there", async () => {
    const { asapp, clock, sent } = fakeAsapp([failure(503), failure(409)]);
    const call = asapp.conversations.createOrUpdate({ body: conversationBody });
    expect(await clock.settle(call)).toEqual({});
    expect(sent).toHaveLength(2);
  });

  test("that creates a conversation fails on a 409 at first", async () => {
    const { asapp, clock, sent } = fakeAsapp([failure(409)]);
    const call = asapp.conversations.createOrUpdate({ body: conversationBody });
    const error = await errorOf(clock.settle(call));
    expect(isApiError(error, asapp.conversations.createOrUpdate) && error.status).toBe(409);
    expect(sent).toHaveLength(1);
  });

  test("that configures has 60 seconds, and any other 30", async () => {
    const calls: [number, (asapp: Asapp) => Promise<unknown>][] = [
      [60, ({ configuration }) => configuration.segments.get({ segmentId: "s" }, { retry: false })],
      [30, ({ health }) => health.get({}, { retry: false })],
    ];
    for (const [seconds, call] of calls) {
      const { asapp, clock } = fakeAsapp([undefined]);
      const start = clock.now();
      const error = await errorOf(clock.settle(call(asapp)));
      expect(error).toBeInstanceOf(TimeoutError);
      expect(clock.now() - start).toBe(seconds * 1000);
    }
    const timeouts = operations.map(({ id, timeout }) => [id.split(".")[0], timeout]);
    expect(timeouts.filter(([name]) => name === "configuration")).toHaveLength(17);
    for (const [name, timeout] of timeouts) {
      expect(timeout).toBe(name === "configuration" ? 60_000 : undefined);
    }
  });

  test.each([
    [
      "custom vocabularies",
      (asapp: Asapp) => [
        asapp.configuration.customVocabularies.create({ body: { phrase: "a", soundsLike: [] } }),
        asapp.configuration.customVocabularies.get({ customVocabularyId: "v" }),
        asapp.configuration.customVocabularies.delete({ customVocabularyId: "v" }),
      ],
      1,
    ],
    [
      "redaction entities",
      (asapp: Asapp) => [
        asapp.configuration.redactionEntities.get({ entityId: "e" }),
        asapp.configuration.redactionEntities.update({ entityId: "e", body: { policies: {} } }),
      ],
      1,
    ],
    [
      "segments",
      (asapp: Asapp) => [
        asapp.configuration.segments.get({ segmentId: "s" }),
        asapp.configuration.segments.get({ segmentId: "t" }),
      ],
      2,
    ],
  ])("on %s overlaps with so many at once, its own included", async (_name, call, most) => {
    let running = 0;
    let highest = 0;
    const clock = createFakeClock();
    const fetch = async () => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise<void>((resolve) => {
        clock.setTimeout(resolve, 30_000);
      });
      running -= 1;
      return Response.json({});
    };
    const asapp = createAsapp({ apiId: "id", apiSecret: "secret", fetch, clock });
    await clock.settle(Promise.all(call(asapp)));
    expect(highest).toBe(most);
  });

  test("that ingests a batch returns what failed of it, and throws when all of it failed", async () => {
    const partly = { errorCount: 1, results: [{ eventId: "e-1" }, { error: "no such agent" }] };
    const wholly = { errorCount: 1, results: [{ error: "no such agent" }] };
    const { asapp } = fakeAsapp([Response.json(partly), Response.json(wholly, { status: 400 })]);
    const { ingestBatch } = asapp.metadata.agents;
    const items = [{ externalAgentId: "a-1" }, { externalAgentId: "a-2" }];
    expect(await ingestBatch({ body: { items } })).toEqual(partly);
    const error = await errorOf(ingestBatch({ body: { items } }));
    if (!isApiError(error, ingestBatch) || error.status !== 400) throw error;
    expect(error.body.errorCount).toBe(1);
    expect(error.body.results[0]?.error).toBe("no such agent");
  });

  test("to the media gateway fails with ASAPP's reason when a 200 says that it failed", async () => {
    const failed = { isOk: false, errorMessage: "no such call" };
    const { asapp } = fakeAsapp([Response.json(failed), Response.json({ isOk: true })]);
    const { stopStreaming } = asapp.mediaGateway.autoTranscribe;
    const body = { namespace: "twilio", guid: "g-1" } as const;
    const error = await errorOf(stopStreaming({ body }));
    if (!isApiError(error, stopStreaming) || error.status !== 200) throw error;
    expect(error.message).toBe(
      "mediaGateway.autoTranscribe.stopStreaming: the server answered 200, but says that the operation failed: no such call",
    );
    expect([error.status, error.body]).toEqual([200, failed]);
    expect(await stopStreaming({ body })).toEqual({ isOk: true });
  });
});

describe("a list", () => {
  const lists: [
    string,
    (asapp: Asapp) => AsyncIterable<unknown>,
    (items: unknown[], next: string | null | undefined) => unknown,
    string,
  ][] = [
    [
      "configuration.customVocabularies.list",
      (asapp) => asapp.configuration.customVocabularies.list({ limit: 2 }),
      (customVocabularies, nextCursor) => ({ customVocabularies, nextCursor }),
      "cursor",
    ],
    [
      "configuration.redactionEntities.list",
      (asapp) => asapp.configuration.redactionEntities.list(),
      (redactionEntities, nextCursor) => ({ redactionEntities, nextCursor }),
      "cursor",
    ],
    [
      "configuration.structuredDataFields.list",
      (asapp) => asapp.configuration.structuredDataFields.list({ active: true }),
      (structuredDataFields, nextCursor) => ({ structuredDataFields, nextCursor }),
      "cursor",
    ],
    [
      "configuration.segments.list",
      (asapp) => asapp.configuration.segments.list(),
      (segments, nextCursor) => ({ segments, nextCursor }),
      "cursor",
    ],
    [
      "autoCompose.responses.listGlobals",
      (asapp) => asapp.autoCompose.responses.listGlobals({ searchTerm: "hi there" }),
      (responsesList, pageToken) => ({ responses: { responsesList, pageToken } }),
      "pageToken",
    ],
    [
      "autoCompose.responses.listCustoms",
      (asapp) => asapp.autoCompose.responses.listCustoms({ agentId: "a-1" }),
      (responsesList, pageToken) => ({ responsesList, pageToken }),
      "pageToken",
    ],
  ];

  test.each(lists)("%s gives the items of every page", async (_name, list, pageOf, parameter) => {
    for (const end of [null, "", undefined]) {
      const { asapp, sent } = fakeAsapp([
        Response.json(pageOf([{ id: "1" }, { id: "2" }], "a b+c")),
        Response.json(pageOf([], "d")),
        Response.json(pageOf([{ id: "3" }], end)),
      ]);
      const items: unknown[] = [];
      for await (const item of list(asapp)) items.push(item);
      expect(items).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
      const [first, ...later] = sent.map(({ url }) => url.searchParams);
      expect(later.map((query) => query.get(parameter))).toEqual(["a b+c", "d"]);
      for (const query of later) {
        query.delete(parameter);
        expect([...query]).toEqual([...(first ?? [])]);
      }
    }
  });

  test("that has no pages is the answer as it is", async () => {
    const items = [{ externalId: "order-1138", customer: { externalId: "c-1" } }];
    const { asapp, sent } = fakeAsapp([Response.json({ items })]);
    const result = asapp.conversations.list({ externalId: "order-1138" });
    expect(Symbol.asyncIterator in result).toBe(false);
    expect(await result).toEqual({ items });
    expect(sent.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
      "/conversation/v1/conversations?externalId=order-1138",
    ]);
  });
});

describe("the compiler refuses", () => {
  test("a misspelt query parameter, which is not sent either", async () => {
    const { asapp, sent } = fakeAsapp();
    // @ts-expect-error it is called externalId
    const call = asapp.conversations.list({ externalID: "order-1138" });
    await expect(call).rejects.toThrow('"externalId" is missing');
    // @ts-expect-error it is called limit
    const list = asapp.configuration.segments.list({ limits: 5 });
    await expect(list).rejects.toThrow('there is no parameter "limits"; it has "cursor", "limit"');
    expect(sent).toHaveLength(0);
  });

  test("a missing body, which is not sent either", async () => {
    const { asapp, sent } = fakeAsapp();
    // @ts-expect-error a message needs a body
    const call = asapp.conversations.messages.create({ conversationId });
    await expect(call).rejects.toThrow(
      'conversations.messages.create: parameter "body" is missing; the operation requires it.',
    );
    expect(sent).toHaveLength(0);
  });

  test("a misspelt key of a body; what is sent all the same is what was written", async () => {
    const { asapp, sent } = fakeAsapp();
    const body = { externalId: "order-1138", customer: { externalId: "c-1" } };
    await asapp.conversations.createOrUpdate({
      // @ts-expect-error it is called timestamp
      body: { ...body, timeStamp: "2026-11-21T08:00:00Z" },
    });
    expect(JSON.parse(sent[0]?.body ?? "")).toHaveProperty("timeStamp");
  });

  test("a value that is none of an enum's", async () => {
    const { asapp, sent } = fakeAsapp();
    const sender = { role: "robot", externalId: "r-1" } as const;
    await asapp.conversations.messages.create({
      conversationId,
      // @ts-expect-error a sender is agent, customer or system
      body: { ...messageBody, sender },
    });
    const list = asapp.autoCompose.responses.listGlobals({
      // @ts-expect-error resources are folders, responses or all
      resourceType: "drawer",
    });
    expect((await list).items).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  test("one of three identifiers beside another", async () => {
    const { asapp, sent } = fakeAsapp();
    await asapp.autoSummary.createIntent({
      // @ts-expect-error a conversation is named in one way
      body: { conversationId, issueId: "i-1" },
    });
    await asapp.autoSummary.createIntent({ body: { issueId: "i-1" } });
    expect(sent).toHaveLength(2);
  });

  test("an error's body that another status has", async () => {
    const { asapp, clock } = fakeAsapp([failure(401)]);
    const { ingestBatch } = asapp.metadata.agents;
    const call = ingestBatch({ body: { items: [{ externalAgentId: "a-1" }] } });
    const error = await errorOf(clock.settle(call));
    if (!isApiError(error, ingestBatch) || error.status !== 401) throw error;
    // @ts-expect-error only a 400 has results
    expect(error.body.results).toBeUndefined();
  });
});
