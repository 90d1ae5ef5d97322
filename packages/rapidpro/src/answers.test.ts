import { ApiError, isApiError } from "@parley/runtime";
import { describe, expect, expectTypeOf, test } from "vitest";
import { answeringFetch, detail, failureOf } from "./answering-fetch.test-helpers.js";
import { createRapidPro } from "./create-rapidpro.js";
import { flattenErrors } from "./flatten-errors.js";
import { operations } from "./generated/operations.js";
import type { ErrorDetail, MessageAction, TicketAction } from "./generated/types.js";

const uuid = "1a7a0f6e-3c35-4e0a-9d11-000000000001";

function connect(...answers: readonly (() => Response)[]) {
  return createRapidPro({ fetch: answeringFetch(...answers).fetch, token: "t", retry: false });
}

describe("bulk actions", () => {
  const body: MessageAction = { messages: [11, 12], action: "archive" };

  test("a 204 of messages.act means that all was done: no failures", async () => {
    const rapidpro = connect(() => new Response(null, { status: 204 }));
    expect(await rapidpro.messages.act({ body })).toEqual({ failures: [] });
  });

  test("a 200 of messages.act names the messages that are gone", async () => {
    const rapidpro = connect(() => Response.json({ failures: [12] }));
    const { failures } = await rapidpro.messages.act({ body });
    expectTypeOf(failures).toEqualTypeOf<number[]>();
    expect(failures).toEqual([12]);
  });

  test("tickets.act does the same, with the UUIDs of tickets that did not change", async () => {
    const rapidpro = connect(
      () => new Response(null, { status: 204 }),
      () => Response.json({ failures: [uuid] }),
    );
    const close: TicketAction = { tickets: [uuid], action: "close" };
    expect(await rapidpro.tickets.act({ body: close })).toEqual({ failures: [] });
    expect(await rapidpro.tickets.act({ body: close })).toEqual({ failures: [uuid] });
  });

  test("contacts.act gives nothing, as RapidPro never tells which contacts failed", async () => {
    const rapidpro = connect(() => new Response(null, { status: 204 }));
    const result = await rapidpro.contacts.act({ body: { contacts: [uuid], action: "block" } });
    expectTypeOf(result).toEqualTypeOf<undefined>();
    expect(result).toBeUndefined();
  });
});

describe("errors", () => {
  test("a bad token is a 403, never a 401, and is typed by the method", async () => {
    const rapidpro = connect(detail(403, "Invalid token"));
    const error = await failureOf(rapidpro.contacts.get({ uuid }));
    if (!isApiError(error, rapidpro.contacts.get) || error.status !== 403) throw error;
    expectTypeOf(error.body).toEqualTypeOf<ErrorDetail>();
    expect(error.body.detail).toBe("Invalid token");
    expect(error.message).toBe(
      "contacts.get: 403 (GET /contacts.json): refused; check the credentials and what they are allowed to do.",
    );
  });

  test("no method declares a 401", () => {
    const statuses = new Set(operations.flatMap(({ errors = {} }) => Object.keys(errors)));
    expect([...statuses].toSorted()).toEqual(["400", "403", "404", "409", "415", "429", "500"]);
  });

  test("a 400 of a write is messages by property, or one message in detail", async () => {
    const tree = { urns: { "0": ["URN is in use by another contact."] }, name: ["Too long."] };
    const rapidpro = connect(
      () => Response.json(tree, { status: 400 }),
      detail(400, "JSON parse error"),
    );
    const texts: string[][] = [];
    for (let call = 0; call < 2; call++) {
      const error = await failureOf(rapidpro.contacts.update({ uuid, body: {} }));
      if (!isApiError(error, rapidpro.contacts.update) || error.status !== 400) throw error;
      texts.push(flattenErrors(error.body));
      if (error.body.detail === undefined) continue;
      expectTypeOf(error.body.detail).toEqualTypeOf<string>();
    }
    expect(texts).toEqual([
      ["urns.0: URN is in use by another contact.", "name: Too long."],
      ["JSON parse error"],
    ]);
  });

  test("a 404 of an update, and a 409 at the workspace's limit, are typed", async () => {
    const rapidpro = connect(detail(404, "Not found."), detail(409, "At the limit."));
    const missing = await failureOf(rapidpro.groups.update({ uuid, body: { name: "Farmers" } }));
    if (!isApiError(missing, rapidpro.groups.update) || missing.status !== 404) throw missing;
    expect(missing.body.detail).toBe("Not found.");
    const full = await failureOf(rapidpro.groups.create({ body: { name: "Farmers" } }));
    if (!isApiError(full, rapidpro.groups.create) || full.status !== 409) throw full;
    expect(full.body.detail).toBe("At the limit.");
  });

  test("a 500 has a sentence as its body, and is no failure to read it", async () => {
    const text = "Server Error. Site administrators have been notified.";
    const headers = { "content-type": "text/html; charset=utf-8" };
    const rapidpro = connect(() => new Response(text, { status: 500, headers }));
    const error = await failureOf(rapidpro.workspace.get());
    if (!isApiError(error, rapidpro.workspace.get) || error.status !== 500) throw error;
    expectTypeOf(error.body).toEqualTypeOf<string>();
    expect(error.body).toBe(text);
  });

  test("a 502 of a proxy is an ApiError with the text, though no method declares it", async () => {
    const rapidpro = connect(() => new Response("<html>Bad Gateway</html>", { status: 502 }));
    const error = await failureOf(rapidpro.workspace.get());
    expect(error).toBeInstanceOf(ApiError);
    expect(isApiError(error, rapidpro.workspace.get)).toBe(false);
    expect(error).toMatchObject({ status: 502, body: "<html>Bad Gateway</html>" });
  });

  test("a 429 says in milliseconds when to come back; without the header it does not say", async () => {
    const text = "Request was throttled.";
    const told = connect(detail(429, text, { "Retry-After": "3600" }));
    const error = await failureOf(told.workspace.get());
    expect(error).toMatchObject({ status: 429, retryAfter: 3_600_000, body: { detail: text } });
    const untold = await failureOf(connect(detail(429, text)).workspace.get());
    expect(untold).toMatchObject({ status: 429, retryAfter: undefined, body: { detail: text } });
  });
});

describe("values that RapidPro may add", () => {
  test("an unknown status, scheme and property pass as they are", async () => {
    const message = { uuid, status: "pondering", urn: "carrier-pigeon:7", mood: "sunny" };
    const rapidpro = connect(() => Response.json({ results: [message] }));
    const got = await rapidpro.messages.get({ uuid });
    expect(got).toEqual(message);
    expectTypeOf<"pondering">().toExtend<typeof got.status>();
  });

  test("datetimes stay strings, with every digit of theirs", async () => {
    const rapidpro = connect(() =>
      Response.json({ results: [{ modified_on: "2026-11-21T09:15:00.123456Z" }] }),
    );
    const { modified_on } = await rapidpro.contacts.get({ uuid });
    expect(modified_on).toBe("2026-11-21T09:15:00.123456Z");
  });
});
