import { expect, test } from "vitest";
import { faultsOf, patternsInWords } from "./explain-value.js";
import { validatorAt, vocabulary } from "./vocabulary.js";

const messages = (key: string, value: unknown): string[] =>
  faultsOf(key, value).map(({ message }) => message);

test("a valid value has no faults", () => {
  expect(faultsOf("x-parley-timeout", 60_000)).toEqual([]);
});

test.each<[key: string, value: unknown, message: string]>([
  ["x-parley-timeout", 0, "`x-parley-timeout` is 0: write 1 or more. ("],
  ["x-parley-timeout", 700_000, "`x-parley-timeout` is 700000: write 600000 or less. ("],
  ["x-parley-timeout", "60s", '`x-parley-timeout` is the string "60s": write an integer. ('],
  [
    "x-parley-unverified",
    "Guess",
    '`x-parley-unverified` is "Guess": write at least 10 characters. (',
  ],
  ["x-parley-webhook-key", "", "`x-parley-webhook-key` is empty: write something. ("],
  [
    "x-parley-prefixes",
    ["x".repeat(41)],
    "`x-parley-prefixes/0` is too long: write at most 40 characters.",
  ],
  ["x-parley-open-enum", [], "`x-parley-open-enum` is empty: add an entry, or remove the key."],
  [
    "x-parley-open-enum",
    ["a", "b", "a"],
    "`x-parley-open-enum` has the same entry twice (0 and 2): remove one.",
  ],
  ["x-parley-retry", {}, "`x-parley-retry` is empty: add an entry, or remove the key."],
  [
    "x-parley-retry",
    { safety: "yes" },
    '`x-parley-retry/safety` is "yes": write "safe" or "unsafe". (',
  ],
  [
    "x-parley-retry",
    { rejected: [429] },
    '`x-parley-retry/rejected/0` is the number 429: write a string, in quotes: "429".',
  ],
  [
    "x-parley-retry",
    { rejected: ["200"] },
    '`x-parley-retry/rejected/0` is "200": write an error status in quotes, such as "429".',
  ],
  [
    "x-parley-retry",
    { schedules: { "449": Array.from({ length: 11 }, () => 1) } },
    "`x-parley-retry/schedules/449` has too many entries: keep at most 10.",
  ],
  [
    "x-parley-rate-limits",
    { default: { requests: 5 } },
    "`x-parley-rate-limits/default` has `requests` without `interval`: add `interval`.",
  ],
  [
    "x-parley-failure",
    { pointer: "/a", equals: [] },
    "`x-parley-failure/equals` is a list: write a string, a number, true or false or null. (",
  ],
  ["x-parley-empty-result", null, "`x-parley-empty-result` is null: write an object. ("],
])("%s: %j is explained", (key, value, message) => {
  expect(messages(key, value)).toEqual([expect.stringContaining(message)]);
});

test("a key that breaks a pattern of keys is explained once, on the key", () => {
  expect(faultsOf("x-parley-methods", { update: {} })).toEqual([
    {
      path: ["x-parley-methods", "update"],
      onKey: true,
      message:
        "The key `update` of `x-parley-methods` must be a method's path, camelCase names joined by dots, such as contacts.get.",
    },
  ]);
  expect(messages("x-parley-retry", { schedules: { "200": [1] } })).toEqual([
    'The key `200` of `x-parley-retry/schedules` must be an error status such as "449", or a range such as "5XX".',
  ]);
});

test("a union is explained by the branch whose tag the value has", () => {
  expect(
    messages("x-parley-pagination", { style: "token", items: "results", next: "/next" }),
  ).toEqual([
    "`x-parley-pagination` lacks `parameter`: add it.",
    expect.stringMatching(/^`x-parley-pagination\/items` is "results": write a JSON Pointer/),
  ]);
});

test("a union without its tag, or with an unknown one, is explained by the tags there are", () => {
  expect(faultsOf("x-parley-pagination", { items: "/results" })).toEqual([
    {
      path: ["x-parley-pagination"],
      onKey: true,
      message: '`x-parley-pagination` lacks `style`: add it with "url", "token" or "offset".',
    },
  ]);
  expect(faultsOf("x-parley-pagination", { style: "cursor", items: "/results" })).toEqual([
    {
      path: ["x-parley-pagination", "style"],
      onKey: false,
      message: '`x-parley-pagination/style` is "cursor": write "url", "token" or "offset".',
    },
  ]);
});

test("a union without tags is explained by the branch that knows the value's properties", () => {
  expect(
    messages("x-parley-webhooks", { discriminator: { single: false }, verification: "none" }),
  ).toEqual(["`x-parley-webhooks/discriminator/single` is false: write true."]);
  expect(
    messages("x-parley-webhooks", {
      discriminator: { single: true },
      verification: { algorithm: "hmac-sha1", signatureHeader: "X-Signature", signed: ["body"] },
    }),
  ).toEqual(['`x-parley-webhooks/verification/algorithm` is "hmac-sha1": write "hmac-sha256".']);
});

test("a union that a list is given to is explained by all of its forms", () => {
  expect(
    messages("x-parley-webhooks", { discriminator: { single: true }, verification: [] }),
  ).toEqual([
    '`x-parley-webhooks/verification` is a list: write "none" or an object with `algorithm`, `signatureHeader`, `signed`.',
  ]);
});

test("a union that no branch is meant by is explained by all of them", () => {
  expect(messages("x-parley-webhooks", { discriminator: {}, verification: "hmac" })).toEqual([
    "`x-parley-webhooks/discriminator` must be one of these: an object with `property`, an object with `key` or an object with `single`.",
    '`x-parley-webhooks/verification` is "hmac": write "none" or an object with `algorithm`, `signatureHeader`, `signed`.',
  ]);
});

test("every pattern of the vocabulary is in words, and no other", () => {
  const patterns = new Set<unknown>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "pattern" && typeof inner === "string") patterns.add(inner);
      collect(inner);
    }
  };
  collect(vocabulary);
  for (const name of ["pointer", "methodName", "headerName", "errorStatus"]) {
    collect(validatorAt(`#/$defs/${name}`).schema);
  }
  expect(new Set(Object.keys(patternsInWords))).toEqual(patterns);
});
