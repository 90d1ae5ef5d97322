import type { Mock } from "@parley/mock";
import { expect, test } from "vitest";
import { arrived, standIn } from "./providers.test-helpers.js";

test("the programs of the home page do what they show", async () => {
  const asapp = await standIn("asapp");
  const rapidpro = await standIn("rapidpro");
  const respondIo = await standIn("respond-io");
  const sinch = await standIn("sinch");
  await import("./home/asapp.js");
  await import("./home/rapidpro.js");
  await import("./home/respond-io.js");
  await import("./home/sinch.js");
  expect(methodsOf(asapp)[0]).toBe("conversations.list");
  expect(methodsOf(rapidpro)).toEqual(["contacts.list", "messages.create"]);
  expect(methodsOf(respondIo)).toEqual(["messages.send"]);
  expect(methodsOf(sinch)).toEqual(["messages.send"]);
});

function methodsOf(mock: Mock): string[] {
  return [...new Set(arrived(mock).flatMap(({ operation }) => operation ?? []))];
}
