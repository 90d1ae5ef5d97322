import { expect, test, vi } from "vitest";
import { arrived, standIn } from "./providers.test-helpers.js";

test("the program of the first page reads a contact from a mock at port 4010, and asks for one that may not be there", async () => {
  const mock = await standIn("respond-io");
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    fetch(url.replace("http://127.0.0.1:4010", "https://api.respond.io"), init),
  );
  await import("./getting-started.js");
  expect(arrived(mock)).toEqual([
    { operation: "contacts.get", body: null },
    { operation: "contacts.get", body: null },
  ]);
});
