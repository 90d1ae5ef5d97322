import { ParleyError } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { answeringFetch, detail, page } from "./answering-fetch.test-helpers.js";
import { createRapidPro } from "./create-rapidpro.js";
import type { Contact } from "./generated/types.js";

const contacts = "https://textit.com/api/v2/contacts.json";
const archives = "https://textit.com/api/v2/archives.json";
const [first, second, third] = [{ name: "Amina" }, { name: "Bruno" }, { name: "Chi" }];

// A cursor is Base64 of a query: an equals sign, a plus sign and a slash in it are escaped.
const cursor = "cD0yMDI2LTExLTIx+w/=";
const next = `${contacts}?cursor=cD0yMDI2LTExLTIx%2Bw%2F%3D&group=Farmers+%26+Co&after=2026-11-20T00%3A00%3A00.000001Z`;

function connect(...answers: readonly (() => Response)[]) {
  const { requests, fetch } = answeringFetch(...answers);
  const rapidpro = createRapidPro({ fetch, token: "t", retry: false });
  return { rapidpro, urls: () => requests.map(({ url }) => url), requests };
}

/** Adds the names of a list's items to those given, one by one, and gives them. */
async function walk(list: AsyncIterable<Pick<Contact, "name">>, names: unknown[] = []) {
  for await (const { name } of list) names.push(name);
  return names;
}

describe("a list by cursor", () => {
  test("is walked item by item over its pages, by the server's next URL to the letter", async () => {
    const { rapidpro, urls, requests } = connect(page([first, second], next), page([third]));
    const parameters = { group: "Farmers & Co", after: "2026-11-20T00:00:00.000001Z" };
    expect(await walk(rapidpro.contacts.list(parameters))).toEqual(["Amina", "Bruno", "Chi"]);
    expect(urls()).toEqual([
      `${contacts}?group=Farmers%20%26%20Co&after=2026-11-20T00%3A00%3A00.000001Z`,
      next,
    ]);
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Token t",
      "Token t",
    ]);
  });

  test("goes on after an empty page, as long as there is a next one", async () => {
    const { rapidpro } = connect(page([], next), page([third]));
    expect(await walk(rapidpro.contacts.list())).toEqual(["Chi"]);
  });

  test("asks for no page before its items are wanted", async () => {
    const { rapidpro, urls } = connect(page([first, second], next), page([third]));
    for await (const { name } of rapidpro.contacts.list()) {
      expect(name).toBe("Amina");
      break;
    }
    expect(urls()).toHaveLength(1);
  });

  test("gives a page with its items, its body and the cursor of what follows", async () => {
    const { rapidpro } = connect(page([first, second], next), page([third]));
    const one = await rapidpro.contacts.list();
    expect(one).toMatchObject({ items: [first, second], hasNext: true, cursor });
    expect(one.body.next).toBe(next);
    const two = await one.next();
    expect(two).toMatchObject({ items: [third], hasNext: false, cursor: undefined });
    expect(await two?.next()).toBeUndefined();
  });

  test("is resumed from a cursor that was kept, with the filters given again", async () => {
    const { rapidpro, urls } = connect(page([third]));
    const resumed = await rapidpro.contacts.list({ group: "Farmers & Co", cursor });
    expect(resumed.items).toEqual([third]);
    const query = new URL(urls()[0] ?? "").searchParams;
    expect([...query]).toEqual([
      ["group", "Farmers & Co"],
      ["cursor", cursor],
    ]);
  });

  test("a cursor that the server cannot read is a 404, and no end of the list", async () => {
    const { rapidpro } = connect(detail(404, "Invalid cursor"));
    await expect(rapidpro.contacts.list({ cursor: "x" })).rejects.toMatchObject({
      status: 404,
      body: { detail: "Invalid cursor" },
    });
  });

  test.for([
    ["https://evil.example/api/v2/contacts.json?cursor=x", "another host"],
    ["http://textit.com/api/v2/contacts.json?cursor=x", "another scheme"],
    ["https://textit.com:8443/api/v2/contacts.json?cursor=x", "another port"],
    [
      "https://textit.com@evil.example/api/v2/contacts.json?cursor=x",
      "a user that looks like the host",
    ],
    ["//evil.example/api/v2/contacts.json?cursor=x", "another host, without a scheme"],
  ])("stops at %s: %s; the token goes nowhere else", async ([foreign]) => {
    const { rapidpro, requests } = connect(page([first], foreign), page([second]));
    const names: unknown[] = [];
    await expect(walk(rapidpro.contacts.list(), names)).rejects.toThrow(ParleyError);
    expect(names).toEqual(["Amina"]);
    expect(requests).toHaveLength(1);
  });

  test("stops where the server's pages go in a circle", async () => {
    const { rapidpro, requests } = connect(page([first], next));
    await expect(walk(rapidpro.contacts.list())).rejects.toThrow("circle");
    expect(requests).toHaveLength(2);
  });
});

describe("archives, the one list by offset", () => {
  test("is walked by the server's next URL, too", async () => {
    const following = `${archives}?limit=2&offset=2&type=run`;
    const { rapidpro, urls } = connect(
      () =>
        Response.json({
          count: 3,
          next: following,
          previous: null,
          results: [{ size: 1 }, { size: 2 }],
        }),
      () => Response.json({ count: 3, next: null, previous: archives, results: [{ size: 3 }] }),
    );
    const sizes: number[] = [];
    for await (const { size } of rapidpro.archives.list({ type: "run", limit: 2 }))
      sizes.push(size);
    expect(sizes).toEqual([1, 2, 3]);
    expect(urls()).toEqual([`${archives}?type=run&limit=2`, following]);
  });

  test("its cursor is the offset, from which a walk is resumed", async () => {
    const following = `${archives}?limit=2&offset=2`;
    const { rapidpro, urls } = connect(() =>
      Response.json({ count: 3, next: following, previous: null, results: [{}, {}] }),
    );
    const one = await rapidpro.archives.list({ limit: 2 });
    expect(one.cursor).toBe("2");
    expect(one.body.count).toBe(3);
    await rapidpro.archives.list({ limit: 2, offset: Number(one.cursor) });
    expect(urls()[1]).toBe(following);
  });

  test("takes no cursor, which RapidPro would ignore: the walk would begin again", async () => {
    const { rapidpro, requests } = connect(page([]));
    await expect(
      // @ts-expect-error archives have an offset
      rapidpro.archives.list({ cursor: "2" }),
    ).rejects.toThrow('archives.list: there is no parameter "cursor"');
    expect(requests).toHaveLength(0);
  });
});
