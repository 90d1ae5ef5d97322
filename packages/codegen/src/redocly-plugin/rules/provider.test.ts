import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

test("a provider named for its folder passes", async () => {
  const found = await problems(
    "provider",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-provider: { name: example-provider, title: Example }
paths: {}
`,
  );
  expect(found).toEqual([]);
});

test("a description without a provider is reported", async () => {
  const found = await problems(
    "provider",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths: {}
`,
  );
  expect(found).toMatchObject([
    { text: 'info: { title: Example, version: "1" }', at: "openapi.yaml#/info" },
  ]);
});

test("a provider named otherwise than its folder is reported", async () => {
  const found = await problems(
    "provider",
    `
openapi: 3.1.1
info: { title: Example, version: "1" }
x-parley-provider:
  name: example
  title: Example
paths: {}
`,
  );
  expect(found).toEqual([
    {
      text: "example",
      at: "openapi.yaml#/x-parley-provider/name",
      message:
        "The provider is named `example` but its folder `example-provider`: give both the same name.",
    },
  ]);
});
