import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import createOpenapiFetchClient from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { bearer, basic } from "./authentication/authenticate.js";
import { clientCredentials } from "./authentication/client-credentials.js";
import type { ClientOptions } from "./client/create-client.js";
import { sleep } from "./http/clock.js";
import { openTelemetry, type OpenTelemetryOptions } from "./opentelemetry.js";
import { createFetch } from "./pipeline/create-fetch.js";
import type { Middleware } from "./pipeline/middleware.js";
import type { Fetch } from "./pipeline/transport.js";
import { rateLimit } from "./rate-limit/rate-limit.js";
import { retry } from "./retry/retry.js";
import { connectionFailure, createTestClient } from "./test-helpers/create-test-client.js";
import { createFakeClock } from "./test-helpers/fake-clock.js";
import { createTestSdk, type TestSdk } from "./test-helpers/opentelemetry.js";

type Answers = Parameters<typeof createTestClient>[1];

function setUp(
  sdk: TestSdk,
  answers: Answers = [],
  options: ClientOptions = {},
  own: OpenTelemetryOptions = {},
  authenticator = bearer("secret"),
  clock = createFakeClock(),
) {
  const { tracerProvider, meterProvider } = sdk;
  const telemetry = openTelemetry({ tracerProvider, meterProvider, clock, ...own });
  const made = createTestClient({ telemetry, clock, ...options }, answers, authenticator);
  return { ...made, clock };
}

const answering = (status: number, headers: Record<string, string> = {}) => {
  return () => Response.json({ id: 7 }, { status, headers });
};

/** The attributes and values of an instrument's data points. */
function pointsOf(metric: MetricData | undefined): readonly (readonly [Attributes, unknown])[] {
  return (metric?.dataPoints ?? []).map(({ attributes, value }) => [
    attributes,
    typeof value === "number" ? value : { count: value.count, sum: value.sum },
  ]);
}

const server = { "server.address": "us.api.example.com", "server.port": 443 };
const things = {
  "http.request.method": "GET",
  "url.template": "/projects/{project_id}/things/{id}",
};

