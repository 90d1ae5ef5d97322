import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import {
  appId,
  contactId,
  injectedEvent,
  injectedMessage,
  textMessage,
} from "./bodies.test-helpers.js";
import type { Sinch } from "./create-sinch.js";
import {
  type Answer,
  connect,
  connectionFailure,
  createFakeSinch,
  rejection,
  stopTime,
} from "./fake-sinch.test-helpers.js";
import {
  ApiError,
  ConnectionError,
  isApiError,
  operations,
  ResponseFormatError,
  TimeoutError,
} from "./index.js";

type Call = (sinch: Sinch) => PromiseLike<unknown>;

function status(code: number): Answer {
  return () => Response.json({}, { status: code });
}

function failure(code: string): Answer {
  return () => Promise.reject(connectionFailure(code));
}

const noAnswer: Answer = () => new Promise(() => undefined);

// More than the deadline of two minutes: after it, whatever would be sent again has been.
const LONG_ENOUGH = 200_000;

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
});

const senders: readonly [string, Call][] = [
  ["messages.send", (sinch) => sinch.messages.send({ body: textMessage })],
  [
    "events.send",
    (sinch) =>
      sinch.events.send({
        body: {
          app_id: appId,
          recipient: { contact_id: contactId },
          event: { composing_event: {} },
        },
      }),
  ],
  [
    "conversations.injectMessage",
    (sinch) => sinch.conversations.injectMessage({ conversation_id: "c", body: injectedMessage }),
  ],
  [
    "conversations.injectEvent",
    (sinch) => sinch.conversations.injectEvent({ conversation_id: "c", body: injectedEvent }),
  ],
];

describe.each(senders)("%s", (_id, call) => {
  test.each<[string, Answer, unknown]>([
    ["a reset", failure("ECONNRESET"), ConnectionError],
    ["a timeout", noAnswer, TimeoutError],
    ["a 408", status(408), ApiError],
    ["a 500", status(500), ApiError],
    ["a 501", status(501), ApiError],
    ["a 502", status(502), ApiError],
    ["a 503", status(503), ApiError],
    ["a 504", status(504), ApiError],
  ])("is not sent again after %s", async (_failure, api, type) => {
    const fake = createFakeSinch({ api });
    const error = rejection(call(connect(fake)));
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH);
    expect(await error).toBeInstanceOf(type);
    expect(fake.requests).toHaveLength(1);
  });

  test.each([
    ["a 429", status(429)],
    ["a refused connection", failure("ECONNREFUSED")],
  ])("is sent again after %s: Sinch did not act", async (_failure, fail) => {
    const fake = createFakeSinch({
      api: (request, count) => (count <= 2 ? fail(request, count) : Response.json({})),
    });
    const done = call(connect(fake)).then(() => fake.requests.map(({ body }) => body));
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH);
    const [first, ...others] = await done;
    expect(others).toEqual([first, first]);
  });
});

describe("what is sent again", () => {
  test("is nothing that could act twice", () => {
    const once = operations.filter(({ method, retry }) => method !== "GET" && retry?.safe !== true);
    expect(once.map(({ id }) => id).toSorted()).toEqual([
      "apps.create",
      "capability.query",
      "contacts.create",
      "contacts.merge",
      "conversations.create",
      "conversations.injectEvent",
      "conversations.injectMessage",
      "events.send",
      "messages.send",
      "projectSettings.create",
      "templates.create",
      "templates.update",
      "webhooks.create",
    ]);
  });

  test.each<[string, Call]>([
    ["contacts.get", (sinch) => sinch.contacts.get({ contact_id: contactId })],
    ["messages.listLast", (sinch) => sinch.messages.listLast({ body: {} })],
    ["conversations.stop", (sinch) => sinch.conversations.stop({ conversation_id: "c" })],
    [
      "contacts.update",
      (sinch) => sinch.contacts.update({ contact_id: contactId, body: { display_name: "n" } }),
    ],
  ])("is %s after a 503", async (_id, call) => {
    const fake = createFakeSinch({
      api: (_request, count) =>
        Response.json({ messages: [] }, { status: count === 1 ? 503 : 200 }),
    });
    const done = call(connect(fake)).then(() => fake.requests.length);
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH);
    expect(await done).toBe(2);
  });

  test("is a deletion, done by the first attempt where the second finds nothing", async () => {
    const fake = createFakeSinch({
      api: (_request, count) => Response.json({}, { status: count === 1 ? 503 : 404 }),
    });
    const done = connect(fake).contacts.delete({ contact_id: contactId });
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH);
    expect(await done).toBeUndefined();
    expect(fake.requests).toHaveLength(2);
  });

  test("is no deletion that finds nothing at once: that is a 404", async () => {
    const fake = createFakeSinch({ api: status(404) });
    const error = await rejection(connect(fake).contacts.delete({ contact_id: contactId }));
    expect(error).toHaveProperty("status", 404);
    expect(fake.requests).toHaveLength(1);
  });
});

