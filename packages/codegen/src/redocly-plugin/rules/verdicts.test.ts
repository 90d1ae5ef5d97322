import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (operation: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    post:
      responses:
        "200":
          description: Done.
          content:
            application/json:
              schema: { type: object, properties: { status: { type: string } } }
        "204": { description: Done, with nothing to say. }
      ${operation}
  /tags:
    post:
      responses:
        "200":
          description: Done.
          content: { application/json: { schema: { type: object } } }
`;

test("a verdict that the response declares passes", async () => {
  const found = await problems(
    "verdicts",
    description(`x-parley-failure: { pointer: /status, equals: error, message: /status }
      x-parley-empty-result: { status: ok }`),
  );
  expect(found).toEqual([]);
});

test.each(["pointer", "message"])("a %s that leads nowhere is reported", async (property) => {
  const pointers = { pointer: "/status", message: "/status", [property]: "/error" };
  const found = await problems(
    "verdicts",
    description(`x-parley-failure:
        equals: error
        pointer: ${pointers.pointer}
        message: ${pointers.message}`),
  );
  expect(found).toMatchObject([
    {
      text: "/error",
      at: `openapi.yaml#/paths/~1contacts/post/x-parley-failure/${property}`,
    },
  ]);
});

test("a verdict in a response without a body is reported", async () => {
  const found = await problems(
    "verdicts",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    delete:
      responses: { "204": { description: Gone. } }
      x-parley-failure: { pointer: /status, equals: error }
`,
  );
  expect(found).toMatchObject([{ text: "/status, equals: error }" }]);
});

const singleResponse = (operation: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    delete:
      responses:
        "200":
          description: Done.
          content: { application/json: { schema: { type: object } } }
      ${operation}
      x-parley-empty-result: {}
`;

test("an empty result of an operation that is never empty is reported", async () => {
  const found = await problems("verdicts", singleResponse("summary: Delete a contact"));
  expect(found).toMatchObject([
    {
      text: "x-parley-empty-result: {}",
      at: "openapi.yaml#/paths/~1contacts/delete/x-parley-empty-result",
    },
  ]);
});

test("an empty result of a retry that finds its work done passes", async () => {
  const found = await problems(
    "verdicts",
    singleResponse('x-parley-retry: { alreadyDone: ["404"] }'),
  );
  expect(found).toEqual([]);
});
