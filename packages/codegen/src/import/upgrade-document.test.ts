import { expect, test } from "vitest";
import type { JsonObject } from "../description/json.js";
import { upgradeDocument } from "./upgrade-document.js";

const list = (place: string, collectionFormat?: string) => ({
  name: "kinds",
  in: place,
  type: "array",
  items: { type: "string" },
  ...(collectionFormat === undefined ? {} : { collectionFormat }),
});

const swagger = (parameter: object) => ({
  swagger: "2.0",
  info: { title: "Lists", version: "1" },
  host: "lists.example.com",
  parameters: { shared: parameter },
  paths: {
    "/things": {
      parameters: [parameter],
      post: { parameters: [parameter], responses: { 200: { description: "Done." } } },
    },
  },
});

async function lossesOf(parameter: object): Promise<readonly string[]> {
  // As it is parsed: no part of it is in two places.
  const document = JSON.parse(JSON.stringify(swagger(parameter))) as JsonObject;
  const { losses } = await upgradeDocument(document, "lists.json");
  return losses.map(({ file, pointer, message }) => `${file}${pointer} ${message}`);
}

test.each([
  ["query", "tsv", "tabs, which OpenAPI 3.1 cannot say: each goes under the name again"],
  ["header", "pipes", "pipes, which OpenAPI 3.1 cannot say: commas are between them"],
  ["path", "ssv", "spaces, which OpenAPI 3.1 cannot say: commas are between them"],
  [
    "formData",
    "csv",
    "commas, which a client does not do in forms: each goes as a field of its own",
  ],
  [
    "formData",
    undefined,
    "commas, which a client does not do in forms: each goes as a field of its own",
  ],
])("a list in the %s whose collectionFormat is %s is told", async (place, format, message) => {
  expect(await lossesOf(list(place, format))).toEqual(
    [
      "#/parameters/shared",
      "#/paths/~1things/parameters/0",
      "#/paths/~1things/post/parameters/0",
    ].map((pointer) => `lists.json${pointer} The items of \`kinds\` are parted by ${message}.`),
  );
});

test.each([
  ["query", undefined],
  ["query", "multi"],
  ["query", "pipes"],
  ["header", "csv"],
  ["formData", "multi"],
])("a list in the %s whose collectionFormat is %s is kept", async (place, format) => {
  expect(await lossesOf(list(place, format))).toEqual([]);
});