describe("the spans of a call", () => {
  it("are one for the call and, in it, one for the request", async () => {
    await using sdk = createTestSdk();
    const { client } = setUp(sdk, [answering(200, { "x-request-id": "r-1", "x-other": "no" })]);
    await client.things.get({ id: "canary" });

    const call = sdk.span("things.get");
    expect(call.kind).toBe(SpanKind.INTERNAL);
    expect(call.parentSpanContext).toBeUndefined();
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
    expect(call.attributes).toEqual({
      ...things,
      ...server,
      "parley.operation": "things.get",
      "http.response.status_code": 200,
      "parley.requests": 1,
      "parley.retries": 0,
      "parley.queue.duration": 0,
      "parley.token_refreshes": 0,
    });

    const request = sdk.span("GET /projects/{project_id}/things/{id}");
    expect(request.kind).toBe(SpanKind.CLIENT);
    expect(request.parentSpanContext?.spanId).toBe(call.spanContext().spanId);
    expect(request.spanContext().traceId).toBe(call.spanContext().traceId);
    expect(request.status.code).toBe(SpanStatusCode.UNSET);
    expect(request.attributes).toEqual({
      ...things,
      ...server,
      "url.full": "https://us.api.example.com/projects/{project_id}/things/{id}",
      "http.response.status_code": 200,
      "http.response.header.x-request-id": ["r-1"],
    });
    expect(request.instrumentationScope.name).toBe("@parley/runtime");
    expect(sdk.spans()).toHaveLength(2);
  });

  it("show each retry, with its number and what went wrong before", async () => {
    await using sdk = createTestSdk();
    const { client, clock } = setUp(sdk, [
      answering(503),
      () => connectionFailure("ECONNRESET"),
      answering(200),
    ]);
    await clock.settle(client.things.get({ id: "1" }));
    const requests = sdk.spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(
      requests.map(({ attributes, status }) => [
        attributes["http.request.resend_count"],
        attributes["http.response.status_code"],
        attributes["error.type"],
        attributes["parley.error.code"],
        status.code,
      ]),
    ).toEqual([
      [undefined, 503, "503", undefined, SpanStatusCode.ERROR],
      [1, undefined, "ConnectionError", "ECONNRESET", SpanStatusCode.ERROR],
      [2, 200, undefined, undefined, SpanStatusCode.UNSET],
    ]);
    const call = sdk.span("things.get");
    expect(call.attributes).toMatchObject({ "parley.requests": 3, "parley.retries": 2 });
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
  });

  it("show redirects and what is sent once more with fresh credentials, which are no retries", async () => {
    await using sdk = createTestSdk();
    const renewing = Object.assign(() => ({ authorization: "x" }), { renew: () => true });
    const { client } = setUp(
      sdk,
      [
        answering(401),
        () => new Response(null, { status: 307, headers: { location: "/elsewhere/canary" } }),
        answering(200),
      ],
      {},
      {},
      renewing,
    );
    await client.things.get({ id: "1" });
    const requests = sdk.spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(
      requests.map(({ attributes }) => [
        attributes["http.response.status_code"],
        attributes["http.request.resend_count"],
      ]),
    ).toEqual([
      [401, undefined],
      [307, 1],
      [200, 2],
    ]);
    expect(sdk.span("things.get").attributes).toMatchObject({
      "parley.requests": 3,
      "parley.retries": 0,
    });
  });

  it.each([
    [404, "404"],
    [500, "500"],
  ])("say that a %d is an error", async (status, type) => {
    await using sdk = createTestSdk();
    const { client, clock } = setUp(sdk, [answering(status)], { retry: false });
    await expect(clock.settle(client.things.get({ id: "1" }))).rejects.toMatchObject({ status });
    for (const span of sdk.spans()) {
      expect(span.attributes["error.type"]).toBe(type);
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
      expect(span.events).toEqual([]);
    }
    expect(sdk.spans()).toHaveLength(2);
  });

  it("end where a call fails before anything is sent", async () => {
    await using sdk = createTestSdk();
    const { client, clock } = setUp(sdk, [], {}, {}, () =>
      Promise.reject(new RangeError("canary")),
    );
    await expect(clock.settle(client.things.get({ id: "1" }))).rejects.toThrow("canary");
    expect(sdk.spans().map(({ name }) => name)).toEqual(["things.get"]);
    expect(sdk.span("things.get").attributes).toMatchObject({
      "error.type": "RangeError",
      "parley.requests": 0,
    });
  });

  it("say how long the call waited for a limit", async () => {
    await using sdk = createTestSdk();
    const { client, clock } = setUp(sdk);
    await clock.settle(Promise.all(["1", "2", "3"].map((id) => client.things.get({ id }))));
    const waits = sdk
      .spans()
      .filter(({ name }) => name === "things.get")
      .map(({ attributes }) => attributes["parley.queue.duration"]);
    // What a limit adds for safety is its own affair.
    expect(waits).toEqual([0, 0, expect.closeTo(1, 1)]);
    const metrics = await sdk.metrics();
    expect(pointsOf(metrics.get("parley.queue.duration"))).toEqual([
      [
        { ...things, "parley.operation": "things.get", "parley.rate_limit": "read" },
        { count: 1, sum: waits[2] },
      ],
    ]);
  });

  it("show the token that a call had to wait for, and count it", async () => {
    await using sdk = createTestSdk();
    const clock = createFakeClock();
    const tokens: Fetch = async () => {
      await clock.advance(400);
      return Response.json({ access_token: "canary", token_type: "bearer", expires_in: 3600 });
    };
    const authenticator = clientCredentials({
      tokenUrl: "https://auth.example.com/token",
      clientId: "id",
      clientSecret: "canary",
      fetch: tokens,
      clock,
    });
    const { client } = setUp(sdk, [], {}, {}, authenticator, clock);
    await client.things.get({ id: "1" });
    await client.things.get({ id: "2" });

    const token = sdk.span("oauth2.token");
    const [first, second] = sdk.spans().filter(({ name }) => name === "things.get");
    expect(token.parentSpanContext?.spanId).toBe(first?.spanContext().spanId);
    expect(token.duration).toEqual([0, 400_000_000]);
    expect(first?.attributes["parley.token_refreshes"]).toBe(1);
    expect(second?.attributes["parley.token_refreshes"]).toBe(0);
    const metrics = await sdk.metrics();
    expect(pointsOf(metrics.get("parley.token_refreshes"))).toEqual([
      [{ ...things, "parley.operation": "things.get" }, 1],
    ]);
  });

  it("show a token that was refused", async () => {
    await using sdk = createTestSdk();
    const clock = createFakeClock();
    const authenticator = clientCredentials({
      tokenUrl: "https://auth.example.com/token",
      clientId: "id",
      clientSecret: "canary",
      fetch: async () => Response.json({ error: "canary" }, { status: 400 }),
      clock,
    });
    const { client } = setUp(sdk, [], {}, {}, authenticator, clock);
    await expect(client.things.get({ id: "1" })).rejects.toMatchObject({ status: 400 });
    expect(sdk.span("oauth2.token").attributes["error.type"]).toBe("ApiError");
    expect(sdk.span("things.get").attributes["error.type"]).toBe("ApiError");
    const [point] = pointsOf((await sdk.metrics()).get("parley.token_refreshes"));
    expect(point).toEqual([
      { ...things, "parley.operation": "things.get", "error.type": "ApiError" },
      1,
    ]);
  });

  it("have the response headers that are allowed by name, and no others", async () => {
    await using sdk = createTestSdk();
    const headers = { "x-request-id": "r-1", "X-Region": "eu", "set-cookie": "canary" };
    const { client } = setUp(sdk, [answering(200, headers)], {}, { responseHeaders: ["X-Region"] });
    await client.things.get({ id: "1" });
    const { attributes } = sdk.span("GET /projects/{project_id}/things/{id}");
    expect(Object.keys(attributes).filter((name) => name.includes("header"))).toEqual([
      "http.response.header.x-region",
    ]);
    expect(attributes["http.response.header.x-region"]).toEqual(["eu"]);
  });
});

