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
  createFakeSinch,
  rejection,
  stopTime,
} from "./fake-sinch.test-helpers.js";
import { operations, RateLimitExceededError } from "./index.js";

type Call = (sinch: Sinch) => PromiseLike<unknown>;

/** What a client sends for one call, as `METHOD path?query`. */
async function sentBy(call: Call): Promise<string[]> {
  const fake = createFakeSinch({
    api: () => Response.json({ conversations: [], identities: [], messages: [] }),
  });
  await call(connect(fake));
  return fake.requests.map(({ method, url }) => {
    const { pathname, search } = new URL(url);
    return `${method} ${pathname}${search}`;
  });
}

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
});

describe("paths", () => {
  const id = "a/b?c#d:e%f";
  const encoded = "a%2Fb%3Fc%23d%3Ae%25f";

  test.each<[string, Call]>([
    [
      `POST /v1/projects/p/contacts/${encoded}:merge`,
      (sinch) => sinch.contacts.merge({ destination_id: id, body: { source_id: "s" } }),
    ],
    [
      `POST /v1/projects/p/conversations/${encoded}:stop`,
      (sinch) => sinch.conversations.stop({ conversation_id: id }),
    ],
    [
      `POST /v1/projects/p/conversations/${encoded}:inject-message`,
      (sinch) => sinch.conversations.injectMessage({ conversation_id: id, body: injectedMessage }),
    ],
    [
      `POST /v1/projects/p/conversations/${encoded}:inject-event`,
      (sinch) => sinch.conversations.injectEvent({ conversation_id: id, body: injectedEvent }),
    ],
    [
      `GET /v1/projects/${encoded}/contacts/${encoded}`,
      (sinch) => sinch.contacts.get({ project_id: id, contact_id: id }),
    ],
    [
      `GET /v1/projects/p/apps/${appId}/consents/identities/${encoded}`,
      (sinch) => sinch.consents.listAuditRecords({ app_id: appId, identity: id }),
    ],
    [
      `GET /v1/projects/p/apps/${appId}/consents/OPT_OUT_ALL`,
      (sinch) => sinch.consents.listIdentities({ app_id: appId, list_type: "OPT_OUT_ALL" }),
    ],
    ["POST /v1/projects/p/messages:send", (sinch) => sinch.messages.send({ body: textMessage })],
    [
      "POST /v1/projects/p/messages:fetch-last-message",
      (sinch) => sinch.messages.listLast({ body: { contact_ids: [contactId] } }),
    ],
    [
      "POST /v1/projects/p/capability:query",
      ({ capability }) =>
        capability.query({ body: { app_id: appId, recipient: { contact_id: contactId } } }),
    ],
  ])("%s: ids are encoded, the colon of a verb is not", async (expected, call) => {
    expect(await sentBy(call)).toEqual([expected]);
  });

  test("templates, and nothing else, are at the template host", () => {
    for (const operation of operations) {
      const isTemplate = operation.id.startsWith("templates.");
      expect([operation.id, operation.server, operation.path.slice(0, 4)]).toEqual([
        operation.id,
        ...(isTemplate ? ["template", "/v2/"] : [undefined, "/v1/"]),
      ]);
    }
  });

  test.each([".", ".."])("an id %s is refused: it would call another path", async (dots) => {
    const fake = createFakeSinch();
    const call = connect(fake).contacts.delete({ contact_id: dots });
    await expect(call).rejects.toThrow("another path");
    expect(fake.requests).toEqual([]);
  });
});

