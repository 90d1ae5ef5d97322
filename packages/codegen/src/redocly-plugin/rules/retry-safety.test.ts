import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (root: string, operation: string, id = "messages.send"): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
${root}
paths:
  /messages:
    post:
      operationId: ${id}
      ${operation}
`;

test("a message that is not declared safe passes, and so does a lookup that is", async () => {
  expect(await problems("retry-safety", description("", "summary: Send"))).toEqual([]);
  expect(
    await problems(
      "retry-safety",
      description("", "x-parley-retry: { safety: safe }", "messages.search"),
    ),
  ).toEqual([]);
});

test("a message that is declared safe is reported where it is said", async () => {
  const found = await problems("retry-safety", description("", "x-parley-retry: { safety: safe }"));
  expect(found).toEqual([
    {
      text: "safe }",
      at: "openapi.yaml#/paths/~1messages/post/x-parley-retry/safety",
      message: "`messages.send` sends a message, which may not be sent twice: it must be `unsafe`.",
    },
  ]);
});

test("a message that inherits safety from the root is reported there", async () => {
  const found = await problems(
    "retry-safety",
    description("x-parley-retry: { safety: safe }", 'x-parley-retry: { rejected: ["449"] }'),
  );
  expect(found).toMatchObject([{ at: "openapi.yaml#/x-parley-retry/safety" }]);
});

test("a message that refuses the root's safety passes", async () => {
  const found = await problems(
    "retry-safety",
    description("x-parley-retry: { safety: safe }", "x-parley-retry: { safety: unsafe }"),
  );
  expect(found).toEqual([]);
});

test("a method's own safety counts for the operationId too", async () => {
  const found = await problems(
    "retry-safety",
    description("", "x-parley-methods: { messages.send: { retry: { safety: safe } } }"),
  );
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/paths/~1messages/post/x-parley-methods/messages.send/retry/safety",
    },
  ]);
});

test("one of several methods that sends is reported, and the others are not", async () => {
  const found = await problems(
    "retry-safety",
    description(
      "",
      `x-parley-methods:
        messages.preview: { retry: { safety: safe } }
        messages.send: { retry: { safety: safe } }`,
      "messages.preview",
    ),
  );
  expect(found).toMatchObject([
    {
      text: "safe } }",
      at: "openapi.yaml#/paths/~1messages/post/x-parley-methods/messages.send/retry/safety",
    },
  ]);
});