describe("the metrics of a call", () => {
  it("are one duration in seconds for each request, in the advised buckets", async () => {
    await using sdk = createTestSdk();
    let count = 0;
    const fetch: Fetch = async () => {
      count += 1;
      await sleep(clock, count === 1 ? 250 : 40, undefined);
      return Response.json({ id: 7 }, { status: count === 1 ? 503 : 200 });
    };
    const { client, clock } = setUp(sdk, [], { fetch });
    await clock.settle(client.things.get({ id: "1" }));
    const metrics = await sdk.metrics();
    const duration = metrics.get("http.client.request.duration");
    expect(duration?.descriptor.unit).toBe("s");
    expect(pointsOf(duration)).toEqual([
      [
        { ...things, ...server, "http.response.status_code": 503, "error.type": "503" },
        { count: 1, sum: 0.25 },
      ],
      [
        { ...things, ...server, "http.response.status_code": 200 },
        { count: 1, sum: 0.04 },
      ],
    ]);
    expect(duration?.dataPoints[0]?.value).toMatchObject({
      buckets: {
        boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      },
    });
    expect(pointsOf(metrics.get("parley.retries"))).toEqual([
      [{ ...things, "parley.operation": "things.get" }, 1],
    ]);
  });

  it("say by its kind why no answer came", async () => {
    await using sdk = createTestSdk();
    const { client, clock } = setUp(sdk, [() => connectionFailure("ECONNRESET")], { retry: false });
    await expect(clock.settle(client.things.get({ id: "1" }))).rejects.toThrow("ECONNRESET");
    const metrics = await sdk.metrics();
    expect(pointsOf(metrics.get("http.client.request.duration"))).toEqual([
      [
        { ...things, ...server, "error.type": "ConnectionError" },
        { count: 1, sum: 0 },
      ],
    ]);
  });
});

