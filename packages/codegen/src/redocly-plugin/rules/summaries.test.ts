import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (operation: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      ${operation}
`;

test("a short summary passes", async () => {
  expect(await problems("summaries", description("summary: List contacts"))).toEqual([]);
});

test("an operation without a summary is reported", async () => {
  const found = await problems("summaries", description("operationId: contacts.list"));
  expect(found).toEqual([
    {
      text: "get:",
      at: "openapi.yaml#/paths/~1contacts/get",
      message: "The operation has no summary: say what it does, such as `Get a contact`.",
    },
  ]);
});

test.each([
  ["a period at the end", "List contacts."],
  ["80 characters", "x".repeat(80)],
  ["two lines", '"List\\ncontacts"'],
])("a summary with %s is reported", async (_, summary) => {
  const found = await problems("summaries", description(`summary: ${summary}`));
  expect(found).toMatchObject([
    { text: summary, at: "openapi.yaml#/paths/~1contacts/get/summary" },
  ]);
});
