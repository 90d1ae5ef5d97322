import { join } from "node:path";
import { expect, test } from "vitest";
import { DescriptionError } from "../description-error.js";
import {
  folderWith,
  placesOf,
  problemsOf,
  withOperation,
  type Written,
} from "../test-helpers/describe.js";
import { loadDescription, type Description } from "./load-description.js";

async function load(files: Readonly<Record<string, unknown>>): Promise<Description> {
  return loadDescription(await folderWith(files));
}

async function failure(files: Readonly<Record<string, unknown>>): Promise<DescriptionError> {
  const error: unknown = await load(files).catch((reason: unknown) => reason);
  if (error instanceof DescriptionError) return error;
  throw new Error("The description was loaded.", { cause: error });
}

const split = {
  "openapi.yaml": `
openapi: 3.1.1
info: { title: Example, version: "1" }
servers: [{ url: https://api.example.com }]
x-parley-provider: { name: example, title: Example }
paths:
  /pets/{petId}: { $ref: paths/pet.yaml }
`,
  "paths/pet.yaml": `
parameters: [{ $ref: ../components/parameters/PetId.yaml }]
get:
  operationId: pets.get
  responses:
    "200":
      description: Found.
      content: { application/json: { schema: { $ref: ../components/schemas/Pet.yaml } } }
`,
  "components/parameters/PetId.yaml": `
name: petId
in: path
required: true
schema: { type: string }
`,
  "components/schemas/Pet.yaml": `
type: object
properties: { name: { type: string } }
`,
};

test("a description in many files becomes one document with components named for the files", async () => {
  const { document } = await load(split);
  expect(document.components?.schemas).toEqual({
    Pet: { type: "object", properties: { name: { type: "string" } } },
  });
  expect(document.paths?.["/pets/{petId}"]).toMatchObject({
    parameters: [{ $ref: "#/components/parameters/PetId" }],
  });
});

test("an overlay corrects the description before anything reads it", async () => {
  const overlay = `
overlay: 1.0.0
info: { title: Corrections, version: "1" }
actions:
  - target: $.paths['/pets/{petId}'].get
    update: { externalDocs: { url: "https://example.com" } }
  - target: $.paths['/pets/{petId}'].get.externalDocs
    description: What the action before has added.
    update: { description: More }
  - target: $.components.schemas.Pet.properties
    update: { age: { type: integer } }
`;
  const { document } = await load({ ...split, "overlay.yaml": overlay });
  expect(document.paths?.["/pets/{petId}"]).toHaveProperty("get.externalDocs", {
    url: "https://example.com",
    description: "More",
  });
  expect(document.components?.schemas?.["Pet"]).toMatchObject({
    properties: { age: { type: "integer" } },
  });
});

test("an overlay's action that matches nothing is told, with its place in the overlay", async () => {
  const overlay = `
overlay: 1.0.0
info: { title: Corrections, version: "1" }
actions:
  - target: $.info
    update: { description: Corrected. }
  - target: $.paths['/dogs'].get
    update: { summary: Get a dog }
`;
  const { problems } = await failure({ ...split, "overlay.yaml": overlay });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.file).toMatch(/\/overlay\.yaml$/);
  expect(problems[0]?.pointer).toBe("#/actions/1/target");
  expect(problems[0]?.message).toContain("$.paths['/dogs'].get matches nothing");
});

test("a JSON description is read as well", async () => {
  const { file, document } = await load({ "openapi.json": withOperation({}) });
  expect(file).toMatch(/\/openapi\.json$/);
  expect(document.info.title).toBe("Example");
});

test("a folder without a description is told by its path", async () => {
  const folder = await folderWith({});
  await expect(loadDescription(folder)).rejects.toThrow(
    `${folder}#\n  There is no openapi.yaml in this folder`,
  );
});

test.each([
  ["YAML that cannot be parsed", { "openapi.yaml": "openapi: 3.1.1\npaths: [" }],
  ["JSON that cannot be parsed", { "openapi.json": '{ "openapi": ' }],
])("%s is told with the reason", async (_what, files) => {
  const { problems } = await failure(files);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toMatch(/^It cannot be read: ./);
});

