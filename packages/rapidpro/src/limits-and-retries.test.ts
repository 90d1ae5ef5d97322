import {
  ConnectionError,
  type Operation,
  ParleyError,
  RateLimitExceededError,
} from "@parley/runtime";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answeringFetch, detail, failureOf, page, reset } from "./answering-fetch.test-helpers.js";
import { createRapidPro, type RapidPro } from "./create-rapidpro.js";
import { operations } from "./generated/operations.js";

const uuid = "1a7a0f6e-3c35-4e0a-9d11-000000000001";
const noContent = () => new Response(null, { status: 204 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("counters of requests", () => {
  test("each endpoint counts against the scope that the server counts it in, and no other", () => {
    const scopes = new Map<string, Set<string>>();
    for (const { rateLimits = [], path } of operations) {
      const scope = rateLimits.join(" and ");
      scopes.set(scope, (scopes.get(scope) ?? new Set()).add(path));
    }
    const { v2 = [], ...own } = Object.fromEntries(
      [...scopes].map(([scope, paths]) => [scope, [...paths]]),
    );
    expect(own).toEqual({
      "v2.contacts": ["/contacts.json"],
      "v2.messages": ["/messages.json"],
      "v2.broadcasts": ["/broadcasts.json"],
      "v2.runs": ["/runs.json"],
    });
    expect(v2).toHaveLength(22);
    expect(v2).toEqual(expect.arrayContaining(["/contact_actions.json", "/message_actions.json"]));
  });

  test("two methods of one endpoint share its counter, and its bulk actions do not", async () => {
    const { requests, fetch } = answeringFetch(page([{ uuid }]), noContent);
    const limits = { "v2.contacts": { requests: 2, interval: 3_600_000 } };
    const rapidpro = createRapidPro({ fetch, token: "t", rateLimit: { mode: "reject", limits } });
    await rapidpro.contacts.get({ uuid });
    await rapidpro.contacts.delete({ uuid });

    const third = rapidpro.contacts.create({ body: {} });
    await expect(third).rejects.toBeInstanceOf(RateLimitExceededError);
    await expect(third).rejects.toThrow('contacts.create: not sent, limit "v2.contacts"');
    await rapidpro.contacts.act({ body: { contacts: [uuid], action: "block" } });
    await rapidpro.messages.act({ body: { messages: [1], action: "archive" } });
    expect(requests).toHaveLength(4);
  });

  test("the 2501st request of an hour waits for the hour to pass", async () => {
    const { requests, fetch } = answeringFetch(page([]));
    const rapidpro = createRapidPro({ fetch, token: "t", deadline: 2 * 3_600_000 });
    for (let count = 0; count < 2500; count++) await rapidpro.runs.list();
    const last = rapidpro.runs.list();
    // A client keeps a margin of its own beyond the hour.
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(requests).toHaveLength(2500);
    await vi.advanceTimersByTimeAsync(3_600_000 * 0.05);
    await last;
    expect(requests).toHaveLength(2501);
  });
});

describe("429", () => {
  test.for<[string, (rapidpro: RapidPro) => PromiseLike<unknown>]>([
    ["a read", (rapidpro) => rapidpro.workspace.get()],
    [
      "a message: a refused request has had no effect",
      (rapidpro) => rapidpro.messages.create({ body: { contact: uuid, text: "Hello" } }),
    ],
    [
      "a bulk action",
      (rapidpro) => rapidpro.messages.act({ body: { messages: [1], action: "archive" } }),
    ],
  ])("is waited out as Retry-After says, and sent again: %s", async ([, call]) => {
    const { requests, fetch } = answeringFetch(
      detail(429, "Request was throttled.", { "Retry-After": "7" }),
      () => Response.json({}),
    );
    const result = call(createRapidPro({ fetch, token: "t" }));
    await vi.advanceTimersByTimeAsync(6_999);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toEqual({});
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual(requests[0]);
  });

  test("fails at once where the wait would pass the deadline, and says how long it is", async () => {
    const { requests, fetch } = answeringFetch(
      detail(429, "Request was throttled.", { "Retry-After": "3600" }),
    );
    const error = await failureOf(createRapidPro({ fetch, token: "t" }).workspace.get());
    expect(error).toMatchObject({ status: 429, retryAfter: 3_600_000 });
    expect(requests).toHaveLength(1);
  });
});

describe("what may have had an effect", () => {
  // Random 0: no wait. Whatever is sent again is sent at once.
  const options = { token: "t", random: () => 0 };

  // Everything that creates or sends; a campaign event, which is refused while it is being scheduled;
  // and bulk actions, whose repetition would report as failed what the first attempt did.
  const UNSAFE = [
    "broadcasts.create",
    "campaignEvents.create",
    "campaignEvents.update",
    "campaigns.create",
    "contacts.act",
    "contacts.addNote",
    "contacts.create",
    "fields.create",
    "flowStarts.create",
    "globals.create",
    "groups.create",
    "labels.create",
    "media.create",
    "messages.act",
    "messages.create",
    "resthookSubscribers.create",
    "tickets.act",
    "topics.create",
  ];
  const unsafe = operations.filter(({ method, retry }) => method === "POST" && !retry?.safe);

  test("these methods are not safe to repeat, and every other one is", () => {
    expect(unsafe.map(({ id }) => id).toSorted()).toEqual(UNSAFE);
  });

  test.for(unsafe)(
    "$id is sent once, whether the connection breaks or the server fails",
    async (operation) => {
      const failures = [reset, ...[408, 500, 502, 503, 504].map((status) => detail(status, "No."))];
      for (const fail of failures) {
        const { requests, fetch } = answeringFetch(fail);
        const error = await failureOf(callOf(createRapidPro({ ...options, fetch }), operation));
        expect(error).toBeInstanceOf(ParleyError);
        expect(requests).toHaveLength(1);
      }
    },
  );

  test("the error of a broken connection says that the server may have seen the request", async () => {
    const { fetch } = answeringFetch(reset);
    const sending = createRapidPro({ ...options, fetch }).messages.create({
      body: { contact: uuid, text: "Hello" },
    });
    await expect(sending).rejects.toBeInstanceOf(ConnectionError);
    await expect(sending).rejects.toThrow(
      "messages.create: the connection to https://textit.com failed",
    );
    await expect(sending).rejects.toHaveProperty("neverSent", false);
  });

  test("an update that sets values is sent again, as it was", async () => {
    const { requests, fetch } = answeringFetch(reset, detail(503, "No."), () =>
      Response.json({ uuid }),
    );
    const rapidpro = createRapidPro({ ...options, fetch });
    const result = rapidpro.contacts.update({ uuid, body: { name: "Amina" } });
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toEqual({ uuid });
    expect(requests).toHaveLength(3);
    expect(requests[2]).toEqual(requests[0]);
  });

  test("a deletion whose answer was lost has happened: a 404 to the second attempt is a success", async () => {
    const lost = answeringFetch(reset, detail(404, "Not found."));
    const result = createRapidPro({ ...options, fetch: lost.fetch }).contacts.delete({ uuid });
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toBeUndefined();

    const never = answeringFetch(detail(404, "Not found."));
    const deletion = createRapidPro({ ...options, fetch: never.fetch }).contacts.delete({ uuid });
    await expect(deletion).rejects.toHaveProperty("status", 404);
  });
});

/** Calls a method by its data, with as much as it requires. */
function callOf(rapidpro: RapidPro, operation: Operation): Promise<unknown> {
  const found = operation.id
    .split(".")
    .reduce<unknown>((resource, name) => Reflect.get(Object(resource), name), rapidpro);
  // The client is made of the operations: each is a method of this shape.
  const method = found as (parameters: object) => Promise<unknown>;
  const identity = operation.required?.includes("uuid") ? { uuid } : {};
  return method({ ...identity, body: {} });
}
