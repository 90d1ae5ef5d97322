import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (rest: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
${rest}`;

test("servers that can be told apart, with closed variables, pass", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://{region}.api.example.com
    x-parley-server: { environment: production }
    variables:
      region: { default: us, enum: [us, eu] }
  - url: https://sandbox.example.com
    x-parley-server: { environment: sandbox }
paths:
  /templates:
    servers:
      - url: https://templates.example.com
        x-parley-server: { name: templates }
`),
  );
  expect(found).toEqual([]);
});

test("a second server without a name is reported", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://api.example.com
  - url: https://sandbox.example.com
paths: {}
`),
  );
  expect(found).toMatchObject([
    { text: "https://sandbox.example.com", at: "openapi.yaml#/servers/1/url" },
  ]);
});

test("two servers of one environment are reported", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://api.example.com
    x-parley-server: { environment: production }
  - url: https://api2.example.com
    x-parley-server: { environment: "production" }
paths: {}
`),
  );
  expect(found).toMatchObject([
    {
      text: 'x-parley-server: { environment: "production" }',
      at: "openapi.yaml#/servers/1/x-parley-server",
    },
  ]);
});

test("a server with an environment and a name is reported", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://api.example.com
    x-parley-server: { environment: production, name: templates }
paths: {}
`),
  );
  expect(found).toMatchObject([
    {
      text: "x-parley-server: { environment: production, name: templates }",
      at: "openapi.yaml#/servers/0/x-parley-server",
    },
  ]);
});

test("a server of one operation that has no name is reported", async () => {
  const found = await problems(
    "servers",
    description(`
paths:
  /templates:
    get:
      servers:
        - url: https://templates.example.com
          x-parley-server: { environment: production }
`),
  );
  expect(found).toMatchObject([
    {
      text: "https://templates.example.com",
      at: "openapi.yaml#/paths/~1templates/get/servers/0/url",
    },
  ]);
});

test("a server variable without enum is reported", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://{region}.example.com
    variables:
      region: { default: us }
paths: {}
`),
  );
  expect(found).toMatchObject([
    { text: "region: { default: us }", at: "openapi.yaml#/servers/0/variables/region" },
  ]);
});

test("a server variable that is the whole host passes without enum", async () => {
  const found = await problems(
    "servers",
    description(`
servers:
  - url: https://{host}/api
    variables:
      host: { default: example.com }
paths: {}
`),
  );
  expect(found).toEqual([]);
});