test("a $ref that leads nowhere is told with the file and the place of the $ref", async () => {
  const { problems } = await failure({
    ...split,
    "paths/pet.yaml": split["paths/pet.yaml"].replace("Pet.yaml", "Cat.yaml"),
  });
  expect(problems[0]?.file).toMatch(/\/paths\/pet\.yaml$/);
  expect(problems[0]?.pointer).toBe("#/get/responses/200/content/application~1json/schema");
});

test("a $ref into the network is refused, so that the same files always give the same code", async () => {
  const { problems } = await failure({
    ...split,
    "paths/pet.yaml": split["paths/pet.yaml"].replace(
      "../components/schemas/Pet.yaml",
      "https://example.com/Pet.yaml",
    ),
  });
  expect(problems[0]?.message).toContain(
    "https://example.com/Pet.yaml is not a file: keep a copy beside the description.",
  );
});

test("two files of one name with different contents are refused, as only one can be the component", async () => {
  const { problems } = await failure({
    ...split,
    "paths/pet.yaml": split["paths/pet.yaml"].replace(
      "schema: { $ref: ../components/schemas/Pet.yaml }",
      "schema: { oneOf: [{ $ref: ../components/schemas/Pet.yaml }, { $ref: ../other/Pet.yaml }] }",
    ),
    "other/Pet.yaml": "type: string\n",
  });
  expect(problems[0]?.message).toContain("Pet");
});

test("a YAML alias inside of the node that it names is refused", async () => {
  const { problems } = await failure({
    "openapi.yaml": `${split["openapi.yaml"]}
components:
  schemas:
    Node: &node
      type: object
      properties: { next: *node }
`,
    ...Object.fromEntries(Object.entries(split).slice(1)),
  });
  expect(problems[0]?.message).toContain("Use $ref for recursion");
});

test.each([
  ["Swagger 2", { swagger: "2.0" }, "no OpenAPI 3 document"],
  ["OpenAPI 3.2", { openapi: "3.2.0" }, "OpenAPI 3.2.0"],
  ["no object", [] as unknown as Written, "no OpenAPI 3 document"],
])("%s is refused by its version", async (_what, document, found) => {
  const { problems } = await failure({ "openapi.yaml": document });
  expect(problems.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
    `#/openapi This is ${found}: descriptions are written in OpenAPI 3.1 (3.0 is read as well).`,
  ]);
});

test("what is not OpenAPI is told with its place", async () => {
  const problems = await problemsOf(withOperation({ parameters: { name: "id" }, respones: {} }));
  expect(placesOf(problems)).toEqual([
    "#/paths/~1things/get/parameters",
    "#/paths/~1things/get/respones",
  ]);
});

test("an unknown x-parley key is told with the nearest known one", async () => {
  expect(await problemsOf(withOperation({ "x-parley-timeot": 60000 }))).toEqual([
    expect.stringMatching(/^#\/paths\/~1things\/get\/x-parley-timeot .*`x-parley-timeout`/),
  ]);
});

test("an x-parley key where it means nothing, and one of a wrong value, are told", async () => {
  const problems = await problemsOf(
    withOperation(
      { "x-parley-timeout": "long" },
      { info: { title: "Example", version: "1", "x-parley-timeout": 1 } },
    ),
  );
  expect(placesOf(problems)).toEqual([
    "#/info/x-parley-timeout",
    "#/paths/~1things/get/x-parley-timeout",
  ]);
});

test("the message of the error lists every problem with its file, pointer and remedy", async () => {
  const folder = await folderWith({
    "openapi.yaml": withOperation({ "x-parley-rate-limit": ["fast"], "x-parley-timeot": 1 }),
  });
  const { problems } = await loadDescription(folder);
  const { message } = new DescriptionError(problems);
  expect(message.split("\n")).toEqual([
    "The description has 2 problems.",
    ...problems.flatMap(({ pointer, message: text }) => [
      `${join(folder, "openapi.yaml")}${pointer}`,
      `  ${text}`,
    ]),
  ]);
});
