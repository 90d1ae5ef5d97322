import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const verification = "{ algorithm: hmac-sha256, signatureHeader: X-Signature, signed: [body] }";

const description = (rules: string, webhooks: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
${rules === "" ? "" : `x-parley-webhooks:\n  ${rules}`}
webhooks:
  ${webhooks}
`;

const webhook = (name: string, properties: string, rest = ""): string => `${name}:
    ${rest}
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { ${properties} }`;

const byProperty = `discriminator: { property: type }\n  verification: ${verification}`;
const byKey = "discriminator: { key: true }\n  verification: none";
const single = "discriminator: { single: true }\n  verification: none";

test.each([
  ["a property", byProperty, webhook("contact.created", "type: { const: contact.created }")],
  ["a key", byKey, webhook("contact.created", "contact: {}", "x-parley-webhook-key: contact")],
  ["nothing, being the only one", single, webhook("contact.created", "id: {}")],
])("webhooks told apart by %s pass", async (_, rules, webhooks) => {
  expect(await problems("webhooks", description(rules, webhooks))).toEqual([]);
});

test("a description without webhooks passes", async () => {
  const found = await problems(
    "webhooks",
    'openapi: 3.1.1\ninfo: { title: Example, version: "1" }\npaths: {}\n',
  );
  expect(found).toEqual([]);
});

test("webhooks without rules are reported", async () => {
  const found = await problems("webhooks", description("", webhook("contact.created", "id: {}")));
  expect(found).toMatchObject([{ text: "webhooks:", at: "openapi.yaml#/webhooks" }]);
});

test("rules without webhooks are reported", async () => {
  const found = await problems(
    "webhooks",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-webhooks: { discriminator: { single: true }, verification: none }
paths: {}
`,
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-webhooks: { discriminator: { single: true }, verification: none }",
      at: "openapi.yaml#/x-parley-webhooks",
    },
  ]);
});

test("names that differ in case or punctuation only are reported", async () => {
  const found = await problems(
    "webhooks",
    description(
      byProperty,
      `${webhook("contact.created", "type: {}")}\n  ${webhook("contactCreated", "type: {}")}`,
    ),
  );
  expect(found).toMatchObject([
    {
      text: "contactCreated:",
      at: "openapi.yaml#/webhooks/contactCreated",
      message:
        "The webhooks `contact.created` and `contactCreated` differ in case or punctuation only: rename one.",
    },
  ]);
});

test("a webhook named unknown is reported", async () => {
  const found = await problems("webhooks", description(single, webhook("unknown", "id: {}")));
  expect(found).toMatchObject([{ text: "unknown:", at: "openapi.yaml#/webhooks/unknown" }]);
});

test("a webhook without a payload schema is reported", async () => {
  const found = await problems("webhooks", description(single, "contact.created:\n    post: {}"));
  expect(found).toMatchObject([
    { text: "contact.created:", at: "openapi.yaml#/webhooks/contact.created" },
  ]);
});

test("several webhooks that nothing tells apart are reported", async () => {
  const found = await problems(
    "webhooks",
    description(single, `${webhook("a", "id: {}")}\n  ${webhook("b", "id: {}")}`),
  );
  expect(found).toMatchObject([
    {
      text: "single: true }",
      at: "openapi.yaml#/x-parley-webhooks/discriminator/single",
    },
  ]);
});

test("a webhook without the key that tells it apart is reported", async () => {
  const found = await problems(
    "webhooks",
    description(byKey, webhook("contact.created", "id: {}")),
  );
  expect(found).toMatchObject([
    {
      text: "contact.created:",
      at: "openapi.yaml#/webhooks/contact.created",
      message:
        "The webhook `contact.created` has no `x-parley-webhook-key`, by which its payload is recognised: add it.",
    },
  ]);
});

test("a key that nothing reads is reported", async () => {
  const found = await problems(
    "webhooks",
    description(
      byProperty,
      webhook("contact.created", "type: {}", "x-parley-webhook-key: contact"),
    ),
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-webhook-key: contact",
      at: "openapi.yaml#/webhooks/contact.created/x-parley-webhook-key",
    },
  ]);
});

test("a key that two webhooks share is reported", async () => {
  const found = await problems(
    "webhooks",
    description(
      byKey,
      `${webhook("a", "contact: {}", "x-parley-webhook-key: contact")}\n  ${webhook("b", "contact: {}", "x-parley-webhook-key: contact")}`,
    ),
  );
  expect(found).toMatchObject([{ at: "openapi.yaml#/webhooks/b/x-parley-webhook-key" }]);
});

test("a key that the payload lacks is reported", async () => {
  const found = await problems(
    "webhooks",
    description(byKey, webhook("contact.created", "id: {}", "x-parley-webhook-key: contact")),
  );
  expect(found).toMatchObject([
    {
      at: "openapi.yaml#/webhooks/contact.created/x-parley-webhook-key",
      message:
        "The payload of `contact.created` has no property `contact`: declare it, or correct the key.",
    },
  ]);
});

test("a key that one of two payload schemas lacks is reported", async () => {
  const payload = webhook("a", "contact: {}", "x-parley-webhook-key: contact");
  const other = "\n          application/vnd.example+json: { schema: { type: object } }";
  const found = await problems("webhooks", description(byKey, payload + other));
  expect(found).toMatchObject([{ at: "openapi.yaml#/webhooks/a/x-parley-webhook-key" }]);
});

test("a payload without the property that names the event is reported", async () => {
  const found = await problems(
    "webhooks",
    description(byProperty, webhook("contact.created", "event: {}")),
  );
  expect(found).toMatchObject([
    {
      text: "schema:",
      message:
        "The payload of `contact.created` has no property `type`, which names the event: declare it.",
    },
  ]);
});

test.each(["const: contact.made", "enum: [contact.made]"])(
  "a payload that names another event (%s) is reported",
  async (names) => {
    const found = await problems(
      "webhooks",
      description(byProperty, webhook("contact.created", `type: { ${names} }`)),
    );
    expect(found).toMatchObject([
      {
        text: `type: { ${names} } }`,
        at: "openapi.yaml#/webhooks/contact.created/post/requestBody/content/application~1json/schema/properties/type",
      },
    ]);
  },
);

test.each([
  [
    "a signed timestamp without its header",
    "signed: [body, timestamp]",
    "signed/1",
    "timestamp] }",
  ],
  ["a signed nonce without its header", "signed: [body, nonce]", "signed/1", "nonce] }"],
  [
    "a timestamp that is not signed",
    "signed: [body], timestampHeader: X-Time",
    "timestampHeader",
    "timestampHeader: X-Time }",
  ],
  [
    "a nonce that is not signed",
    "signed: [body], nonceHeader: X-Nonce",
    "nonceHeader",
    "nonceHeader: X-Nonce }",
  ],
  [
    "an age without a timestamp",
    "signed: [body], tolerance: 60000",
    "tolerance",
    "tolerance: 60000 }",
  ],
  [
    "a signature that leaves out the body",
    "signed: [nonce], nonceHeader: X-Nonce",
    "signed",
    "signed: [nonce], nonceHeader: X-Nonce }",
  ],
])("%s is reported", async (_, rest, at, text) => {
  const rules = `discriminator: { single: true }
  verification: { algorithm: hmac-sha256, signatureHeader: X-Signature, ${rest} }`;
  const found = await problems("webhooks", description(rules, webhook("a", "id: {}")));
  expect(found).toMatchObject([{ text, at: `openapi.yaml#/x-parley-webhooks/verification/${at}` }]);
});
