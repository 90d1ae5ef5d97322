import { ConfigurationError, NotFoundError } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { answeringFetch, detail, failureOf, page } from "./answering-fetch.test-helpers.js";
import { createRapidPro } from "./create-rapidpro.js";

// RapidPro's paths have no identities: one object is a list that a query parameter filters, and a
// POST with one updates where a POST without one creates.

const uuid = "1a7a0f6e-3c35-4e0a-9d11-000000000001";
const urn = "tel:+12025550101";
const contact = { uuid, name: "Amina", urns: [urn] };

function connect(...answers: readonly (() => Response)[]) {
  const { requests, fetch } = answeringFetch(...answers);
  return { requests, rapidpro: createRapidPro({ fetch, token: "t", retry: false }) };
}

describe("reading one object", () => {
  test("gives the object itself, found by its UUID", async () => {
    const { requests, rapidpro } = connect(page([contact]));
    expect(await rapidpro.contacts.get({ uuid })).toEqual(contact);
    expect(requests).toMatchObject([
      { method: "GET", url: `https://textit.com/api/v2/contacts.json?uuid=${uuid}` },
    ]);
  });

  test("gives the object itself, found by its URN, whose plus sign is no space", async () => {
    const { requests, rapidpro } = connect(page([contact]));
    expect(await rapidpro.contacts.get({ urn })).toEqual(contact);
    expect(requests[0]?.url).toBe(
      "https://textit.com/api/v2/contacts.json?urn=tel%3A%2B12025550101",
    );
  });

  test("an empty list is a NotFoundError, as RapidPro answers 200 for what is not there", async () => {
    const { rapidpro } = connect(page([]));
    const error = await failureOf(rapidpro.contacts.get({ uuid }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ operationId: "contacts.get" });
  });

  test("withResponse() gives the object together with status and headers", async () => {
    const { rapidpro } = connect(() =>
      Response.json({ results: [contact] }, { headers: { "X-Temba-Org": "12" } }),
    );
    const { data, response } = await rapidpro.contacts.get({ uuid }).withResponse();
    expect(data).toEqual(contact);
    expect(response.headers.get("x-temba-org")).toBe("12");
  });

  test("fields and globals are found by their keys, subscribers by their ids", async () => {
    const { requests, rapidpro } = connect(page([{}]));
    await rapidpro.fields.get({ key: "age" });
    await rapidpro.globals.get({ key: "org_name" });
    await rapidpro.resthookSubscribers.get({ id: 7 });
    expect(requests.map(({ url }) => url.replace(/^.*\/v2\//, ""))).toEqual([
      "fields.json?key=age",
      "globals.json?key=org_name",
      "resthook_subscribers.json?id=7",
    ]);
  });
});

describe("creating and updating", () => {
  test("an update puts the identity into the query, and keeps the nulls of its body: they clear", async () => {
    const { requests, rapidpro } = connect(() => Response.json(contact));
    const body = {
      name: null,
      language: null,
      groups: ["Farmers"],
      fields: { age: null, village: "" },
    };
    expect(await rapidpro.contacts.update({ uuid, body })).toEqual(contact);
    expect(requests).toMatchObject([
      {
        method: "POST",
        url: `https://textit.com/api/v2/contacts.json?uuid=${uuid}`,
        body: '{"name":null,"language":null,"groups":["Farmers"],"fields":{"age":null,"village":""}}',
      },
    ]);
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
  });

  test("an update by a URN that nobody has is answered 201 with the new contact", async () => {
    const { requests, rapidpro } = connect(() => Response.json(contact, { status: 201 }));
    const { data, response } = await rapidpro.contacts
      .update({ urn, body: { name: "Amina" } })
      .withResponse();
    expect(data).toEqual(contact);
    expect(response.status).toBe(201);
    expect(requests[0]?.url).toBe(
      "https://textit.com/api/v2/contacts.json?urn=tel%3A%2B12025550101",
    );
  });

  test("a creation has no query", async () => {
    const { requests, rapidpro } = connect(() => Response.json(contact, { status: 201 }));
    await rapidpro.contacts.create({ body: { name: "Amina", urns: [urn] } });
    expect(requests[0]).toMatchObject({
      method: "POST",
      url: "https://textit.com/api/v2/contacts.json",
      body: '{"name":"Amina","urns":["tel:+12025550101"]}',
    });
  });

  test("a deletion sends no body and gives nothing", async () => {
    const { requests, rapidpro } = connect(() => new Response(null, { status: 204 }));
    expect(await rapidpro.contacts.delete({ uuid })).toBeUndefined();
    expect(requests[0]).toMatchObject({ method: "DELETE", body: null });
    expect(requests[0]?.headers.has("content-type")).toBe(false);
  });
});

describe("what cannot be meant is a type error, and is refused before anything is sent", () => {
  test.for<[string, (rapidpro: ReturnType<typeof createRapidPro>) => PromiseLike<unknown>, string]>(
    [
      [
        "both identities, to read",
        // @ts-expect-error exactly one of uuid and urn
        (rapidpro) => rapidpro.contacts.get({ uuid, urn }),
        'contacts.get: give exactly one of "uuid", "urn"; 2 were given.',
      ],
      [
        "no identity, to read",
        // @ts-expect-error exactly one of uuid and urn
        (rapidpro) => rapidpro.contacts.get({}),
        'contacts.get: give exactly one of "uuid", "urn"; 0 were given.',
      ],
      [
        "both identities, to update",
        // @ts-expect-error exactly one of uuid and urn
        (rapidpro) => rapidpro.contacts.update({ uuid, urn, body: {} }),
        'contacts.update: give exactly one of "uuid", "urn"; 2 were given.',
      ],
      [
        "no identity, to update: it would create",
        // @ts-expect-error exactly one of uuid and urn
        (rapidpro) => rapidpro.contacts.update({ body: {} }),
        'contacts.update: give exactly one of "uuid", "urn"; 0 were given.',
      ],
      [
        "no identity, to delete",
        // @ts-expect-error exactly one of uuid and urn
        (rapidpro) => rapidpro.contacts.delete({}),
        'contacts.delete: give exactly one of "uuid", "urn"; 0 were given.',
      ],
      [
        "an identity, to create: it would update",
        // @ts-expect-error contacts.create has no parameter but its body
        (rapidpro) => rapidpro.contacts.create({ uuid, body: {} }),
        'contacts.create: there is no parameter "uuid"; it has "body".',
      ],
      [
        "no body",
        // @ts-expect-error the body is required
        (rapidpro) => rapidpro.contacts.update({ uuid }),
        'contacts.update: parameter "body" is missing; the operation requires it.',
      ],
      [
        "nothing at all",
        // @ts-expect-error the body is required
        (rapidpro) => rapidpro.messages.create(),
        'messages.create: parameter "body" is missing; the operation requires it.',
      ],
      [
        "a misspelt key of the query, which RapidPro would ignore",
        // @ts-expect-error it is called group
        (rapidpro) => rapidpro.contacts.list({ groups: "Farmers" }),
        'contacts.list: there is no parameter "groups"; it has "uuid", "urn", "group", "deleted",',
      ],
      [
        "a URN without a scheme",
        // @ts-expect-error a URN begins with its scheme
        (rapidpro) => rapidpro.contacts.get({ urn: "+12025550101" }),
        'contacts.get: query parameter "urn" has to start with one of "tel:",',
      ],
    ],
  )("%s", async ([, call, message]) => {
    const { requests, rapidpro } = connect(page([contact]));
    const error = await failureOf(call(rapidpro));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(requests).toHaveLength(0);
  });
});

describe("what RapidPro would refuse or ignore in a body is a type error, and goes to RapidPro as it is", () => {
  test.for<[string, (rapidpro: ReturnType<typeof createRapidPro>) => PromiseLike<unknown>, object]>(
    [
      [
        "a misspelt key",
        // @ts-expect-error it is called urns
        (rapidpro) => rapidpro.contacts.create({ body: { urn } }),
        { urn },
      ],
      [
        "an action that is none",
        (rapidpro) =>
          rapidpro.contacts.act({
            // @ts-expect-error the actions are add, remove, block, unblock, interrupt, delete, archive, …
            body: { contacts: [uuid], action: "remove_from_group", group: "Farmers" },
          }),
        { contacts: [uuid], action: "remove_from_group", group: "Farmers" },
      ],
      [
        "an action without what it needs",
        // @ts-expect-error add needs a group
        (rapidpro) => rapidpro.contacts.act({ body: { contacts: [uuid], action: "add" } }),
        { contacts: [uuid], action: "add" },
      ],
      [
        "messages by UUID: their actions take sequence numbers",
        (rapidpro) =>
          // @ts-expect-error sequence numbers only
          rapidpro.messages.act({ body: { messages: [uuid], action: "archive" } }),
        { messages: [uuid], action: "archive" },
      ],
      [
        "a group as an object, as the published documentation has it",
        (rapidpro) =>
          // @ts-expect-error by UUID or name
          rapidpro.contacts.update({ uuid, body: { groups: [{ name: "Farmers" }] } }),
        { groups: [{ name: "Farmers" }] },
      ],
      [
        "a boolean as the value of a contact's field",
        // @ts-expect-error a string, a number or null
        (rapidpro) => rapidpro.contacts.update({ uuid, body: { fields: { member: true } } }),
        { fields: { member: true } },
      ],
      [
        "an update of a campaign event without its campaign",
        (rapidpro) =>
          rapidpro.campaignEvents.update({
            uuid,
            // @ts-expect-error the campaign is required, as when it is created
            body: {
              relative_to: "enrolled_on",
              offset: 1,
              unit: "days",
              delivery_hour: 9,
              flow: uuid,
            },
          }),
        { relative_to: "enrolled_on", offset: 1, unit: "days", delivery_hour: 9, flow: uuid },
      ],
    ],
  )("%s", async ([, call, sent]) => {
    const { requests, rapidpro } = connect(detail(400, "No."));
    await expect(call(rapidpro)).rejects.toHaveProperty("status", 400);
    expect(requests[0]?.body).toBe(JSON.stringify(sent));
  });
});
