import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isObject } from "../description/json.js";
import parley from "./index.js";
import { problems } from "./lint.test-helpers.js";
import { validatorAt, vocabulary } from "./vocabulary.js";

const page = readFileSync(new URL("../../../../specs/README.md", import.meta.url), "utf8");

/** The page's sections of keys: the key, and all that is written under it. */
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ key: /^`([^`]+)`/.exec(text)?.[1] ?? "", text }));

const yamlBlocks = (text: string): string[] =>
  [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => block);

test("the page has a section for every key of the vocabulary, in its order", () => {
  expect(sections.map(({ key }) => key)).toEqual(Object.keys(vocabulary));
});

test.each(sections)("$key is said to be on the objects that allow it", ({ key, text }) => {
  const [, places = ""] = /^\*On: ([^.]+)\.\*/m.exec(text) ?? [];
  const names = places
    .split(", ")
    .map((place) =>
      place === "path"
        ? "PathItem"
        : place.replaceAll(/(?:^| )[a-z]/g, (letter) => letter.trim().toUpperCase()),
    );
  expect(names).toEqual(vocabulary[key]?.allowedOn);
});

test.each(sections)("$key has every one of its properties explained", ({ key, text }) => {
  const prose = text.replaceAll(/^```yaml\n.*?^```$/gms, "");
  for (const name of propertyNames(validatorAt(`#/properties/${key}`).schema)) {
    expect(prose).toMatch(new RegExp(`\`${name}(?:: [a-z]+)?\``));
  }
});

test.each(
  sections.flatMap(({ key, text }) =>
    yamlBlocks(text).map((block, index) => ({ key, block, number: index + 1 })),
  ),
)("example $number of $key is valid", async ({ key, block }) => {
  expect(block).toContain(key);
  const description = `openapi: 3.1.1\ninfo: { title: Example, version: "1" }\n${block}`;
  for (const rule of ["extension-known", "extension-placement", "extension-value"]) {
    expect(await problems(rule, description)).toEqual([]);
  }
});

test("every key has an example", () => {
  for (const { text } of sections) expect(yamlBlocks(text).length).toBeGreaterThan(0);
});

test("every rule of the page is one of the plugin, and every rule of the plugin is on the page", () => {
  const rows = page
    .split("\n")
    .filter(
      (line) => line.startsWith("| `") && !line.includes("specs/") && line.split("|").length === 4,
    );
  const named = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name),
  );
  expect(named.toSorted()).toEqual(Object.keys(parley().rules?.oas3 ?? {}).toSorted());
});

/** The names of the properties that a schema declares, at any depth; `$ref`s are explained elsewhere. */
function propertyNames(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item) => propertyNames(item));
  if (!isObject(schema)) return [];
  const own = schema["properties"];
  return (isObject(own) ? Object.keys(own) : []).concat(
    Object.values(schema).flatMap((value) => propertyNames(value)),
  );
}
