import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { createConfig } from "@redocly/openapi-core";
import parley from "./index.js";

const files = readdirSync(new URL("rules/", import.meta.url)).filter((name) =>
  name.endsWith(".ts"),
);
const names = files.filter((name) => !name.endsWith(".test.ts")).map((name) => name.slice(0, -3));

test("the plugin has a rule for every file in rules/, and every rule has its tests", () => {
  expect(Object.keys(parley().rules?.oas3 ?? {}).toSorted()).toEqual(names.toSorted());
  for (const name of names) expect(files).toContain(`${name}.test.ts`);
});

test("parley/all turns on every rule as an error", async () => {
  const config = await createConfig({ plugins: [parley()], extends: ["parley/all"] });
  for (const name of names) {
    expect(config.getRuleSettings(`parley/${name}`, "oas3_1")).toMatchObject({ severity: "error" });
  }
});
