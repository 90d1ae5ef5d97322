import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (operation: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      operationId: contacts.create
      ${operation}
`;

test("bodies with examples pass, and bytes need none", async () => {
  const found = await problems(
    "examples",
    description(`
      requestBody:
        content:
          application/json: { examples: { minimal: { value: {} } } }
          application/octet-stream: {}
          image/png: {}
      responses:
        "200": { description: Done., content: { application/json: { example: {} } } }
        "204": { description: Nothing to say. }
`),
  );
  expect(found).toEqual([]);
});

test("a request body without the minimal example is reported on its media type", async () => {
  const found = await problems(
    "examples",
    description(`
      requestBody:
        content:
          application/json:
            examples: { full: { value: {} } }
`),
  );
  expect(found).toEqual([
    {
      text: "application/json:",
      at: "openapi.yaml#/paths/~1contacts/post/requestBody/content/application~1json",
      message:
        "The request body of `contacts.create` lacks the example minimal: add to `examples` what the mock and the tests look for by name.",
    },
  ]);
});

test.each(["200", "400", "default"])(
  "a response %s without an example is reported",
  async (status) => {
    const found = await problems(
      "examples",
      description(`
      responses:
        "${status}":
          description: Answer.
          content:
            application/json: { schema: {} }
`),
    );
    expect(found).toMatchObject([
      {
        text: "application/json: { schema: {} }",
        at: `openapi.yaml#/paths/~1contacts/post/responses/${status}/content/application~1json`,
        message: `The response ${status} of \`contacts.create\` has no example: add one under \`examples\`.`,
      },
    ]);
  },
);

test("no examples are not examples", async () => {
  const found = await problems(
    "examples",
    description(`
      responses:
        "200": { description: Done., content: { application/json: { examples: {} } } }
`),
  );
  expect(found).toHaveLength(1);
});

test("a shared response is reported once, in its own file", async () => {
  const found = await problems(
    "examples",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get: { responses: { "400": { $ref: components/responses/Refused.yaml } } }
    post: { responses: { "400": { $ref: components/responses/Refused.yaml } } }
`,
    {
      "components/responses/Refused.yaml":
        "description: Refused.\ncontent:\n  application/json: { schema: {} }\n",
    },
  );
  expect(found).toMatchObject([
    { at: "components/responses/Refused.yaml#/content/application~1json" },
  ]);
});

test("a list without its three pages is reported", async () => {
  const found = await problems(
    "examples",
    description(`
      x-parley-pagination: { style: offset, items: "", parameter: skip }
      responses:
        "200":
          description: Contacts.
          content:
            application/json:
              examples: { firstPage: { value: [] } }
        "400":
          description: Refused.
          content: { application/json: { example: {} } }
`),
  );
  expect(found).toMatchObject([
    {
      text: "application/json:",
      message:
        "The response 200 of `contacts.create` lacks the examples middlePage, lastPage: add to `examples` what the mock and the tests look for by name.",
    },
  ]);
});

test("a webhook's payload without an example is reported", async () => {
  const found = await problems(
    "examples",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
webhooks:
  contact.created:
    post:
      requestBody:
        content:
          application/json: { schema: {} }
`,
  );
  expect(found).toMatchObject([
    {
      text: "application/json: { schema: {} }",
      message: "The payload of `contact.created` has no example: add one under `examples`.",
    },
  ]);
});