describe("queries", () => {
  const update_mask = ["display_name", "metadata"];

  test.each<[string, Call]>([
    [
      `PATCH /v1/projects/p/apps/${appId}`,
      (sinch) => sinch.apps.update({ app_id: appId, update_mask, body: { display_name: "n" } }),
    ],
    [
      "PATCH /v1/projects/p/webhooks/w",
      (sinch) =>
        sinch.webhooks.update({
          webhook_id: "w",
          update_mask,
          body: { target: "https://hooks.example.com", target_type: "HTTP" },
        }),
    ],
    [
      "PATCH /v1/projects/p/contacts/c",
      (sinch) =>
        sinch.contacts.update({ contact_id: "c", update_mask, body: { display_name: "n" } }),
    ],
    [
      "PATCH /v1/projects/p/conversations/c",
      (sinch) =>
        sinch.conversations.update({ conversation_id: "c", update_mask, body: { active: false } }),
    ],
  ])("%s takes update_mask as one value with commas", async (expected, call) => {
    expect(await sentBy(call)).toEqual([`${expected}?update_mask=display_name,metadata`]);
  });

  test("values are percent-encoded, a plus and an ampersand among them", async () => {
    expect(
      await sentBy((sinch) => sinch.messages.list({ channel_identity: "+46 70&x=1" })),
    ).toEqual(["GET /v1/projects/p/messages?channel_identity=%2B46%2070%26x%3D1"]);
  });

  test("conversations.listRecent says app and page size", async () => {
    const parameters = { app_id: appId, page_size: 10, only_active: true, order: "ASC" } as const;
    expect(await sentBy((sinch) => sinch.conversations.listRecent(parameters))).toEqual([
      `GET /v1/projects/p/conversations:recent?app_id=${appId}&page_size=10&only_active=true&order=ASC`,
    ]);
  });

  test("conversations.listRecent without a page size is refused: the list would be empty", async () => {
    const fake = createFakeSinch();
    // @ts-expect-error page_size is required
    const call = connect(fake).conversations.listRecent({ app_id: appId });
    await expect(call).rejects.toThrow(
      'conversations.listRecent: parameter "page_size" is missing',
    );
    expect(fake.requests).toEqual([]);
  });
});

describe("pages", () => {
  test("the next page has the token, and the filters of the one before", async () => {
    const tokens = ["a+b/c=&x", "last"];
    const fake = createFakeSinch({
      api: (_request, count) =>
        Response.json({ contacts: [{ id: `${count}` }], next_page_token: tokens[count - 1] ?? "" }),
    });
    const ids: unknown[] = [];
    const list = connect(fake).contacts.list({ page_size: 1, channel: "SMS", identity: "+46 70" });
    for await (const contact of list) ids.push(contact.id);
    expect(ids).toEqual(["1", "2", "3"]);
    const url =
      "https://us.conversation.api.sinch.com/v1/projects/p/contacts?page_size=1&channel=SMS&identity=%2B46%2070";
    expect(fake.requests.map((request) => request.url)).toEqual([
      url,
      `${url}&page_token=a%2Bb%2Fc%3D%26x`,
      `${url}&page_token=last`,
    ]);
  });

  test("a list without a token is at its end", async () => {
    const fake = createFakeSinch({ api: () => Response.json({ events: [] }) });
    const page = await connect(fake).events.list({ contact_id: contactId });
    expect(page.hasNext).toBe(false);
    expect(await page.next()).toBeUndefined();
    expect(fake.requests).toHaveLength(1);
  });

  test("a walk goes on where another stopped", async () => {
    const fake = createFakeSinch({
      api: (_request, count) =>
        Response.json({ identities: [], next_page_token: count === 1 ? "two" : "" }),
    });
    const { consents } = connect(fake);
    const list = { app_id: appId, list_type: "OPT_OUT_ALL" } as const;
    const { cursor } = await consents.listIdentities(list);
    await consents.listIdentities({ ...list, page_token: cursor });
    expect(fake.requests[1]?.url).toMatch(/\/consents\/OPT_OUT_ALL\?page_token=two$/);
  });

  test("messages.listLast has the token in its body, beside what was asked", async () => {
    const fake = createFakeSinch({
      api: (_request, count) =>
        Response.json({ messages: [], next_page_token: count === 1 ? "two" : "" }),
    });
    const body = { contact_ids: [contactId], page_size: 2 };
    const sizes: number[] = [];
    const list = connect(fake).messages.listLast({ body });
    for await (const page of list.pages()) sizes.push(page.items.length);
    expect(sizes).toEqual([0, 0]);
    expect(new Set(fake.requests.map(({ url }) => url)).size).toBe(1);
    expect(fake.requests.map((sent) => JSON.parse(sent.body ?? "") as unknown)).toEqual([
      body,
      { ...body, page_token: "two" },
    ]);
  });

  test("conversations.listRecent gives each conversation with its last message", async () => {
    const fake = createFakeSinch({
      api: () =>
        Response.json({
          conversations: [{ conversation: { id: "c" }, last_message: { id: "m" } }],
          next_page_token: "",
        }),
    });
    const { conversations } = connect(fake);
    const { items } = await conversations.listRecent({ app_id: appId, page_size: 10 });
    expect(items[0]?.conversation.id).toBe("c");
    expect(items[0]?.last_message?.id).toBe("m");
  });
});

