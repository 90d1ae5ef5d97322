import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (rest: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-rate-limits:
  default: { requests: 5, interval: 1000 }
  contacts: { requests: 2, interval: 1000 }
${rest}`;

test("limits named on the root, a path and an operation pass", async () => {
  const found = await problems(
    "rate-limits",
    description(`
x-parley-rate-limit: [default]
paths:
  /contacts: { $ref: paths/contacts.yaml }
`),
    {
      "paths/contacts.yaml":
        "x-parley-rate-limit: [contacts]\nget: { x-parley-rate-limit: [default, contacts] }\n",
    },
  );
  expect(found).toEqual([]);
});

test("a limit that is not declared is reported where it is named", async () => {
  const found = await problems(
    "rate-limits",
    description(`
x-parley-rate-limit: [default]
paths:
  /contacts: { $ref: paths/contacts.yaml }
`),
    {
      "paths/contacts.yaml": "get:\n  x-parley-rate-limit:\n    - contacts\n    - contact\n",
    },
  );
  expect(found).toEqual([
    {
      text: "contact",
      at: "paths/contacts.yaml#/get/x-parley-rate-limit/1",
      message:
        "No rate limit is named `contact`: declare it in `x-parley-rate-limits` on the root, or name one of default, contacts.",
    },
  ]);
});

test("a declared limit that nothing names is reported", async () => {
  const found = await problems(
    "rate-limits",
    description("x-parley-rate-limit: [default]\npaths: {}\n"),
  );
  expect(found).toMatchObject([
    {
      text: "contacts: { requests: 2, interval: 1000 }",
      at: "openapi.yaml#/x-parley-rate-limits/contacts",
    },
  ]);
});

test("a limit is reported where none is declared at all", async () => {
  const found = await problems(
    "rate-limits",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-rate-limit: [default]
paths: {}
`,
  );
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/x-parley-rate-limit/0",
      message:
        "No rate limit is named `default`: declare it in `x-parley-rate-limits` on the root.",
    },
  ]);
});
