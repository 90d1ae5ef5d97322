import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

test("a key of the vocabulary passes", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-timeout: 60000
paths: {}
`,
  );
  expect(found).toEqual([]);
});

test("an unknown key is reported where it stands, with the nearest known one", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts:
    get:
      x-parley-pagnation: { style: url }
`,
  );
  expect(found).toEqual([
    {
      text: "x-parley-pagnation: { style: url }",
      at: "openapi.yaml#/paths/~1contacts/get/x-parley-pagnation",
      message:
        "`x-parley-pagnation` is not a key of the vocabulary: the nearest is `x-parley-pagination`. specs/README.md lists them all.",
    },
  ]);
});

test("a key in the wrong case is reported", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
X-Parley-Timeout: 60000
paths: {}
`,
  );
  expect(found).toMatchObject([{ text: "X-Parley-Timeout: 60000" }]);
});

test("an unknown key in another file is reported in that file", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts: { $ref: paths/contacts.yaml }
`,
    {
      "paths/contacts.yaml": `
get:
  responses:
    "200":
      description: Contacts.
      content:
        application/json:
          schema:
            type: string
            x-parley-openenum: [a]
`,
    },
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-openenum: [a]",
      at: "paths/contacts.yaml#/get/responses/200/content/application~1json/schema/x-parley-openenum",
    },
  ]);
});

test("a key is reported among names too, where a slip of indentation puts it", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
components:
  schemas:
    Contact:
      type: object
      properties:
        x-parley-open-enums: [a]
`,
  );
  expect(found).toMatchObject([
    { at: "openapi.yaml#/components/schemas/Contact/properties/x-parley-open-enums" },
  ]);
});

test("the value of another vendor's extension may have any key", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-vendor: { x-parley-anything: true }
paths: {}
`,
  );
  expect(found).toEqual([]);
});

test("the data of an example may have any key", async () => {
  const found = await problems(
    "extension-known",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
components:
  examples:
    contact:
      value: { x-parley-anything: true }
`,
  );
  expect(found).toEqual([]);
});