test("an attempt may take 30 seconds", async () => {
  const error = rejection(
    connect(createFakeSinch({ api: noAnswer })).messages.send({ body: textMessage }),
  );
  await vi.advanceTimersByTimeAsync(29_999);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await error).toMatchObject({ limit: "timeout", operationId: "messages.send" });
});

/** The error of a message that is answered so. */
function errorOf(answer: Response): Promise<unknown> {
  const sinch = connect(createFakeSinch({ api: () => answer }), { retry: false });
  return rejection(sinch.messages.send({ body: textMessage }));
}

describe("errors", () => {
  const { send } = connect(createFakeSinch()).messages;

  test("have the status and the details of google.rpc, typed", async () => {
    const badRequest = {
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      field_violations: [{ field: "app_id", description: "not a ULID" }],
    };
    const unknown = { "@type": "type.googleapis.com/sinch.Thing", thing: 1 };
    const body = {
      error: {
        code: 400,
        message: "app_id is not a ULID",
        status: "INVALID_ARGUMENT",
        details: [badRequest, unknown],
      },
    };
    const error = await errorOf(Response.json(body, { status: 400 }));
    if (!isApiError(error, send) || error.status !== 400) throw error;
    expect(error.message).toBe(
      "messages.send: 400 (POST /v1/projects/{project_id}/messages:send): app_id is not a ULID",
    );
    expect(error.body.error.status).toBe("INVALID_ARGUMENT");
    expect(error.body).toEqual(body);
    const detail = error.body.error.details?.[0];
    if (detail === undefined || !("field_violations" in detail)) throw error;
    expectTypeOf(detail["@type"]).toEqualTypeOf<"type.googleapis.com/google.rpc.BadRequest">();
    expect(detail.field_violations?.[0]?.field).toBe("app_id");
  });

  test("may have no envelope at 401", async () => {
    const error = await errorOf(Response.json({}, { status: 401 }));
    if (!isApiError(error, send) || error.status !== 401) throw error;
    expectTypeOf(error.body.error?.message).toEqualTypeOf<string | undefined>();
    expect(error.body.error).toBeUndefined();
  });

  test("name a lack of credit in the body of a 403", async () => {
    const message = "BILLING_CREDIT_LIMIT_BREACHED";
    const body = { error: { code: 403, message, status: "PERMISSION_DENIED" } };
    const error = await errorOf(Response.json(body, { status: 403 }));
    if (!isApiError(error, send) || error.status !== 403) throw error;
    expect(error.body.error.message).toBe(message);
  });

  const html = "<html><body>Bad Gateway</body></html>";
  const page = (code: number) =>
    new Response(html, { status: code, headers: { "content-type": "text/html" } });

  test.each([502, 503])("hold a gateway's page at %i as text", async (code) => {
    const error = await errorOf(page(code));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: code, body: html });
    expect(isApiError(error)).toBe(true);
    // What is declared for a 503 is Google's envelope: narrowing to it would be a lie.
    expect(isApiError(error, send)).toBe(false);
  });

  test("say that a gateway's page came where a success was due", async () => {
    const error = await errorOf(page(200));
    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(error).toMatchObject({ status: 200, contentType: "text/html" });
  });
});
