import { describe, expect, it, vi } from "vitest";
import type { Caller } from "../call/caller.js";
import type { Operation } from "../description/operation.js";
import { createResources } from "./create-resources.js";

const operation = (id: string): Operation => ({ id, method: "GET", path: `/${id}` });

describe("createResources", () => {
  const caller = vi.fn<Caller>();
  const ids = ["contacts.list", "contacts.get", "conversations.messages.create", "ping"];
  const operations = ids.map(operation);
  const resources = createResources(operations, caller);

  it("nests methods by the dots of their names", () => {
    expect(resources).toEqual({
      contacts: { list: expect.any(Function) as unknown, get: expect.any(Function) as unknown },
      conversations: { messages: { create: expect.any(Function) as unknown } },
      ping: expect.any(Function) as unknown,
    });
  });

  it.each([
    ["contacts.list", 0],
    ["contacts.get", 1],
    ["conversations.messages.create", 2],
    ["ping", 3],
  ])("gives the method %s its operation", (id, index) => {
    expect(resources).toHaveProperty(`${id}.operation`, operations[index]);
  });

  it("makes methods that hand parameters and options to what runs them, alone as well", () => {
    const { contacts } = resources as {
      contacts: { get: (parameters: object, options: object) => unknown };
    };
    const { get } = contacts;
    get({ a: 1 }, { timeout: 5 });
    expect(caller).toHaveBeenCalledExactlyOnceWith(operations[1], { a: 1 }, { timeout: 5 });
  });

  it("takes names that every object knows for what they are: names", () => {
    const odd = createResources(
      [operation("constructor.toString"), operation("a.valueOf.b")],
      caller,
    );
    expect(Object.keys(odd)).toEqual(["constructor", "a"]);
    const { constructor: resource } = odd as {
      constructor: { toString: { operation: Operation } };
    };
    expect(resource.toString.operation.id).toBe("constructor.toString");
  });
});
