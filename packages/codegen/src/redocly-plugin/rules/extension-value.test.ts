import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (rest: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
${rest}`;

test("valid values pass", async () => {
  const found = await problems(
    "extension-value",
    description(`
x-parley-retry:
  rejected: ["429", "449"]
  schedules: { "449": [15000], 5XX: [1000, 2000] }
paths: {}
`),
  );
  expect(found).toEqual([]);
});

test("a wrong value is reported where it stands, with what to write", async () => {
  const found = await problems(
    "extension-value",
    description(`
x-parley-rate-limits:
  default:
    requests: 5
    interval: 1s
paths: {}
`),
  );
  expect(found).toEqual([
    {
      text: "1s",
      at: "openapi.yaml#/x-parley-rate-limits/default/interval",
      message:
        '`x-parley-rate-limits/default/interval` is the string "1s": write an integer. (Milliseconds.)',
    },
  ]);
});

test("an unknown property is reported on its own key", async () => {
  const found = await problems(
    "extension-value",
    description(`
x-parley-retry:
  safty: safe
paths: {}
`),
  );
  expect(found).toEqual([
    {
      text: "safty: safe",
      at: "openapi.yaml#/x-parley-retry/safty",
      message: "`x-parley-retry` has no `safty`: did you mean `safety`?",
    },
  ]);
});

test("a missing property is reported on the key of the object that lacks it", async () => {
  const found = await problems(
    "extension-value",
    description(`
x-parley-provider:
  name: example
paths: {}
`),
  );
  expect(found).toEqual([
    {
      text: "x-parley-provider:",
      at: "openapi.yaml#/x-parley-provider",
      message: "`x-parley-provider` lacks `title`: add it.",
    },
  ]);
});

test("a value in another file is reported in that file", async () => {
  const found = await problems(
    "extension-value",
    description(`
paths:
  /contacts: { $ref: paths/contacts.yaml }
`),
    { "paths/contacts.yaml": "get:\n  x-parley-timeout: 0\n" },
  );
  expect(found).toMatchObject([{ text: "0", at: "paths/contacts.yaml#/get/x-parley-timeout" }]);
});
