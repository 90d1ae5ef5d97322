import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (clientParameters: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
servers:
  - url: https://{region}.example.com
    variables: { region: { default: us, enum: [us] } }
x-parley-client-parameters:
  ${clientParameters}
paths:
  /projects/{project_id}/contacts:
    parameters: [{ name: project_id, in: path }]
    get: { parameters: [{ name: locale, in: query }] }
`;

test("parameters of operations with options of their own pass", async () => {
  const found = await problems(
    "client-parameters",
    description("project_id: { option: projectId }\n  locale: { option: locale }"),
  );
  expect(found).toEqual([]);
});

test("a parameter that no operation has is reported on its key", async () => {
  const found = await problems(
    "client-parameters",
    description("projectId: { option: projectId }"),
  );
  expect(found).toEqual([
    {
      text: "projectId: { option: projectId }",
      at: "openapi.yaml#/x-parley-client-parameters/projectId",
      message:
        "No operation has a parameter `projectId`: name one as it is on the wire, or remove the entry.",
    },
  ]);
});

test.each([
  ["another parameter", "project_id: { option: id }\n  locale: { option: id }", "locale"],
  ["a server variable", "project_id: { option: region }", "project_id"],
])("an option that %s has is reported", async (_, clientParameters, at) => {
  const found = await problems("client-parameters", description(clientParameters));
  expect(found).toMatchObject([{ at: `openapi.yaml#/x-parley-client-parameters/${at}/option` }]);
});