describe("successes without a result", () => {
  const calls: readonly [string, (sinch: Sinch) => PromiseLike<undefined>][] = [
    ["apps.delete", (sinch) => sinch.apps.delete({ app_id: appId })],
    ["webhooks.delete", (sinch) => sinch.webhooks.delete({ webhook_id: "w" })],
    ["contacts.delete", (sinch) => sinch.contacts.delete({ contact_id: contactId })],
    ["conversations.delete", (sinch) => sinch.conversations.delete({ conversation_id: "c" })],
    ["conversations.stop", (sinch) => sinch.conversations.stop({ conversation_id: "c" })],
    [
      "conversations.injectMessage",
      (sinch) => sinch.conversations.injectMessage({ conversation_id: "c", body: injectedMessage }),
    ],
    ["messages.delete", (sinch) => sinch.messages.delete({ message_id: "m" })],
    ["events.delete", (sinch) => sinch.events.delete({ event_id: "e" })],
    ["projectSettings.delete", (sinch) => sinch.projectSettings.delete()],
    ["templates.delete", (sinch) => sinch.templates.delete({ template_id: "t" })],
  ];

  test.each(calls)("%s gives undefined, whether the body is {} or empty", async (_id, call) => {
    for (const answer of [
      Response.json({}),
      new Response(""),
      new Response(null, { status: 204 }),
    ]) {
      expect(await call(connect(createFakeSinch({ api: () => answer })))).toBeUndefined();
    }
  });

  test("are those of these methods and no other", () => {
    const ids = operations.filter(({ response }) => response === "none").map(({ id }) => id);
    expect(ids.toSorted()).toEqual(calls.map(([id]) => id).toSorted());
  });
});

describe("what is read", () => {
  test("text that looks like a date stays text", async () => {
    const message = {
      id: "m",
      direction: "TO_CONTACT",
      app_message: { text_message: { text: "2024-01-01" } },
      metadata: "2024-01-01T00:00:00Z",
      accept_time: "2026-05-04T09:12:31.204Z",
    };
    const fake = createFakeSinch({ api: () => Response.json(message) });
    const read = await connect(fake).messages.get({ message_id: "m" });
    expect(read).toEqual(message);
    expectTypeOf(read.accept_time).toEqualTypeOf<string | undefined>();
  });
});

/** Calls of both hosts, reading and writing in turn. */
function mixedCalls(sinch: Sinch, count: number): PromiseLike<unknown>[] {
  const rounds = Array.from({ length: Math.ceil(count / 4) }, () => [
    () => sinch.messages.send({ body: textMessage }),
    () => sinch.templates.get({ template_id: "t" }),
    () => sinch.contacts.list(),
    () => sinch.apps.delete({ app_id: appId }),
  ]);
  return rounds
    .flat()
    .slice(0, count)
    .map((call) => call());
}

const noContacts: Answer = () => Response.json({ contacts: [] });

describe("the limit of a project", () => {
  test("lets 800 calls through in a second, whatever they do and wherever they go", async () => {
    const fake = createFakeSinch({ api: noContacts });
    const all = Promise.all(mixedCalls(connect(fake), 801));
    // 2 % longer than the interval, for requests that travel at different speeds.
    await vi.advanceTimersByTimeAsync(1019);
    expect(fake.requests).toHaveLength(800);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.requests).toHaveLength(801);
    await all;
  });

  test("counts every operation", () => {
    expect(operations.filter(({ rateLimits }) => !rateLimits?.includes("project"))).toEqual([]);
    expect(operations).toHaveLength(51);
  });

  test("can refuse instead of waiting", async () => {
    const fake = createFakeSinch({ api: noContacts });
    const sinch = connect(fake, { rateLimit: { mode: "reject" } });
    await Promise.all(mixedCalls(sinch, 800));
    expect(await rejection(sinch.templates.list())).toBeInstanceOf(RateLimitExceededError);
    expect(fake.requests).toHaveLength(800);
  });

  test("holds everything back for a second after a 429 to anything", async () => {
    const fake = createFakeSinch({
      api: (_request, count) => Response.json({}, { status: count === 1 ? 429 : 200 }),
    });
    const sinch = connect(fake, { retry: false });
    const error = await rejection(sinch.messages.send({ body: textMessage }));
    expect(error).toHaveProperty("status", 429);
    const call = sinch.templates.get({ template_id: "t" });
    await vi.advanceTimersByTimeAsync(999);
    expect(fake.requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await call;
    expect(fake.requests).toHaveLength(2);
  });
});