describe("the trace's context", () => {
  it("comes from the consumer, and goes to the server and to the client's own middleware", async () => {
    await using sdk = createTestSdk({ register: true });
    const seen: (string | undefined)[] = [];
    const watching: Middleware = (request, next) => {
      seen.push(trace.getSpan(context.active())?.spanContext().spanId);
      return next(request);
    };
    const { client, sent } = setUp(sdk, [], { middleware: [watching] });
    const parent = sdk.tracerProvider.getTracer("consumer").startSpan("work");
    await context.with(trace.setSpan(ROOT_CONTEXT, parent), () => client.things.get({ id: "1" }));

    const call = sdk.span("things.get");
    expect(call.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    const { spanId, traceId } = sdk.span("GET /projects/{project_id}/things/{id}").spanContext();
    expect(traceId).toBe(parent.spanContext().traceId);
    expect(seen).toEqual([spanId]);
    expect(sent[0]?.headers["traceparent"]).toBe(`00-${traceId}-${spanId}-01`);
  });

  it("is that of each request, after waits and retries too, however many calls there are", async () => {
    await using sdk = createTestSdk({ register: true });
    const { client, clock, sent } = setUp(sdk, [answering(503), answering(429)]);
    await clock.settle(
      Promise.all(["1", "2", "3"].map((id) => client.things.get({ id }).catch(() => undefined))),
    );
    const requests = sdk.spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    const calls = new Map(
      sdk
        .spans()
        .filter(({ name }) => name === "things.get")
        .map((span) => [span.spanContext().spanId, span]),
    );
    expect(sent).toHaveLength(5);
    expect(requests).toHaveLength(5);
    expect(calls.size).toBe(3);
    for (const span of requests) {
      const parent = calls.get(span.parentSpanContext?.spanId ?? "");
      expect(parent?.spanContext().traceId).toBe(span.spanContext().traceId);
    }
    expect(new Set(sent.map(({ headers }) => headers["traceparent"]))).toEqual(
      new Set(
        requests.map((span) => `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`),
      ),
    );
  });

  it("takes no baggage along: it is the consumer's own", async () => {
    await using sdk = createTestSdk({ register: true });
    const { client, sent } = setUp(sdk);
    const baggage = propagation.createBaggage({ customer: { value: "canary" } });
    const active = propagation.setBaggage(ROOT_CONTEXT, baggage);
    await context.with(active, () => client.things.get({ id: "1" }));
    expect(Object.keys(sent[0]?.headers ?? {})).toContain("traceparent");
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain("baggage");
  });

  it("stays here where it is not to be propagated, or no propagator is registered", async () => {
    await using sdk = createTestSdk();
    const without = setUp(sdk);
    await without.client.things.get({ id: "1" });
    expect(Object.keys(without.sent[0]?.headers ?? {})).not.toContain("traceparent");
    await using registered = createTestSdk({ register: true });
    const forbidden = setUp(registered, [], {}, { propagate: false });
    await forbidden.client.things.get({ id: "1" });
    expect(Object.keys(forbidden.sent[0]?.headers ?? {})).not.toContain("traceparent");
  });
});

describe("without an SDK", () => {
  it("calls are what they are without telemetry", async () => {
    const { client, sent, clock } = createTestClient({ telemetry: openTelemetry() }, [
      answering(503),
    ]);
    expect(await clock.settle(client.things.get({ id: "1" }))).toEqual({ id: 7 });
    expect(Object.keys(sent[1]?.headers ?? {}).toSorted()).toEqual(["accept", "authorization"]);
  });

  it("an SDK that is registered later is used from then on", async () => {
    const { client } = createTestClient({ telemetry: openTelemetry() });
    await client.things.get({ id: "1" });
    await using sdk = createTestSdk();
    const { metrics } = await import("@opentelemetry/api");
    trace.setGlobalTracerProvider(sdk.tracerProvider);
    metrics.setGlobalMeterProvider(sdk.meterProvider);
    try {
      await client.things.get({ id: "1" });
      expect(sdk.spans()).toHaveLength(2);
      const measured = await sdk.metrics();
      expect(pointsOf(measured.get("http.client.request.duration"))).toHaveLength(1);
    } finally {
      trace.disable();
      metrics.disable();
    }
  });
});

describe("under a bare openapi-fetch client", () => {
  interface Paths {
    "/things/{id}": {
      get: {
        parameters: { path: { id: string }; query: { q: string } };
        responses: { 200: { content: { "application/json": { id: number } } } };
      };
    };
  }

  it("both halves work, and say no value of the URL", async () => {
    await using sdk = createTestSdk({ register: true });
    const clock = createFakeClock();
    const { call, attempt } = openTelemetry({ tracerProvider: sdk.tracerProvider, clock });
    const headers: Headers[] = [];
    const fetch: Fetch = async (_url, init) => {
      headers.push(new Headers(init.headers));
      return Response.json({ id: 7 }, { status: headers.length === 1 ? 429 : 200 });
    };
    const client = createOpenapiFetchClient<Paths>({
      baseUrl: "http://localhost:8080/base",
      fetch: createFetch(
        [
          call,
          retry({ clock, random: () => 1 }),
          rateLimit({ declared: { all: { requests: 1, interval: 500 } }, clock }),
          attempt,
        ],
        { fetch, clock },
      ),
    });
    const params = { path: { id: "canary" }, query: { q: "canary" } };
    const { data } = await clock.settle(client.GET("/things/{id}", { params }));
    expect(data).toEqual({ id: 7 });
    const spans = sdk.spans();
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ["GET", SpanKind.CLIENT],
      ["GET", SpanKind.CLIENT],
      ["GET", SpanKind.INTERNAL],
    ]);
    expect(spans[1]?.attributes).toEqual({
      "http.request.method": "GET",
      "http.request.resend_count": 1,
      "http.response.status_code": 200,
      "server.address": "localhost",
      "server.port": 8080,
      "url.full": "http://localhost:8080",
    });
    const queued = expect.closeTo(0.75, 1) as unknown;
    // The retry waits 250 ms, then three quarters of a second for the limit, which a 429 has paused.
    expect(spans[2]?.attributes).toMatchObject({
      "parley.retries": 1,
      "parley.queue.duration": queued,
    });
    expect(headers[1]?.get("traceparent")).toContain(spans[1]?.spanContext().spanId);
  });

  it("the attempt's half alone has a span and a duration for each request", async () => {
    await using sdk = createTestSdk();
    const clock = createFakeClock();
    const { attempt } = openTelemetry({ ...sdk, clock });
    let count = 0;
    const fetch = createFetch([retry({ clock, random: () => 1 }), attempt], {
      clock,
      fetch: async () => new Response(null, { status: (count += 1) === 1 ? 503 : 204 }),
    });
    await clock.settle(fetch("https://api.example.com/canary"));
    expect(sdk.spans().map(({ attributes }) => attributes["http.request.resend_count"])).toEqual([
      undefined,
      1,
    ]);
    const metrics = await sdk.metrics();
    expect(pointsOf(metrics.get("http.client.request.duration"))).toHaveLength(2);
  });

  it("a method that is not HTTP's has no place in an attribute", async () => {
    await using sdk = createTestSdk();
    const { attempt } = openTelemetry({ tracerProvider: sdk.tracerProvider });
    const fetch = createFetch([attempt], { fetch: async () => new Response(null) });
    await fetch("https://api.example.com/", { method: "CANARY" });
    const { attributes } = sdk.span("HTTP");
    expect(attributes["http.request.method"]).toBe("_OTHER");
  });
});

describe("user information and credentials", () => {
  it("are in no attribute", async () => {
    await using sdk = createTestSdk();
    const { client } = setUp(sdk, [], {}, {}, basic("canary", "canary"));
    await client.things.get({ id: "canary", since: "canary", "X-Trace": "canary" });
    await client.things.create({ body: { name: "canary" } });
    const all = sdk.spans().map(({ name, attributes, status }) => [name, attributes, status]);
    expect(all).toHaveLength(4);
    expect(JSON.stringify(all)).not.toContain("canary");
    const metrics = await sdk.metrics();
    expect(metrics.size).toBe(1);
    expect(JSON.stringify([...metrics])).not.toContain("canary");
  });
});
