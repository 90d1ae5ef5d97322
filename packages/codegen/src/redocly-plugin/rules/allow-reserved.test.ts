import { expect, test } from "vitest";
import { problems } from "../lint.test-helpers.js";

const description = (place: string): string => `
openapi: 3.1.1
info: { title: Example, version: "1" }
paths:
  /contacts/{id}:
    parameters:
      - name: id
        in: ${place}
        x-parley-allow-reserved: true
`;

test("a path parameter passes", async () => {
  expect(await problems("allow-reserved", description("path"))).toEqual([]);
});

test.each([
  ["query", "write `allowReserved: true`"],
  ["header", "remove it"],
])("a %s parameter is reported", async (place, advice) => {
  const found = await problems("allow-reserved", description(place));
  expect(found).toEqual([
    {
      text: "x-parley-allow-reserved: true",
      at: "openapi.yaml#/paths/~1contacts~1{id}/parameters/0/x-parley-allow-reserved",
      message: expect.stringContaining(advice) as string,
    },
  ]);
});
