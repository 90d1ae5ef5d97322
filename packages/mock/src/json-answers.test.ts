import { expect, onTestFinished, test } from "vitest";
import { startMock } from "./start-mock.js";
import type { Mock } from "./start-mock.js";

async function mockOf(mediaType: string, media: object): Promise<Mock> {
  const responses = { 200: { description: "It.", content: { [mediaType]: media } } };
  const mock = await startMock({
    description: {
      openapi: "3.1.1",
      info: { title: "Texts", version: "1" },
      servers: [{ url: "https://texts.example.com" }],
      paths: { "/text": { get: { operationId: "texts.get", responses } } },
    },
  });
  onTestFinished(() => mock.close());
  return mock;
}
const textOf = async (mock: Mock) => (await fetch(`${mock.url}/text`)).text();
const string = { type: "string" };

test.for<[name: string, mediaType: string, media: object, text: string]>([
  ["of an example", "application/json", { schema: string, example: "a" }, '"a"'],
  ["of a named example", "application/json", { examples: { one: { value: "a" } } }, '"a"'],
  ["of a schema", "application/json", { schema: { const: "a" } }, '"a"'],
  ["by the suffix", "application/problem+json", { schema: string, example: "a" }, '"a"'],
  ["that looks like JSON", "application/json", { schema: string, example: "[1]" }, '"[1]"'],
  ["that only begins like it", "application/json", { example: "{a}" }, '"{a}"'],
])("a string is JSON where the media type is: %s", async ([, mediaType, media, text]) => {
  expect(await textOf(await mockOf(mediaType, media))).toBe(text);
});

test("an example may be the text of an object", async () => {
  const media = { schema: { type: "object" }, example: '{"a": 1}' };
  expect(await textOf(await mockOf("application/json", media))).toBe('{"a": 1}');
});

test.for<[name: string, media: object, text: string]>([
  ["nothing is said of", {}, "{}"],
  ["has its example elsewhere", { examples: { one: { externalValue: "one.json" } } }, "{}"],
  [
    "has its example elsewhere, and a schema",
    { schema: { const: 1 }, examples: { one: { externalValue: "one.json" } } },
    "1",
  ],
])("JSON that %s is answered with something", async ([, media, text]) => {
  const mock = await mockOf("application/json", media);
  const response = await fetch(`${mock.url}/text`);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await response.text()).toBe(text);
});

test("other text stays as it is", async () => {
  expect(await textOf(await mockOf("text/plain", { schema: string, example: "a" }))).toBe("a");
});

test("a URL of the real server leads to the mock", async () => {
  const example = "https://texts.example.com/next";
  const mock = await mockOf("application/json", { schema: string, example });
  expect(await textOf(mock)).toBe(`"${mock.origin}/next"`);
});

test("a planned string is sent as it is", async () => {
  const mock = await mockOf("application/json", { schema: string, example: "a" });
  mock.respondWith("texts.get", { body: "{broken" });
  expect(await textOf(mock)).toBe("{broken");
});
